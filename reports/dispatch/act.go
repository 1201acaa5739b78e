package dispatch

import (
	"time"

	"anlan/reports/document"
	"anlan/safety"
)

// Kind is what an act does.
type Kind string

// The kinds of acts.
const (
	Compose   Kind = "draft"     // the first act of every bulletin
	Renew     Kind = "refresh"   // figures of newer data; what people wrote stays
	Write     Kind = "edit"      // a person's text in the place of a section's
	Assure    Kind = "confirm"   // a person's text holds with the figures that changed
	Overrule  Kind = "override"  // what holds it, with the reason
	Examine   Kind = "review"    // draft → reviewed
	Return    Kind = "send_back" // reviewed → draft, with the reason
	Sign      Kind = "issue"     // reviewed → issued
	Supersede Kind = "supersede" // issued → superseded: its correction was issued, in the same moment
	Withdraw  Kind = "void"      // → void, with the reason
)

// Act is what a person did with a bulletin.
type Act struct {
	Number int
	Kind   Kind
	Stage  Stage // where the bulletin stood afterwards
	Who    string
	At     time.Time
	Remark string // the reason
	Detail
	Digest string // the SHA-256 of all that was stored of the bulletin afterwards
}

// Detail is what an act is about; which fields are set depends on its kind.
type Detail struct {
	Section        string            `json:"section,omitempty"` // of texts
	Language       document.Language `json:"language,omitempty"`
	Check          string            `json:"check,omitempty"`           // the hold that was overridden
	DataVersion    uint64            `json:"data_version,omitempty"`    // of drafts and refreshes
	DocumentNumber string            `json:"document_number,omitempty"` // of issuing
	Signer         string            `json:"signer,omitempty"`
	Date           safety.Date       `json:"date,omitzero"`
	By             string            `json:"by,omitempty"` // the correction that supersedes
}
