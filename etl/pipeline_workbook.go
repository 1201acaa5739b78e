package etl

import (
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"anlan/etl/source"
	"anlan/warehouse"
)

// workbookFields are the keys of a source that say how a workbook is read; none is needed for the usual ledger.
func workbookFields(s *Source, fields map[string]func(yamlNode)) map[string]func(yamlNode) {
	w := &s.Spec.Workbook
	note := func(read func(yamlNode)) func(yamlNode) {
		return func(n yamlNode) {
			if f := s.Spec.Format; f != "" && f != source.XLSX && f != source.XLS {
				n.faultf("this key is for workbooks, not for %s", f)
			}
			read(n)
		}
	}
	fields["sheets"] = note(func(n yamlNode) { readSheets(n, w) })
	fields["header"] = note(func(n yamlNode) { readHeader(n, w) })
	fields["totals"] = note(func(n yamlNode) {
		switch words := n.texts(); {
		case len(words) == 1 && words[0] == "keep":
			w.KeepTotals = true
		case len(words) == 1 && words[0] == "skip":
		default:
			w.Totals = words
		}
	})
	fields["hidden"] = note(func(n yamlNode) { w.SkipHidden = n.choice("keep", "skip") == "skip" })
	fields["merged"] = note(func(n yamlNode) {
		switch words := n.texts(); {
		case len(words) == 1 && words[0] == "fill":
			w.FillAll = true
		case len(words) == 1 && words[0] == "first":
			w.NotFilled = true
		default:
			w.FillOnly = words
		}
	})
	fields["repeat"] = func(n yamlNode) { readRepeat(n, s) }
	return fields
}

func readSheets(n yamlNode, w *source.Workbook) {
	switch names := n.texts(); {
	case len(names) == 1 && names[0] == "first":
		w.First = true
	case len(names) == 1 && names[0] == "all":
		w.All = true
	default:
		for _, name := range names {
			if _, err := path.Match(name, ""); err != nil {
				n.faultf("%q is no pattern of sheets: * stands for any text, ? for one character", name)
			}
		}
		w.Sheets = names
	}
}

func readHeader(n yamlNode, w *source.Workbook) {
	row := func(n yamlNode) {
		if w.HeaderRow = int(n.number()); w.HeaderRow < 1 || w.HeaderRow > 200 {
			n.faultf("the header begins in a row from 1 to 200, as the sheet numbers them")
		}
	}
	if n.scalar() {
		row(n)
		return
	}
	n.fields(map[string]func(yamlNode){
		"row": row,
		"rows": func(n yamlNode) {
			if w.HeaderRows = int(n.number()); w.HeaderRows < 1 || w.HeaderRows > 3 {
				n.faultf("a header has one to three rows")
			}
		},
	})
}

// Repetition says that one row of the source holds several records in numbered columns.
type Repetition struct {
	Columns []string // patterns; see source.NewRepeat
	// Filled are columns, without their number, of which one must be filled for the record to be there; nil: any of them all.
	Filled []string
}

func readRepeat(n yamlNode, s *Source) {
	r := &Repetition{}
	if _, list := n.node.(*ast.SequenceNode); list || n.scalar() {
		r.Columns = n.texts()
	} else {
		n.fields(map[string]func(yamlNode){
			"columns": func(n yamlNode) { r.Columns = n.texts() },
			"filled":  func(n yamlNode) { r.Filled = n.texts() },
		})
	}
	repeat, err := source.NewRepeat(r.Columns)
	switch {
	case err != nil:
		n.faultf("%v", err)
	case len(r.Columns) == 0:
		n.faultf("repeat needs columns: a pattern as %q, in which # stands for the number and * for any text", "隐患#*")
	}
	s.Repeat, s.Spec.Repeat = r, repeat
}

// Columns that every source has beside its own.
const (
	fileColumn  = "_file"  // the file's name
	sheetColumn = "_sheet" // the sheet's name; unknown where there are no sheets
	titleColumn = "_title" // what stands above the header of a sheet
	rowColumn   = "_row"   // the number of the row
	itemColumn  = "_item"  // the number of a repeated group
)

func pseudoColumn(name string) bool {
	return slices.Contains([]string{fileColumn, sheetColumn, titleColumn, rowColumn, itemColumn}, name)
}

// optional lists the columns of an input that only optional mappings name: a file may lack them.
func (p *Pipeline) optional(input int) []string {
	if !slices.ContainsFunc(p.Columns, func(m Mapping) bool { return m.Optional }) {
		return nil
	}
	strict := *p
	strict.Columns = slices.DeleteFunc(slices.Clone(p.Columns), func(m Mapping) bool { return m.Optional })
	required := strict.needs(input)
	return slices.DeleteFunc(p.needs(input), func(name string) bool { return slices.Contains(required, name) })
}

// dates lists the columns of an input that are read as dates or times in the usual forms.
func (p *Pipeline) dates(input int) []string {
	var out []string
	for _, m := range p.Columns {
		k := kindOfType(m.Column.Type)
		if m.From != "" && m.Of == p.input(input) && m.Format == "" && (k == dateKind || k == timeKind) {
			out = append(out, strings.TrimSpace(m.From))
		}
	}
	return out
}

// amounts lists the columns of an input whose numbers are added up over records: money, persons, findings; not hours, marks or shares,
// which are each record's own.
func (p *Pipeline) amounts(input int) []string {
	var out []string
	for _, m := range p.Columns {
		if !added(m.Column) {
			continue
		}
		if m.From != "" && m.Of == p.input(input) {
			out = append(out, strings.TrimSpace(m.From))
		}
		compileExpression(m.SQL, func(path []string) (string, string) {
			if len(path) == 1 && input == 0 || len(path) == 2 && path[0] == p.input(input) {
				out = append(out, path[len(path)-1])
			}
			return "", ""
		})
	}
	if input > 0 && input <= len(p.Joins) {
		for _, t := range p.Joins[input-1].Totals {
			out = append(out, t.Sum)
		}
	}
	return out
}

// added reports whether the numbers of a column of a fact are added up over records.
func added(c warehouse.FactColumn) bool {
	k := kindOfType(c.Type)
	return (k == integerKind || k == decimalKind || k == floatKind) && !slices.Contains([]string{"学时", "分", "%"}, c.Unit)
}
