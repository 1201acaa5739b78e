package result

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

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
