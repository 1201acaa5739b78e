package result

import (
	"context"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

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

// Comparison of two runs of a case.
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

// differences compares two documents: what is the same for all first, then subject by subject in the order of the second.
func differences(before, after *Document) []Difference {
	var c comparison
	c.basis(before, after)
	for i := range after.Subjects {
		now := &after.Subjects[i]
		c.subject, c.name = now.Key, now.Name
		if old := before.Subject(now.Key); old != nil {
			c.compare(old, now)
		} else {
			c.differ(OfSubject, "", warehouse.Text{}, "", "", marks(now.Score))
		}
	}
	for _, old := range before.Subjects {
		if after.Subject(old.Key) == nil {
			c.subject, c.name = old.Key, old.Name
			c.list = append(c.list, Difference{Subject: old.Key, Name: old.Name, What: OfSubject, Before: marks(old.Score)})
		}
	}
	return c.list
}

// comparison collects differences of one subject after the other.
type comparison struct {
	subject, name string
	list          []Difference
}

func (c *comparison) differ(what DifferenceKind, item string, title warehouse.Text, part, before, after string) {
	if before != after || what == OfSubject {
		c.list = append(c.list, Difference{Subject: c.subject, Name: c.name, What: what, Item: item, Title: title, Part: part, Before: before, After: after})
	}
}

func (c *comparison) basis(before, after *Document) {
	for _, one := range []struct{ item, before, after string }{
		{"scheme_version", before.SchemeVersion.String(), after.SchemeVersion.String()},
		{"scheme_sha256", before.SchemeDigest, after.SchemeDigest},
		{"full_marks", before.FullMarks.String(), after.FullMarks.String()},
		{"data_version", strconv.FormatUint(before.DataVersion, 10), strconv.FormatUint(after.DataVersion, 10)},
		{"as_of", before.AsOf.String(), after.AsOf.String()},
		{"catalogue", before.Catalogue, after.Catalogue},
		{"program", before.Program, after.Program},
	} {
		c.differ(OfBasis, one.item, warehouse.Text{}, "", one.before, one.after)
	}
}

// compare compares a subject with itself.
func (c *comparison) compare(old, now *Subject) {
	none := warehouse.Text{}
	c.differ(OfScore, "", none, "", marks(old.Score), marks(now.Score))
	c.differ(OfRank, "", none, "", place(old.Rank), place(now.Rank))
	c.differ(OfGrade, "", none, "", old.Grade.Name, now.Grade.Name)
	each(old.Lines, now.Lines, func(l Line) string { return l.Name }, func(item string, a, b *Line) {
		x, y := lineParts(a), lineParts(b)
		for i := range x {
			if (a == nil || b == nil) && saysNothing(partsOfLines[i], x[i]+y[i]) {
				continue
			}
			c.differ(OfLine, item, either(a, b).Title, partsOfLines[i], x[i], y[i])
		}
	})
	each(old.Vetoes, now.Vetoes, func(v Veto) string { return v.Name }, func(item string, a, b *Veto) {
		told := func(v *Veto) string {
			if v == nil {
				return ""
			}
			return v.Effect.EN
		}
		c.differ(OfVeto, item, either(a, b).Title, "effect", told(a), told(b))
	})
	each(old.Figures, now.Figures, func(f Figure) string { return f.Name }, func(item string, a, b *Figure) {
		x, y := figureParts(a, b), figureParts(b, a)
		for i := range x {
			c.differ(OfFigure, item, none, partsOfFigures[i], x[i], y[i])
		}
	})
}

// each pairs what has the same name in two lists, in the order of the second, then what only the first has.
func each[T any](old, now []T, name func(T) string, visit func(item string, old, now *T)) {
	for i := range now {
		item := name(now[i])
		j := slices.IndexFunc(old, func(one T) bool { return name(one) == item })
		if j < 0 {
			visit(item, nil, &now[i])
			continue
		}
		visit(item, &old[j], &now[i])
	}
	for i := range old {
		item := name(old[i])
		if !slices.ContainsFunc(now, func(one T) bool { return name(one) == item }) {
			visit(item, &old[i], nil)
		}
	}
}

func either[T any](a, b *T) *T {
	if b != nil {
		return b
	}
	return a
}

var partsOfLines = []string{"full_marks", "marks", "given", "lost", "applies", "rule", "evidence"}

// saysNothing tells what need not be told of a line that one of the two does not have: that it can give 0 marks, or that it applies.
func saysNothing(part, value string) bool {
	return part == "applies" || part != "given" && value == "0"
}

func lineParts(l *Line) []string {
	if l == nil {
		return make([]string, len(partsOfLines))
	}
	return []string{l.FullMarks.String(), l.Marks.String(), l.Given.String(), l.Lost.String(), strconv.FormatBool(l.Applies), l.Rule.EN, l.Evidence}
}

var partsOfFigures = []string{"value", "numerator", "denominator", "previous_year", "previous_period", "remark", "evidence"}

// figureParts tells a figure so that what differs from the other looks different: exactly where people are shown the same.
func figureParts(f, other *Figure) []string {
	if f == nil {
		return make([]string, len(partsOfFigures))
	}
	if other == nil {
		other = &Figure{}
	}
	return []string{
		told(&f.Value, &other.Value), marks(f.Numerator), marks(f.Denominator), told(f.PreviousYear, other.PreviousYear), told(f.PreviousPeriod, other.PreviousPeriod),
		f.Remark, f.Evidence,
	}
}

func told(v, other *Value) string {
	switch {
	case v == nil:
		return ""
	case v.Exact == "":
		return string(v.State)
	case other != nil && other.Exact == v.Exact && other.State != v.State:
		return marks(v.Shown) + " (" + string(v.State) + ")"
	case v.Shown == nil, other != nil && other.Exact != v.Exact && marks(other.Shown) == marks(v.Shown):
		return v.Exact
	}
	return v.Shown.String()
}

func marks(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func place(rank int) string {
	if rank == 0 {
		return ""
	}
	return strconv.Itoa(rank)
}
