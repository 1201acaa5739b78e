package result

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/access"
	"anlan/reports/scheme"
	"anlan/warehouse"
)

// Adjustment is a change of a score by hand.
type Adjustment struct {
	Subject  string
	Line     string // the line that it corrects; empty for the score as a whole
	Marks    decimal.Decimal
	Evidence string // where it rests: a document and its number
}

// Adjust adds an adjustment by hand, before the result is approved; the remark is its reason. It becomes a line of its own, so
// that the sum stays exact; ranks, grades and quotas of all subjects are decided anew by the scheme that the run was computed by.
func (r *Results) Adjust(ctx context.Context, doing Doing, a Adjustment) (*Run, error) {
	return r.act(ctx, doing, func(o *opened) (Act, *Document, error) {
		if err := o.adjustable(doing, Adjust); err != nil {
			return Act{}, nil, err
		}
		if err := o.about(a.Subject, a.Line); err != nil {
			return Act{}, nil, err
		}
		switch {
		case a.Marks.IsZero():
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "an adjustment adds or takes marks: 0 is none")
		case strings.TrimSpace(a.Evidence) == "":
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "an adjustment needs its evidence: the document that it rests on")
		case o.whole.Subject(a.Subject).Score == nil:
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "%s has no score that could be adjusted", o.whole.Subject(a.Subject).Name)
		}
		act := Act{
			Number: o.run.Acts + 1, Kind: Adjust, Stage: Stage(o.run.Stage), Remark: strings.TrimSpace(doing.Remark),
			Detail: Detail{Subject: a.Subject, Line: a.Line, Marks: &a.Marks, Evidence: strings.TrimSpace(a.Evidence)},
		}
		changed, err := r.adjusted(ctx, o, append(o.adjustments(), act))
		if err != nil {
			return Act{}, nil, err
		}
		if line := changed.Subject(a.Subject).Line(adjustmentLine(strconv.Itoa(act.Number))); line == nil || !line.Given.Equal(a.Marks) {
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "%s has more decimal places than the scheme gives marks in", a.Marks)
		}
		return act, changed, nil
	})
}

// Revoke takes an adjustment back, named by the number of its act; the remark says why.
func (r *Results) Revoke(ctx context.Context, doing Doing, adjustment int) (*Run, error) {
	return r.act(ctx, doing, func(o *opened) (Act, *Document, error) {
		if err := o.adjustable(doing, Revoke); err != nil {
			return Act{}, nil, err
		}
		standing := o.adjustments()
		i := slices.IndexFunc(standing, func(a Act) bool { return a.Number == adjustment })
		if i < 0 {
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "act %d is no adjustment that stands; those that do: %s", adjustment, numbers(standing))
		}
		act := Act{Kind: Revoke, Stage: Stage(o.run.Stage), Detail: Detail{Subject: standing[i].Subject, Line: standing[i].Line, Of: adjustment}}
		changed, err := r.adjusted(ctx, o, slices.Delete(standing, i, i+1))
		return act, changed, err
	})
}

// adjustable says whether the caller may adjust the result as it stands.
func (o *opened) adjustable(doing Doing, kind Kind) error {
	now := Stage(o.run.Stage)
	switch {
	case !o.sight.whole || !doing.Caller.May(access.PrepareResults):
		return mayNot(doing.Caller, string(kind))
	case now != Initial && now != Feedback && now != Review:
		return warehouse.Fault(warehouse.BadRequest, "the result stands at %s: it is adjusted only before it is approved; send it back, or compute a new run", now)
	case strings.TrimSpace(doing.Remark) == "":
		return warehouse.Fault(warehouse.BadRequest, "an adjustment needs its reason")
	}
	return nil
}

// adjustments lists those that stand, in order.
func (o *opened) adjustments() []Act {
	var standing []Act
	for _, a := range o.acts {
		if a.Kind == Adjust {
			standing = append(standing, a)
		}
		if a.Kind == Revoke {
			standing = slices.DeleteFunc(standing, func(one Act) bool { return one.Number == a.Of })
		}
	}
	return standing
}

// adjusted decides the result anew with other adjustments: the stored figures are marked by the stored scheme. What the new
// marking says alike stays as it is stored, word for word.
func (r *Results) adjusted(ctx context.Context, o *opened, standing []Act) (*Document, error) {
	body, err := r.stored(ctx, o.run.ID, o.whole.SchemeDigest)
	if err != nil {
		return nil, err
	}
	before, err := r.mark(body, o.whole, o.adjustments())
	if err != nil {
		return nil, err
	}
	for i, s := range o.whole.Subjects {
		if !alike(s, before.Subjects[i]) {
			return nil, warehouse.Fault(warehouse.Conflict, "this program marks %s otherwise than the one that computed the result (%s): compute a new run", s.Name, o.whole.Program)
		}
	}
	changed, err := r.mark(body, o.whole, standing)
	if err != nil {
		return nil, err
	}
	inOrder(changed.Subjects)
	return changed, nil
}

// mark marks the subjects of a document with adjustments, in the document's order.
func (r *Results) mark(text []byte, d *Document, adjustments []Act) (*Document, error) {
	subjects := make([]scheme.Subject, len(d.Subjects))
	for i := range d.Subjects {
		s := &d.Subjects[i]
		figures, err := s.figures()
		if err != nil {
			return nil, err
		}
		subjects[i] = scheme.Subject{Key: s.Key, Name: s.Name, Peers: s.Peers, Figures: figures}
		for _, a := range adjustments {
			if a.Subject == s.Key {
				subjects[i].Adjustments = append(subjects[i].Adjustments, scheme.Adjusted{
					Line: a.Line, Marks: *a.Marks, Reason: warehouse.Text{ZH: a.Remark, EN: a.Remark}, Evidence: a.Evidence,
				})
			}
		}
	}
	sheets, err := r.source.Mark(text, subjects)
	if err != nil {
		return nil, err
	}
	out := *d
	out.Subjects = make([]Subject, len(d.Subjects))
	for i := range subjects {
		out.Subjects[i] = merged(d.Subjects[i], subjectOf(subjects[i], sheets[i]), adjustments)
	}
	return &out, nil
}

// merged takes over from a new marking what differs from the one that is stored, and says of adjustments which act made them.
func merged(stored, marked Subject, adjustments []Act) Subject {
	marked.Area, marked.Figures = stored.Area, stored.Figures
	if marked.Grade.Name == stored.Grade.Name {
		marked.Grade = stored.Grade
	}
	next := 0
	own := slices.DeleteFunc(slices.Clone(adjustments), func(a Act) bool { return a.Subject != marked.Key })
	for i, line := range marked.Lines {
		if line.Kind == string(scheme.Adjustment) && next < len(own) {
			marked.Lines[i].Act, marked.Lines[i].Name = own[next].Number, adjustmentLine(strconv.Itoa(own[next].Number))
			next++
			continue
		}
		if old := stored.Line(line.Name); old != nil && sameLine(*old, line) {
			marked.Lines[i] = *old
		}
	}
	return marked
}

// adjustmentLine names the line of an adjustment by its act.
func adjustmentLine(act string) string { return "adjustment_" + act }

// alike says whether two markings of a subject come to the same.
func alike(a, b Subject) bool {
	return sameMarks(a.Score, b.Score) && a.Rank == b.Rank && a.Grade.Name == b.Grade.Name && slices.EqualFunc(a.Lines, b.Lines, sameLine)
}

func sameLine(a, b Line) bool {
	return a.Name == b.Name && a.Kind == b.Kind && a.Applies == b.Applies && a.Act == b.Act &&
		a.FullMarks.Equal(b.FullMarks) && a.Marks.Equal(b.Marks) && a.Given.Equal(b.Given) && a.Lost.Equal(b.Lost)
}

func sameMarks(a, b *decimal.Decimal) bool {
	return a == b || a != nil && b != nil && a.Equal(*b)
}
