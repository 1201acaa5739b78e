package bulletin

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/reports/material"
	"anlan/reports/prose"
	"anlan/safety"
	"anlan/warehouse"
)

// sectionError is something wrong with a section, table or the like; key is its place in the file of the kind.
type sectionError struct {
	key string
	err error
}

func (f *sectionError) Error() string { return f.key + ": " + f.err.Error() }
func (f *sectionError) Unwrap() error { return f.err }

// write makes the document of one language, the sections that it was made of, and lists its zeros (see [Composition]). The errors are faults of the kind; faults of
// people's texts are [warehouse.BadRequest].
func (k *Kind) write(m *material.Material, office Office, language document.Language, texts Texts) (*document.Document, []SectionSource, []string, error) {
	t := newTelling(k, m, language, cmpOr(k.Percents, office.Percents, 1))
	t.style.Changes, t.style.NoZeros = office.changes(), office.Zeros != nil && !*office.Zeros
	t.everyQuantity()
	w := &writing{telling: t, texts: texts, partial: map[string]bool{}, tables: map[string]*document.Table{}, charts: map[string]*document.Chart{}}
	for _, step := range []func() error{w.findProblems, w.drawTables, w.chooseAttachments, w.writeSections} {
		if err := step(); err != nil {
			return nil, nil, nil, err
		}
	}
	d, err := w.document(office)
	if err != nil {
		return nil, nil, nil, err
	}
	if t.clash != nil {
		return nil, nil, nil, t.clash
	}
	return d, w.sources, w.zeros(d), nil
}

func cmpOr(values ...int) int {
	for _, v := range values {
		if v != 0 {
			return v
		}
	}
	return 0
}

// writing is the making of one document.
type writing struct {
	*telling
	texts    Texts
	partial  map[string]bool            // figures of which it was said that units or records are missing from them
	tables   map[string]*document.Table // nil for those without rows
	charts   map[string]*document.Chart
	sections []document.Section
	sources  []SectionSource
}

// everyQuantity notes whatever the material can print, so that people's texts can print it too.
func (t *telling) everyQuantity() {
	t.kind.Needs.each(func(n need) {
		for _, name := range n.wholeNames() {
			if q, ok := whole(t.m, &n, name); ok {
				t.everything(q)
			}
		}
		if !n.rows() {
			return
		}
		rows, err := t.rows(n.name, true)
		if err != nil {
			return
		}
		for _, r := range rows {
			t.everyQuantityOf(r)
		}
	})
}

func (t *telling) everyQuantityOf(r row) {
	for _, name := range r.need.rowNames() {
		if q, ok := r.quantity(name); ok {
			t.everything(q)
		}
	}
	if r.list == nil {
		return
	}
	for _, c := range r.list.Cells {
		if c.Quantity != nil {
			t.style.Number(*c.Quantity)
		}
	}
}

// tell runs a template of the kind.
func (w *writing) tell(key string) (string, error) {
	p := w.kind.texts[key+"."+string(w.language)]
	if p == nil {
		return "", nil
	}
	text, err := p.run(w.functions())
	if err == nil && strings.Contains(text, unprintable) {
		err = &lineError{1, "a figure or row is printed as it is; say it with value, statement, title or field"}
	}
	if err != nil {
		return "", &sectionError{p.at, err}
	}
	return text, nil
}

// holds decides a condition of a section or attachment.
func (w *writing) holds(when *When) bool {
	if when == nil {
		return true
	}
	return holdsOfAll(when.condition, w.asked(when.Of))
}

// asked gives the figures of a need as a whole by their names in conditions.
func (w *writing) asked(need string) func(name string) (prose.Quantity, bool) {
	return func(name string) (prose.Quantity, bool) {
		if name != "rows" {
			return whole(w.m, w.needs[need], name)
		}
		rows, err := w.rows(need, false)
		n := decimal.NewFromInt(int64(len(rows)))
		return prose.Quantity{Now: prose.Value{State: warehouse.Present, Exact: &n}}, err == nil
	}
}

func (w *writing) findProblems() error {
	for i := range w.kind.Problems {
		p := &w.kind.Problems[i]
		w.matched = nil
		if p.Each {
			rows, err := w.rows(p.Of, false)
			if err != nil {
				return err
			}
			for _, r := range rows {
				if holds(p.condition, r.quantity) {
					w.matched = append(w.matched, r)
				}
			}
			if len(w.matched) == 0 {
				continue
			}
		} else if !holdsOfAll(p.condition, w.asked(p.Of)) {
			continue
		}
		w.hollow = false
		text, err := w.tell(fmt.Sprintf("problems[%d].text", i))
		if err != nil {
			return err
		}
		if text = strings.TrimSpace(text); text != "" && !w.hollow {
			w.problems = append(w.problems, strings.Join(linesOf(text), ""))
		}
	}
	w.matched = nil
	return nil
}

func (w *writing) drawTables() error {
	for i := range w.kind.Tables {
		spec := &w.kind.Tables[i]
		if t := w.m.Tables[spec.Of]; t != nil && w.needs[spec.Of].cumulative && t.Period.Days() <= w.m.Plan.Period.Days() {
			w.tables[spec.Name] = nil // in January 1—N月 is the month itself
			continue
		}
		table, err := w.table(spec)
		if err != nil {
			return &sectionError{fmt.Sprintf("tables[%d]", i), err}
		}
		if table != nil {
			notes, err := w.tell(fmt.Sprintf("tables[%d].notes", i))
			if err != nil {
				return err
			}
			table.Notes = linesOf(document.Unmarked(notes))
			if w.any(table, warehouse.Partial) {
				table.Notes = append(table.Notes, w.pick("部分单位未报送，表中数据不含其未报送部分。", "Some units have not reported; the figures are without them."))
			}
			if w.any(table, warehouse.Incomplete) {
				table.Notes = append(table.Notes, w.pick("部分记录未登记有关数据，表中数据不含其未登记部分。", "Some records do not tell all figures; the figures are without what is not told."))
			}
		}
		w.tables[spec.Name] = table
	}
	for i := range w.kind.Charts {
		spec := &w.kind.Charts[i]
		chart, err := w.chart(spec)
		if err != nil {
			return &sectionError{fmt.Sprintf("charts[%d]", i), err}
		}
		w.charts[spec.Name] = chart
	}
	return nil
}

func (w *writing) any(table *document.Table, state warehouse.State) bool {
	for _, row := range table.Rows {
		for _, cell := range row.Cells {
			for _, run := range cell.Runs {
				if w.figures[run.Figure].State == state {
					return true
				}
			}
		}
	}
	return false
}

// chooseAttachments keeps those that have something to show.
func (w *writing) chooseAttachments() error {
	for _, a := range w.kind.Attachments {
		if w.holds(a.When) && len(w.attached(a)) > 0 {
			w.attachments = append(w.attachments, a.Name)
		}
	}
	return nil
}

func (w *writing) attached(a Attachment) (blocks []document.Block) {
	for _, name := range a.Tables {
		if w.tables[name] != nil {
			blocks = append(blocks, document.Block{Table: w.tables[name]})
		}
	}
	for _, name := range a.Charts {
		if w.charts[name] != nil {
			blocks = append(blocks, document.Block{Chart: w.charts[name]})
		}
	}
	return blocks
}

func (w *writing) reader() reader {
	return reader{
		figure: w.printed,
		table:  func(name string) (*document.Table, bool) { t, ok := w.tables[name]; return t, ok },
		chart:  func(name string) (*document.Chart, bool) { c, ok := w.charts[name]; return c, ok },
	}
}

func (w *writing) printed(id string) (string, bool) {
	f, ok := w.figures[id]
	return f.Text, ok
}

func (w *writing) document(office Office) (*document.Document, error) {
	d := &document.Document{
		Language: w.language, Agency: in(w.language, office.Head), Addressees: in(w.language, office.Addressees),
		Sections: w.sections, Signature: document.Signature{Agency: in(w.language, office.Agency)}, Remark: in(w.language, office.Remark),
		Disclosure: in(w.language, office.Disclosure), CopyTo: in(w.language, office.CopyTo), Printer: in(w.language, office.Agency),
		Data: document.Data{Version: w.m.Source.Version, PublishedAt: w.m.Source.PublishedAt, AsOf: w.m.Source.AsOf},
	}
	var err error
	if d.Title, err = w.line("heading"); err != nil {
		return nil, err
	}
	if d.Data.Sentence, err = w.line("moment"); err != nil {
		return nil, err
	}
	for i, a := range w.kind.Attachments {
		if !slices.Contains(w.attachments, a.Name) {
			continue
		}
		title, err := w.line(fmt.Sprintf("attachments[%d].title", i))
		if err != nil {
			return nil, err
		}
		section := document.Section{Name: a.Name, Blocks: w.attached(a)}
		d.Attachments = append(d.Attachments, document.Attachment{Title: title, Sections: []document.Section{section}})
	}
	number(w.language, d.Sections)
	w.collect(d)
	return d, check(d, w.m)
}

// line tells a template of one line without figures.
func (w *writing) line(key string) (string, error) {
	text, err := w.tell(key)
	lines := linesOf(text)
	switch {
	case err != nil:
		return "", err
	case len(lines) != 1 || document.Unmarked(text) != text:
		return "", &sectionError{key + "." + string(w.language), fmt.Errorf("expected one line without figures, found %q", editable(text))}
	}
	return lines[0], nil
}

// collect puts the figures that the document prints, and the questions that they answer, into it.
func (w *writing) collect(d *document.Document) {
	used := map[string]bool{}
	for _, run := range runsOf(d) {
		used[run.Figure] = true
	}
	for _, id := range drawnIn(d) {
		used[id] = true
	}
	delete(used, "")
	asked := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(used)) {
		if f, ok := w.figures[id]; ok {
			d.Figures = append(d.Figures, f)
			asked[f.Query] = true
		}
	}
	for _, q := range w.m.Queries {
		if asked[q.Name] {
			d.Queries = append(d.Queries, q)
		}
	}
}

// zeros lists the figures of the whole that are zero and that the document prints as no number.
func (w *writing) zeros(d *document.Document) (ids []string) {
	printed := map[string]bool{}
	for _, f := range d.Figures {
		printed[f.ID] = true
	}
	for _, id := range slices.Sorted(maps.Keys(w.figures)) {
		if f := w.figures[id]; f.Row == "" && f.Exact != nil && f.Exact.IsZero() && !printed[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

// filled is an office with its texts filled in for a region.
func (o *Office) filled(region warehouse.Region) Office {
	out := *o
	fill := strings.NewReplacer("{{region}}", document.Unmarked(region.Name), "{{short}}", shortName(region.Name)).Replace
	for _, text := range []*warehouse.Text{&out.Agency, &out.Head, &out.Addressees, &out.CopyTo, &out.Disclosure, &out.Remark} {
		text.ZH, text.EN = fill(text.ZH), fill(text.EN)
	}
	out.NumberPrefix = fill(o.NumberPrefix)
	return out
}

// issues reports whether the office issues for a region.
func (o *Office) issues(region safety.RegionCode, level safety.RegionLevel) (narrow int) {
	switch {
	case slices.Contains(o.Regions, region):
		return 3
	case len(o.Regions) > 0:
		return 0
	case slices.Contains(o.Levels, level):
		return 2
	case len(o.Levels) > 0:
		return 0
	}
	return 1
}
