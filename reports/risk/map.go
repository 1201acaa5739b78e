package risk

import (
	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// MapQuery asks for the risk of areas at the end of each month of a period. It is a value: the same query against the same
// version under the same scope gives the same map for ever.
type MapQuery struct {
	// Model names the model; empty means the default one for areas. The version in force at the end of the period is used.
	Model  string
	Region safety.RegionCode // empty means the caller's own
	// Level is what is rated; zero means the regions directly below Region, and Region itself where none lie below it; Region's own level
	// means Region itself.
	Level safety.RegionLevel
	// BySector rates each sector of each area for itself, as the records name it. Sectors limits the figures to these and the
	// sectors below them; without BySector they are rated together.
	BySector bool
	Sectors  []string
	// Period is a month or more: every month that has begun is rated as of its last day, the one that runs as of today, the one in
	// which the data end as of that day. Later months are not rated: nobody knows what was put right since. For the register of
	// enterprises and all that is said of them today's state stands for every month. Zero means the newest month with records.
	Period  safety.Period
	Tree    warehouse.Tree // zero means warehouse.Managing
	Version uint64         // 0 means the newest
	AsOf    safety.Date    // zero means the earlier of the period's end and today
}

// Map is the risk of areas by month. Cells come by month, then region, then sector. A map that was answered is shared: do not
// change it.
type Map struct {
	Model  *Model
	Region safety.RegionCode
	Level  safety.RegionLevel
	Tree   warehouse.Tree
	Period safety.Period
	Months []safety.Month
	Cells  []Cell
	Until  safety.Date // the day up to which the data reach; zero when there are none
	Source warehouse.Source
}

// At lists the cells of one month; none for a month that the map does not have.
func (m *Map) At(month safety.Month) []Cell {
	for i := range m.Months {
		if m.Months[i] == month {
			n := len(m.Cells) / len(m.Months)
			return m.Cells[i*n : (i+1)*n]
		}
	}
	return nil
}

// State says whether a risk could be rated.
type State string

// The states of a cell.
const (
	Rated   State = "rated"
	Unknown State = "unknown" // 数据不足: figures are missing; grey on a map, never blue. An override may still give a colour.
)

// NoData is the state of a cell whose month begins when the data have ended: it has no colour and no factors.
const NoData State = "no_data"

// Cell is the risk of one area, sector of an area, or enterprise at the end of one month.
type Cell struct {
	Month      safety.Month
	Region     safety.RegionCode
	Name       string // of the region, or of the enterprise
	Sector     string // empty for all sectors
	SectorName string
	Enterprise string // empty for areas
	// State is Unknown or NoData without an index; then Reason says why.
	State  State
	Reason warehouse.Text
	// Index is the sum of the factors' contributions, exactly.
	Index *decimal.Decimal
	// Inherent and Dynamic are the two scores from 0 to 100, rounded; nil when unknown.
	Inherent, Dynamic *decimal.Decimal
	// Colour is empty when nothing is known that would give one.
	Colour Colour
	// ByIndex is the colour before overrides.
	ByIndex   Colour
	Overrides []*Override // those that hold, whether or not they changed the colour
	Factors   []FactorScore

	asked *asked
}

// FactorScore is what one factor gave a cell and why.
type FactorScore struct {
	Factor   *Factor
	Inherent bool // inherent or dynamic
	Figure   Figure
	// Score is the figure's score from 0 to 100, rounded; nil when unknown.
	Score *decimal.Decimal
	// Weight is its percentage of the index, after the weights of factors without figures were spread; rounded to 4 places.
	Weight decimal.Decimal
	// Contribution is what it gave the index; the contributions add up to the index exactly.
	Contribution decimal.Decimal
	cell         *Cell
	recipe       *recipe
}

// Figure is a factor's figure.
type Figure struct {
	State       warehouse.State
	Value       *decimal.Decimal // as people are shown it; nil when unknown
	Numerator   *decimal.Decimal // of a figure that is divided
	Denominator *decimal.Decimal
	Unit        string // empty for a bare number, and for a sum of different ones
}

// Matrix is the risk by area and sector at the end of one month (区域 × 行业).
type Matrix struct {
	Model   *Model
	Month   safety.Month
	Regions []safety.RegionCode
	Sectors []string
	// Cells has len(Regions) × len(Sectors) cells, one region after the other.
	Cells []Cell
	// Areas is each region over all sectors.
	Areas  []Cell
	Source warehouse.Source
}
