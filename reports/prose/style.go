package prose

import (
	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/safety"
	"anlan/warehouse"
)

// The figures that a quantity is set against.
const (
	PreviousYear   = "previous_year"    // 同比: the same period of last year
	YearBeforeLast = "year_before_last" // 较前年同期
	PreviousPeriod = "previous_period"  // 环比: the period before
)

// Changes says which figures of a change are printed.
type Changes string

// The habits of offices. What does not exist, such as a percentage from zero, is never printed.
const (
	Full     Changes = ""        // 减少3起、下降20.0%
	Percents Changes = "percent" // 下降20.0%
	Counts   Changes = "count"   // 减少3起
)

// Style is the habit of an office. Its methods give marked text without a final stop.
type Style struct {
	Language document.Language
	Percents int32 // places of percentages and percentage points: 1 or 2; 0 is read as 1
	Changes  Changes
	// NoZeros leaves zeros at the end of percentages and percentage points out: 41%, not 41.0%.
	NoZeros bool
	// Of is the period that the figures are of: the period before is then named 上月, 上季度; without it 上期.
	Of safety.Period
	// AsOf is the last day that records reach. A period that runs on after it is said to be so; zero says nothing.
	AsOf safety.Date
	// Quiet leaves out, behind each figure, that units are missing from it: the text says so once for all.
	Quiet bool
	// Note takes each figure that was printed; nil notes nothing. What is printed twice is noted twice, with one id and one text.
	Note func(document.Figure)
}

func (s Style) english() bool { return s.Language == document.English }

func (s Style) text(t warehouse.Text) string {
	if s.english() {
		return document.Unmarked(t.EN)
	}
	return document.Unmarked(t.ZH)
}

func (s Style) pick(zh, en string) string {
	if s.english() {
		return en
	}
	return zh
}

// printed is a number as it is printed: in its unit, with its places.
type printed struct {
	exact  decimal.Decimal // in the unit
	places int32
	sign   string // % behind the number, as part of its text
	unit   string // words behind the text
}

// text is without the sign of a change: words say the direction.
func (p printed) text(unsigned bool) string {
	n := p.exact
	if unsigned {
		n = n.Abs()
	}
	return n.StringFixed(p.places) + p.sign
}

// figure notes a printed number and marks it, without its unit.
func (s Style) figure(q Quantity, role document.Role, against string, state warehouse.State, p printed) string {
	text := p.text(role == document.Change || role == document.Percent)
	unit := p.unit
	if p.sign != "" {
		unit = p.sign
	}
	return s.note(q, document.Figure{Text: text, Unit: unit, Role: role, Against: against, State: state, Exact: &p.exact, Places: p.places})
}

// unknown notes that a number is not known and marks the word that says why.
func (s Style) unknown(q Quantity, role document.Role, against string, state warehouse.State) string {
	why := s.why(q, state)
	if role == document.Change || role == document.Percent {
		why = dash
	}
	return s.note(q, document.Figure{Text: why, Role: role, Against: against, State: state})
}

func (s Style) note(q Quantity, f document.Figure) string {
	f.ID = q.Query + "/" + q.Row + "/" + q.Metric + "/" + string(f.Role)
	if f.Against != "" {
		f.ID += "/" + f.Against
	}
	f.ID = document.Unmarked(f.ID)
	f.Query, f.Row, f.Metric, f.Label = q.Query, q.Row, q.Metric, s.label(q, f.Role, f.Against)
	if s.Note != nil {
		s.Note(f)
	}
	return document.Marked(f.ID, f.Text)
}
