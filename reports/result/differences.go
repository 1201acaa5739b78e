package result

import (
	"context"
	"slices"

	"anlan/access"
	"anlan/state"
	"anlan/warehouse"
)

// Difference is one thing that two runs of a case tell differently.
type Difference struct {
	Subject string // code; empty for what is the same for all: scheme, data …
	Name    string // of the subject
	What    DifferenceKind
	// Item names the line, figure or veto; of what is the same for all it is the key in the document.
	Item  string
	Title warehouse.Text // of the line or veto
	Part  string         // of a line or figure: given, marks, rule, value, numerator …
	// Before and After are empty where there was none. A figure that is unknown is told by its state.
	Before, After string
}

// DifferenceKind says what differs.
type DifferenceKind string

// What can differ.
const (
	OfBasis   DifferenceKind = "basis"   // scheme, data, day, program
	OfSubject DifferenceKind = "subject" // assessed in one of the two only
	OfScore   DifferenceKind = "score"
	OfRank    DifferenceKind = "rank"
	OfGrade   DifferenceKind = "grade"
	OfLine    DifferenceKind = "line"
	OfVeto    DifferenceKind = "veto"
	OfFigure  DifferenceKind = "figure"
)

// Differences are what two runs of a case tell differently.
type Differences struct {
	Before, After Run // without reasons
	List          []Difference
}

// Differences lists what two runs of the same case tell differently, from their stored documents; an empty before means the run
// before it. A caller is told of what he may see in both.
func (r *Results) Differences(ctx context.Context, caller access.Caller, before, after string) (*Differences, error) {
	b, err := r.open(ctx, caller, after)
	if err != nil {
		return nil, err
	}
	if before == "" {
		if before, err = r.previous(ctx, b.run); err != nil {
			return nil, err
		}
	}
	a, err := r.open(ctx, caller, before)
	if err != nil {
		return nil, err
	}
	if a.run.Case != b.run.Case {
		return nil, warehouse.Fault(warehouse.BadRequest, "%s and %s are results of different cases: %s and %s", before, after, a.run.Case, b.run.Case)
	}
	list := differences(inBoth(a.sight, b.sight, a.whole, b.whole))
	return &Differences{Before: summary(a), After: summary(b), List: list}, nil
}

// previous finds the run of the case before one.
func (r *Results) previous(ctx context.Context, run state.AssessmentRun) (string, error) {
	runs, err := r.store.AssessmentRuns(ctx, state.AssessmentFilter{Case: run.Case, First: 1000})
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(runs, func(one state.AssessmentRun) bool { return one.Number == run.Number-1 })
	if i < 0 {
		return "", warehouse.Fault(warehouse.NotFound, "%s is the first run of its case: there is none to compare it with", run.ID)
	}
	return runs[i].ID, nil
}

func summary(o *opened) Run {
	run := show(o.run, o.sight, o.whole)
	run.Document = nil
	return run
}

// inBoth leaves of two documents what a caller may see in both, so that nothing seems new or gone that is only hidden.
func inBoth(a, b sight, before, after *Document) (*Document, *Document) {
	if a.whole && b.whole {
		return before, after
	}
	left, right := *a.of(before), *b.of(after)
	ranks := (a.whole || a.published) && (b.whole || b.published)
	common := func(of, other *Document) []Subject {
		var list []Subject
		for _, s := range of.Subjects {
			twin := other.Subject(s.Key)
			if twin == nil {
				continue
			}
			if s.Redacted || twin.Redacted {
				s = s.line()
			}
			if !ranks {
				s.Rank = 0
			}
			list = append(list, s)
		}
		return list
	}
	first, second := common(&left, &right), common(&right, &left)
	left.Subjects, right.Subjects = first, second
	return &left, &right
}
