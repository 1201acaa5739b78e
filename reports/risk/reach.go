package risk

import (
	"context"
	"slices"

	"anlan/safety"
	"anlan/warehouse"
)

// reach notes how far the records of a version tell what happened. What is asked from a month on that they reach is judged on that
// day at the latest: what was put right after it nobody knows.
func (a *asked) reach(v *warehouse.Version, today, from safety.Date) {
	a.until, _ = v.Reach("", today)
	if !a.until.IsZero() && !from.After(a.until) && a.treeDate.After(a.until) {
		a.treeDate = a.until
	}
}

// ahead reports whether a month begins when the data have ended.
func (a *asked) ahead(month safety.Month) bool {
	return !a.until.IsZero() && month.First().After(a.until)
}

// dated is a source whose day lies within the data: of an answer that begins when they have ended nothing is known after their end.
func (a *asked) dated(s warehouse.Source) warehouse.Source {
	if a.ahead(a.months[0]) && s.AsOf.After(a.until) {
		s.AsOf = a.until
	}
	return s
}

// told lists the months that the data reach; the last month when they reach none, because areas are known all the same.
func (a *asked) told() []safety.Month {
	n := slices.IndexFunc(a.months, a.ahead)
	switch n {
	case -1:
		return a.months
	case 0:
		return a.months[len(a.months)-1:]
	}
	return a.months[:n]
}

// leave makes a cell of a month that the data do not reach.
func (c *Cell) leave(until safety.Date) {
	c.State, c.Reason = NoData, warehouse.NotReached(until)
}

// newestMonth is the newest month with records of a version (0 is the newest) up to a day, or without records up to today.
func (r *Reports) newestMonth(ctx context.Context, version uint64, asOf safety.Date) (safety.Period, uint64, error) {
	if version == 0 {
		current, err := r.data.Current(ctx)
		if err != nil {
			return safety.Period{}, 0, err
		}
		version = current.Number
	}
	v, err := r.data.Version(ctx, version)
	if err != nil {
		return safety.Period{}, 0, err
	}
	day := r.data.Today()
	if !asOf.IsZero() && asOf.Before(day) {
		day = asOf
	}
	if until, ok := v.Reach("", day); ok {
		day = until
	}
	return day.YearMonth().Period(), version, nil
}
