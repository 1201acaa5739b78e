package bulletin

import (
	"fmt"

	"anlan/reports/material"
	"anlan/safety"
	"anlan/warehouse"
)

// Grain is a grain of the calendar by its code: week, ten_day, month.
type Grain struct{ safety.Grain }

// UnmarshalText reads a code, as month.
func (g *Grain) UnmarshalText(text []byte) (err error) {
	g.Grain, err = safety.ParseGrain(string(text))
	return err
}

// MarshalText writes the code.
func (g Grain) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// Needs are what a bulletin asks, by name; see [material.Plan].
type Needs struct {
	Figures  []FigureNeed  `yaml:"figures"`
	Lists    []ListNeed    `yaml:"lists"`
	Rankings []RankingNeed `yaml:"rankings"`
	Alerts   []AlertNeed   `yaml:"alerts"`
	Missing  []MissingNeed `yaml:"missing"`
	Checks   bool          `yaml:"checks"`
}

// FigureNeed is a [material.MetricAsk].
type FigureNeed struct {
	Name       string                 `yaml:"name,required"`
	Measures   []string               `yaml:"measures,required"`
	By         string                 `yaml:"by"`
	Level      safety.RegionLevel     `yaml:"level"`
	Span       material.Span          `yaml:"span"`
	Months     int                    `yaml:"months"`
	Filters    []Filter               `yaml:"filters"`
	Compare    []warehouse.Comparison `yaml:"compare"`
	Order      []Order                `yaml:"order"`
	Limit      int                    `yaml:"limit"`
	Empty      bool                   `yaml:"empty"`
	Unassigned warehouse.Text         `yaml:"unassigned"`
}

// ListNeed is a [material.ListAsk].
type ListNeed struct {
	Name    string        `yaml:"name,required"`
	Fact    string        `yaml:"fact"`
	Metric  string        `yaml:"metric"`
	Span    material.Span `yaml:"span"`
	Months  int           `yaml:"months"`
	Filters []Filter      `yaml:"filters"`
	Columns []string      `yaml:"columns,required"`
	Order   []Order       `yaml:"order"`
	Limit   int           `yaml:"limit"`
}

// RankingNeed is a [material.RankingAsk].
type RankingNeed struct {
	Name   string             `yaml:"name,required"`
	Scheme string             `yaml:"scheme"`
	Beside bool               `yaml:"beside"`
	Level  safety.RegionLevel `yaml:"level"`
	Peers  string             `yaml:"peers"`
	Span   material.Span      `yaml:"span"`
	Limit  int                `yaml:"limit"`
	// Published refuses to compose where no result was published.
	Published bool `yaml:"published"`
}

// AlertNeed is a [material.AlertAsk].
type AlertNeed struct {
	Name       string                 `yaml:"name,required"`
	Severities []safety.AlertSeverity `yaml:"severities"`
	Rules      []string               `yaml:"rules"`
	Limit      int                    `yaml:"limit"`
}

// MissingNeed is a [material.MissingAsk].
type MissingNeed struct {
	Name  string             `yaml:"name,required"`
	By    string             `yaml:"by"`
	Level safety.RegionLevel `yaml:"level"`
	Units string             `yaml:"units"`
	Kinds []string           `yaml:"kinds"`
	Items []string           `yaml:"items"`
	Span  material.Span      `yaml:"span"`
	Limit int                `yaml:"limit"`
}

// Filter keeps the records whose dimension is (or, with Not, is not) among Values.
type Filter struct {
	Dimension string   `yaml:"dimension,required"`
	Values    []string `yaml:"values,required"`
	Not       bool     `yaml:"not"`
}

// Order sorts by a column.
type Order struct {
	Column string `yaml:"column,required"`
	Desc   bool   `yaml:"desc"`
}

// asks turns the needs into a plan without region and period.
func (n Needs) asks() material.Plan {
	p := material.Plan{Checks: n.Checks}
	for _, f := range n.Figures {
		p.Metrics = append(p.Metrics, material.MetricAsk{
			Name: f.Name, Measures: f.Measures, By: f.By, Level: f.Level, Span: f.Span, Months: f.Months, Filters: filters(f.Filters),
			Compare: f.Compare, Order: orders(f.Order), Limit: f.Limit, Empty: f.Empty, Unassigned: f.Unassigned,
		})
	}
	for _, l := range n.Lists {
		p.Lists = append(p.Lists, material.ListAsk{
			Name: l.Name, Fact: l.Fact, Metric: l.Metric, Span: l.Span, Months: l.Months, Filters: filters(l.Filters), Columns: l.Columns,
			Order: orders(l.Order), Limit: l.Limit,
		})
	}
	for _, r := range n.Rankings {
		p.Rankings = append(p.Rankings, material.RankingAsk{
			Name: r.Name, Scheme: r.Scheme, Beside: r.Beside, Level: r.Level, Peers: r.Peers, Span: r.Span, Limit: r.Limit,
		})
	}
	for _, a := range n.Alerts {
		p.Alerts = append(p.Alerts, material.AlertAsk(a))
	}
	for _, m := range n.Missing {
		p.Missing = append(p.Missing, material.MissingAsk(m))
	}
	return p
}

func filters(from []Filter) []warehouse.Filter {
	if len(from) == 0 {
		return nil
	}
	to := make([]warehouse.Filter, 0, len(from))
	for _, f := range from {
		to = append(to, warehouse.Filter(f))
	}
	return to
}

func orders(from []Order) []material.Order {
	if len(from) == 0 {
		return nil
	}
	to := make([]material.Order, 0, len(from))
	for _, o := range from {
		to = append(to, material.Order(o))
	}
	return to
}

// need says what a name of the needs stands for.
type need struct {
	name, at string // at is its key in the file
	kind     needKind
	by       string
	// cumulative says that it is of 1—N月.
	cumulative bool
	figures    []string // metrics
	compare    []warehouse.Comparison
	fields     []string // of tables: what a row has beside figures
}

type needKind string

const (
	figureNeed  needKind = "figures"
	listNeed    needKind = "lists"
	rankingNeed needKind = "rankings"
	alertNeed   needKind = "alerts"
	missingNeed needKind = "missing"
)

// rows reports whether the need has rows.
func (n *need) rows() bool { return n.kind != figureNeed || n.by != "" }

// each visits the needs in the order of the file.
func (n Needs) each(visit func(need)) {
	for i, f := range n.Figures {
		visit(need{name: f.Name, at: fmt.Sprintf("needs.figures[%d]", i), kind: figureNeed, by: f.By, cumulative: f.Span == material.Cumulative, figures: f.Measures, compare: f.Compare, fields: []string{"number", "title"}})
	}
	for i, l := range n.Lists {
		visit(need{name: l.Name, at: fmt.Sprintf("needs.lists[%d]", i), kind: listNeed, by: "record", fields: append([]string{"number"}, l.Columns...)})
	}
	for i, r := range n.Rankings {
		visit(need{name: r.Name, at: fmt.Sprintf("needs.rankings[%d]", i), kind: rankingNeed, by: "region", fields: []string{"number", "title", "place", "score", "previous_place", "moved", "grade", "remark"}})
	}
	for i, a := range n.Alerts {
		visit(need{name: a.Name, at: fmt.Sprintf("needs.alerts[%d]", i), kind: alertNeed, by: "warning", fields: []string{"number", "title", "severity", "subject", "reason", "since", "acknowledged"}})
	}
	for i, m := range n.Missing {
		visit(need{name: m.Name, at: fmt.Sprintf("needs.missing[%d]", i), kind: missingNeed, by: m.By, figures: []string{"due", "arrived", "missing", "rate"}, fields: []string{"number", "title", "items"}})
	}
}
