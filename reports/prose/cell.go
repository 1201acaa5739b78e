package prose

import (
	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/warehouse"
)

// Base is the number that a quantity is set against, for a cell of a table; empty when it was not asked for.
func (s Style) Base(q Quantity, against string) string {
	value := q.base(against)
	if value == nil {
		return ""
	}
	n, known := value.number()
	if !known {
		return s.unknown(q, document.Base, against, value.State)
	}
	p := s.amount(q, n)
	return s.figure(q, document.Base, against, value.State, p) + s.moneyUnit(q, p)
}

// ChangeCell is the signed difference for a cell of a table: -3, +2, 0; of a rate in points. The sign stands before the figure,
// which has none, as in sentences. What is not known says why; a comparison that was not asked for is empty.
func (s Style) ChangeCell(q Quantity, against string) string {
	difference, state, known := s.compareCell(q, against)
	if !known {
		return s.notCell(q, document.Change, against, state)
	}
	p := s.amount(q, difference)
	if q.Rate {
		p.sign, p.unit = "", s.pick("个百分点", "percentage points")
	}
	return sign(p) + s.figure(q, document.Change, against, state, p) + s.moneyUnit(q, p)
}

// PercentCell is the signed percentage for a cell of a table: -20.0%, +12.5%, 0.0%; — from zero and of rates, which have none.
func (s Style) PercentCell(q Quantity, against string) string {
	difference, state, known := s.compareCell(q, against)
	if !known {
		return s.notCell(q, document.Percent, against, state)
	}
	base, _ := q.base(against).number()
	if q.Rate || !base.IsPositive() || q.Now.Exact.IsNegative() {
		return s.notCell(q, document.Percent, against, warehouse.ZeroBase)
	}
	exact := ratio(difference, base)
	p := printed{exact: exact, places: s.telling(exact), sign: "%"}
	return sign(p) + s.figure(q, document.Percent, against, state, p)
}

func (s Style) notCell(q Quantity, role document.Role, against string, state warehouse.State) string {
	if q.base(against) == nil {
		return ""
	}
	return s.unknown(q, role, against, state)
}

// compareCell gives the difference, or the state of the one that is not known.
func (s Style) compareCell(q Quantity, against string) (difference decimal.Decimal, state warehouse.State, known bool) {
	now, known := q.Now.number()
	if !known {
		return now, q.Now.State, false
	}
	value := q.base(against)
	base, known := value.number()
	switch {
	case value == nil:
		return base, "", false
	case !known:
		return base, value.State, false
	case q.Now.State == warehouse.Partial || value.State == warehouse.Partial:
		return now.Sub(base), warehouse.Partial, true
	}
	return now.Sub(base), warehouse.Present, true
}

func sign(p printed) string {
	switch {
	case p.exact.Round(p.places).IsZero():
		return ""
	case p.exact.IsNegative():
		return "-"
	}
	return "+"
}

// moneyUnit follows a number of money, whose unit goes by its size.
func (s Style) moneyUnit(q Quantity, p printed) string {
	if q.kind() != money {
		return ""
	}
	return s.pick("", " ") + p.unit
}
