package bulletin

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"anlan/reports/material"
	"anlan/reports/prose"
	"anlan/reports/scheme"
	"anlan/warehouse"
)

// condition is a condition over the figures of one need, in the language of schemes.
type condition = *scheme.Condition

// wholeNames are what conditions and templates call the figures of a need as a whole that are no metrics.
func (n *need) wholeNames() []string {
	switch n.kind {
	case figureNeed:
		return n.figures
	case missingNeed:
		return []string{"count", "owing", "due", "arrived", "missing", "rate"}
	case listNeed, rankingNeed, alertNeed:
	}
	return []string{"count"}
}

// rowNames are the figures of one row of a need.
func (n *need) rowNames() []string {
	if n.kind == rankingNeed {
		return []string{"place", "moved", "score"}
	}
	return n.figures
}

// conditionNames are the names that a condition may use: figures, and METRIC__previous_year, with __change and __percent behind.
func (n *need) conditionNames(each bool) []string {
	names := n.wholeNames()
	if each {
		names = n.rowNames()
	}
	compared := slices.Clone(names)
	if !each && n.rows() {
		compared = append(compared, "rows")
	}
	if n.kind != figureNeed {
		return compared
	}
	for _, name := range names {
		for _, against := range n.compare {
			base := name + "__" + string(against)
			compared = append(compared, base, base+"__change", base+"__percent")
		}
	}
	return compared
}

// compileCondition checks a condition over a need.
func compileCondition(text string, n *need, each bool) (condition, error) {
	names := n.conditionNames(each)
	return scheme.CompileCondition(text, func(name string) error {
		if slices.Contains(names, name) {
			return nil
		}
		return fmt.Errorf("%s has no %s; it has %s", n.name, name, strings.Join(names, ", "))
	})
}

// holds decides a condition of a row: what is not known does not hold. A figure that something is missing from is a lower bound, so the
// condition must hold of any larger one too: nobody is accused of a zero that is none. A rate is what it is of those who reported.
func holds(c condition, quantity func(name string) (prose.Quantity, bool)) bool {
	for _, now := range []bool{false, true} {
		for _, base := range []bool{false, true} {
			if !holdsIf(c, quantity, now, base) {
				return false
			}
		}
	}
	return true
}

// holdsOfAll decides a condition of a whole, from which somebody's report is missing nearly always: the figures as they are printed, with
// the remark that some are missing.
func holdsOfAll(c condition, quantity func(name string) (prose.Quantity, bool)) bool {
	return holdsIf(c, quantity, false, false)
}

// holdsIf decides with figures that units are missing from as they are, or as large as they may be.
func holdsIf(c condition, quantity func(name string) (prose.Quantity, bool), nowLarge, baseLarge bool) bool {
	held, known := c.Holds(func(name string) *big.Rat {
		metric, rest, compared := strings.Cut(name, "__")
		q, ok := quantity(metric)
		if !ok {
			return nil
		}
		now := exactly(&q.Now, nowLarge && !q.Rate)
		if !compared {
			return now
		}
		against, as, _ := strings.Cut(rest, "__")
		base := exactly(baseOf(q, warehouse.Comparison(against)), baseLarge && !q.Rate)
		switch {
		case as == "":
			return base
		case now == nil || base == nil:
			return nil
		}
		change := new(big.Rat).Sub(now, base)
		if as == "change" {
			return change
		}
		if base.Sign() <= 0 || q.Rate {
			return nil
		}
		return change.Mul(change, big.NewRat(100, 1)).Quo(change, base)
	})
	return held && known
}

// muchMore is more than units or records that are missing from a figure may add to it.
const muchMore = 1_000_000_000_000_000

func exactly(v *prose.Value, large bool) *big.Rat {
	switch {
	case v == nil || v.Exact == nil:
		return nil
	case !v.State.InPart():
		return v.Exact.Rat()
	case large:
		return new(big.Rat).Add(v.Exact.Rat(), big.NewRat(muchMore, 1))
	}
	return v.Exact.Rat()
}

// baseOf is what a quantity is set against; nil where it was not asked for.
func baseOf(q prose.Quantity, against warehouse.Comparison) *prose.Value {
	switch against {
	case warehouse.PreviousYear:
		return q.PreviousYear
	case warehouse.YearBeforeLast:
		return q.YearBeforeLast
	case warehouse.PreviousPeriod:
		return q.PreviousPeriod
	}
	return nil
}

// whole gives a figure of a need as a whole.
func whole(m *material.Material, n *need, name string) (prose.Quantity, bool) {
	var q prose.Quantity
	found := name == "count"
	switch n.kind {
	case figureNeed:
		if t := m.Tables[n.name]; t != nil {
			q, found = t.Total.Quantities[name]
			return q, found
		}
	case listNeed:
		if l := m.Lists[n.name]; l != nil {
			return l.Count, found
		}
	case rankingNeed:
		if r := m.Rankings[n.name]; r != nil {
			return r.Subjects, found
		}
	case alertNeed:
		if a := m.Alerts[n.name]; a != nil {
			return a.Total, found
		}
	case missingNeed:
		u := m.Missing[n.name]
		switch {
		case u == nil:
		case name == "count":
			return u.Units, true
		case name == "owing":
			return u.Owing, true
		default:
			return ofMissing(u.Total, name)
		}
	}
	return q, false
}

func ofMissing(row material.MissingRow, name string) (q prose.Quantity, found bool) {
	switch name {
	case "due":
		return row.Due, true
	case "arrived":
		return row.Arrived, true
	case "missing":
		return row.Missing, true
	case "rate":
		return row.Rate, true
	}
	return q, false
}

func ofRanking(row material.RankingRow, name string) (q prose.Quantity, found bool) {
	switch name {
	case "place":
		return row.PlaceQuantity, row.Place > 0
	case "moved":
		return row.MovedQuantity, row.Moved != nil
	case "score":
		return row.Score, true
	}
	return q, false
}
