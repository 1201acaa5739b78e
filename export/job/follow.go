package job

import (
	"context"
	"errors"
	"time"

	"anlan/access"
	"anlan/warehouse"
)

// followEvery is how often a follower is told of what changed, at most.
const followEvery = 200 * time.Millisecond

// Follow tells how a job is: at once, and then whenever it changed, until it is over, ctx ends or the job is not the caller's any more. A caller who may not see it is
// told nothing.
func (j *Jobs) Follow(ctx context.Context, caller access.Caller, id string) (<-chan Job, error) {
	first, err := j.Job(ctx, caller, id)
	told := make(chan Job)
	if _, known := errors.AsType[*warehouse.Error](err); known {
		close(told)
		return told, nil
	}
	if err != nil {
		return nil, err
	}
	go func() {
		defer close(told)
		j.follow(ctx, caller, *first, told)
	}()
	return told, nil
}

func (j *Jobs) follow(ctx context.Context, caller access.Caller, last Job, told chan<- Job) {
	ticker := time.NewTicker(followEvery)
	defer ticker.Stop()
	for {
		select {
		case told <- last:
		case <-ctx.Done():
			return
		}
		for changed := false; !changed; {
			if last.State.Over() {
				return
			}
			select {
			case <-ticker.C:
			case <-ctx.Done():
				return
			}
			now, err := j.Job(ctx, caller, last.ID)
			if err != nil {
				return
			}
			if changed = now.progress() != last.progress(); changed {
				last = *now
			}
		}
	}
}

// progress is what changes of a job.
func (j *Job) progress() any {
	type changing struct {
		state  State
		rows   uint64
		bytes  uint64
		parts  int
		total  uint64
		reason string
	}
	return changing{j.State, j.RowsDone, j.BytesDone, j.PartsDone, j.BytesTotal, j.Reason}
}
