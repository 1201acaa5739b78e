package result

import (
	"context"
	"errors"
	"slices"
	"strings"

	"anlan/access"
	"anlan/state"
	"anlan/warehouse"
)

// step is a way forward: from where, to where, and who may go it.
type step struct {
	from, to Stage
	needs    access.Permission
}

// steps is the whole way of a result: one after the other, none left out.
var steps = map[Kind]step{
	Send:    {Initial, Feedback, access.PrepareResults},
	Examine: {Feedback, Review, access.PrepareResults},
	Approve: {Review, Approved, access.ApproveResults},
	Publish: {Approved, Published, access.PrepareResults},
}

// Doing says who acts on which run, and what he saw of it.
type Doing struct {
	Caller access.Caller
	Run    string
	// Seen is the number of acts that the caller saw; when he may see more by now, the act is refused with a conflict. Acts that
	// are not his to see do not count. 0 takes the run as it is.
	Seen   int
	Remark string
}

// Step takes a run one stage forward: Send, Examine, Approve or Publish. Only who may see all of it may do so, in a role that
// allows it; it is approved when every appeal is answered. Errors are [*warehouse.Error]: not_found, forbidden, bad_request where
// the run does not stand where the step begins, and conflict when somebody else acted first.
func (r *Results) Step(ctx context.Context, doing Doing, kind Kind) (*Run, error) {
	way, ok := steps[kind]
	if !ok {
		return nil, warehouse.Fault(warehouse.BadRequest, "%q is no step: expected feedback, review, approve or publish", kind)
	}
	return r.act(ctx, doing, func(o *opened) (Act, *Document, error) {
		switch {
		case !o.sight.whole || !doing.Caller.May(way.needs):
			return Act{}, nil, mayNot(doing.Caller, string(kind))
		case Stage(o.run.Stage) != way.from:
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "the result stands at %s; %s leads from %s to %s", o.run.Stage, kind, way.from, way.to)
		case kind == Approve && len(o.open()) > 0:
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "appeals wait for an answer: acts %s", numbers(o.open()))
		}
		return Act{Kind: kind, Stage: way.to}, nil, nil
	})
}

// SendBack takes a run back to an earlier stage; the remark must say why. What is approved goes back by who may approve. A
// published result stays published.
func (r *Results) SendBack(ctx context.Context, doing Doing, to Stage) (*Run, error) {
	return r.act(ctx, doing, func(o *opened) (Act, *Document, error) {
		now := Stage(o.run.Stage)
		needs := access.PrepareResults
		if now == Approved {
			needs = access.ApproveResults
		}
		place := slices.Index(Stages(), to)
		switch {
		case !o.sight.whole || !doing.Caller.May(needs) && !doing.Caller.May(access.ApproveResults):
			return Act{}, nil, mayNot(doing.Caller, string(Return))
		case now == Published || now == Void:
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "the result is %s and stays so: compute a new run", now)
		case place < 0 || place >= slices.Index(Stages(), now):
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "the result stands at %s, and %q is no stage before it", now, to)
		case strings.TrimSpace(doing.Remark) == "":
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "say why the result goes back")
		}
		return Act{Kind: Return, Stage: to}, nil, nil
	})
}

// Void ends a run for good; the remark must say why. Nothing of it is deleted, and what was published can still be read. A run
// that is approved or published is ended by who may approve.
func (r *Results) Void(ctx context.Context, doing Doing) (*Run, error) {
	return r.act(ctx, doing, func(o *opened) (Act, *Document, error) {
		now := Stage(o.run.Stage)
		prepared := doing.Caller.May(access.PrepareResults) && now != Approved && now != Published
		switch {
		case !o.sight.whole || !prepared && !doing.Caller.May(access.ApproveResults):
			return Act{}, nil, mayNot(doing.Caller, string(Withdraw))
		case now == Void:
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "the result is void already")
		case strings.TrimSpace(doing.Remark) == "":
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "say why the result is void")
		}
		return Act{Kind: Withdraw, Stage: Void}, nil, nil
	})
}

// tries is how often an act is decided anew when others act at the same moment and its author did not say what he saw.
const tries = 4

// act decides an act on a run as it stands and stores it. A result that decide gives replaces the one before.
func (r *Results) act(ctx context.Context, doing Doing, decide func(*opened) (Act, *Document, error)) (*Run, error) {
	for range tries {
		o, err := r.open(ctx, doing.Caller, doing.Run)
		if err != nil {
			return nil, err
		}
		if doing.Seen > 0 && doing.Seen != len(o.sight.acts(o.acts)) {
			return nil, moved()
		}
		act, changed, err := decide(o)
		if err != nil {
			return nil, err
		}
		act.Number, act.Who, act.Remark = o.run.Acts+1, doing.Caller.Name, strings.TrimSpace(doing.Remark)
		err = r.add(ctx, o.run, act, changed)
		if err == nil {
			run, err := r.Run(ctx, doing.Caller, doing.Run)
			if fault, ok := errors.AsType[*warehouse.Error](err); ok && fault.Code == warehouse.NotFound {
				return nil, nil //nolint:nilnil // the act is done; the run was sent back since, out of the caller's sight
			}
			return run, err
		}
		if !errors.Is(err, state.ErrConflict) {
			return nil, err
		}
	}
	return nil, moved()
}

// add stores an act on a run that was read, with the result that it brings.
func (r *Results) add(ctx context.Context, run state.AssessmentRun, act Act, changed *Document) error {
	act.Document = run.Document
	var documents [][]byte
	if changed != nil {
		body, err := changed.Encode()
		if err != nil {
			return err
		}
		act.Document, documents = state.Digest(body), [][]byte{body}
	}
	stored, err := act.stored(run.ID)
	if err != nil {
		return err
	}
	return r.store.AddAct(ctx, state.Assessments, stored, documents...)
}

func moved() error {
	return warehouse.Fault(warehouse.Conflict, "somebody else acted on this result: look at it again, then decide again")
}

func mayNot(caller access.Caller, what string) error {
	return warehouse.Fault(warehouse.Forbidden, "%s may not do this (%s): it takes a role that does it and all that the result rests on", caller.Name, what)
}
