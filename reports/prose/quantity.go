package prose

import (
	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// Value is a number, or why there is none.
type Value struct {
	State warehouse.State
	Exact *decimal.Decimal // nil unless the state is one of a figure
}

// number gives the figure; ok is false when it is not known, whatever Exact says.
func (v *Value) number() (n decimal.Decimal, ok bool) {
	if v == nil || v.Exact == nil || !v.State.Known() {
		return decimal.Decimal{}, false
	}
	return *v.Exact, true
}

// Quantity is one figure of a period with the figures that it is set against.
type Quantity struct {
	// Query, Row and Metric identify it: its figures are Query/Row/Metric/role[/against].
	Query, Row, Metric string
	Title              warehouse.Text // 事故起数; Accidents
	RowTitle           warehouse.Text // 淄博市; empty for the whole
	// Noun is what is counted and Unit its measure word: 事故 起, 死亡 人. In English Unit is the plural noun: accidents, deaths;
	// or, where things are measured and not counted, their unit: coal output, tonnes.
	Noun, Unit warehouse.Text
	// Verb is what the noun does or has done to it: 发生, 开展. Empty: 发生 for accidents, 开展 for inspections, none for others.
	Verb string
	// One is the English noun for one of them, where the rule of [Singular] does not find it.
	One      string
	Rate     bool // in percent; it changes by percentage points
	Better   int  // +1 more is better, -1 less is better, 0 neither
	Decimals int32
	Now      Value
	// PreviousYear (同比), YearBeforeLast (前年同比) and PreviousPeriod (环比) are nil when they were not asked for.
	PreviousYear, YearBeforeLast, PreviousPeriod *Value
	Total                                        *Value // of all rows, for shares
}

// base gives the figure that the quantity is set against; nil when it was not asked for.
func (q Quantity) base(against string) *Value {
	switch against {
	case PreviousYear:
		return q.PreviousYear
	case YearBeforeLast:
		return q.YearBeforeLast
	case PreviousPeriod:
		return q.PreviousPeriod
	}
	return nil
}
