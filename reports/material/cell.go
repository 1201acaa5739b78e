package material

import (
	"context"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/reports/prose"
	"anlan/safety"
	"anlan/warehouse"
)

// writer writes the cells of records in words.
type writer struct {
	*pinned
	ask   string
	table *warehouse.RecordTable
	named map[string]warehouse.EnterpriseRecord
}

const enterpriseColumn = "enterprise"

// enterprises finds the names of the enterprises of the page, where a column shows them.
func (w *writer) enterprises(ctx context.Context, columns []string) (err error) {
	c, ok := w.table.Column(enterpriseColumn)
	if !ok || !strings.Contains(strings.Join(columns, "|"), enterpriseColumn) || !w.caller.Scope.SeesFact(enterpriseColumn) {
		return nil
	}
	var ids []string
	for _, id := range c.Texts {
		if id != nil {
			ids = union(ids, *id)
		}
	}
	w.named, err = w.EnterprisesNamed(ctx, w.caller.Scope, w.plan.Version, ids)
	return err
}

// cell writes one cell: of the first of the columns that is filled.
func (w *writer) cell(i int, name, row string) Cell {
	columns, days := filledOf(name)
	for _, one := range columns {
		c, ok := w.table.Column(one)
		if !ok {
			continue
		}
		cell := w.written(c, i, row)
		if cell == (Cell{}) {
			continue
		}
		if days {
			n := decimal.NewFromInt(int64(w.plan.AsOf.DaysSince(cell.Date)))
			q := prose.Quantity{Query: w.ask, Row: row, Metric: "days_since_" + columns[len(columns)-1], Unit: warehouse.Text{ZH: "天", EN: "days"}, Now: present(n)}
			q.Title, q.Noun = warehouse.Text{ZH: "天数", EN: "Days"}, warehouse.Text{ZH: "天数", EN: "days"}
			return Cell{Quantity: &q}
		}
		return cell
	}
	return Cell{}
}

// written writes a cell as it is in the record; the zero Cell where the source does not say.
func (w *writer) written(c *warehouse.RecordColumn, i int, row string) Cell {
	switch c.Kind {
	case warehouse.NumberCells:
		if c.Numbers[i] == nil {
			return Cell{}
		}
		return Cell{Quantity: w.number(c, *c.Numbers[i], row)}
	case warehouse.BooleanCells:
		if c.Booleans[i] == nil {
			return Cell{}
		}
		if *c.Booleans[i] {
			return Cell{Text: warehouse.Text{ZH: "是", EN: "yes"}}
		}
		return Cell{Text: warehouse.Text{ZH: "否", EN: "no"}}
	case warehouse.ListCells:
		var list []warehouse.Text
		for _, code := range c.Lists[i] {
			list = append(list, w.word(c, code))
		}
		return Cell{Text: joined(list)}
	}
	if c.Texts[i] == nil {
		return Cell{}
	}
	text := *c.Texts[i]
	switch c.Kind {
	case warehouse.DateCells:
		day, _ := safety.ParseDate(text)
		p := safety.PeriodAt(safety.GrainDay, day)
		return Cell{Date: day, Text: warehouse.Text{ZH: p.TitleZH(), EN: p.TitleEN()}}
	case warehouse.MomentCells:
		at, _ := time.Parse(time.RFC3339, text)
		p := safety.PeriodAt(safety.GrainDay, safety.DateOf(at))
		return Cell{Text: warehouse.Text{ZH: p.TitleZH() + at.Format("15时04分"), EN: p.TitleEN() + at.Format(", 15:04")}}
	}
	return Cell{Text: w.word(c, text)}
}

// number is a cell that is a figure of the document.
func (w *writer) number(c *warehouse.RecordColumn, n decimal.Decimal, row string) *prose.Quantity {
	unit := warehouse.Text{ZH: c.Unit, EN: strings.ToLower(c.Title.EN)}
	if c.Unit == "元" {
		unit.EN = "yuan"
	}
	return &prose.Quantity{
		Query: w.ask, Row: row, Metric: c.Name, Title: c.Title, Noun: warehouse.Text{ZH: c.Title.ZH, EN: strings.ToLower(c.Title.EN)}, Unit: unit,
		Decimals: max(0, -n.Exponent()), Now: present(n),
	}
}

// word titles a code of a list; what is no code stands for itself.
func (w *writer) word(c *warehouse.RecordColumn, text string) warehouse.Text {
	var t warehouse.Text
	switch {
	case c.Name == enterpriseColumn:
		t = same(w.named[text].Name)
	case c.Lookup == "region" || c.Name == "region":
		t = w.place(safety.RegionCode(text))
	case c.Lookup != "":
		t = w.titlesOf(c.Lookup).title(text)
	case c.Vocabulary != "":
		v, _ := warehouse.VocabularyNamed(c.Vocabulary)
		t = words(v.Terms).title(text)
	case w.table.Fact.Name == "accident" && c.Name == "type":
		t = w.titlesOf("accident_type").title(text)
	}
	if t.ZH == "" {
		t = same(text)
	}
	return warehouse.Text{ZH: document.Unmarked(t.ZH), EN: document.Unmarked(t.EN)}
}

func joined(list []warehouse.Text) warehouse.Text {
	var zh, en []string
	for _, t := range list {
		zh, en = append(zh, t.ZH), append(en, t.EN)
	}
	return warehouse.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}
