package risk

import (
	"context"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
	"golang.org/x/sync/errgroup"

	"anlan/safety"
	"anlan/warehouse"
)

// asked is what all cells of an answer have in common.
type asked struct {
	region   safety.RegionCode
	level    safety.RegionLevel
	itself   bool // the region itself is rated, not what lies below it
	by       string
	alone    bool               // what the areas as a whole have is not asked
	filters  []warehouse.Filter // of the whole query
	tree     warehouse.Tree
	treeDate safety.Date
	months   []safety.Month
	until    safety.Date // up to which the data reach; zero when there are none
	version  uint64
}

// asOf is the day on which a month is judged.
func (a *asked) asOf(month safety.Month) safety.Date {
	if last := month.Last(); last.Before(a.treeDate) {
		return last
	}
	return a.treeDate
}

// query is what one question asks the warehouse. One month is asked for by its own stretch of days, several by a rolling one.
func (a *asked) query(q question, by string) (warehouse.MetricQuery, error) {
	months := a.told()
	first, last := months[0], months[len(months)-1]
	out := warehouse.MetricQuery{
		Measures: q.measures, Region: a.region, Tree: a.tree, TreeDate: a.treeDate,
		Filters: append(slices.Clone(a.filters), q.filters...), Version: a.version, AsOf: a.treeDate,
	}
	if !a.itself {
		out.Dimensions, out.Level = append(out.Dimensions, "region"), a.level
	}
	if by != "" {
		out.Dimensions = append(out.Dimensions, by)
	}
	var err error
	if len(months) == 1 {
		if out.Period, err = safety.Between(last.Add(1-q.months).First(), last.Last()); q.months == 1 {
			out.Period = last.Period()
		}
		return out, err
	}
	out.Period, err = safety.Between(first.First(), last.Last())
	out.Grain, out.Trailing = safety.GrainMonth, q.months
	return out, err
}

// answer is what the warehouse told to one question.
type answer struct {
	table   *warehouse.MetricTable
	columns map[string]int
	rows    map[key]int
}

// key says whose row it is.
type key struct {
	region string // empty where the region itself is rated
	by     string // sector or enterprise; empty without
	month  safety.Month
}

// answers of all questions; and, where subjects are parts of areas, as sectors, those of the areas as a whole: an
// area that reports has none of what it names no record of, and of one that does not nobody knows what its parts have. Of
// enterprises the warehouse knows whose reports tell of them, also of those that no record names.
type answers struct {
	list  []answer
	areas []answer
	named bool // subjects are enterprises, each of which is rated
	last  safety.Month
}

// ask puts all questions of a plan at the same time.
func (r *Reports) ask(ctx context.Context, scope warehouse.Scope, p *plan, a *asked) (*answers, error) {
	months := a.told()
	out := &answers{list: make([]answer, len(p.questions)), named: a.by == "enterprise" && !a.alone, last: months[len(months)-1]}
	work, ctx := errgroup.WithContext(ctx)
	put := func(a *asked, q question, by string, into *answer) {
		work.Go(func() error {
			query, err := a.query(q, by)
			if err != nil {
				return warehouse.Fault(warehouse.BadRequest, "months from %s: %v", a.months[0], err)
			}
			table, err := r.data.Metrics(ctx, scope, query)
			if err == nil {
				*into = answerOf(table, out.last)
			}
			return err
		})
	}
	for i, q := range p.questions {
		put(a, q, a.by, &out.list[i])
	}
	if (a.by != "" || len(a.filters) > 0) && !a.alone && !out.named {
		whole := *a
		whole.filters = nil
		out.areas = make([]answer, len(p.questions))
		for i, q := range p.questions {
			put(&whole, q, "", &out.areas[i])
		}
	}
	return out, work.Wait()
}

func answerOf(table *warehouse.MetricTable, last safety.Month) answer {
	out := answer{table: table, columns: map[string]int{}, rows: make(map[key]int, table.Rows)}
	var region, by, months []string
	for i, c := range table.Columns {
		switch {
		case c.Kind == warehouse.DimensionColumn && c.Name == "region":
			region = c.Texts
		case c.Kind == warehouse.DimensionColumn && c.Name == "period":
			months = c.Texts
		case c.Kind == warehouse.DimensionColumn:
			by = c.Texts
		case c.Kind == warehouse.MeasureColumn:
			out.columns[c.Name] = i
		}
	}
	month := map[string]safety.Month{}
	for row := range table.Rows {
		k := key{month: last}
		if region != nil {
			k.region = region[row]
		}
		if by != nil {
			k.by = by[row]
		}
		if months != nil {
			m, seen := month[months[row]]
			if !seen {
				p, _ := safety.ParsePeriod(months[row]) // the warehouse's own code
				m = p.From.YearMonth()
				month[months[row]] = m
			}
			k.month = m
		}
		out.rows[k] = row
	}
	return out
}

// number is an operand's value; its state says why there is none.
type number struct {
	value float64
	state warehouse.State
}

func (n number) known() bool { return n.state.Known() }

// get reads an operand of a subject. What is known only as it is now stands for every month.
func (a *answers) get(o operand, k key) number {
	if o.undated {
		k.month = a.last
	}
	if _, there := a.list[o.question].rows[k]; a.named && !there {
		return a.list[o.question].absent(o.column, k)
	}
	if a.areas == nil {
		return a.list[o.question].get(o.column, k)
	}
	area := a.areas[o.question].get(o.column, key{region: k.region, month: k.month})
	if _, there := a.list[o.question].rows[k]; there {
		n := a.list[o.question].get(o.column, k)
		if n.known() && area.state == warehouse.NotReported {
			return area
		}
		if n.known() && area.state == warehouse.Partial { // who owed a report is known of the whole area; what records tell, of each
			n.state = warehouse.Partial
		}
		return n
	}
	switch {
	case o.fact == "denominator":
		return number{state: warehouse.NotRecorded}
	case area.known():
		return number{state: area.state}
	case area.state == warehouse.NotRecorded: // by other records: it has none
		return number{state: warehouse.Present}
	}
	return area
}

func (a *answer) get(column string, k key) number {
	row, there := a.rows[k]
	i, known := a.columns[column]
	if !there || !known {
		return number{state: warehouse.NoData}
	}
	c := &a.table.Columns[i]
	if c.Numbers[row] == nil {
		return number{state: c.States[row]}
	}
	return number{*c.Numbers[row], c.States[row]}
}

// absent reads an operand of an enterprise that no record names.
func (a *answer) absent(column string, k key) number {
	value, state := a.table.Absent(column, k.by)
	if value == nil {
		return number{state: state}
	}
	return number{*value, state}
}

// source says what the answers were computed from.
func (a *answers) source() warehouse.Source {
	out := a.list[0].table.Source
	out.Watermarks = nil
	for _, list := range [][]answer{a.list, a.areas} {
		for _, one := range list {
			s := one.table.Source
			out.RowsRead += s.RowsRead
			out.Elapsed = max(out.Elapsed, s.Elapsed)
			for _, mark := range s.Watermarks {
				if !slices.Contains(out.Watermarks, mark) {
					out.Watermarks = append(out.Watermarks, mark)
				}
			}
		}
	}
	out.RowsRead -= a.list[0].table.Source.RowsRead // counted twice
	return out
}

// exact gives the shortest decimal that the number stands for, so that 0.2 is one fifth.
func exact(value float64) decimal.Decimal { return decimal.NewFromFloat(value) }

// amount is a figure of one subject, exact.
type amount struct {
	state       warehouse.State
	value       *big.Rat // nil when unknown
	numerator   *big.Rat // of a figure that is divided
	denominator *big.Rat
}
