package dispatch

import (
	"context"
	"errors"
	"strings"

	"anlan/access"
	"anlan/reports/bulletin"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// Request asks for a draft.
type Request struct {
	Case
	// Version is the data version, 0 the newest. AsOf is the day of its judgement; zero is as far as the data reach in the period.
	Version uint64
	AsOf    safety.Date
	Remark  string
}

// Draft composes a bulletin and keeps it as the next one of its case. Errors are [*warehouse.Error]: forbidden, conflict when
// the case has a bulletin that is neither superseded nor void, and those of composing.
func (b *Bulletins) Draft(ctx context.Context, caller access.Caller, r Request) (*Bulletin, error) {
	area, err := b.regions.Above(ctx, r.Region, r.Period.To)
	if err != nil {
		return nil, err
	}
	if !caller.May(access.DraftBulletins) || !caller.May(access.ReadRecords) || !covers(caller.Scope, r.Case, area) {
		return nil, mayNot(caller, Compose)
	}
	number, living, err := b.ofCase(ctx, r.Case)
	if err != nil {
		return nil, err
	}
	if living != nil {
		return nil, warehouse.Fault(warehouse.Conflict, "%s is there already: bulletin %s stands at %s; refresh it, correct it or declare it void", r.Key(), living.ID, living.Stage)
	}
	first := &record{Format: format, Case: r.Case, AsOf: r.AsOf}
	return b.begin(ctx, caller, first, bulletin.Request{Version: r.Version, AsOf: r.AsOf}, area, number, r.Remark)
}

// begin composes the first record of a bulletin and stores it as that number of its case.
func (b *Bulletins) begin(ctx context.Context, caller access.Caller, r *record, q bulletin.Request, area []safety.RegionCode, number int, remark string) (*Bulletin, error) {
	c, err := b.compose(ctx, caller, r, q, r.Texts)
	if err != nil {
		return nil, err
	}
	r = r.again(c, r.Texts)
	remark = strings.TrimSpace(remark)
	if err := b.compareWithPrinted(ctx, r, remark); err != nil {
		return nil, err
	}
	reason := ""
	if r.Supersedes != "" {
		reason = remark
	}
	h, err := encode(headOf(r, area, reason))
	if err != nil {
		return nil, err
	}
	body, err := encode(r)
	if err != nil {
		return nil, err
	}
	act, err := Act{Kind: Compose, Stage: Draft, Who: caller.Name, Remark: remark, Detail: Detail{DataVersion: c.DataVersion, AsOf: c.AsOf}, Digest: state.Digest(body)}.stored("")
	if err != nil {
		return nil, err
	}
	stored, err := b.store.AddBulletin(ctx, state.Bulletin{
		Case: r.Case.Key(), Number: number, Kind: r.Case.Kind, Region: string(r.Case.Region), Period: r.Case.Period.String(), Head: string(h),
	}, act, body)
	if errors.Is(err, state.ErrConflict) {
		return nil, warehouse.Fault(warehouse.Conflict, "somebody else drafted %s at the same moment: look at that one", r.Case.Key())
	}
	if err != nil {
		return nil, err
	}
	return b.Bulletin(ctx, caller, stored.ID)
}

// ofCase gives the number of the next bulletin of a case, and the latest one that is neither superseded nor void.
func (b *Bulletins) ofCase(ctx context.Context, c Case) (next int, living *state.Bulletin, err error) {
	found, err := b.store.Bulletins(ctx, state.BulletinFilter{Case: c.Key(), First: 1000})
	if err != nil {
		return 0, nil, err
	}
	for i, one := range found {
		next = max(next, one.Number)
		if living == nil && one.Stage != state.BulletinSuperseded && one.Stage != state.BulletinVoid {
			living = &found[i]
		}
	}
	return next + 1, living, nil
}

// compose composes a record's case; a version and a day of 0 mean the newest data and its day.
func (b *Bulletins) compose(ctx context.Context, caller access.Caller, r *record, q bulletin.Request, texts bulletin.Texts) (*bulletin.Composition, error) {
	q.Kind, q.Region, q.Sector, q.Period, q.Texts = r.Case.Kind, r.Case.Region, r.Case.Sector, r.Case.Period, texts
	return b.composer.Compose(ctx, caller, q)
}

// Refresh composes a draft anew of a data version, 0 the newest, and says what changed. What people wrote stays; where figures
// changed that they saw it must be confirmed or written anew before the review.
func (b *Bulletins) Refresh(ctx context.Context, doing Doing, version uint64) (*Bulletin, error) {
	return b.act(ctx, doing, Renew, Detail{}, func(o *opened) (*record, error) {
		c, err := b.compose(ctx, doing.Caller, o.record, bulletin.Request{Version: version, AsOf: o.record.AsOf}, o.record.Texts)
		if err != nil {
			return nil, err
		}
		renewed := o.record.again(c, o.record.Texts)
		if err := b.compareWithPrinted(ctx, renewed, o.head.Reason); err != nil {
			return nil, err
		}
		renewed.Changes = changes(o.record.Composition, renewed.Composition)
		return renewed, nil
	})
}
