package bulletin

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"anlan/reports/material"
	"anlan/reports/prose"
	"anlan/safety"
	"anlan/warehouse"
)

// scenario is a made-up state of affairs that a kind is tried on when it is read.
type scenario struct {
	name  string
	state warehouse.State
	n     func(i int) int64 // the i-th number
	rows  int
}

// scenarios are those that break templates: figures of every direction, nothing at all, a single one, and nothing known.
func scenarios() []scenario {
	return []scenario{
		{"ordinary", warehouse.Present, func(i int) int64 { return int64(i*7%23 + 2) }, 4},
		{"nothing", warehouse.Present, func(int) int64 { return 0 }, 3},
		{"one of each", warehouse.Present, func(int) int64 { return 1 }, 1},
		{"some did not report", warehouse.Partial, func(i int) int64 { return int64(i % 3) }, 3},
		{"some records do not tell", warehouse.Incomplete, func(i int) int64 { return int64(i % 2) }, 2},
		{"nobody reported", warehouse.NotReported, nil, 3},
		{"no rows", warehouse.Present, func(i int) int64 { return int64(i % 2) }, 0},
	}
}

// try composes the kind on every scenario and names what fails, each fault once.
func (c *kindCheck) try() {
	said := map[string]bool{}
	for _, sc := range scenarios() {
		m := c.madeUp(sc)
		for _, language := range c.k.Languages {
			_, _, _, err := c.k.write(m, Office{Percents: 1}, language, nil)
			if err == nil {
				continue
			}
			key := string(language)
			if at, ok := errors.AsType[*sectionError](err); ok {
				key, err = at.key, at.err
			}
			if said[key+err.Error()] {
				continue
			}
			said[key+err.Error()] = true
			if line, ok := errors.AsType[*lineError](err); ok {
				c.FaultInside(key, line.line, "tried on made-up figures (%s): %s", sc.name, line.message)
			} else {
				c.Faultf(key, "tried on made-up figures (%s): %v", sc.name, err)
			}
		}
	}
}

// madeUp makes material for a kind.
func (c *kindCheck) madeUp(sc scenario) *material.Material {
	grain := safety.GrainMonth
	if len(c.k.Periods) > 0 {
		grain = c.k.Periods[0].Grain
	}
	period := safety.PeriodAt(grain, safety.NewDate(2026, time.May, 12))
	m := &material.Material{
		Plan:   c.k.asks(period),
		Region: warehouse.Region{Code: "370300", Name: "淄博市", Level: safety.LevelCity},
		Source: warehouse.Source{Version: 1, PublishedAt: time.Date(2026, 6, 3, 0, 0, 0, 0, time.UTC), Period: period, AsOf: period.To},
		Tables: map[string]*material.Table{}, Lists: map[string]*material.List{}, Rankings: map[string]*material.Ranking{},
		Alerts: map[string]*material.Alerts{}, Missing: map[string]*material.Missing{},
	}
	m.Plan.Region, m.Plan.Period = m.Region.Code, period
	if c.k.Sectors == OneSector {
		m.Sector = warehouse.Text{ZH: "危险化学品", EN: "Hazardous chemicals"}
	}
	if sc.n == nil {
		m.Source.Watermarks = []warehouse.Watermark{{Fact: "accident", LastRecord: period.From.AddDays(-30)}}
	}
	made := &making{scenario: sc, catalogue: c.catalogue}
	for _, ask := range m.Plan.Metrics {
		m.Tables[ask.Name] = made.table(ask, period)
	}
	for _, ask := range m.Plan.Lists {
		m.Lists[ask.Name] = made.list(ask, period)
	}
	for _, ask := range m.Plan.Rankings {
		m.Rankings[ask.Name] = made.ranking(ask, period)
	}
	for _, ask := range m.Plan.Alerts {
		m.Alerts[ask.Name] = made.alerts(ask)
	}
	for _, ask := range m.Plan.Missing {
		m.Missing[ask.Name] = made.missing(ask, period)
	}
	return m
}

type making struct {
	scenario
	catalogue *warehouse.Catalogue
	drawn     int
}

func (g *making) value() prose.Value {
	if g.n == nil {
		return prose.Value{State: g.state}
	}
	g.drawn++
	n := decimal.NewFromInt(g.n(g.drawn))
	return prose.Value{State: g.state, Exact: &n}
}

func (g *making) quantity(query, row, metric string, compare []warehouse.Comparison) prose.Quantity {
	q := prose.Quantity{Query: query, Row: row, Metric: metric, Title: warehouse.Text{ZH: "事项数", EN: "Matters"}, Noun: warehouse.Text{ZH: "事项", EN: "matters"}, Unit: warehouse.Text{ZH: "项", EN: "matters"}}
	if m, err := g.catalogue.Metric(metric); err == nil {
		q.Title, q.Noun, q.Unit, q.Rate, q.Decimals = m.Title, m.Noun, m.UnitText(), m.Rate, int32(m.Decimals)
	}
	if row != "" {
		q.RowTitle = warehouse.Text{ZH: "甲" + row, EN: "Unit " + row}
	}
	q.Now = g.value()
	for _, against := range compare {
		v := g.value()
		switch against {
		case warehouse.PreviousYear:
			q.PreviousYear = &v
		case warehouse.YearBeforeLast:
			q.YearBeforeLast = &v
		default:
			q.PreviousPeriod = &v
		}
	}
	return q
}

func (g *making) table(ask material.MetricAsk, period safety.Period) *material.Table {
	t := &material.Table{Name: ask.Name, By: ask.By, ByTitle: warehouse.Text{ZH: "单位", EN: "Unit"}, Measures: ask.Measures, Compare: ask.Compare, Period: period, AsOf: period.To, Adds: map[string]bool{}}
	whole := func(key, kind string) material.Row {
		r := material.Row{Key: key, Kind: kind, Title: warehouse.Text{ZH: "甲" + key, EN: "Unit " + key}, Quantities: map[string]prose.Quantity{}}
		for _, metric := range ask.Measures {
			r.Quantities[metric] = g.quantity(ask.Name, key, metric, ask.Compare)
		}
		return r
	}
	t.Total = whole("", material.Whole)
	if ask.By == "" {
		return t
	}
	for i := range g.rows {
		t.Rows = append(t.Rows, whole(strconv.Itoa(i+1), material.Unit))
	}
	if g.rows > 2 {
		t.Rows = append(t.Rows, whole(material.Unassigned, material.Unassigned))
	}
	return t
}

func (g *making) list(ask material.ListAsk, period safety.Period) *material.List {
	l := &material.List{Name: ask.Name, Fact: ask.Fact, Period: period, AsOf: period.To, Count: g.quantity(ask.Name, "", "count", nil), Named: g.state != warehouse.Partial}
	for _, column := range ask.Columns {
		l.Columns = append(l.Columns, material.ListColumn{Name: column, Title: warehouse.Text{ZH: "栏", EN: "Column"}})
	}
	if l.Count.Now.Exact == nil || l.Count.Now.Exact.IsZero() || !l.Named {
		return l
	}
	for i := range g.rows {
		r := material.ListRow{Key: strconv.Itoa(i + 1)}
		for range ask.Columns {
			r.Cells = append(r.Cells, material.Cell{Text: warehouse.Text{ZH: "某事", EN: "Something"}})
		}
		l.Rows = append(l.Rows, r)
	}
	return l
}

func (g *making) ranking(ask material.RankingAsk, period safety.Period) *material.Ranking {
	r := &material.Ranking{Name: ask.Name, Title: warehouse.Text{ZH: "考核办法", EN: "Scheme"}, Period: period, AsOf: period.To, Against: prose.PreviousPeriod, Subjects: g.quantity(ask.Name, "", "count", nil)}
	if g.rows == 0 {
		r.Refused = warehouse.Text{ZH: "没有考核办法", EN: "There is no scheme."}
		return r
	}
	if g.rows > 3 {
		r.Official = "as_1"
	}
	for i := range g.rows {
		moved := i - 1
		key := strconv.Itoa(i + 1)
		row := material.RankingRow{
			Key: key, Name: warehouse.Text{ZH: "甲" + key, EN: "Unit " + key}, Place: i + 1, PreviousPlace: 2*i + 1 - 1, Moved: &moved,
			Score: g.quantity(ask.Name, key, "score", []warehouse.Comparison{warehouse.PreviousPeriod}), Grade: warehouse.Text{ZH: "良好", EN: "good"},
			PlaceQuantity: g.quantity(ask.Name, key, "place", []warehouse.Comparison{warehouse.PreviousPeriod}), MovedQuantity: g.quantity(ask.Name, key, "moved", nil),
		}
		if i == 2 {
			row.Moved, row.PreviousPlace = nil, 0
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}

func (g *making) alerts(ask material.AlertAsk) *material.Alerts {
	a := &material.Alerts{Name: ask.Name, Total: g.quantity(ask.Name, "", "count", nil)}
	for _, s := range []safety.AlertSeverity{safety.AlertRed, safety.AlertOrange} {
		a.Counts = append(a.Counts, material.AlertCount{Severity: s, Title: warehouse.Text{ZH: s.TitleZH(), EN: s.TitleEN()}, Quantity: g.quantity(ask.Name, string(s), "count", nil)})
	}
	for i := range g.rows {
		a.Rows = append(a.Rows, material.AlertRow{
			ID: strconv.Itoa(i), SeverityTitle: warehouse.Text{ZH: "红色", EN: "red"}, Title: warehouse.Text{ZH: "某预警", EN: "A warning"},
			Subject: warehouse.Text{ZH: "甲县", EN: "County"}, Reason: warehouse.Text{ZH: "某原因", EN: "a reason"}, Since: time.Unix(0, 0),
		})
	}
	return a
}

func (g *making) missing(ask material.MissingAsk, period safety.Period) *material.Missing {
	m := &material.Missing{Name: ask.Name, By: ask.By, Period: period, Units: g.quantity(ask.Name, "", "count", nil), Owing: g.quantity(ask.Name, "", "owing", nil)}
	row := func(key string) material.MissingRow {
		return material.MissingRow{
			Key: key, Title: warehouse.Text{ZH: "甲" + key, EN: "Unit " + key}, Items: []warehouse.Text{{ZH: "某报表", EN: "a report"}},
			Due: g.quantity(ask.Name, key, "obligations_due", nil), Arrived: g.quantity(ask.Name, key, "obligations_arrived", nil),
			Missing: g.quantity(ask.Name, key, "obligations_missing", nil), Rate: g.quantity(ask.Name, key, "obligation_report_rate", nil),
		}
	}
	m.Total = row("")
	if m.Units.Now.Exact == nil || m.Units.Now.Exact.IsZero() {
		return m
	}
	for i := range g.rows {
		m.Rows = append(m.Rows, row(strconv.Itoa(i+1)))
	}
	return m
}

// only is the plan of one need, with a region and period to check it by.
func (n Needs) only(name string) material.Plan {
	p := n.asks()
	p.Metrics = slices.DeleteFunc(p.Metrics, func(a material.MetricAsk) bool { return a.Name != name })
	p.Lists = slices.DeleteFunc(p.Lists, func(a material.ListAsk) bool { return a.Name != name })
	p.Rankings = slices.DeleteFunc(p.Rankings, func(a material.RankingAsk) bool { return a.Name != name })
	p.Alerts = slices.DeleteFunc(p.Alerts, func(a material.AlertAsk) bool { return a.Name != name })
	p.Missing = slices.DeleteFunc(p.Missing, func(a material.MissingAsk) bool { return a.Name != name })
	p.Region, p.Period = "370300", safety.PeriodAt(safety.GrainMonth, safety.NewDate(2026, time.May, 1))
	return p
}
