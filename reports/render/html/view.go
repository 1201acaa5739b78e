package html

import (
	"html/template"

	"anlan/reports/render"
)

// view is what the template prints.
type view struct {
	Lang, Policy        string
	Style               template.CSS
	Script              template.JS
	Words               render.Words
	Heading             string // of the window
	Top                 []string
	Agency              *agency
	Number, Signer      string
	TitleLines          []string
	Between             string // between the lines of a title that stand on one
	Addressees          string
	Sections            []section
	Sentence            string
	Attached, Signature []string
	Remark              string
	Attachments         []attachment
	Appendix            *appendix
	Imprint             [][]string
	Data, Mark          string
	Traces              []trace
}

type agency struct{ Text, Width, Height, Base, Size string }

type attachment struct {
	Label, Title string
	Wide         bool
	Sections     []section
}

type appendix struct {
	Title, Note, Data  string
	Figures, Questions *table
}

type section struct {
	Name, Title string
	Blocks      []block
}

type block struct {
	Heading   *heading
	Paragraph *paragraph
	Table     *table
	Chart     *drawn
}

type heading struct {
	Level int
	Runs  []run
}

type paragraph struct{ Runs []run }

// run is a stretch of text; Trace is the element that tells of its figure, Place the id of the first one that prints it.
type run struct {
	Text, Figure, Trace, Place string
	Bold                       bool
}

type table struct {
	Title, UnitLine string
	Wide, Many      bool
	Columns         []column
	Head            [][]title
	Rows            []row
	Notes           []string
}

type column struct{ Width string }

type title struct {
	Title         string
	Rows, Columns int
}

type row struct {
	Total bool
	Cells []cell
}

type cell struct {
	Head  bool
	Align string
	Runs  []run
}

type drawn struct {
	Title, More   string
	Broad, Narrow template.HTML
	Table         *table
}

// trace tells of a figure.
type trace struct {
	Trace, Place, ID, Label, Link string
	Facts                         []fact
}

type fact struct{ Name, Text string }
