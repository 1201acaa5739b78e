package dispatch

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"anlan/access"
	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/state"
	"anlan/warehouse"
)

// Differences are what two bulletins tell otherwise.
type Differences struct {
	Before, After Bulletin // without contents
	Changes       Changes
	Texts         []TextDifference
}

// TextDifference is a section that reads otherwise, or an attachment.
type TextDifference struct {
	Section       string
	Language      document.Language
	Before, After string // plain, a line a paragraph or row of a table; empty where there was none
}

// Differences compares two bulletins of one kind; an empty before means the bulletin of the case before it. Both must be the
// caller's to read.
func (b *Bulletins) Differences(ctx context.Context, caller access.Caller, before, after string) (*Differences, error) {
	now, err := b.open(ctx, caller, after)
	if err != nil {
		return nil, err
	}
	if before == "" {
		found, err := b.store.Bulletins(ctx, state.BulletinFilter{Case: now.stored.Case, First: 1000})
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(found, func(one state.Bulletin) bool { return one.Number == now.stored.Number-1 })
		if i < 0 {
			return nil, warehouse.Fault(warehouse.NotFound, "%s is the first bulletin of its case: there is none to compare it with", after)
		}
		before = found[i].ID
	}
	was, err := b.open(ctx, caller, before)
	if err != nil {
		return nil, err
	}
	if was.head.Case.Kind != now.head.Case.Kind {
		return nil, warehouse.Fault(warehouse.BadRequest, "%s and %s are bulletins of different kinds: %s and %s", before, after, was.head.Case.Kind, now.head.Case.Kind)
	}
	if !was.sight.reads || !now.sight.reads {
		return nil, warehouse.Fault(warehouse.Forbidden, "%s may not read the texts of bulletins: they name records, which takes read_records", caller.Name)
	}
	out := &Differences{Changes: *changes(was.record.Composition, now.record.Composition)}
	for _, one := range []struct {
		o  *opened
		to *Bulletin
	}{{was, &out.Before}, {now, &out.After}} {
		shown, err := one.o.show()
		if err != nil {
			return nil, err
		}
		shown.Content = nil
		*one.to = *shown
	}
	for _, language := range []document.Language{document.Chinese, document.English} {
		x, y := was.record.Composition.Documents[language], now.record.Composition.Documents[language]
		for _, name := range differing(x, y) {
			out.Texts = append(out.Texts, TextDifference{Section: name, Language: language, Before: plain(x, name), After: plain(y, name)})
		}
	}
	return out, nil
}

// changes is what a composition tells otherwise than the one before.
func changes(before, after *bulletin.Composition) *Changes {
	out := &Changes{FromVersion: before.DataVersion, ToVersion: after.DataVersion, Figures: figureChanges(before, after, false)}
	for _, language := range []document.Language{document.Chinese, document.English} {
		for _, name := range differing(before.Documents[language], after.Documents[language]) {
			if !slices.Contains(out.Sections, name) {
				out.Sections = append(out.Sections, name)
			}
		}
	}
	return out
}

// parts gives the sections of a document, those of its attachments among them, by name.
func parts(d *document.Document) (names []string, blocks map[string][]document.Block) {
	blocks = map[string][]document.Block{}
	add := func(prefix string, sections []document.Section) {
		for _, s := range sections {
			name := prefix + s.Name
			names, blocks[name] = append(names, name), s.Blocks
		}
	}
	if d == nil {
		return nil, blocks
	}
	add("", d.Sections)
	for _, a := range d.Attachments {
		add(a.Title+"/", a.Sections)
	}
	return names, blocks
}

// differing names the parts that read otherwise, in the order of the new document.
func differing(before, after *document.Document) []string {
	old, was := parts(before)
	names, is := parts(after)
	var list []string
	for _, name := range names {
		x, errX := json.Marshal(was[name])
		y, errY := json.Marshal(is[name])
		if errX != nil || errY != nil || !bytes.Equal(x, y) {
			list = append(list, name)
		}
	}
	for _, name := range old {
		if !slices.Contains(names, name) {
			list = append(list, name)
		}
	}
	return list
}

// plain is a part as people read it: a line a paragraph, heading or row of a table.
func plain(d *document.Document, name string) string {
	_, blocks := parts(d)
	var lines []string
	text := func(runs []document.Run) string {
		var out strings.Builder
		for _, r := range runs {
			out.WriteString(r.Text)
		}
		return out.String()
	}
	for _, block := range blocks[name] {
		switch {
		case block.Heading != nil:
			lines = append(lines, block.Heading.Number+text(block.Heading.Runs))
		case block.Paragraph != nil:
			lines = append(lines, text(block.Paragraph.Runs))
		case block.Table != nil:
			for _, row := range block.Table.Rows {
				var cells []string
				for _, cell := range row.Cells {
					cells = append(cells, text(cell.Runs))
				}
				lines = append(lines, strings.Join(cells, " | "))
			}
		case block.Chart != nil:
			lines = append(lines, block.Chart.Title)
		}
	}
	return strings.Join(lines, "\n")
}
