package dispatch

import (
	"time"

	"anlan/access"
	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/safety"
	"anlan/warehouse"
)

// Stage is where a bulletin stands.
type Stage string

// The stages. Void ends a bulletin from any of the others.
const (
	Draft      Stage = "draft"      // 拟稿: people write in it, figures are refreshed
	Reviewed   Stage = "reviewed"   // 核稿: nothing changes until it is issued or sent back
	Issued     Stage = "issued"     // 签发, 编号: it never changes again
	Superseded Stage = "superseded" // a correction was issued in its place; it can still be read
	Void       Stage = "void"       // 作废; its number stays taken
)

// Stages lists them in their order.
func Stages() []Stage { return []Stage{Draft, Reviewed, Issued, Superseded, Void} }

// Case names what a bulletin tells of. Of one case there is at most one bulletin that is neither superseded nor void, but for its
// correction while that is prepared.
type Case struct {
	Kind   string            `json:"kind"`
	Region safety.RegionCode `json:"region"`
	Sector string            `json:"sector,omitempty"` // empty: all sectors
	Period safety.Period     `json:"period"`
}

// Key is the case in one word.
func (c Case) Key() string {
	return c.Kind + "/" + string(c.Region) + "/" + c.Sector + "/" + c.Period.String()
}

// Bulletin is one bulletin as it stands.
type Bulletin struct {
	ID     string
	Number int // counts the bulletins of its case, from 1
	Case   Case
	Stage  Stage

	KindTitle, RegionTitle, SectorTitle warehouse.Text
	Title                               map[document.Language]string

	DocumentNumber string      // 发文字号; empty until it is issued
	Signer         string      // who signed it; empty until it is issued
	Date           safety.Date // 成文日期; zero until it is issued
	PrintedOn      safety.Date // 印发日期; zero until it is issued

	Acts      int // how many there are: an act may name the number that its author saw; 0 for who sees issued ones only
	DraftedAt time.Time
	DraftedBy string    // empty for who sees issued ones only
	ChangedAt time.Time // of the last act
	IssuedAt  time.Time // zero until it was

	Supersedes   string // the bulletin that it corrects; empty for others
	SupersededBy string // the correction that was issued in its place
	Reason       string // of a correction: why

	DataVersion uint64
	AsOf        safety.Date
	Digest      string // SHA-256 of all that is stored of it as it stands
	Files       []File // those issued; none before

	// Content is its texts and figures; nil in lists, and for who may not read records: bulletins name them.
	Content *Content
}

// File is one rendering that was issued.
type File struct {
	Format   render.Format     `json:"format"`
	Language document.Language `json:"language"`
	Name     string            `json:"name"` // for who saves it: 桓安办通报〔2023〕1号 title.docx
	Bytes    int               `json:"bytes"`
	SHA256   string            `json:"sha256"`
}

// Content is what a bulletin says.
type Content struct {
	// Composition holds documents, sections (with what people wrote and which of it is stale) and what holds it. Once it is issued
	// its documents are those that were printed.
	Composition *bulletin.Composition
	// Overrides are the holds that a person overrode, with the reason.
	Overrides []Override
	// Changes says what the last refresh changed; nil when there was none.
	Changes *Changes
	// Corrected are the figures that a correction prints otherwise than the bulletin that it supersedes, of every language once.
	Corrected []Correction
	// Bases are figures that an earlier bulletin printed of a period that this one compares with, and that were corrected since.
	Bases []Correction
	// Gaps is what people must still do before it can be reviewed.
	Gaps []bulletin.Gap
	// Holds are those that nobody overrode.
	Holds []bulletin.Hold
}

// Override is a hold that a person took the responsibility for.
type Override struct {
	Check  string         `json:"check"`
	Found  warehouse.Text `json:"found"`  // what the check had found
	Reason string         `json:"reason"` // why the bulletin is issued all the same
	By     string         `json:"by"`
}

// Changes is what a draft tells otherwise than the one before.
type Changes struct {
	FromVersion uint64                  `json:"from_version"` // of the data
	ToVersion   uint64                  `json:"to_version"`
	Figures     []bulletin.FigureChange `json:"figures,omitempty"`
	Sections    []string                `json:"sections,omitempty"` // whose texts read otherwise, by name
}

// Correction is one figure as it was printed and as it is today.
type Correction struct {
	bulletin.FigureChange
	// Printed names the document that printed it: 桓安办通报〔2023〕1号.
	Printed string `json:"printed"`
}

// Doing says who acts on which bulletin, and what he saw of it.
type Doing struct {
	Caller   access.Caller
	Bulletin string
	// Seen is the number of acts that the caller saw: when there are more by now the act is refused with a conflict, but for texts
	// of sections that nobody else touched since. 0 takes the bulletin as it is.
	Seen   int
	Remark string
}
