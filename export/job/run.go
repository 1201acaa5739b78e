package job

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"anlan/state"
)

// How often files whose time is over are removed, and how long jobs without files are remembered.
const (
	sweepEvery     = time.Minute
	rememberFor    = 90 * 24 * time.Hour
	ending         = 10 * time.Second // what is kept of a job when the server is told to stop
	mostAttempts   = 5                // of a part that fails for reasons that may pass
	mostBeginnings = 20               // of a part: a job that ends its server each time is not begun for ever
)

// Run makes jobs until ctx ends, as many at once as Config.Concurrent, and removes files whose time is over. What is being made then is left as it is: this server
// goes on with it when it runs again, or another one does.
func (j *Jobs) Run(ctx context.Context) error {
	var work sync.WaitGroup
	defer work.Wait()
	free := make(chan struct{}, j.config.Concurrent)
	look := time.NewTicker(j.config.Look)
	defer look.Stop()
	var swept time.Time
	for {
		if time.Since(swept) >= sweepEvery {
			if err := j.Sweep(ctx); err != nil && ctx.Err() == nil {
				j.config.Log.Warn("exports whose time is over stay until the next look", "error", err)
			}
			swept = time.Now()
		}
		if err := j.start(ctx, &work, free); err != nil && ctx.Err() == nil {
			j.config.Log.Warn("exports wait: the state does not answer", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-j.wake:
		case <-look.C:
		}
	}
}

// start begins jobs that are due as long as this server has a free place.
func (j *Jobs) start(ctx context.Context, work *sync.WaitGroup, free chan struct{}) error {
	const few = 20
	if len(free) == cap(free) {
		return nil
	}
	due, err := j.state.DueExports(ctx, j.config.Now(), few)
	if err != nil {
		return err
	}
	for _, kept := range due {
		select {
		case free <- struct{}{}:
		default:
			return nil
		}
		held, err := j.state.Hold(ctx, state.ExportLease(kept.ID), j.config.Server, j.config.Lease)
		if err != nil {
			<-free
			if errors.Is(err, state.ErrHeld) {
				continue
			}
			return err
		}
		work.Go(func() {
			defer j.nudge() // there is a free place
			defer func() { <-free }()
			defer held.Release() //nolint:contextcheck // it has its own deadline
			j.carryOut(ctx, kept.ID, held)
		})
	}
	return nil
}

// carryOut makes a job whose lease is held, and keeps what came of it.
func (j *Jobs) carryOut(ctx context.Context, id string, held *state.Held) {
	making, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case <-held.Lost():
			cancel(state.ErrLost)
		case <-making.Done():
		}
	}()
	j.mu.Lock()
	j.making[id] = cancel
	j.mu.Unlock()
	defer func() {
		j.mu.Lock()
		delete(j.making, id)
		j.mu.Unlock()
	}()
	began, err := j.state.BeginExport(making, id, held.Lease(), j.config.Now())
	if err != nil || !began {
		return // it is over, or somebody else's; or the state is away, and it is due again
	}
	j.config.step("begun")
	kept, err := j.state.Export(making, id)
	var manifest string
	if err == nil {
		manifest, err = j.write(making, kept, held)
	}
	if cause := context.Cause(making); err != nil && cause != nil {
		err = cause
	}
	j.end(ctx, kept, held, manifest, err)
}

// end keeps what came of a job.
func (j *Jobs) end(ctx context.Context, kept state.ExportJob, held *state.Held, manifest string, err error) {
	log := j.config.Log.With("export", kept.ID, "dataSet", kept.DataSet)
	if errors.Is(err, errCancelled) || errors.Is(err, state.ErrLost) {
		log.Info("export given up", "why", err)
		if now, looking := j.state.Export(context.WithoutCancel(ctx), kept.ID); looking == nil && now.State == state.ExportCancelled {
			err = j.removeFiles(kept.ID)
		}
		if err != nil && !errors.Is(err, state.ErrLost) && !errors.Is(err, errCancelled) {
			log.Warn("files of a cancelled export stay until the next look", "error", err)
		}
		return
	}
	if err != nil && ctx.Err() != nil {
		return // the server stops: it goes on when it runs again
	}
	o := j.outcome(kept, err)
	o.Manifest = manifest
	keeping, cancel := context.WithTimeout(context.WithoutCancel(ctx), ending)
	defer cancel()
	over, keep := j.state.EndExport(keeping, kept.ID, held.Lease(), o)
	switch {
	case keep != nil:
		log.Error("what came of an export could not be kept", "error", errors.Join(err, keep))
		return
	case !over:
		log.Info("export given up: it was cancelled, or another server makes it")
		return
	}
	j.config.step("ended")
	switch o.State {
	case state.ExportDone:
		log.Info("export done", "parts", kept.Parts)
	case state.ExportFailed:
		log.Error("export failed", "error", err)
		if err := j.removeFiles(kept.ID); err != nil {
			log.Warn("files of a failed export stay until the next look", "error", err)
		}
	default:
		log.Warn("export is tried again", "error", err, "notBefore", o.NotBefore)
	}
}

// Sweep removes files whose time is over, and what was to be removed and is still there; it forgets jobs that were over long ago.
func (j *Jobs) Sweep(ctx context.Context) error {
	now := j.config.Now()
	expired, err := j.state.ExpiredExports(ctx, now)
	if err != nil {
		return err
	}
	for _, kept := range expired {
		if _, err := j.state.ExpireExport(ctx, kept.ID, "its files were kept until "+kept.ExpiresAt.Format(time.DateTime)+": ask for it anew"); err != nil {
			return err
		}
		j.config.step("expired")
	}
	faults := j.sweepFolders(ctx)
	old, err := j.state.OldExports(ctx, now.Add(-rememberFor))
	for _, id := range old {
		faults = errors.Join(faults, j.removeFiles(id), j.state.RemoveExport(ctx, id))
	}
	return errors.Join(faults, err, j.state.ForgetExportManifests(ctx, now))
}

// sweepFolders removes the files of jobs that have none any more. Folders of jobs that this state does not know are not ours to remove.
func (j *Jobs) sweepFolders(ctx context.Context) error {
	folders, err := os.ReadDir(j.config.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, f := range folders {
		if !folderName.MatchString(f.Name()) {
			continue
		}
		kept, looking := j.state.Export(ctx, f.Name())
		switch {
		case errors.Is(looking, state.ErrNotFound):
		case looking != nil:
			return errors.Join(err, looking)
		case kept.State == state.ExportDone:
			err = errors.Join(err, j.removeTemps(f.Name()))
		case State(kept.State).Over():
			err = errors.Join(err, j.removeFiles(f.Name()))
		}
	}
	if err != nil {
		err = fmt.Errorf("remove files in %s: %w", j.config.Dir, err)
	}
	return err
}
