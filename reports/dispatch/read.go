package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"anlan/access"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// opened is a bulletin as one caller sees it, with what is needed to act on it.
type opened struct {
	stored state.Bulletin
	head   head
	sight  sight
	acts   []Act
	record *record
}

// open reads a bulletin for a caller; a fault that it is hidden when he may not see any of it.
func (b *Bulletins) open(ctx context.Context, caller access.Caller, id string) (*opened, error) {
	stored, err := b.store.Bulletin(ctx, id)
	switch {
	case errors.Is(err, state.ErrNotFound):
		return nil, hidden(id)
	case err != nil:
		return nil, err
	}
	o := &opened{stored: stored}
	if err := json.Unmarshal([]byte(stored.Head), &o.head); err != nil {
		return nil, damaged(id, err)
	}
	o.sight = look(caller, o.head)
	if !o.sight.any(!stored.IssuedAt.IsZero()) {
		return nil, hidden(id)
	}
	if o.acts, err = b.history(ctx, stored); err != nil {
		return nil, err
	}
	body, err := b.document(ctx, id, stored.Document)
	if err != nil {
		return nil, err
	}
	if o.record, err = decode(body); err != nil {
		return nil, damaged(id, err)
	}
	if err := belongs(stored, o.head, o.record); err != nil {
		return nil, damaged(id, err)
	}
	return o, nil
}

// history reads the acts of a bulletin that was read, without those that came meanwhile; an internal fault when they are not as
// they were stored, or cannot have been done so.
func (b *Bulletins) history(ctx context.Context, stored state.Bulletin) ([]Act, error) {
	all, err := b.store.Acts(ctx, state.Bulletins, stored.ID)
	if errors.Is(err, state.ErrDamaged) {
		return nil, damaged(stored.ID, err)
	}
	if err != nil {
		return nil, err
	}
	acts, err := actsOf(all[:min(len(all), stored.Acts)])
	if err == nil && len(acts) < stored.Acts {
		err = fmt.Errorf("%d of its %d acts are there", len(acts), stored.Acts)
	}
	if err := errors.Join(err, followed(acts)); err != nil {
		return nil, damaged(stored.ID, err)
	}
	return acts, nil
}

// document reads bytes of a bulletin; an internal fault when they are not those that were stored.
func (b *Bulletins) document(ctx context.Context, id, digest string) ([]byte, error) {
	body, err := b.store.Document(ctx, state.Bulletins, digest)
	if errors.Is(err, state.ErrDamaged) || errors.Is(err, state.ErrNotFound) {
		return nil, damaged(id, err)
	}
	return body, err
}

// damaged is what callers are told of a bulletin that is not as it was stored.
func damaged(id string, err error) error {
	return &warehouse.Error{
		Code: warehouse.Internal, Err: fmt.Errorf("bulletin %s: %w", id, err),
		Message: "the bulletin " + id + " is not as it was stored, so it is not shown: put back a copy of the state in which it is whole (“anlan doctor” names what is damaged)",
	}
}

// line is a bulletin as lists show it.
func line(stored state.Bulletin, h head, s sight) (Bulletin, error) {
	out := Bulletin{
		ID: stored.ID, Number: stored.Number, Case: h.Case, Stage: Stage(stored.Stage), KindTitle: h.KindTitle, RegionTitle: h.RegionTitle, SectorTitle: h.SectorTitle, Title: h.Title,
		Acts: stored.Acts, DraftedAt: stored.AddedAt, DraftedBy: stored.AddedBy, ChangedAt: stored.ChangedAt, IssuedAt: stored.IssuedAt,
		Supersedes: h.Supersedes, Reason: h.Reason, Digest: stored.Document,
	}
	for _, one := range []struct {
		text string
		read func(Detail)
	}{
		{stored.IssuedDetail, func(d Detail) {
			out.DocumentNumber, out.Signer, out.Date, out.PrintedOn, out.Files = d.DocumentNumber, d.Signer, d.Date, d.PrintedOn, d.Files
		}},
		{stored.Detail, func(d Detail) { out.SupersededBy, out.DataVersion, out.AsOf = d.By, d.DataVersion, d.AsOf }},
	} {
		var d Detail
		if one.text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(one.text), &d); err != nil {
			return Bulletin{}, damaged(stored.ID, err)
		}
		one.read(d)
	}
	if !s.drafts {
		out.Acts, out.DraftedBy = 0, ""
	}
	return out, nil
}

// show is a bulletin with what the caller may see of it.
func (o *opened) show() (*Bulletin, error) {
	out, err := line(o.stored, o.head, o.sight)
	if err != nil {
		return nil, err
	}
	if o.sight.reads {
		out.Content = o.record.content()
	}
	return &out, nil
}

// Bulletin gives a bulletin with what the caller may see of it. Errors are [*warehouse.Error]: not_found when there is none, or
// none that he may see.
func (b *Bulletins) Bulletin(ctx context.Context, caller access.Caller, id string) (*Bulletin, error) {
	o, err := b.open(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	return o.show()
}

// Filter says which bulletins are meant; what is empty means any.
type Filter struct {
	Kind   string
	Region safety.RegionCode
	Period string
	Stage  Stage
	Below  bool   // those of the regions below Region too, as regions lay when they were drafted
	Year   int    // in which the period ends; 0 for any
	Search string // a part of a title or of the document number
	After  string // the id of the bulletin that a list is continued after
	First  int    // at most so many
}

// batch is how many bulletins are read at once while those are looked for that a caller may see.
const batch = 100

// List lists the bulletins that the caller may see, the latest first, without contents. more says that there may be others.
func (b *Bulletins) List(ctx context.Context, caller access.Caller, f Filter) (list []Bulletin, more bool, err error) {
	ask := state.BulletinFilter{Kind: f.Kind, Region: string(f.Region), Period: f.Period, Stage: string(f.Stage), First: batch}
	if f.Below {
		ask.Region = ""
	}
	if f.After != "" {
		if ask.After, err = b.store.Bulletin(ctx, f.After); err != nil {
			return nil, false, hidden(f.After)
		}
	}
	for {
		found, err := b.store.Bulletins(ctx, ask)
		if err != nil {
			return nil, false, err
		}
		for _, stored := range found {
			var h head
			if err := json.Unmarshal([]byte(stored.Head), &h); err != nil {
				return nil, false, damaged(stored.ID, err)
			}
			s := look(caller, h)
			if !s.any(!stored.IssuedAt.IsZero()) {
				continue
			}
			one, err := line(stored, h, s)
			if err != nil {
				return nil, false, err
			}
			if !f.keeps(one, h) {
				continue
			}
			if len(list) == f.First {
				return list, true, nil
			}
			list = append(list, one)
		}
		if len(found) < batch {
			return list, false, nil
		}
		ask.After = found[len(found)-1]
	}
}

// keeps says whether a bulletin is one of those that are asked for, as far as the state does not.
func (f Filter) keeps(one Bulletin, h head) bool {
	if f.Below && f.Region != "" && !slices.Contains(h.Area, f.Region) {
		return false
	}
	if f.Year != 0 && h.Case.Period.To.Year() != f.Year {
		return false
	}
	if f.Search == "" || strings.Contains(one.DocumentNumber, f.Search) {
		return true
	}
	for _, title := range one.Title {
		if strings.Contains(strings.ToLower(title), strings.ToLower(f.Search)) {
			return true
		}
	}
	return false
}

// Acts lists what was done with a bulletin, in order, to who may see drafts. Others are told when it was issued, superseded and
// voided, without who and why, and numbered by themselves.
func (b *Bulletins) Acts(ctx context.Context, caller access.Caller, id string) ([]Act, error) {
	o, err := b.open(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	if o.sight.drafts {
		return o.acts, nil
	}
	var told []Act
	for _, a := range o.acts {
		if slices.Contains([]Kind{Sign, Supersede, Withdraw}, a.Kind) {
			told = append(told, Act{Number: len(told) + 1, Kind: a.Kind, Stage: a.Stage, At: a.At, Detail: a.Detail})
		}
	}
	return told, nil
}
