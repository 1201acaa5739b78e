package dispatch

import (
	"context"
	"slices"
	"strings"

	"anlan/access"
	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/warehouse"
)

// Override takes the responsibility for what holds a draft; the remark must say why. It is for what the check found: when a refresh
// finds something else it holds again.
func (b *Bulletins) Override(ctx context.Context, doing Doing, check string) (*Bulletin, error) {
	return b.act(ctx, doing, Overrule, Detail{Check: check}, func(o *opened) (*record, error) {
		if err := doing.said("the bulletin is issued all the same"); err != nil {
			return nil, err
		}
		holding := slices.DeleteFunc(o.record.holds(), func(h bulletin.Hold) bool { return h.Check != check })
		if len(holding) == 0 {
			return nil, warehouse.Fault(warehouse.BadRequest, "%q does not hold the bulletin: what holds it is %s", check, listed(o.record.holds()))
		}
		changed := *o.record
		changed.Overrides = slices.Clone(o.record.Overrides)
		for _, hold := range holding {
			changed.Overrides = append(changed.Overrides, Override{Check: check, Found: hold.Reason, Reason: strings.TrimSpace(doing.Remark), By: doing.Caller.Name})
		}
		return &changed, nil
	})
}

func listed(holds []bulletin.Hold) string {
	if len(holds) == 0 {
		return "nothing"
	}
	var names []string
	for _, h := range holds {
		names = append(names, h.Check)
	}
	return strings.Join(names, ", ")
}

// Review takes a draft to the stage Reviewed: everything required is written, nothing is stale, nothing holds it, and it can be
// printed.
func (b *Bulletins) Review(ctx context.Context, doing Doing) (*Bulletin, error) {
	return b.act(ctx, doing, Examine, Detail{}, func(o *opened) (*record, error) {
		if gaps := o.record.Composition.Gaps(); len(gaps) > 0 {
			return nil, warehouse.Fault(warehouse.BadRequest, "the draft is not ready: %s", missing(gaps))
		}
		if holds := o.record.holds(); len(holds) > 0 {
			return nil, warehouse.Fault(warehouse.BadRequest, "blocking checks of the data failed: %s; refresh the draft when the data are mended, or override them with the reason", listed(holds))
		}
		return nil, b.printable(ctx, o) // what it says stays
	})
}

// printable prints a draft as it would be issued: what no font can print is told while its text can still be changed.
func (b *Bulletins) printable(ctx context.Context, o *opened) error {
	for _, language := range []document.Language{document.Chinese, document.English} {
		if d := o.record.Composition.Documents[language]; d != nil {
			if _, _, err := b.render(ctx, o.stored.ID, d, Printing{Format: render.PDF, Language: language}); err != nil {
				return err
			}
		}
	}
	return nil
}

// missing says what people must still do.
func missing(gaps []bulletin.Gap) string {
	words := map[bulletin.GapReason]string{
		bulletin.NotWritten: "must be written by a person", bulletin.Unread: "was written on figures or words that changed since: confirm it or write it anew",
		bulletin.Lost: "prints a figure that is not there any more: write it anew",
	}
	var all []string
	for _, g := range gaps {
		all = append(all, g.Section+" ("+string(g.Language)+") "+words[g.Reason])
	}
	return strings.Join(all, "; ")
}

// SendBack takes a reviewed bulletin back to the stage Draft; the remark must say why.
func (b *Bulletins) SendBack(ctx context.Context, doing Doing) (*Bulletin, error) {
	return b.act(ctx, doing, Return, Detail{}, func(*opened) (*record, error) { return nil, doing.said("the bulletin goes back") })
}

// Void ends a bulletin for good; the remark must say why. A number that it has stays taken. What was issued is ended by who may
// issue.
func (b *Bulletins) Void(ctx context.Context, doing Doing) (*Bulletin, error) {
	return b.act(ctx, doing, Withdraw, Detail{}, func(o *opened) (*record, error) {
		if Stage(o.stored.Stage) == Issued && !doing.Caller.May(access.IssueBulletins) {
			return nil, mayNot(doing.Caller, Withdraw)
		}
		return nil, doing.said("the bulletin is void")
	})
}
