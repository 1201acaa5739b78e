package result

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"anlan/state"
)

// Stage is where a run stands.
type Stage string

// The stages, in their order; Void ends a run from any of them.
const (
	Initial   Stage = "initial"                 // 初评: computed, seen by who prepares it
	Feedback  Stage = "feedback"                // 反馈: each subject sees its own sheet, and may appeal
	Review    Stage = "review"                  // 申诉复核: appeals are answered
	Approved  Stage = "approved"                // 审定: nothing is adjusted any more
	Published Stage = state.AssessmentPublished // 公布: all subjects see all lines
	Void      Stage = "void"                    // 作废
)

// Stages lists them in their order.
func Stages() []Stage { return []Stage{Initial, Feedback, Review, Approved, Published, Void} }

// Kind is what an act does.
type Kind string

// The kinds of acts.
const (
	Compute  Kind = "compute"   // the first act of every run
	Send     Kind = "feedback"  // initial → feedback
	Examine  Kind = "review"    // feedback → review
	Approve  Kind = "approve"   // review → approved
	Publish  Kind = "publish"   // approved → published
	Return   Kind = "send_back" // back to an earlier stage, with the reason
	Withdraw Kind = "void"      // → void, with the reason
	Appeal   Kind = "appeal"    // a subject's, against its own sheet
	Answer   Kind = "answer"    // to an appeal
	Adjust   Kind = "adjust"    // marks by hand, with reason and evidence
	Revoke   Kind = "revoke"    // takes an adjustment back, with the reason
)

// Act is what a person did with a run.
type Act struct {
	Number int
	Kind   Kind
	Stage  Stage // where the run stood afterwards
	Who    string
	At     time.Time
	Remark string // the reason; the text of an appeal or of an answer
	Detail
	Document string // the SHA-256 of the result afterwards
}

// Detail is what an act is about; which fields are set depends on its kind.
type Detail struct {
	Subject  string           `json:"subject,omitempty"`  // of appeals, answers and adjustments
	Line     string           `json:"line,omitempty"`     // the line that is meant; empty for the whole
	Marks    *decimal.Decimal `json:"marks,omitempty"`    // added (positive) or taken
	Evidence string           `json:"evidence,omitempty"` // where it rests: a document, a file
	Of       int              `json:"of,omitempty"`       // the act that is answered or taken back
	Upheld   *bool            `json:"upheld,omitempty"`   // whether the appeal was right
}

func actOf(a state.Act) (Act, error) {
	act := Act{Number: a.Number, Kind: Kind(a.Kind), Stage: Stage(a.Stage), Who: a.Who, At: a.At, Remark: a.Remark, Document: a.Document}
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

func (a Act) stored(run string) (state.Act, error) {
	detail, err := json.Marshal(a.Detail)
	if err != nil {
		return state.Act{}, fmt.Errorf("write an act: %w", err)
	}
	return state.Act{
		Of: run, Number: a.Number, Kind: string(a.Kind), Stage: string(a.Stage), Who: a.Who, Remark: a.Remark, Detail: string(detail), Document: a.Document,
	}, nil
}
