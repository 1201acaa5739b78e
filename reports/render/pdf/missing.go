package pdf

import (
	"fmt"
	"strings"

	"anlan/reports/document"
	"anlan/warehouse"
)

// MissingError names the characters that no font has, and where the first of each stands: "section alerts", "table overdue, row 3".
type MissingError struct {
	Characters []rune
	Places     []string // one a character; empty where it is in no section
}

func (e *MissingError) Error() string {
	named := make([]string, 0, len(e.Characters))
	for i, r := range e.Characters {
		one := fmt.Sprintf("%c (U+%04X)", r, r)
		if i < len(e.Places) && e.Places[i] != "" {
			one += " in " + e.Places[i]
		}
		named = append(named, one)
	}
	return "no font has " + strings.Join(named, ", ") + ": write it otherwise, or put a font that has it into the folder of fonts (bulletin.fonts)"
}

// Unwrap makes it a fault that is told to who asked: another text or another font mends it.
func (e *MissingError) Unwrap() error { return warehouse.Fault(warehouse.BadRequest, "%s", e.Error()) }

// missing finds where characters stand in a document.
func missing(d *document.Document, characters []rune) *MissingError {
	e := &MissingError{Characters: characters, Places: make([]string, len(characters))}
	find := func(place string, texts ...string) {
		for i, r := range characters {
			if e.Places[i] == "" && strings.ContainsRune(strings.Join(texts, ""), r) {
				e.Places[i] = place
			}
		}
	}
	sections := d.Sections
	for _, a := range d.Attachments {
		find("the attachment "+a.Title, a.Title)
		sections = append(sections[:len(sections):len(sections)], a.Sections...)
	}
	for _, s := range sections {
		for _, b := range s.Blocks {
			switch {
			case b.Table != nil:
				find("table "+b.Table.Name, append(b.Table.Notes, b.Table.Title)...)
				for i, row := range b.Table.Rows {
					for _, cell := range row.Cells {
						find(fmt.Sprintf("table %s, row %d", b.Table.Name, i+1), runsOf(cell.Runs)...)
					}
				}
			case b.Chart != nil:
				find("chart "+b.Chart.Name, append(b.Chart.Categories, b.Chart.Title)...)
			case b.Heading != nil:
				find("section "+s.Name, runsOf(b.Heading.Runs)...)
			case b.Paragraph != nil:
				find("section "+s.Name, runsOf(b.Paragraph.Runs)...)
			}
		}
		find("section "+s.Name, s.Title)
	}
	find("the head or the end", d.Agency, d.Title, d.Addressees, d.Signature.Agency, d.Remark, d.CopyTo, d.Printer, d.Data.Sentence, d.Signer, d.Number)
	return e
}

func runsOf(runs []document.Run) []string {
	texts := make([]string, len(runs))
	for i, r := range runs {
		texts[i] = r.Text
	}
	return texts
}
