package dispatch

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"anlan/access"
	"anlan/reports/document"
	"anlan/safety"
	"anlan/state"
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
	Check          string            `json:"check,omitempty"` // the hold that was overridden
	DataVersion    uint64            `json:"data_version"`    // of the figures afterwards
	AsOf           safety.Date       `json:"as_of"`
	DocumentNumber string            `json:"document_number,omitempty"` // of issuing
	Signer         string            `json:"signer,omitempty"`
	Date           safety.Date       `json:"date,omitzero"`
	PrintedOn      safety.Date       `json:"printed_on,omitzero"`
	Files          []File            `json:"files,omitempty"`
	By             string            `json:"by,omitempty"` // the correction that supersedes
}

func actOf(a state.Act) (Act, error) {
	act := Act{Number: a.Number, Kind: Kind(a.Kind), Stage: Stage(a.Stage), Who: a.Who, At: a.At, Remark: a.Remark, Digest: a.Document}
	if err := json.Unmarshal([]byte(a.Detail), &act.Detail); err != nil {
		return Act{}, fmt.Errorf("read act %d of %s: %w", a.Number, a.Of, err)
	}
	return act, nil
}

func actsOf(stored []state.Act) ([]Act, error) {
	acts := make([]Act, len(stored))
	for i, one := range stored {
		var err error
		if acts[i], err = actOf(one); err != nil {
			return nil, err
		}
	}
	return acts, nil
}

func (a Act) stored(of string) (state.Act, error) {
	detail, err := encode(a.Detail)
	return state.Act{
		Of: of, Number: a.Number, Kind: string(a.Kind), Stage: string(a.Stage), Who: a.Who, Remark: a.Remark, Detail: string(detail), Document: a.Digest,
	}, err
}

// step is what an act does: from where, to where, whether what the bulletin says may be another afterwards, and who may do it: who
// has one of the permissions.
type step struct {
	from    []Stage
	to      Stage
	changes bool
	needs   []access.Permission
}

// steps is the whole law of a bulletin: what is not in it cannot have happened.
var steps = map[Kind]step{
	Compose:   {[]Stage{""}, Draft, true, []access.Permission{access.DraftBulletins}},
	Renew:     {[]Stage{Draft}, Draft, true, []access.Permission{access.DraftBulletins}},
	Write:     {[]Stage{Draft}, Draft, true, []access.Permission{access.DraftBulletins}},
	Assure:    {[]Stage{Draft}, Draft, true, []access.Permission{access.DraftBulletins}},
	Overrule:  {[]Stage{Draft}, Draft, true, []access.Permission{access.ReviewBulletins}},
	Examine:   {[]Stage{Draft}, Reviewed, false, []access.Permission{access.ReviewBulletins}},
	Return:    {[]Stage{Reviewed}, Draft, false, []access.Permission{access.ReviewBulletins, access.IssueBulletins}},
	Sign:      {[]Stage{Reviewed}, Issued, true, []access.Permission{access.IssueBulletins}},
	Supersede: {[]Stage{Issued}, Superseded, false, []access.Permission{access.IssueBulletins}},
	Withdraw:  {[]Stage{Draft, Reviewed, Issued}, Void, false, []access.Permission{access.DraftBulletins, access.IssueBulletins}}, // issued: who may issue
}

// followed says what of a bulletin's acts cannot have been done as it is stored.
func followed(acts []Act) error {
	var stage Stage
	digest := ""
	for i, a := range acts {
		way, known := steps[a.Kind]
		switch {
		case a.Number != i+1:
			return fmt.Errorf("act %d is missing", i+1)
		case !known || a.Stage != way.to || !slices.Contains(way.from, stage):
			return fmt.Errorf("act %d (%s to %s) cannot follow on %q", a.Number, a.Kind, a.Stage, stage)
		case !way.changes && a.Digest != digest:
			return fmt.Errorf("act %d (%s) names another content than the one before it", a.Number, a.Kind)
		}
		stage, digest = a.Stage, a.Digest
	}
	return nil
}
