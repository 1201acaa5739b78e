package prose

import (
	"anlan/reports/document"
	"anlan/warehouse"
)

// dash stands where there is no figure.
const dash = "—"

// Cell is a number as a cell of a table prints it, the same as in sentences without its words: 12, 15, -3, -20.0%, 25.0%. Falls
// have a minus, that stands before the figure. A figure that is not known says why, and what would be computed from it is —, as
// are percentages from zero and of rates. Money keeps its unit.
func (s Style) Cell(q Quantity, role document.Role, against string) string {
	value := q.base(against)
	now, known := q.Now.number()
	base, knownBase := value.number()
	switch role {
	case document.Value:
		return s.Number(q)
	case document.Share:
		if share := s.share(q); share != "" {
			return share
		}
		return dash
	case document.Base:
		switch {
		case value == nil:
			return dash
		case !knownBase:
			return s.unknown(q, role, against, value.State)
		}
		p := s.amount(q, base)
		return s.figure(q, role, against, value.State, p) + s.moneyUnit(q, p)
	}
	switch {
	case value == nil:
		return dash
	case !known:
		return s.unknown(q, role, against, q.Now.State)
	case !knownBase:
		return s.unknown(q, role, against, value.State)
	}
	p := s.points(q, now.Sub(base))
	if role == document.Percent {
		if q.Rate || !base.IsPositive() || now.IsNegative() {
			return s.unknown(q, role, against, warehouse.ZeroBase)
		}
		p = s.percentage(now.Sub(base), base)
	}
	return minus(p) + s.figure(q, role, against, both(q.Now.State, value.State), p) + s.moneyUnit(q, p)
}

// Base is the figure that a quantity is set against, with its unit: 15起; what is not known says why.
func (s Style) Base(q Quantity, against string) string {
	value := q.base(against)
	base, known := value.number()
	text := s.Cell(q, document.Base, against)
	if !known || q.kind() == rate || q.kind() == money {
		return text
	}
	return text + s.behind(q, s.amount(q, base))
}

func minus(p printed) string {
	if p.exact.Round(p.places).IsNegative() {
		return "-"
	}
	return ""
}

// both is the state of what is computed from two known figures.
func both(a, b warehouse.State) warehouse.State {
	return warehouse.Together(a, b)
}

// moneyUnit follows a number of money, whose unit goes by its size.
func (s Style) moneyUnit(q Quantity, p printed) string {
	if q.kind() != money || p.sign != "" {
		return ""
	}
	return s.pick("", " ") + p.unit
}
