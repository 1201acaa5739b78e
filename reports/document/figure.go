package document

import (
	"strings"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// Role says what a figure tells of its metric.
type Role string

// The roles. Change and percent are always against one of the bases.
const (
	Value   Role = "value"   // the figure of the period
	Base    Role = "base"    // the figure of the period that it is set against
	Change  Role = "change"  // value minus base; points for rates
	Percent Role = "percent" // change in percent of the base; never for rates, never from zero
	Share   Role = "share"   // its part of the total, in percent
	Rank    Role = "rank"    // a place
	Count   Role = "count"   // how many rows a list has
)

// Keys of rows that stand for no value of what a table is broken down by. No code looks like them.
const (
	Unassigned = "~unassigned" // what lies in no part: 市直、未分配
	Other      = "~other"      // what a limit left out: 其他
)

// Figure is one printed figure. Text is what is printed and is the rounding of Exact by Places, halves away from zero, without
// a sign where the words say the direction.
type Figure struct {
	ID     string `json:"id"` // query/row/metric/role[/against], the row empty for one of the whole
	Text   string `json:"text"`
	Query  string `json:"query"`         // the name of a query of the document
	Row    string `json:"row,omitempty"` // the key of its row: a region's code, a sector
	Label  string `json:"label"`         // what it is, in words: 淄博市 事故起数
	Metric string `json:"metric,omitempty"`
	Unit   string `json:"unit,omitempty"`
	Role   Role   `json:"role"`
	// Against is the base: previous_year, year_before_last or previous_period; empty for others.
	Against string          `json:"against,omitempty"`
	State   warehouse.State `json:"state"`
	// Exact is the number before it was rounded; nil when it is not known, and then Text says why: 未报送, —.
	Exact  *decimal.Decimal `json:"exact"`
	Places int32            `json:"places"`
}

// Signed is the figure by itself, without the words that say the direction of a change: +2, -25.0%, 12, 未报送.
func (f *Figure) Signed() string {
	if f.Exact == nil {
		return f.Text
	}
	rounded := f.Exact.Round(f.Places)
	switch {
	case rounded.IsNegative() && !strings.HasPrefix(f.Text, "-"):
		return "-" + f.Text
	case rounded.IsPositive() && (f.Role == Change || f.Role == Percent):
		return "+" + f.Text
	}
	return f.Text
}

// Figure finds a figure by its id; nil when the document prints none of it.
func (d *Document) Figure(id string) *Figure {
	for i := range d.Figures {
		if d.Figures[i].ID == id {
			return &d.Figures[i]
		}
	}
	return nil
}
