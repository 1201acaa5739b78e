package result

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// Format is the shape of documents that this program writes. It reads those of every format up to it.
const Format = 1

// Document is the whole result of one run, as it is stored: JSON, keys in the order of these types, numbers that must be exact
// as strings. Subjects stand in the order of their ranks, those without one last.
type Document struct {
	Format int  `json:"format"`
	Case   Case `json:"case"`
	// SchemeTitle, SchemeVersion and SchemeDigest say which text was applied: the scheme's day and the SHA-256 of its file.
	SchemeTitle   warehouse.Text  `json:"scheme_title"`
	SchemeVersion safety.Date     `json:"scheme_version"`
	SchemeDigest  string          `json:"scheme_sha256"`
	SchemeSource  string          `json:"scheme_document"` // the paper that it comes from
	FullMarks     decimal.Decimal `json:"full_marks"`
	// DataVersion, AsOf and Catalogue say what the figures were: the version of the data, the last day that counts, and the hash
	// of the metrics' definitions.
	DataVersion uint64      `json:"data_version"`
	AsOf        safety.Date `json:"as_of"`
	Catalogue   string      `json:"catalogue"`
	Program     string      `json:"program"` // its version
	Facts       []string    `json:"facts"`   // the data sets that the figures rest on
	Subjects    []Subject   `json:"subjects"`
}

// Case names what is assessed: the runs of a case are results of the same.
type Case struct {
	Scheme   string            `json:"scheme"`
	Subjects string            `json:"subjects"` // regions, departments or enterprises
	Region   safety.RegionCode `json:"region"`
	Level    string            `json:"level"` // of the regions: city, county …
	Tree     warehouse.Tree    `json:"tree"`
	Sector   string            `json:"sector"` // of the enterprises; empty for all
	Class    string            `json:"class"`  // of the enterprises; empty for all
	Peers    string            `json:"peers"`  // the named peer group; empty for all
	Period   safety.Period     `json:"period"`
}

// Key is the case in one word.
func (c Case) Key() string {
	return strings.Join([]string{c.Scheme, c.Subjects, string(c.Region), c.Level, string(c.Tree), c.Sector, c.Class, c.Peers, c.Period.String()}, "/")
}

// Subject is what one subject was given and why. The Given of its lines add up to the score exactly.
type Subject struct {
	Key  string `json:"key"` // its code
	Name string `json:"name"`
	// Area is the region whose records it rests on, then every region above: who may see all of one of them may see the subject.
	// It is the region itself, and for departments and enterprises the region of the assessment.
	Area  []safety.RegionCode `json:"area"`
	Peers string              `json:"peers,omitempty"` // its peer group in the scheme
	// Redacted says that the reasons are not the caller's to see. It is never stored.
	Redacted bool             `json:"-"`
	Score    *decimal.Decimal `json:"score"`            // null when nothing that is known applies
	Reason   *warehouse.Text  `json:"reason,omitempty"` // why there is no score
	Rank     int              `json:"rank"`             // among its peer group; 0 without a score
	Grade    Grade            `json:"grade"`
	Notes    []warehouse.Text `json:"notes,omitempty"` // what else decided the grade: a quota, a veto
	Lines    []Line           `json:"lines"`
	Vetoes   []Veto           `json:"vetoes,omitempty"`
	Figures  []Figure         `json:"figures"` // all that the lines and vetoes rest on, by name
}

// Grade is a band of the scheme.
type Grade struct {
	Name  string         `json:"name"`
	Title warehouse.Text `json:"title"`
}

// Line is what one line of the scheme, or an adjustment by hand, gave.
type Line struct {
	Name       string          `json:"name"`
	Title      warehouse.Text  `json:"title"`
	Group      string          `json:"group,omitempty"`
	GroupTitle *warehouse.Text `json:"group_title,omitempty"`
	Kind       string          `json:"kind"` // as in reports/scheme: scored, bonus, deduction, cap, veto, adjustment, rounding
	FullMarks  decimal.Decimal `json:"full_marks"`
	Marks      decimal.Decimal `json:"marks"`
	Given      decimal.Decimal `json:"given"`
	Lost       decimal.Decimal `json:"lost"`
	Applies    bool            `json:"applies"`
	Inputs     []string        `json:"inputs,omitempty"` // names of figures, the leading one first
	Comparison *Comparison     `json:"comparison,omitempty"`
	Rule       warehouse.Text  `json:"rule"` // in words, with the figures put in
	Document   string          `json:"document,omitempty"`
	Regain     *Regain         `json:"regain,omitempty"`
	Evidence   string          `json:"evidence,omitempty"`
	// Act is the number of the act that made an adjustment; 0 for lines of the scheme.
	Act int `json:"act,omitempty"`
}

// Comparison is what a rule compared the leading figure with.
type Comparison struct {
	With string `json:"with"`
	Value
}

// Regain is what would have won the lost marks back.
type Regain struct {
	Words  warehouse.Text   `json:"words"`
	Figure *decimal.Decimal `json:"figure,omitempty"`
	Count  *decimal.Decimal `json:"count,omitempty"`
	Final  bool             `json:"final,omitempty"` // they are lost for the period
}

// Veto is a veto (一票否决) that was triggered.
type Veto struct {
	Name     string         `json:"name"`
	Title    warehouse.Text `json:"title"`
	Inputs   []string       `json:"inputs,omitempty"`
	Rule     warehouse.Text `json:"rule"`
	Effect   warehouse.Text `json:"effect"`
	Document string         `json:"document,omitempty"`
}

// Value is a figure: exactly, as a fraction, and as people are shown it. Both are absent when it is unknown.
type Value struct {
	State warehouse.State  `json:"state"`
	Exact string           `json:"exact,omitempty"`
	Shown *decimal.Decimal `json:"shown,omitempty"`
}

// Figure is a named figure of a subject.
type Figure struct {
	Name string `json:"name"`
	Value
	Numerator      *decimal.Decimal `json:"numerator,omitempty"`
	Denominator    *decimal.Decimal `json:"denominator,omitempty"`
	PreviousYear   *Value           `json:"previous_year,omitempty"`
	PreviousPeriod *Value           `json:"previous_period,omitempty"`
	Remark         string           `json:"remark,omitempty"`
	Evidence       string           `json:"evidence,omitempty"`
}

// Encode gives the bytes of a document. The same document always has the same bytes.
func (d *Document) Encode() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(d); err != nil {
		return nil, fmt.Errorf("write a result: %w", err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// Decode reads a document. One of a later format is refused.
func Decode(body []byte) (*Document, error) {
	var d Document
	if err := json.Unmarshal(body, &d); err != nil {
		return nil, fmt.Errorf("read a result: %w", err)
	}
	if d.Format < 1 || d.Format > Format {
		return nil, fmt.Errorf("read a result: it has the format %d, this program knows those up to %d: use the newer program", d.Format, Format)
	}
	return &d, nil
}

// head is a document without reasons, for lists.
func (d *Document) head() (string, error) {
	short := *d
	short.Subjects = make([]Subject, len(d.Subjects))
	for i, s := range d.Subjects {
		short.Subjects[i] = Subject{Key: s.Key, Name: s.Name, Area: s.Area}
	}
	body, err := short.Encode()
	return string(body), err
}

// Subject finds a subject by its code; nil when it was not assessed.
func (d *Document) Subject(key string) *Subject {
	i := slices.IndexFunc(d.Subjects, func(s Subject) bool { return s.Key == key })
	if i < 0 {
		return nil
	}
	return &d.Subjects[i]
}

// Line finds a line by its name.
func (s *Subject) Line(name string) *Line {
	i := slices.IndexFunc(s.Lines, func(l Line) bool { return l.Name == name })
	if i < 0 {
		return nil
	}
	return &s.Lines[i]
}

// Figure finds a figure by its name.
func (s *Subject) Figure(name string) *Figure {
	i := slices.IndexFunc(s.Figures, func(f Figure) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &s.Figures[i]
}
