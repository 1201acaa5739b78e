package dispatch

import (
	"context"
	"errors"
	"time"

	"anlan/access"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/safety"
)

var errNotYet = errors.New("not there yet")

// Request asks for a draft.
type Request struct {
	Case
	// Version is the data version, 0 the newest. AsOf is the day of its judgement; zero is the earlier of the period's end and today.
	Version uint64
	AsOf    safety.Date
	Remark  string
}

// Draft composes a bulletin and keeps it as the next one of its case. Errors are [*warehouse.Error]: forbidden, conflict when
// the case has a bulletin that is neither superseded nor void, and those of composing.
func (b *Bulletins) Draft(ctx context.Context, caller access.Caller, r Request) (*Bulletin, error) {
	return nil, errNotYet
}

// Refresh composes a draft anew of a data version, 0 the newest, and says what changed. What people wrote stays; where figures
// changed that they saw it must be confirmed or written anew before the review.
func (b *Bulletins) Refresh(ctx context.Context, doing Doing, version uint64) (*Bulletin, error) {
	return nil, errNotYet
}

// Text is what a person writes in the place of a section's text, in the editable form; see [bulletin.SectionSource].
type Text struct {
	Section  string
	Language document.Language
	Text     string // empty takes the composed text again
}

// Edit puts a person's text into a draft.
func (b *Bulletins) Edit(ctx context.Context, doing Doing, text Text) (*Bulletin, error) {
	return nil, errNotYet
}

// Confirm says that a person's text holds with the figures as they are now.
func (b *Bulletins) Confirm(ctx context.Context, doing Doing, section string, language document.Language) (*Bulletin, error) {
	return nil, errNotYet
}

// Override takes the responsibility for what holds a draft; the remark must say why.
func (b *Bulletins) Override(ctx context.Context, doing Doing, check string) (*Bulletin, error) {
	return nil, errNotYet
}

// Review takes a draft to the stage Reviewed: everything required is written, nothing is stale, nothing holds it.
func (b *Bulletins) Review(ctx context.Context, doing Doing) (*Bulletin, error) {
	return nil, errNotYet
}

// SendBack takes a reviewed bulletin back to the stage Draft; the remark must say why.
func (b *Bulletins) SendBack(ctx context.Context, doing Doing) (*Bulletin, error) {
	return nil, errNotYet
}

// Issuing is what issuing adds.
type Issuing struct {
	// Number is the 发文字号 as the office's registry gave it out: 桓安办通报〔2023〕1号. Empty takes the next of the series kept here.
	Number    string
	Signer    string
	Date      safety.Date // 成文日期; its year is that of the number
	PrintedOn safety.Date // 印发日期; zero means Date
}

// Issue gives a reviewed bulletin its number, renders it in every format and language, and keeps figures, texts and files for
// good: all of it, or nothing. A correction supersedes the bulletin that it corrects in the same moment.
func (b *Bulletins) Issue(ctx context.Context, doing Doing, issuing Issuing) (*Bulletin, error) {
	return nil, errNotYet
}

// Correct begins the correction of an issued bulletin: a draft of the same case of the newest data, with what people wrote. The
// remark must say why. Until it is issued the other one holds.
func (b *Bulletins) Correct(ctx context.Context, doing Doing) (*Bulletin, error) {
	return nil, errNotYet
}

// Void ends a bulletin for good; the remark must say why. A number that it has stays taken.
func (b *Bulletins) Void(ctx context.Context, doing Doing) (*Bulletin, error) {
	return nil, errNotYet
}

// Bulletin gives a bulletin with what the caller may see of it. Errors are [*warehouse.Error]: not_found when there is none, or
// none that he may see.
func (b *Bulletins) Bulletin(ctx context.Context, caller access.Caller, id string) (*Bulletin, error) {
	return nil, errNotYet
}

// Filter says which bulletins are meant; what is empty means any.
type Filter struct {
	Kind   string
	Region safety.RegionCode
	Period string
	Stage  Stage
	After  string // the id of the bulletin that a list is continued after
	First  int    // at most so many
}

// List lists the bulletins that the caller may see, the latest first, without contents. more says that there may be others.
func (b *Bulletins) List(ctx context.Context, caller access.Caller, f Filter) (list []Bulletin, more bool, err error) {
	return nil, false, errNotYet
}

// Acts lists what was done with a bulletin, in order, to who may see drafts; to others when it was issued, superseded or voided.
func (b *Bulletins) Acts(ctx context.Context, caller access.Caller, id string) ([]Act, error) {
	return nil, errNotYet
}

// Differences are what two bulletins tell otherwise.
type Differences struct {
	Before, After Bulletin // without contents
	Changes       Changes
	Texts         []TextDifference
}

// TextDifference is a section that reads otherwise.
type TextDifference struct {
	Section       string
	Language      document.Language
	Before, After string // plain, a line a paragraph; empty where there was none
}

// Differences compares two bulletins of one kind, region and sector; an empty before means the bulletin of the case before it.
func (b *Bulletins) Differences(ctx context.Context, caller access.Caller, before, after string) (*Differences, error) {
	return nil, errNotYet
}

// Printing says which file is wanted.
type Printing struct {
	Format   render.Format
	Language document.Language
	Appendix bool // with a table of every printed figure: such a file is printed now and is not the one that was issued
}

// Printed is a file. Stored says that its bytes are those that were issued; others are printed now.
type Printed struct {
	File
	Body   []byte
	Stored bool
}

// File gives a bulletin as a file: what was issued byte for byte, and drafts as they stand, marked 草稿. It takes read_records,
// because bulletins name them. What is not as it was stored is not given out.
func (b *Bulletins) File(ctx context.Context, caller access.Caller, id string, p Printing) (*Printed, error) {
	return nil, errNotYet
}

// Traced is a printed figure with the question that it answers.
type Traced struct {
	Bulletin Bulletin // without content
	Figure   document.Figure
	Query    *document.Query // nil when the figure names none
	Data     document.Data
}

// Figure says what a printed figure is and where it comes from.
func (b *Bulletins) Figure(ctx context.Context, caller access.Caller, id string, language document.Language, figure string) (*Traced, error) {
	return nil, errNotYet
}

// Numbered is a number of a series that is taken.
type Numbered struct {
	Series   string // 桓安办通报
	Year     int
	Number   int
	Text     string // 桓安办通报〔2023〕1号
	Bulletin string
	Stage    Stage // of the bulletin: void ones are listed as 作废
	Kept     bool  // taken from the series kept here; otherwise entered from the registry
	IssuedAt time.Time
}

// Numbers lists the numbers of a series and year that are taken, in order. Empty and 0 mean any.
func (b *Bulletins) Numbers(ctx context.Context, caller access.Caller, series string, year int) ([]Numbered, error) {
	return nil, errNotYet
}
