package result

import (
	"context"
	"errors"
	"fmt"
	"time"

	"anlan/access"
	"anlan/state"
	"anlan/warehouse"
)

// Run is one computation of a case, as it stands.
type Run struct {
	ID     string
	Number int // counts the runs of the case
	Case   Case
	Stage  Stage
	// Digest is the SHA-256 of the result as it stands; empty for who does not see all of it.
	Digest      string
	Acts        int // how many there are: an act may name the number that its author saw; 0 for who does not see all
	AddedAt     time.Time
	AddedBy     string    // empty for who does not see all
	ChangedAt   time.Time // of the last act; zero for who does not see all
	PublishedAt time.Time // zero until it was
	// Document is what the caller may see of the result, without the subjects' reasons in lists.
	Document *Document
	// Whole says that the caller sees everything.
	Whole bool
}

// Results keeps results of assessments. It is safe for concurrent use, by several servers too.
type Results struct {
	store   store
	source  source
	program string
}

// store is what results ask of the state.
type store interface {
	AddAssessmentRun(ctx context.Context, r state.AssessmentRun, first state.Act, documents ...[]byte) (state.AssessmentRun, error)
	AddAct(ctx context.Context, family state.Family, a state.Act, documents ...[]byte) error
	AssessmentRun(ctx context.Context, id string) (state.AssessmentRun, error)
	AssessmentRuns(ctx context.Context, f state.AssessmentFilter) ([]state.AssessmentRun, error)
	Acts(ctx context.Context, family state.Family, of string) ([]state.Act, error)
	Document(ctx context.Context, family state.Family, digest string) ([]byte, error)
}

// opened is a run as one caller sees it, with what is needed to act on it.
type opened struct {
	run   state.AssessmentRun
	sight sight
	acts  []Act
	whole *Document // as stored: nothing of it may leave but through sight
}

// open reads a run for a caller; a fault that it is hidden when he may not see any of it.
func (r *Results) open(ctx context.Context, caller access.Caller, id string) (*opened, error) {
	run, err := r.store.AssessmentRun(ctx, id)
	switch {
	case errors.Is(err, state.ErrNotFound):
		return nil, hidden(id)
	case err != nil:
		return nil, err
	}
	head, err := Decode([]byte(run.Head))
	if err != nil {
		return nil, damaged(id, err)
	}
	o := &opened{run: run, sight: look(caller, run, head)}
	if !o.sight.any() {
		return nil, hidden(id)
	}
	if o.acts, err = r.history(ctx, run); err != nil {
		return nil, err
	}
	o.sight.numbers = o.sight.numbering(o.acts)
	body, err := r.stored(ctx, id, run.Document)
	if err != nil {
		return nil, err
	}
	if o.whole, err = Decode(body); err != nil {
		return nil, err
	}
	if err := belongs(run, head, o.whole); err != nil {
		return nil, damaged(id, err)
	}
	return o, nil
}

// history reads the acts of a run that was read, without those that came meanwhile; an internal fault when they are not as they
// were stored, or cannot have been done so.
func (r *Results) history(ctx context.Context, run state.AssessmentRun) ([]Act, error) {
	stored, err := r.store.Acts(ctx, state.Assessments, run.ID)
	if errors.Is(err, state.ErrDamaged) {
		return nil, damaged(run.ID, err)
	}
	if err != nil {
		return nil, err
	}
	acts, err := actsOf(stored[:min(len(stored), run.Acts)])
	if err == nil && len(acts) < run.Acts {
		err = fmt.Errorf("%d of its %d acts are there", len(acts), run.Acts)
	}
	if err := errors.Join(err, followed(acts)); err != nil {
		return nil, damaged(run.ID, err)
	}
	return acts, nil
}

// stored reads bytes of a run; an internal fault when they are not those that were stored.
func (r *Results) stored(ctx context.Context, run, digest string) ([]byte, error) {
	body, err := r.store.Document(ctx, state.Assessments, digest)
	if errors.Is(err, state.ErrDamaged) || errors.Is(err, state.ErrNotFound) {
		return nil, damaged(run, err)
	}
	return body, err
}

// show is a run as a caller may see it, with as much of a document as he may see.
func show(run state.AssessmentRun, s sight, d *Document) Run {
	out := Run{
		ID: run.ID, Number: run.Number, Case: d.Case, Stage: Stage(run.Stage), Acts: run.Acts, AddedAt: run.AddedAt, AddedBy: run.AddedBy,
		ChangedAt: run.ChangedAt, PublishedAt: run.PublishedAt, Digest: run.Document, Document: s.of(d), Whole: s.whole,
	}
	if !s.whole {
		out.AddedBy, out.Digest, out.Acts, out.ChangedAt = "", "", 0, time.Time{}
	}
	return out
}

// Run gives a run with as much of its result as the caller may see. Errors are [*warehouse.Error]: not_found when there is
// none, or none that he may see.
func (r *Results) Run(ctx context.Context, caller access.Caller, id string) (*Run, error) {
	o, err := r.open(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	return new(show(o.run, o.sight, o.whole)), nil
}

// Document gives the bytes of a result as they were stored, to who may see all of it. Those of a published run are the same
// for ever.
func (r *Results) Document(ctx context.Context, caller access.Caller, id string) ([]byte, error) {
	o, err := r.open(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	if !o.sight.whole {
		return nil, warehouse.Fault(warehouse.Forbidden, "the whole result %s is given to those alone who may see all that it rests on", id)
	}
	return r.stored(ctx, id, o.run.Document)
}

// SchemeText gives the text of the scheme that a run was computed by, to everybody who may see the run.
func (r *Results) SchemeText(ctx context.Context, caller access.Caller, id string) ([]byte, error) {
	o, err := r.open(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	return r.stored(ctx, id, o.whole.SchemeDigest)
}

// Acts lists what was done with a run, as far as it concerns the caller, in order.
func (r *Results) Acts(ctx context.Context, caller access.Caller, id string) ([]Act, error) {
	o, err := r.open(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	return o.sight.acts(o.acts), nil
}

// Filter says which runs are meant; what is empty means any.
type Filter struct {
	Case   string // its key
	Scheme string
	Region string
	Period string
	Stage  Stage
	After  string // the id of the run that a list is continued after
	First  int    // at most so many
}

// batch is how many runs are read at once while those are looked for that a caller may see.
const batch = 100

// Runs lists the runs that the caller may see, the latest first, without reasons. more says that there may be others.
func (r *Results) Runs(ctx context.Context, caller access.Caller, f Filter) (runs []Run, more bool, err error) {
	if !caller.May(access.ReadMetrics) {
		return nil, false, nil
	}
	ask := state.AssessmentFilter{Case: f.Case, Scheme: f.Scheme, Region: f.Region, Period: f.Period, Stage: string(f.Stage), First: batch}
	if f.After != "" {
		if ask.After, err = r.store.AssessmentRun(ctx, f.After); err != nil {
			return nil, false, hidden(f.After)
		}
	}
	for {
		stored, err := r.store.AssessmentRuns(ctx, ask)
		if err != nil {
			return nil, false, err
		}
		for _, run := range stored {
			head, err := Decode([]byte(run.Head))
			if err != nil {
				return nil, false, fmt.Errorf("run %s: %w", run.ID, err)
			}
			s := look(caller, run, head)
			switch {
			case !s.any():
			case len(runs) == f.First:
				return runs, true, nil
			default:
				runs = append(runs, show(run, s, head))
			}
		}
		if len(stored) < batch {
			return runs, false, nil
		}
		ask.After = stored[len(stored)-1]
	}
}
