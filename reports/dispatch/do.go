package dispatch

import (
	"context"
	"errors"
	"slices"
	"strings"

	"anlan/access"
	"anlan/reports/bulletin"
	"anlan/state"
	"anlan/warehouse"
)

// tries is how often an act is decided anew when others act at the same moment in a way that does not concern it.
const tries = 20

// act decides an act on a bulletin as it stands and stores it. A record that decide gives replaces the one before. When somebody
// else acts meanwhile it is decided anew, unless what he did concerns this act.
func (b *Bulletins) act(ctx context.Context, doing Doing, kind Kind, about Detail, decide func(*opened) (*record, error)) (*Bulletin, error) {
	seen := doing.Seen
	for range tries {
		o, err := b.open(ctx, doing.Caller, doing.Bulletin)
		if err != nil {
			return nil, err
		}
		if err := o.may(doing.Caller, kind); err != nil {
			return nil, err
		}
		if seen == 0 {
			seen = o.stored.Acts
		}
		if err := o.since(seen, about); err != nil {
			return nil, err
		}
		if err := o.stands(kind); err != nil {
			return nil, err
		}
		changed, err := decide(o)
		if err != nil {
			return nil, err
		}
		err = b.add(ctx, o, doing, Act{Kind: kind, Detail: about}, changed)
		if err == nil {
			return b.Bulletin(ctx, doing.Caller, doing.Bulletin)
		}
		if !errors.Is(err, state.ErrConflict) {
			return nil, err
		}
	}
	return nil, moved()
}

// may refuses who may not do an act, or may not see what he would act on.
func (o *opened) may(caller access.Caller, kind Kind) error {
	if o.sight.drafts && slices.ContainsFunc(steps[kind].needs, caller.May) {
		return nil
	}
	return mayNot(caller, kind)
}

// since says whether what was done after the acts that a caller saw leaves his own act as it is: only texts of other sections do,
// and only a text's act.
func (o *opened) since(seen int, about Detail) error {
	if seen > o.stored.Acts {
		return warehouse.Fault(warehouse.BadRequest, "the bulletin has %d acts, nobody can have seen %d", o.stored.Acts, seen)
	}
	for _, a := range o.acts[seen:] {
		text := a.Kind == Write || a.Kind == Assure
		if about.Section == "" || !text || a.Section == about.Section && a.Language == about.Language {
			return moved()
		}
	}
	return nil
}

// add stores an act on a bulletin that was read, with the record that it brings.
func (b *Bulletins) add(ctx context.Context, o *opened, doing Doing, act Act, changed *record) error {
	act.Digest = o.stored.Document
	var documents [][]byte
	if changed == nil {
		changed = o.record
	} else {
		body, err := encode(changed)
		if err != nil {
			return err
		}
		act.Digest, documents = state.Digest(body), [][]byte{body}
	}
	stored, err := o.next(doing, act, changed)
	if err != nil {
		return err
	}
	return b.store.AddAct(ctx, state.Bulletins, stored, documents...)
}

// next is an act as it is stored next, which leaves a record.
func (o *opened) next(doing Doing, act Act, left *record) (state.Act, error) {
	act.DataVersion, act.AsOf = left.Composition.DataVersion, left.Composition.AsOf
	act.Number, act.Who, act.Remark, act.Stage = o.stored.Acts+1, doing.Caller.Name, strings.TrimSpace(doing.Remark), steps[act.Kind].to
	return act.stored(o.stored.ID)
}

// stands says why a bulletin does not stand where an act begins; nil when it does.
func (o *opened) stands(kind Kind) error {
	now := Stage(o.stored.Stage)
	if slices.Contains(steps[kind].from, now) {
		return nil
	}
	switch {
	case kind == Return:
		return warehouse.Fault(warehouse.BadRequest, "only what was reviewed goes back: the bulletin is %s", now)
	case now == Draft:
		return warehouse.Fault(warehouse.BadRequest, "the bulletin is a draft: review it first")
	case now == Reviewed:
		return warehouse.Fault(warehouse.BadRequest, "the bulletin was reviewed: send it back first")
	case now == Issued:
		return warehouse.Fault(warehouse.BadRequest, "the bulletin was issued and never changes again: correct it, or declare it void")
	}
	return warehouse.Fault(warehouse.BadRequest, "the bulletin is %s and stays so", now)
}

// said refuses an act that must have a reason and has none.
func (d Doing) said(what string) error {
	if strings.TrimSpace(d.Remark) == "" {
		return warehouse.Fault(warehouse.BadRequest, "say why %s", what)
	}
	return nil
}

func moved() error {
	return warehouse.Fault(warehouse.Conflict, "somebody else acted on this bulletin: look at it again, then decide again")
}

// again is a record whose composition is another, with what people wrote.
func (r *record) again(c *bulletin.Composition, texts bulletin.Texts) *record {
	renewed := *r
	renewed.Composition, renewed.Texts = c, texts
	renewed.Overrides = slices.DeleteFunc(slices.Clone(r.Overrides), func(o Override) bool {
		return !slices.ContainsFunc(c.Held, func(h bulletin.Hold) bool { return h.Check == o.Check && h.Reason == o.Found })
	})
	return &renewed
}
