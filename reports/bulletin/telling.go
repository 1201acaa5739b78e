package bulletin

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"anlan/reports/document"
	"anlan/reports/material"
	"anlan/reports/prose"
	"anlan/safety"
	"anlan/warehouse"
)

// telling is the telling of one material in one language: what the functions of templates see.
type telling struct {
	kind     *Kind
	needs    map[string]*need
	m        *material.Material
	language document.Language
	style    prose.Style

	figures     map[string]document.Figure // every figure that was printed
	clash       error                      // two texts of one figure
	problems    []string                   // found, marked
	matched     []row                      // of the problem that is being said
	hollow      bool                       // it listed nothing
	attachments []string                   // names of those that are there, in order
}

// figure is what templates pass around: they cannot print it, only functions can.
type figure struct{ q prose.Quantity }

// unprintable stands where a template prints what only functions may print.
const unprintable = "\ue003"

// String marks the output of a template that prints a figure as it is.
func (figure) String() string { return unprintable }

// row is one row of a need.
type row struct {
	need  *need
	place int // from 1
	times int // how many records it stands for, where they are merged
	key   string
	title warehouse.Text

	table   *material.Row
	list    *material.ListRow
	columns []material.ListColumn
	ranking *material.RankingRow
	alert   *material.AlertRow
	missing *material.MissingRow
}

// String marks the output of a template that prints a row as it is.
func (row) String() string { return unprintable }

func newTelling(k *Kind, m *material.Material, language document.Language, percents int) *telling {
	t := &telling{kind: k, needs: map[string]*need{}, m: m, language: language, figures: map[string]document.Figure{}}
	k.Needs.each(func(n need) { t.needs[n.name] = &n })
	t.style = prose.Style{Language: language, Percents: int32(percents), Of: m.Plan.Period, Quiet: true, Note: t.note}
	if m.Source.Running {
		t.style.AsOf = m.Source.AsOf
	}
	return t
}

func (t *telling) note(f document.Figure) {
	if known, seen := t.figures[f.ID]; seen && known.Text != f.Text && t.clash == nil {
		t.clash = fmt.Errorf("the figure %s is printed as %q and as %q", f.ID, known.Text, f.Text)
	}
	t.figures[f.ID] = f
}

func in(language document.Language, text warehouse.Text) string {
	if language == document.English {
		return text.EN
	}
	return text.ZH
}

// said is a text from outside in the language told; the other one where there is none.
func (t *telling) said(text warehouse.Text) string {
	own := in(t.language, text)
	if own != "" {
		return own
	}
	return text.ZH + text.EN // at most one of them is there
}

func (t *telling) need(name string) (*need, error) {
	if n := t.needs[name]; n != nil {
		return n, nil
	}
	names := make([]string, 0, len(t.needs))
	for name := range t.needs {
		names = append(names, name)
	}
	slices.Sort(names)
	return nil, fmt.Errorf("there is no need %q; there are %s", name, strings.Join(names, ", "))
}

// whole gives a figure of a need as a whole.
func (t *telling) whole(name, metric string) (figure, error) {
	n, err := t.need(name)
	if err != nil {
		return figure{}, err
	}
	q, ok := whole(t.m, n, metric)
	if !ok {
		return figure{}, fmt.Errorf("%s has no %s; it has %s", name, metric, strings.Join(n.wholeNames(), ", "))
	}
	return figure{q}, nil
}

// of gives a figure of a row.
func (t *telling) of(r row, metric string) (figure, error) {
	q, ok := r.quantity(metric)
	q.RowTitle = warehouse.Text{ZH: tidy(q.RowTitle.ZH), EN: tidy(q.RowTitle.EN)}
	if !ok {
		return figure{}, fmt.Errorf("a row of %s has no %s; it has %s", r.need.name, metric, strings.Join(r.need.rowNames(), ", "))
	}
	return figure{q}, nil
}

func (r row) quantity(metric string) (q prose.Quantity, ok bool) {
	switch {
	case r.table != nil:
		q, ok = r.table.Quantities[metric]
	case r.ranking != nil:
		q, ok = ofRanking(*r.ranking, metric)
	case r.missing != nil:
		q, ok = ofMissing(*r.missing, metric)
	}
	return q, ok
}

// rows gives the rows of a need; with parts also those of what lies in no unit and what a limit left out.
func (t *telling) rows(name string, parts bool) ([]row, error) {
	n, err := t.need(name)
	if err != nil {
		return nil, err
	}
	var rows []row
	add := func(r row) {
		r.need, r.place = n, len(rows)+1
		rows = append(rows, r)
	}
	switch n.kind {
	case figureNeed:
		if !n.rows() {
			return nil, fmt.Errorf("%s has no rows: it is of the whole", name)
		}
		for _, r := range t.m.Tables[name].Rows {
			if parts || r.Kind == material.Unit {
				add(row{key: r.Key, title: r.Title, table: &r})
			}
		}
	case listNeed:
		l := t.m.Lists[name]
		for _, r := range l.Rows {
			add(row{key: r.Key, list: &r, columns: l.Columns})
		}
	case rankingNeed:
		for _, r := range t.m.Rankings[name].Rows {
			add(row{key: r.Key, title: r.Name, ranking: &r})
		}
	case alertNeed:
		for _, r := range t.m.Alerts[name].Rows {
			add(row{key: r.ID, title: r.Title, alert: &r})
		}
	case missingNeed:
		for _, r := range t.m.Missing[name].Rows {
			add(row{key: r.Key, title: r.Title, missing: &r})
		}
	}
	return rows, nil
}

// field gives what stands in a field of a row: marked text, empty where the source does not say.
func (t *telling) field(r row, name string) (string, error) {
	switch {
	case !slices.Contains(r.need.fields, name):
	case name == "number":
		return strconv.Itoa(r.place), nil
	case r.list != nil:
		i := slices.IndexFunc(r.columns, func(c material.ListColumn) bool { return c.Name == name })
		if i >= 0 && i < len(r.list.Cells) {
			return t.cell(r.list.Cells[i]), nil
		}
	case name == "title":
		return document.Unmarked(t.said(r.title)), nil
	case r.ranking != nil:
		return t.rankingField(r.ranking, name), nil
	case r.alert != nil:
		return t.alertField(r.alert, name), nil
	case r.missing != nil:
		items := make([]string, len(r.missing.Items))
		for i, item := range r.missing.Items {
			items[i] = document.Unmarked(t.said(item))
		}
		return strings.Join(items, t.pick("、", ", ")), nil
	}
	return "", fmt.Errorf("a row of %s has no field %q; it has %s", r.need.name, name, strings.Join(r.need.fields, ", "))
}

// spoken is a field inside a sentence: marks that a source doubled or left at an end are no part of ours.
func (t *telling) spoken(r row, name string) (string, error) {
	text, err := t.field(r, name)
	if document.Unmarked(text) != text {
		return text, err // a figure
	}
	return tidy(text), err
}

// tidy takes marks that would stand wrongly inside a sentence out of a name.
func tidy(name string) string {
	name = strings.Trim(strings.Join(strings.Fields(document.Unmarked(name)), " "), "，、；：。,;:. ")
	name = emptyBrackets.ReplaceAllString(name, "")
	return strayMarks.ReplaceAllStringFunc(name, func(found string) string { return string([]rune(found)[:1]) })
}

var (
	strayMarks    = regexp.MustCompile(`[，、；：。][，、；：。]+|[,;:] ?[,;:.]+|\.\.+`)
	emptyBrackets = regexp.MustCompile(`（[ （）]*）|\([ ()]*\)|\{\{|\}\}`)
)

func (t *telling) cell(c material.Cell) string {
	switch {
	case c.Quantity != nil:
		return t.style.Number(*c.Quantity)
	case !c.Date.IsZero():
		return t.style.Date(c.Date)
	}
	return document.Unmarked(t.said(c.Text))
}

func (t *telling) rankingField(r *material.RankingRow, name string) string {
	switch name {
	case "place":
		if r.Place > 0 {
			return t.style.Number(r.PlaceQuantity)
		}
	case "previous_place":
		if against := t.against(r.PlaceQuantity); against != "" {
			return t.style.Cell(r.PlaceQuantity, document.Base, against)
		}
	case "score":
		return t.style.Number(r.Score)
	case "moved":
		switch {
		case r.Moved == nil:
		case *r.Moved == 0:
			return t.pick("持平", "unchanged")
		case *r.Moved > 0:
			return "↑" + t.style.Number(r.MovedQuantity)
		default:
			return "↓" + t.style.Number(r.MovedQuantity)
		}
	case "grade":
		return document.Unmarked(t.said(r.Grade))
	case "remark":
		return document.Unmarked(t.said(r.Remark))
	}
	return "—"
}

// against is what a quantity is set against; empty for none.
func (t *telling) against(q prose.Quantity) string {
	for _, against := range []warehouse.Comparison{warehouse.PreviousYear, warehouse.YearBeforeLast, warehouse.PreviousPeriod} {
		if baseOf(q, against) != nil {
			return string(against)
		}
	}
	return ""
}

func (t *telling) alertField(r *material.AlertRow, name string) string {
	switch name {
	case "severity":
		return document.Unmarked(t.said(r.SeverityTitle))
	case "subject":
		return document.Unmarked(t.said(r.Subject))
	case "reason":
		return t.reason(r)
	case "since":
		return t.style.Date(safety.DateOf(r.Since))
	}
	if r.Acknowledged {
		return t.pick("已签收", "acknowledged")
	}
	return t.pick("未签收", "not acknowledged")
}

// reason is why a warning is on: its figures are marked already and are noted here.
func (t *telling) reason(r *material.AlertRow) string {
	for _, f := range r.Figures[t.language] {
		t.note(f)
	}
	return t.said(r.Reason)
}

func (t *telling) pick(zh, en string) string {
	if t.language == document.English {
		return en
	}
	return zh
}

// everything notes each figure that a quantity can print.
func (t *telling) everything(q prose.Quantity) {
	t.style.Number(q)
	t.style.Cell(q, document.Share, "")
	for _, against := range []warehouse.Comparison{warehouse.PreviousYear, warehouse.YearBeforeLast, warehouse.PreviousPeriod} {
		if baseOf(q, against) == nil {
			continue
		}
		for _, role := range []document.Role{document.Base, document.Change, document.Percent} {
			t.style.Cell(q, role, string(against))
		}
	}
}
