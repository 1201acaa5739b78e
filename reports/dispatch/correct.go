package dispatch

import (
	"context"
	"errors"
	"strings"

	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// Correct begins the correction of an issued bulletin: a draft of the same case of the newest data, with what people wrote. The
// remark must say why, and is printed. Until the correction is issued the other one holds.
func (b *Bulletins) Correct(ctx context.Context, doing Doing) (*Bulletin, error) {
	o, err := b.open(ctx, doing.Caller, doing.Bulletin)
	if err != nil {
		return nil, err
	}
	number, living, err := b.ofCase(ctx, o.head.Case)
	switch {
	case err != nil:
		return nil, err
	case o.may(doing.Caller, Compose) != nil:
		return nil, o.may(doing.Caller, Compose)
	case doing.Seen > 0 && doing.Seen != o.stored.Acts:
		return nil, moved()
	case Stage(o.stored.Stage) != Issued:
		return nil, warehouse.Fault(warehouse.BadRequest, "only what was issued is corrected: the bulletin is %s", o.stored.Stage)
	case living != nil && living.ID != o.stored.ID:
		return nil, warehouse.Fault(warehouse.Conflict, "a correction is prepared already: %s", living.ID)
	}
	if err := doing.said("the bulletin is corrected"); err != nil {
		return nil, err
	}
	if err := legible("the reason", doing.Remark); err != nil {
		return nil, err
	}
	doing.Remark = strings.Join(strings.Fields(doing.Remark), " ") // it is printed as one sentence
	first := &record{Format: format, Case: o.head.Case, AsOf: o.record.AsOf, Texts: o.record.Texts, Supersedes: o.stored.ID}
	return b.begin(ctx, doing.Caller, first, bulletin.Request{AsOf: o.record.AsOf}, o.head.Area, number, doing.Remark)
}

// superseding is the act by which the bulletin that a correction corrects is superseded; nil for others.
func (b *Bulletins) superseding(ctx context.Context, o *opened, doing Doing) (*state.Act, error) {
	if o.head.Supersedes == "" {
		return nil, nil //nolint:nilnil // nothing is superseded
	}
	old, err := b.open(ctx, doing.Caller, o.head.Supersedes)
	if err != nil {
		return nil, err
	}
	if Stage(old.stored.Stage) != Issued {
		return nil, warehouse.Fault(warehouse.BadRequest, "the bulletin %s that it corrects is %s: declare the correction void and draft anew", old.stored.ID, old.stored.Stage)
	}
	act, err := old.next(Doing{Caller: doing.Caller, Remark: o.head.Reason}, Act{Kind: Supersede, Digest: old.stored.Document, Detail: Detail{By: o.stored.ID}}, old.record)
	return &act, err
}

// compareWithPrinted sets a record's figures against those that were printed before: in the bulletin that it corrects, and of the
// periods that it compares with. A correction gets its list printed.
func (b *Bulletins) compareWithPrinted(ctx context.Context, r *record, reason string) error {
	r.Corrected, r.Bases = nil, nil
	if r.Supersedes != "" {
		old, err := b.printed(ctx, r.Supersedes)
		if err != nil {
			return err
		}
		was, is := old.Composition, r.Composition
		for _, change := range figureChanges(was, is, true) {
			r.Corrected = append(r.Corrected, Correction{FigureChange: change, Printed: old.Issued.DocumentNumber})
		}
		r.Composition = corrigendum(old, r, reason)
	}
	for _, against := range []string{"previous_year", "previous_period"} {
		base, ok := basePeriod(r.Case.Period, against)
		if !ok {
			continue
		}
		old, err := b.inForce(ctx, Case{r.Case.Kind, r.Case.Region, r.Case.Sector, base})
		if fault, ok := errors.AsType[*warehouse.Error](err); ok && fault.Code == warehouse.Internal {
			continue // one that was damaged keeps no other from being made; the doctor names it
		}
		if err != nil {
			return err
		}
		if old != nil {
			r.Bases = append(r.Bases, baseChanges(old, r.Composition, against)...)
		}
	}
	if len(r.Bases) > 0 {
		r.Composition = notedBases(r.Composition, r.Bases)
	}
	return nil
}

func basePeriod(p safety.Period, against string) (safety.Period, bool) {
	if against == "previous_year" {
		return p.PreviousYear()
	}
	return p.Previous()
}

// printed reads what was issued.
func (b *Bulletins) printed(ctx context.Context, id string) (*record, error) {
	stored, err := b.store.Bulletin(ctx, id)
	if err != nil {
		return nil, err
	}
	body, err := b.document(ctx, id, stored.Document)
	if err != nil {
		return nil, err
	}
	r, err := decode(body)
	if err == nil && r.Issued == nil {
		err = errors.New("it was not issued")
	}
	if err != nil {
		return nil, damaged(id, err)
	}
	return r, nil
}

// inForce reads the bulletin of a case that is issued; nil when there is none.
func (b *Bulletins) inForce(ctx context.Context, c Case) (*record, error) {
	found, err := b.store.Bulletins(ctx, state.BulletinFilter{Case: c.Key(), Stage: state.BulletinIssued, First: 1})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return b.printed(ctx, found[0].ID)
}

// baseChanges finds the figures that a bulletin printed as its own and that another sets its own against, where they differ today.
func baseChanges(old *record, now *bulletin.Composition, against string) []Correction {
	var found []Correction
	d, was := leading(now), leading(old.Composition)
	for i, f := range d.Figures {
		if f.Role != document.Value || f.Exact == nil {
			continue
		}
		stem := f.ID[:len(f.ID)-len(document.Value)]
		printed := was.Figure(f.ID)
		if printed == nil || printed.Exact == nil || !sameDays(now, old.Composition, &f, printed, against) {
			continue
		}
		base := d.Figure(stem + string(document.Base) + "/" + against)
		difference := d.Figure(stem + string(document.Change) + "/" + against)
		today := d.Figures[i]
		switch {
		case base != nil && base.Exact != nil:
			today.Exact = base.Exact
		case difference != nil && difference.Exact != nil:
			is := f.Exact.Sub(*difference.Exact)
			today.Exact = &is
		default:
			continue
		}
		after := today.Exact.StringFixed(printed.Places)
		if printed.Exact.StringFixed(printed.Places) != after {
			found = append(found, Correction{
				FigureChange: bulletin.FigureChange{Figure: f.ID, Label: printed.Label, Before: printed.Exact.StringFixed(printed.Places), After: after}, Printed: old.Issued.DocumentNumber,
			})
		}
	}
	return found
}

// sameDays says that a figure is set against the very days of which another bulletin printed one: the base of a period that still runs
// ends earlier, and so did that of a bulletin made before its period was over.
func sameDays(now, old *bulletin.Composition, f, printed *document.Figure, against string) bool {
	asked, day, ok := daysOf(now, f)
	told, until, known := daysOf(old, printed)
	if !ok || !known {
		return false
	}
	base, compared := warehouse.Comparison(against).Base(asked, day)
	told, _ = told.Clip(until)
	return compared && base.From == told.From && base.To == told.To
}

// daysOf is the period of a figure and the day to which it is judged; not of rows that are periods themselves.
func daysOf(c *bulletin.Composition, f *document.Figure) (asked safety.Period, until safety.Date, ok bool) {
	d := leading(c)
	asked, until = c.Period, c.AsOf
	for _, q := range d.Queries {
		if q.Name != f.Query || q.Metric == nil {
			continue
		}
		if q.Metric.Grain != safety.GrainSpan {
			return asked, until, false
		}
		if asked = q.Metric.Period; !q.Metric.AsOf.IsZero() {
			until = q.Metric.AsOf
		}
	}
	return asked, until, true
}

// leading is the document of a composition that figures are taken from: the Chinese one where there is one.
func leading(c *bulletin.Composition) *document.Document {
	if d := c.Documents[document.Chinese]; d != nil {
		return d
	}
	for _, d := range c.Documents {
		return d
	}
	return &document.Document{}
}
