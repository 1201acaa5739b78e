package main

import (
	"context"
	"fmt"
	"strings"
)

// acting is what every act on a result takes.
type acting struct {
	Result string `arg:"" help:"Id of the result."`
	Seen   int    `placeholder:"N" help:"How many acts you saw: with more by now the command is refused."`
}

// decided sends an act, says where the result stands now, and prints its id.
func (a *app) decided(name string, variables map[string]any) error {
	return a.withContract(func(ctx context.Context, ask *contract) error {
		answer := map[string]*struct {
			Result *resultView
			Faults []fault
		}{}
		if err := ask.asks(ctx, name, variables, &answer); err != nil {
			return err
		}
		for _, one := range answer {
			if err := faultsOf(one.Faults); err != nil {
				return err
			}
			r := one.Result
			if r == nil {
				break
			}
			a.tellf("%s of %s for %s: run %d stands at %s after act %d.\n", r.Case.Scheme, r.Case.Region, r.Case.Period, r.Number, word(r.Stage), r.Acts)
			_, err := fmt.Fprintln(a.stdout, r.ID)
			return err
		}
		return fmt.Errorf("the answer to %s is empty", name)
	})
}

type assessmentRunCommand struct {
	Scheme  string `placeholder:"NAME" help:"Name of the scheme; the default one when absent."`
	Region  string `required:"" placeholder:"CODE" help:"The region whose subjects are assessed."`
	Level   string `placeholder:"LEVEL" enum:",city,county,town,village,grid" default:"" help:"Level of the regions: city, county, town, village or grid; those directly below when absent."`
	Peers   string `placeholder:"NAME" help:"One of the scheme's peer groups; all when absent."`
	Sector  string `placeholder:"NAME" help:"Only enterprises of this sector."`
	Class   string `placeholder:"NAME" help:"Only enterprises of this class."`
	Period  string `required:"" placeholder:"PERIOD" help:"The period, as 2026Q1; it must be over."`
	Version uint64 `placeholder:"N" help:"Data version; the newest when absent."`
	Remark  string `help:"A remark, for everybody who wonders."`
}

// Run prints the id of the new result.
func (r *assessmentRunCommand) Run(a *app) error {
	query := given(map[string]any{"scheme": r.Scheme, "region": r.Region, "level": strings.ToUpper(r.Level), "peers": r.Peers, "sector": r.Sector, "class": r.Class, "period": r.Period, "version": r.Version})
	return a.decided("compute_result", map[string]any{"query": query, "remark": r.Remark})
}

type assessmentStepCommand struct {
	acting

	Step   string `arg:"" enum:"feedback,review,approve,publish" help:"feedback, review, approve or publish."`
	Remark string `help:"A remark."`
}

// Run takes the step.
func (s *assessmentStepCommand) Run(a *app) error {
	return a.decided("step_result", map[string]any{"id": s.Result, "step": strings.ToUpper(s.Step), "seen": s.Seen, "remark": s.Remark})
}

type assessmentSendBackCommand struct {
	acting

	Stage string `arg:"" enum:"initial,feedback,review" help:"initial, feedback or review."`
	Why   string `required:"" help:"Why it goes back."`
}

// Run takes the result back.
func (s *assessmentSendBackCommand) Run(a *app) error {
	return a.decided("send_back_result", map[string]any{"id": s.Result, "to": strings.ToUpper(s.Stage), "seen": s.Seen, "remark": s.Why})
}

type assessmentVoidCommand struct {
	acting

	Why string `required:"" help:"Why it is void."`
}

// Run ends the result.
func (v *assessmentVoidCommand) Run(a *app) error {
	return a.decided("void_result", map[string]any{"id": v.Result, "seen": v.Seen, "remark": v.Why})
}

type assessmentAppealCommand struct {
	Result  string `arg:"" help:"Id of the result."`
	Subject string `arg:"" help:"Code of the subject."`
	Line    string `placeholder:"NAME" help:"The line that is meant; the whole sheet when absent."`
	Text    string `required:"" help:"What the appeal is."`
}

// Run files the appeal.
func (p *assessmentAppealCommand) Run(a *app) error {
	return a.decided("appeal_result", given(map[string]any{"id": p.Result, "subject": p.Subject, "line": p.Line, "remark": p.Text}))
}

type assessmentAnswerCommand struct {
	acting

	Appeal   int    `arg:"" help:"Number of the appeal's act."`
	Upheld   bool   `xor:"answer" required:"" help:"The appeal is right."`
	Rejected bool   `xor:"answer" required:"" help:"It is not."`
	Text     string `required:"" help:"The answer."`
}

// Run answers the appeal.
func (n *assessmentAnswerCommand) Run(a *app) error {
	return a.decided("answer_appeal", map[string]any{"id": n.Result, "appeal": n.Appeal, "upheld": n.Upheld, "seen": n.Seen, "remark": n.Text})
}

type assessmentAdjustCommand struct {
	acting

	Subject  string `arg:"" help:"Code of the subject."`
	Marks    string `required:"" placeholder:"N" help:"Marks to add, or to take: --marks=-0.5."`
	Line     string `placeholder:"NAME" help:"The line that it corrects; the score as a whole when absent."`
	Reason   string `required:"" help:"Why."`
	Evidence string `required:"" help:"Where it rests: a document and its number."`
}

// Run adjusts the score.
func (j *assessmentAdjustCommand) Run(a *app) error {
	return a.decided("adjust_result", given(map[string]any{
		"id": j.Result, "subject": j.Subject, "marks": j.Marks, "line": j.Line, "remark": j.Reason, "evidence": j.Evidence, "seen": j.Seen,
	}))
}

type assessmentRevokeCommand struct {
	acting

	Adjustment int    `arg:"" help:"Number of the adjustment's act."`
	Why        string `required:"" help:"Why."`
}

// Run takes the adjustment back.
func (r *assessmentRevokeCommand) Run(a *app) error {
	return a.decided("revoke_adjustment", map[string]any{"id": r.Result, "adjustment": r.Adjustment, "seen": r.Seen, "remark": r.Why})
}
