package prose

import (
	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/warehouse"
)

// Value is a number, or why there is none.
type Value struct {
	State warehouse.State
	Exact *decimal.Decimal // nil unless the state is present or partial
}

// Quantity is one figure of a period with the figures that it is set against.
type Quantity struct {
	// Query, Row and Metric identify it: its figures are Query/Row/Metric/role[/against].
	Query, Row, Metric string
	Title              warehouse.Text // 事故起数; Accidents
	RowTitle           warehouse.Text // 淄博市; empty for the whole
	// Noun is what is counted and Unit its measure word: 事故 起, 死亡 人. In English Unit is the plural noun: accidents, deaths.
	Noun, Unit warehouse.Text
	Rate       bool // in percent; it changes by percentage points
	Better     int  // +1 more is better, -1 less is better, 0 neither
	Decimals   int32
	Now        Value
	// PreviousYear (同比), YearBeforeLast (前年同比) and PreviousPeriod (环比) are nil when they were not asked for.
	PreviousYear, YearBeforeLast, PreviousPeriod *Value
	Total                                        *Value // of all rows, for shares
}

// Style is the habit of an office.
type Style struct {
	Language document.Language
	Percents int32 // places of percentages: 1 or 2
	// Notes a figure that was printed, by its id; nil notes nothing.
	Note func(document.Figure)
}
