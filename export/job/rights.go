package job

import (
	"context"
	"errors"
	"slices"

	"anlan/access"
	"anlan/export"
	"anlan/state"
	"anlan/warehouse"
)

// Job gives one job of the caller's; of what is not the caller's there is none. It is forbidden to who may not see any more all that the job holds.
func (j *Jobs) Job(ctx context.Context, caller access.Caller, id string) (*Job, error) {
	kept, err := j.allowed(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	job, err := view(kept)
	return &job, err
}

// Owners names who asked for a job, the first one first, to administrators; nobody to others.
func (j *Jobs) Owners(ctx context.Context, caller access.Caller, id string) ([]string, error) {
	if !caller.May(access.Administer) {
		return nil, nil
	}
	return j.state.ExportOwners(ctx, id)
}

// Parts lists the files of a job that are there.
func (j *Jobs) Parts(ctx context.Context, job *Job) ([]Part, error) {
	if job.PartsDone == 0 || job.State.Over() && job.State != Done {
		return nil, nil
	}
	kept, err := j.state.ExportParts(ctx, job.ID)
	parts := make([]Part, len(kept))
	for i, p := range kept {
		parts[i] = Part{Name: p.Name, Address: Address(job.ID, p.Name), Rows: p.Rows, Bytes: p.Bytes, SHA256: p.SHA256}
	}
	return parts, err
}

// List lists the caller's jobs, an administrator's all, the latest first, without those that hold what the caller may not see any more. after is the id of the
// job before the page; more says whether others follow.
func (j *Jobs) List(ctx context.Context, caller access.Caller, first int, after string) (list []Job, more bool, err error) {
	owner := caller.Name
	if caller.May(access.Administer) {
		owner = ""
	}
	kept, err := j.state.Exports(ctx, owner, after, first+1)
	if err != nil {
		return nil, false, err
	}
	if more = len(kept) > first; more {
		kept = kept[:first]
	}
	for _, k := range kept {
		if j.may(caller, k) != nil {
			continue
		}
		job, err := view(k)
		if err != nil {
			return nil, false, err
		}
		list = append(list, job)
	}
	return list, more, nil
}

// owned finds a job that is the caller's, or anybody's for administrators.
func (j *Jobs) owned(ctx context.Context, caller access.Caller, id string) (kept state.ExportJob, owners []string, err error) {
	kept, err = j.state.Export(ctx, id)
	if err == nil {
		owners, err = j.state.ExportOwners(ctx, id)
	}
	if errors.Is(err, state.ErrNotFound) || err == nil && !caller.May(access.Administer) && !slices.Contains(owners, caller.Name) {
		err = warehouse.Fault(warehouse.NotFound, "there is no export %q", id)
	}
	return kept, owners, err
}

// allowed finds a job of the caller's that holds nothing that the caller may not see.
func (j *Jobs) allowed(ctx context.Context, caller access.Caller, id string) (state.ExportJob, error) {
	kept, _, err := j.owned(ctx, caller, id)
	if err != nil {
		return kept, err
	}
	return kept, j.may(caller, kept)
}

// may says whether a caller may have now what a job was made of then.
func (j *Jobs) may(caller access.Caller, kept state.ExportJob) error {
	o, err := orderOf(kept)
	if err != nil {
		return err
	}
	if err := export.Permit(caller, j.data.DataSets(), o.Request.Query); err != nil {
		return err
	}
	if !caller.Scope.Covers(o.Caller.Scope) {
		return warehouse.Fault(warehouse.Forbidden, "this export was made for regions, sectors or facts that your token does not name any more: ask for it anew")
	}
	return nil
}
