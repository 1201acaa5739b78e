package job

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"anlan/access"
	"anlan/state"
	"anlan/warehouse"
)

// errCancelled ends the making of a job that is not to go on.
var errCancelled = errors.New("the export was cancelled")

// Cancel ends a job that waits or runs and removes its files. Where others asked for it too it goes on for them, and job is nil: it is the caller's no longer. A job that
// is over is a conflict.
func (j *Jobs) Cancel(ctx context.Context, caller access.Caller, id string) (*Job, error) {
	kept, owners, err := j.changeable(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	if State(kept.State).Over() {
		return nil, warehouse.Fault(warehouse.Conflict, "the export %s is over: delete it to remove its files", id)
	}
	left, err := j.leave(ctx, caller, kept, owners, "export cancel")
	if err != nil || left > 0 {
		return nil, err
	}
	err = j.state.CancelExport(ctx, id, caller.Name, "cancelled by "+caller.Name, j.config.Now())
	if errors.Is(err, state.ErrNotFound) {
		return nil, warehouse.Fault(warehouse.Conflict, "the export %s is over: delete it to remove its files", id)
	}
	if err != nil {
		return nil, err
	}
	j.stop(id)
	if err := j.removeFiles(id); err != nil {
		j.config.Log.Warn("files of a cancelled export stay until the next look", "export", id, "error", err)
	}
	if kept, err = j.state.Export(ctx, id); err != nil {
		return nil, err
	}
	job, err := view(kept)
	return &job, err
}

// Delete removes a job that is over, with its files. Where others asked for it too it stays theirs. A job that is not over is a conflict.
func (j *Jobs) Delete(ctx context.Context, caller access.Caller, id string) error {
	kept, owners, err := j.changeable(ctx, caller, id)
	if err != nil {
		return err
	}
	if !State(kept.State).Over() {
		return warehouse.Fault(warehouse.Conflict, "the export %s is not over: cancel it first", id)
	}
	left, err := j.leave(ctx, caller, kept, owners, "export delete")
	if err != nil || left > 0 {
		return err
	}
	// First nobody is given it any more, then its files go, then it is forgotten: what is interrupted is done by the next look.
	if err := j.state.WithdrawExport(ctx, id, caller.Name, "deleted by "+caller.Name, j.config.Now()); err != nil {
		return err
	}
	if err := j.removeFiles(id); err != nil {
		return fmt.Errorf("remove the files of %s: %w", id, err)
	}
	return j.state.RemoveExport(ctx, id)
}

// changeable finds a job that the caller may end: one of the caller's own, whatever it holds, or for administrators one that they may see.
func (j *Jobs) changeable(ctx context.Context, caller access.Caller, id string) (kept state.ExportJob, owners []string, err error) {
	kept, owners, err = j.owned(ctx, caller, id)
	if err == nil && !slices.Contains(owners, caller.Name) {
		err = j.may(caller, kept)
	}
	return kept, owners, err
}

// leave takes a job from one of several owners and says how many it is left to. Administrators who may see it act for all of them.
func (j *Jobs) leave(ctx context.Context, caller access.Caller, kept state.ExportJob, owners []string, action string) (left int, err error) {
	if len(owners) < 2 || caller.May(access.Administer) && j.may(caller, kept) == nil {
		return 0, nil
	}
	return j.state.LeaveExport(ctx, kept.ID, caller.Name, action, j.config.Now())
}

// stop ends the making of a job here; another server sees it by itself.
func (j *Jobs) stop(id string) {
	j.mu.Lock()
	cancel := j.making[id]
	j.mu.Unlock()
	if cancel != nil {
		cancel(errCancelled)
	}
}
