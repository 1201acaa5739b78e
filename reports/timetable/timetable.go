package timetable

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"anlan/access"
	"anlan/outbox"
	"anlan/reports/bulletin"
	"anlan/reports/delivery"
	"anlan/reports/dispatch"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// Drafter drafts bulletins; [*dispatch.Bulletins] is one.
type Drafter interface {
	Draft(ctx context.Context, caller access.Caller, r dispatch.Request) (*dispatch.Bulletin, error)
}

// Kinds knows the kinds of bulletins; [*bulletin.Composer] does.
type Kinds interface {
	Kind(name string, on safety.Date) (*bulletin.Kind, error)
}

// Places lists the regions of a level below a region on a day, or without a level those directly below.
type Places interface {
	Below(ctx context.Context, region safety.RegionCode, level safety.RegionLevel, on safety.Date) ([]safety.RegionCode, error)
}

// Config of a Timetable.
type Config struct {
	State   *state.Store
	Drafts  Drafter
	Kinds   Kinds
	Places  Places
	Entries []Entry
	Logger  *slog.Logger
	Now     func() time.Time // nil means the machine's clock
}

// Timetable makes drafts when they are due. It is safe for concurrent use.
type Timetable struct {
	config   Config
	calendar *safety.Calendar

	mu   sync.Mutex
	done map[string]bool // cases that have a bulletin, so that the state is not asked again
}

// New makes a Timetable; it does nothing by itself.
func New(c Config) *Timetable {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Timetable{config: c, calendar: safety.ChineseCalendar(), done: map[string]bool{}}
}

// Run makes the drafts that are due and not there: of each entry the one of the latest period, so that a server which was away makes
// up for the last one only. A case that has a bulletin, whatever became of it, is left alone. What cannot be made is kept with the
// reason and tried again, ever less often, until the next period is due; the error is what failed this time.
func (t *Timetable) Run(ctx context.Context) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	failed, err := t.config.State.Draftings(ctx)
	if err != nil {
		return err
	}
	before := map[string]state.Drafting{}
	for _, d := range failed {
		before[d.Case] = d
	}
	var faults []error
	due, whole := map[string]bool{}, true
	for _, e := range t.config.Entries {
		wanted, err := t.wanted(ctx, e)
		if err != nil {
			whole = false
			faults = append(faults, fmt.Errorf("drafts of %s of %s: %w", e.Kind, e.Region, err))
		}
		for _, w := range wanted {
			due[w.Key()] = true
			if err := t.make(ctx, w, before[w.Key()]); err != nil {
				faults = append(faults, err)
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
	for _, d := range failed {
		if whole && !due[d.Case] { // the next period is due, or nobody wants it any more
			faults = append(faults, t.config.State.Drafted(ctx, d.Case))
		}
	}
	return errors.Join(faults...)
}

// wanted is a draft that is due.
type wanted struct {
	dispatch.Case
	Due
}

// wanted lists the drafts of an entry that are due now.
func (t *Timetable) wanted(ctx context.Context, e Entry) ([]wanted, error) {
	now := t.config.Now()
	kind, grains, err := t.grains(e, now)
	if err != nil {
		return nil, err
	}
	var list []wanted
	for _, grain := range grains {
		due, ok := t.latest(e, grain, now)
		if !ok {
			continue
		}
		regions := []safety.RegionCode{e.Region}
		if e.Each != 0 || kind.Scope == bulletin.Children {
			if regions, err = t.config.Places.Below(ctx, e.Region, e.Each, due.Period.To); err != nil {
				return nil, err
			}
		}
		for _, region := range regions {
			list = append(list, wanted{dispatch.Case{Kind: e.Kind, Region: region, Sector: e.Sector, Period: due.Period}, due})
		}
	}
	return list, nil
}

// calendar is who makes drafts that nobody asked for: whoever works on bulletins could.
func calendar() access.Caller {
	return access.Caller{Name: delivery.Calendar, Role: access.Office, Scope: access.Everything()}
}

// make makes one draft unless its case has a bulletin, or it failed a short while ago.
func (t *Timetable) make(ctx context.Context, w wanted, failed state.Drafting) error {
	key := w.Key()
	if t.done[key] || failed.NotBefore.After(t.config.Now()) {
		return nil
	}
	there, err := t.config.State.Bulletins(ctx, state.BulletinFilter{Case: key, First: 1})
	if err != nil {
		return err
	}
	if len(there) == 0 {
		err = t.draft(ctx, w)
	}
	if err != nil {
		if ctx.Err() != nil {
			return nil //nolint:nilerr // the server stops, and makes it after the next start
		}
		return errors.Join(fmt.Errorf("draft %s: %w", key, err), t.note(ctx, w, failed, err))
	}
	t.done[key] = true
	if failed.Case != "" {
		return t.config.State.Drafted(ctx, key)
	}
	return nil
}

func (t *Timetable) draft(ctx context.Context, w wanted) error {
	remark := "按日程生成"
	if !w.Known {
		remark += fmt.Sprintf("（%d年放假安排未收录，按周一至周五计工作日）", w.At.Year())
	}
	b, err := t.config.Drafts.Draft(ctx, calendar(), dispatch.Request{Case: w.Case, Remark: remark})
	if fault, ok := errors.AsType[*warehouse.Error](err); ok && fault.Code == warehouse.Conflict {
		return nil // somebody drafted it at the same moment
	}
	if err == nil {
		t.config.Logger.Info("a bulletin was drafted by the calendar", "bulletin", b.ID, "case", w.Key(), "due", w.At, "calendar_known", w.Known)
	}
	return err
}

// note keeps a failure with its reason.
func (t *Timetable) note(ctx context.Context, w wanted, failed state.Drafting, err error) error {
	now := t.config.Now()
	again, _ := outbox.Again(now, now, failed.Attempts+1)
	return t.config.State.SetDrafting(ctx, state.Drafting{
		Case: w.Key(), Due: w.At, FailedAt: now, Attempts: failed.Attempts + 1, NotBefore: again, Message: err.Error(),
	})
}
