package warehouse

import (
	"slices"
	"strconv"
	"strings"

	"anlan/safety"
)

// Statement is SQL with the values of its {name:Type} placeholders.
type Statement struct {
	SQL  string
	Args map[string]any
}

// plan is a MetricQuery on its way to SQL. It is a pure function of the catalogue, the version's partitions, the scope and
// the query; small steps fill it in: measures, sources, legs.
type plan struct {
	catalogue *Catalogue
	version   *Version
	scope     Scope
	query     MetricQuery // resolved: region, tree, dates and as-of day are set
	units     []safety.RegionCode
	slots     []slot
	measures  []*Metric           // the measures to compute: asked for, parts of ratios, and evidence for the states
	silent    map[*Metric]*Metric // of a sum, the count of the records that do not tell it
	args      map[string]any
	covered   func(fact string, unit safety.RegionCode) (since safety.Month, ok bool) // nil: everything is, and was
	lies      func(code, within safety.RegionCode) bool
	homes     map[string]safety.RegionCode // of the enterprises asked about; nil when none are
	owed      *owed                        // nil: who owed reports is known by the regions of the answer, or not at all
	noRollup  bool                         // compute everything from facts: the two ways must agree
}

// figure is one column of the planned SQL: a measure in a slot.
type figure struct {
	measure *Metric
	slot    int
}

// column names the figure in SQL: f3s1 is the fourth measure in the second slot.
func (p *plan) column(f figure) string {
	return "f" + strconv.Itoa(slices.Index(p.measures, f.measure)) + "s" + strconv.Itoa(f.slot)
}

func (p *plan) figures() []figure {
	var out []figure
	for _, m := range p.measures {
		for s := range p.slots {
			out = append(out, figure{m, s})
		}
	}
	return out
}

// statement puts the legs together: each row of a leg is one group with the figures that the leg knows and NULL for the
// others, so that the maximum over the legs is the figure itself.
func (p *plan) statement() (Statement, error) {
	p.args = map[string]any{}
	legs, err := p.legs()
	if err != nil {
		return Statement{}, err
	}
	var out strings.Builder
	out.WriteString(p.with())
	if len(legs) == 1 {
		out.WriteString(legs[0])
		return Statement{SQL: out.String(), Args: p.args}, nil
	}
	columns := p.groupNames()
	selected := slices.Clone(columns)
	for _, f := range p.figures() {
		selected = append(selected, "max("+p.column(f)+")")
	}
	out.WriteString("SELECT " + strings.Join(selected, ", ") + "\nFROM (\n" + strings.Join(legs, "\nUNION ALL\n") + "\n)\nGROUP BY " + strings.Join(columns, ", "))
	return Statement{SQL: out.String(), Args: p.args}, nil
}

// groupNames are the names of the grouping columns: d0, d1, … for the dimensions, and the bucket's number from 1.
func (p *plan) groupNames() []string {
	out := make([]string, 0, len(p.query.Dimensions)+1)
	for i := range p.query.Dimensions {
		out = append(out, "d"+strconv.Itoa(i))
	}
	return append(out, "bucket")
}

// with names the two readings of the region tree that legs share: what lies below the region asked about, and which unit
// each recorded region belongs to.
func (p *plan) with() string {
	p.args["closure"] = p.version.Partitions("region_closure")
	p.args["tree"] = string(p.query.Tree)
	p.args["tree_date"] = p.query.TreeDate.String()
	p.args["region"] = string(p.query.Region)
	below := "below AS (SELECT descendant FROM region_closure WHERE " + closureAt + " AND ancestor = {region:String})"
	if !p.byRegion() {
		return "WITH " + below + "\n"
	}
	p.args["units"] = p.unitCodes()
	return "WITH " + below + ",\nunit_of AS (SELECT descendant AS leaf, toString(ancestor) AS unit FROM region_closure WHERE " + closureAt + " AND ancestor IN {units:Array(String)})\n"
}

const closureAt = "_partition_id IN {closure:Array(String)} AND tree = {tree:String} AND valid_from <= {tree_date:Date} AND valid_to >= {tree_date:Date}"

func (p *plan) unitCodes() []string {
	codes := make([]string, len(p.units))
	for i, u := range p.units {
		codes[i] = string(u)
	}
	return codes
}

func (p *plan) byRegion() bool { return slices.Contains(p.query.Dimensions, regionDimension) }

const (
	regionDimension = "region"
	periodColumn    = "period"
)
