package result

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"anlan/state"
	"anlan/warehouse"
)

// followed says what of a run's acts cannot have been done as it is stored: every one must follow from those before it, and what
// was approved is the result from then on.
func followed(acts []Act) error {
	var stage Stage
	document := ""
	for i, a := range acts {
		switch {
		case a.Number != i+1:
			return fmt.Errorf("act %d is missing", i+1)
		case !follows(stage, a):
			return fmt.Errorf("act %d (%s to %s) cannot follow on %q", a.Number, a.Kind, a.Stage, stage)
		case i > 0 && a.Document != document && a.Kind != Adjust && a.Kind != Revoke:
			return fmt.Errorf("act %d (%s) names another result than the one before it", a.Number, a.Kind)
		}
		stage, document = a.Stage, a.Document
	}
	return nil
}

// follows says whether an act can have been done on a run that stood at a stage; none is before the first.
func follows(from Stage, a Act) bool {
	open := slices.Contains([]Stage{Initial, Feedback, Review}, from)
	switch a.Kind {
	case Compute:
		return from == "" && a.Stage == Initial
	case Send, Examine, Approve, Publish:
		return steps[a.Kind].from == from && steps[a.Kind].to == a.Stage
	case Return:
		return (open || from == Approved) && slices.Index(Stages(), a.Stage) < slices.Index(Stages(), from)
	case Withdraw:
		return from != "" && from != Void && a.Stage == Void
	case Appeal:
		return (from == Feedback || from == Review) && a.Stage == from
	case Answer, Adjust, Revoke:
		return open && a.Stage == from
	}
	return false
}

// belongs says whether a result is one of the run under which it is stored: of its case, with the subjects that its head says who
// may see.
func belongs(run state.AssessmentRun, head, d *Document) error {
	c := d.Case
	if c.Key() != run.Case || c.Scheme != run.Scheme || string(c.Region) != run.Region || c.Period.String() != run.Period {
		return fmt.Errorf("the result is of %s, it is stored as one of %s", c.Key(), run.Case)
	}
	var heads [2]string
	for i, one := range []*Document{head, d} {
		sorted := *one
		sorted.Subjects = slices.SortedFunc(slices.Values(one.Subjects), func(a, b Subject) int { return strings.Compare(a.Key, b.Key) })
		var err error
		if heads[i], err = sorted.head(); err != nil {
			return err
		}
	}
	if heads[0] != heads[1] {
		return errors.New("what is listed of it is not what the result says")
	}
	return nil
}

// damaged is what callers are told of a run that is not as it was stored.
func damaged(run string, err error) error {
	return &warehouse.Error{
		Code: warehouse.Internal, Err: fmt.Errorf("result %s: %w", run, err),
		Message: "the result " + run + " is not as it was stored, so it is not shown: put back a copy of the state in which it is whole (“anlan doctor” names what is damaged)",
	}
}

// Check reads a run whole and says all that is not as it was stored: its acts have their seals and follow one from the other, each
// that the audit knows is there, every result and scheme has its SHA-256, and every result is one of the run. It gives the digests
// of the results that it read.
func Check(ctx context.Context, store *state.Store, run state.AssessmentRun) (documents []string, err error) {
	stored, err := store.Acts(ctx, state.Assessments, run.ID)
	if err != nil {
		return nil, err
	}
	acts, err := actsOf(stored)
	if err != nil {
		return nil, err
	}
	faults := []error{followed(acts), store.AuditsAgree(ctx, state.Assessments, run.ID, stored)}
	head, err := Decode([]byte(run.Head))
	if err != nil {
		return nil, err
	}
	for _, act := range acts {
		if slices.Contains(documents, act.Document) {
			continue
		}
		documents = append(documents, act.Document)
		body, err := store.Document(ctx, state.Assessments, act.Document)
		if err == nil {
			var d *Document
			if d, err = Decode(body); err == nil {
				_, missing := store.Document(ctx, state.Assessments, d.SchemeDigest)
				err = errors.Join(belongs(run, head, d), missing)
			}
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("act %d: %w", act.Number, err))
		}
	}
	return documents, errors.Join(faults...)
}
