package bulletin

import (
	"slices"
	"strings"

	"anlan/reports/document"
	"anlan/reports/material"
	"anlan/reports/prose"
	"anlan/warehouse"
)

// table prints a need as a table; nil when it has no rows.
func (t *telling) table(spec *Table) (*document.Table, error) {
	rows, err := t.rows(spec.Of, true)
	if err != nil {
		return nil, err
	}
	out := &document.Table{Name: spec.Name, Title: in(t.language, spec.Title), Wide: spec.Wide}
	for _, column := range spec.Columns {
		head, err := t.columnHead(spec, column)
		if err != nil {
			return nil, err
		}
		out.Columns = append(out.Columns, head)
	}
	out.Spans = t.spans(spec.Columns)
	for _, r := range rows {
		if r.table != nil && r.table.Kind != material.Unit && r.blank(spec) {
			continue
		}
		row, err := t.tableRow(spec, r)
		if err != nil {
			return nil, err
		}
		out.Rows = append(out.Rows, row)
	}
	if len(out.Rows) == 0 {
		return nil, nil //nolint:nilnil // there is none
	}
	if spec.Total {
		total, err := t.totalRow(spec)
		if err != nil {
			return nil, err
		}
		out.Rows = append(out.Rows, total)
	}
	return out, nil
}

// blank reports whether a row of what lies in no unit has nothing to tell.
func (r row) blank(spec *Table) bool {
	for _, column := range spec.Columns {
		q, ok := r.quantity(column.Metric)
		if !ok {
			continue
		}
		for _, v := range []*prose.Value{&q.Now, q.PreviousYear, q.YearBeforeLast, q.PreviousPeriod} {
			if v != nil && v.Exact != nil && !v.Exact.IsZero() {
				return false
			}
		}
	}
	return true
}

func (t *telling) tableRow(spec *Table, r row) (document.Row, error) {
	out := document.Row{}
	for _, column := range spec.Columns {
		text, err := t.cellOf(r, column)
		if err != nil {
			return out, err
		}
		out.Cells = append(out.Cells, document.Cell{Runs: document.Runs(text)})
	}
	return out, nil
}

func (t *telling) cellOf(r row, column Column) (string, error) {
	if column.Field != "" {
		text, err := t.field(r, column.Field)
		if r.list != nil && text == "" {
			text = "—" // the source does not say
		}
		return text, err
	}
	f, err := t.of(r, column.Metric)
	return t.style.Cell(f.q, column.Role, string(column.Against)), err
}

// totalRow is the row of the whole: its title stands in the first column that is no number.
func (t *telling) totalRow(spec *Table) (document.Row, error) {
	out := document.Row{Total: true}
	title := t.pick("合计", "Total")
	for _, column := range spec.Columns {
		text := ""
		switch {
		case column.Metric != "":
			f, err := t.whole(spec.Of, column.Metric)
			if err != nil {
				return out, err
			}
			text = t.style.Cell(f.q, column.Role, string(column.Against))
		case column.Field == "title":
			text, title = title, ""
		}
		out.Cells = append(out.Cells, document.Cell{Runs: document.Runs(text)})
	}
	return out, nil
}

// spans gives the titles over neighbouring columns that have the same one.
func (t *telling) spans(columns []Column) (spans []document.Span) {
	for i, column := range columns {
		over := in(t.language, column.Over)
		switch {
		case over == "":
		case i > 0 && in(t.language, columns[i-1].Over) == over:
			spans[len(spans)-1].To = i
		default:
			spans = append(spans, document.Span{Title: over, From: i, To: i})
		}
	}
	return spans
}

func (t *telling) columnHead(spec *Table, column Column) (document.Column, error) {
	out := document.Column{Title: in(t.language, column.Title), Weight: float64(column.Weight)}
	if column.Field != "" {
		out.Align = document.Left
		switch column.Field {
		case "number", "place", "previous_place", "moved", "score", "grade", "severity", "since", "acknowledged":
			out.Align = document.Center
		}
		if out.Title == "" {
			out.Title = t.fieldTitle(spec.Of, column.Field)
		}
		return out, nil
	}
	out.Align = document.Right
	f, err := t.whole(spec.Of, column.Metric)
	if err != nil {
		return out, err
	}
	if out.Title == "" {
		out.Title = t.metricTitle(f.q, column, in(t.language, column.Over) != "")
	}
	if column.Role != document.Percent && column.Role != document.Share && !f.q.Rate && !strings.ContainsRune(f.q.Unit.ZH, '元') && t.language == document.Chinese {
		out.Unit = f.q.Unit.ZH
	}
	return out, nil
}

// metricTitle titles a column by its metric and role; under a title of its own the metric is not said again.
func (t *telling) metricTitle(q prose.Quantity, column Column, under bool) string {
	title, _, _ := strings.Cut(in(t.language, q.Title), "（")
	title, _, _ = strings.Cut(title, " (")
	role := map[document.Role]warehouse.Text{
		document.Base:    basisTitle(column.Against),
		document.Change:  changeTitle(column.Against, "增减", "change"),
		document.Percent: changeTitle(column.Against, "增幅", "change, %"),
		document.Share:   {ZH: "占比", EN: "share"},
	}[column.Role]
	switch said := in(t.language, role); {
	case said == "" && under:
		return t.pick("本期", "Now")
	case said == "":
		return title
	case under && t.language == document.English:
		return strings.ToUpper(said[:1]) + said[1:]
	case under:
		return said
	default:
		return title + t.pick("", ": ") + said
	}
}

func basisTitle(against warehouse.Comparison) warehouse.Text {
	switch against {
	case warehouse.PreviousYear:
		return warehouse.Text{ZH: "去年同期", EN: "same period last year"}
	case warehouse.YearBeforeLast:
		return warehouse.Text{ZH: "前年同期", EN: "two years earlier"}
	case warehouse.PreviousPeriod:
	}
	return warehouse.Text{ZH: "上期", EN: "previous period"}
}

func changeTitle(against warehouse.Comparison, zh, en string) warehouse.Text {
	switch against {
	case warehouse.PreviousYear:
		return warehouse.Text{ZH: "同比" + zh, EN: "year on year " + en}
	case warehouse.YearBeforeLast:
		return warehouse.Text{ZH: "较前年同期" + zh, EN: en + " in two years"}
	case warehouse.PreviousPeriod:
	}
	return warehouse.Text{ZH: "环比" + zh, EN: "period on period " + en}
}

var fieldTitles = map[string]warehouse.Text{
	"number":         {ZH: "序号", EN: "No."},
	"place":          {ZH: "名次", EN: "Place"},
	"score":          {ZH: "得分", EN: "Score"},
	"previous_place": {ZH: "上期名次", EN: "Previous place"},
	"moved":          {ZH: "位次变化", EN: "Movement"},
	"grade":          {ZH: "等次", EN: "Grade"},
	"remark":         {ZH: "备注", EN: "Remark"},
	"severity":       {ZH: "预警级别", EN: "Severity"},
	"subject":        {ZH: "对象", EN: "Subject"},
	"reason":         {ZH: "原因", EN: "Reason"},
	"since":          {ZH: "预警日期", EN: "Since"},
	"acknowledged":   {ZH: "签收情况", EN: "Acknowledged"},
	"items":          {ZH: "未报送事项", EN: "Not reported"},
	"title":          {ZH: "单位", EN: "Unit"},
}

func (t *telling) fieldTitle(name, field string) string {
	switch {
	case t.m.Lists[name] != nil:
		for _, c := range t.m.Lists[name].Columns {
			if c.Name == field {
				return t.said(c.Title)
			}
		}
	case field == "title" && t.m.Tables[name] != nil && t.m.Tables[name].ByTitle != (warehouse.Text{}):
		return t.said(t.m.Tables[name].ByTitle)
	case field == "title" && t.m.Alerts[name] != nil:
		return t.pick("预警事项", "Warning")
	}
	return in(t.language, fieldTitles[field])
}

// chart draws a need; nil when it has no rows.
func (t *telling) chart(spec *Chart) (*document.Chart, error) {
	rows, err := t.rows(spec.Of, false)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	out := &document.Chart{Name: spec.Name, Title: in(t.language, spec.Title), Kind: spec.Kind}
	for _, r := range rows {
		title, err := t.field(r, "title")
		if err != nil {
			return nil, err
		}
		out.Categories = append(out.Categories, title)
	}
	var units []string
	for _, s := range spec.Series {
		series := document.Series{Title: in(t.language, s.Title)}
		for _, r := range rows {
			q, ok := r.quantity(s.Metric)
			if series.Title == "" && ok {
				series.Title, _, _ = strings.Cut(in(t.language, q.Title), t.pick("（", " ("))
			}
			if unit := in(t.language, q.Unit); ok && unit != "" && !slices.Contains(units, unit) {
				units = append(units, unit)
			}
			series.Figures = append(series.Figures, t.drawn(q, ok, s.Against))
		}
		out.Series = append(out.Series, series)
	}
	out.Unit = strings.Join(units, t.pick("、", ", "))
	return out, nil
}

// drawn is the figure that a chart shows; empty where it is not known.
func (t *telling) drawn(q prose.Quantity, ok bool, against warehouse.Comparison) string {
	role, value := document.Value, &q.Now
	if against != "" {
		role, value = document.Base, baseOf(q, against)
	}
	if !ok || value == nil || value.Exact == nil {
		return ""
	}
	for _, run := range document.Runs(t.style.Cell(q, role, string(against))) {
		if run.Figure != "" {
			return run.Figure
		}
	}
	return ""
}
