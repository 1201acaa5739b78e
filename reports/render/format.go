package render

// Format is a kind of file.
type Format string

// The formats.
const (
	DOCX     Format = "docx"
	PDF      Format = "pdf"
	HTML     Format = "html"
	Markdown Format = "md"
	XLSX     Format = "xlsx"
	JSON     Format = "json"
)

// Formats lists them in the order in which they are offered.
func Formats() []Format { return []Format{DOCX, PDF, HTML, Markdown, XLSX, JSON} }

// Options say how a document is printed.
type Options struct {
	// Appendix adds a table of every printed figure with its question, its exact value and its data version.
	Appendix bool
	// Root is the address of the server as readers reach it, without a slash at its end: figures link to it. Empty: no links.
	Root string
	// Bulletin is the id that links of figures lead through: ROOT/bulletins/BULLETIN/figures/ID.
	Bulletin string
}
