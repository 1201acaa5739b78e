package bulletin

import (
	"errors"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/reports/prose"
	"anlan/warehouse"
)

// known refuses what nothing can be set against.
func known(against []string) error {
	for _, a := range against {
		if baseOf(prose.Quantity{PreviousYear: &prose.Value{}, YearBeforeLast: &prose.Value{}, PreviousPeriod: &prose.Value{}}, warehouse.Comparison(a)) == nil {
			return fmt.Errorf("expected previous_year, year_before_last or previous_period, found %q", a)
		}
	}
	return nil
}

// compares refuses a comparison that the kind's needs do not ask for: it would be left out without a word.
func (t *telling) compares(against []string, figures ...figure) error {
	if err := known(against); err != nil {
		return err
	}
	for _, f := range figures {
		n := t.needs[f.q.Query]
		if n == nil || n.kind != figureNeed {
			continue
		}
		for _, a := range against {
			if !slices.Contains(n.compare, warehouse.Comparison(a)) {
				return fmt.Errorf("%s is not compared with %s: add it to compare of the need", n.name, a)
			}
		}
	}
	return nil
}

func quantities(figures []figure) []prose.Quantity {
	out := make([]prose.Quantity, len(figures))
	for i, f := range figures {
		out[i] = f.q
	}
	return out
}

func firstRows(n int, rows []row) []row { return rows[:max(0, min(n, len(rows)))] }

// withFigure keeps the rows whose figure is known and not zero.
func (t *telling) withFigure(metric string, rows []row) ([]row, error) {
	var kept []row
	for _, r := range rows {
		f, err := t.of(r, metric)
		if err != nil {
			return nil, err
		}
		if f.q.Now.Exact != nil && !f.q.Now.Exact.IsZero() {
			kept = append(kept, r)
		}
	}
	return kept, nil
}

func isZero(q prose.Quantity) bool {
	return q.Now.State == warehouse.Present && q.Now.Exact != nil && q.Now.Exact.IsZero()
}

// without keeps the rows that are known to have none.
func (t *telling) without(metric string, rows []row) ([]row, error) {
	var kept []row
	for _, r := range rows {
		f, err := t.of(r, metric)
		if err != nil {
			return nil, err
		}
		if isZero(f.q) {
			kept = append(kept, r)
		}
	}
	return kept, nil
}

// nowhere reports whether every row is known to have none: one that is not known, or not whole, is no zero.
func (t *telling) nowhere(metric string, rows []row) (bool, error) {
	none, err := t.without(metric, rows)
	return len(rows) > 0 && len(none) == len(rows), err
}

// unknown keeps the rows whose figure is not known, or not of all units.
func (t *telling) unknown(metric string, rows []row) ([]row, error) {
	var kept []row
	for _, r := range rows {
		f, err := t.of(r, metric)
		if err != nil {
			return nil, err
		}
		if f.q.Now.State != warehouse.Present || f.q.Now.Exact == nil {
			kept = append(kept, r)
		}
	}
	return kept, nil
}

// merged keeps the first of the records that say the same in a field; the others are counted. Those that say nothing stand apart.
func (t *telling) merged(field string, rows []row) ([]row, error) {
	var kept []row
	at := map[string]int{}
	for _, r := range rows {
		if r.list == nil {
			return nil, errors.New("expected records of a list")
		}
		said, err := t.spoken(r, field)
		if err != nil {
			return nil, err
		}
		i, seen := at[said]
		if !seen || said == "" {
			at[said] = len(kept)
			r.times = 1
			kept = append(kept, r)
			continue
		}
		kept[i].times++
	}
	return kept, nil
}

// times says how many records a merged one stands for: 2项; 多项 where the list is longer than what is there of it; empty for one.
func (t *telling) times(r row) string {
	l := t.m.Lists[r.need.name]
	switch {
	case l == nil || r.times < 2:
		return ""
	case l.Count.Now.Exact == nil || !l.Count.Now.Exact.Equal(decimal.NewFromInt(int64(len(l.Rows)))):
		return t.pick("多项", "several")
	}
	n := decimal.NewFromInt(int64(r.times))
	q := l.Count
	q.Row, q.Metric, q.Now = r.key, "records", prose.Value{State: warehouse.Present, Exact: &n}
	return t.style.Number(q) + t.pick(document.Unmarked(q.Unit.ZH), " of them")
}

// moving keeps the rows whose figure rose or fell, the furthest first.
func (t *telling) moving(rows []row, metric, against string, direction int) ([]row, error) {
	if err := known([]string{against}); err != nil {
		return nil, err
	}
	var kept []row
	by := map[string]decimal.Decimal{}
	for _, r := range rows {
		f, err := t.of(r, metric)
		if err != nil {
			return nil, err
		}
		if t.direction(f, against) == direction {
			kept = append(kept, r)
			by[r.key] = f.q.Now.Exact.Sub(*baseOf(f.q, warehouse.Comparison(against)).Exact).Abs()
		}
	}
	slices.SortStableFunc(kept, func(a, b row) int { return by[b.key].Cmp(by[a.key]) })
	return kept, nil
}

// told says each row with its figure in brackets, or with what the figure changed by against something.
func (t *telling) told(rows []row, metric string, against ...string) ([]string, error) {
	texts := make([]string, len(rows))
	for i, r := range rows {
		title, err := t.spoken(r, "title")
		if err != nil {
			return nil, err
		}
		f, err := t.of(r, metric)
		if err != nil {
			return nil, err
		}
		said := t.style.Value(f.q)
		if len(against) > 0 {
			said = t.style.Change(f.q, against[0])
		}
		texts[i] = title + t.pick("（", " (") + said + t.pick("）", ")")
	}
	return texts, known(against)
}

// worded says a figure between words of the template, and how it changed; one that is not known is said to be so, without them.
func (t *telling) worded(before string, f figure, after string, against ...string) (string, error) {
	return t.between(before, f, t.style.Value(f.q), after, against)
}

// numbered is worded with the number alone.
func (t *telling) numbered(before string, f figure, after string, against ...string) (string, error) {
	return t.between(before, f, t.style.Number(f.q), after, against)
}

func (t *telling) between(before string, f figure, said, after string, against []string) (string, error) {
	if f.q.Now.Exact == nil {
		return t.style.Statement(f.q), t.compares(against, f)
	}
	texts := []string{before + said + after}
	for _, a := range against {
		texts = append(texts, t.style.Compare(f.q, a))
	}
	return t.clause(texts), t.compares(against, f)
}
