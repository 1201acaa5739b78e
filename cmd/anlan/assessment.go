package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// assessmentCommand looks after results of assessments: what is computed once, kept, and published.
type assessmentCommand struct {
	Run      assessmentRunCommand      `cmd:"" help:"Compute an assessment once and keep it as the next run of its case."`
	List     assessmentListCommand     `cmd:"" help:"List results, the latest first."`
	Show     assessmentShowCommand     `cmd:"" help:"Show a result and what was done with it; with a subject its sheet."`
	Step     assessmentStepCommand     `cmd:"" help:"Take a result one stage forward: feedback, review, approve or publish."`
	SendBack assessmentSendBackCommand `cmd:"" help:"Take a result back to an earlier stage."`
	Void     assessmentVoidCommand     `cmd:"" help:"End a result for good; it can still be read."`
	Appeal   assessmentAppealCommand   `cmd:"" help:"Appeal for a subject against its sheet."`
	Answer   assessmentAnswerCommand   `cmd:"" help:"Answer an appeal."`
	Adjust   assessmentAdjustCommand   `cmd:"" help:"Add or take marks by hand, before the result is approved."`
	Revoke   assessmentRevokeCommand   `cmd:"" help:"Take an adjustment back."`
	Diff     assessmentDiffCommand     `cmd:"" help:"List what two runs of a case tell differently."`
}

// text is a text in both languages, as the contract gives it.
type text struct{ ZH, EN string }

// resultView is a result as the contract gives it.
type resultView struct {
	ID, Stage, Digest, AddedBy string
	Number, Acts               int
	AddedAt                    time.Time
	ChangedAt, PublishedAt     *time.Time
	Whole                      bool
	Case                       struct{ Scheme, Subjects, Region, Level, Peers, Period string }
	Document                   struct {
		SchemeTitle                                        text
		SchemeVersion, SchemeDigest, SchemeSource, Program string
		FullMarks, AsOf                                    string
		DataVersion                                        int
		Subjects                                           []resultSubjectView
	}
}

type resultSubjectView struct {
	Key, Name, Peers, Score string
	Rank                    *int
	Redacted                bool
	Reason                  *text
	Grade                   *struct {
		Name  string
		Title text
	}
	Notes  []text
	Lines  []resultLineView
	Vetoes []struct {
		Title, Rule, Effect text
		Document            string
	}
}

type resultLineView struct {
	Name, Kind, FullMarks, Marks, Given, Lost, Document, Evidence string
	Applies                                                       bool
	Title, Rule                                                   text
	Regain                                                        struct{ Words text }
}

// place prints a rank; none is a dash.
func (s resultSubjectView) place() string {
	if s.Rank == nil {
		return ""
	}
	return strconv.Itoa(*s.Rank)
}

// grade prints a grade in Chinese; none is a dash, or why there is no score.
func (s resultSubjectView) grade() string {
	switch {
	case s.Grade != nil:
		return s.Grade.Title.ZH
	case s.Reason != nil:
		return s.Reason.ZH
	}
	return ""
}

type assessmentListCommand struct {
	asked

	Scheme string `placeholder:"NAME" help:"Only results of this scheme."`
	Region string `placeholder:"CODE" help:"Only results of the subjects of this region."`
	Period string `placeholder:"PERIOD" help:"Only results of this period, as 2026Q1."`
	Stage  string `placeholder:"STAGE" enum:",initial,feedback,review,approved,published,void" default:"" help:"Only results at this stage: initial, feedback, review, approved, published or void."`
	Last   int    `default:"20" help:"So many, up to 100."`
}

// Run prints one line a result.
func (l *assessmentListCommand) Run(a *app) error {
	query := given(map[string]any{"scheme": l.Scheme, "region": l.Region, "period": l.Period, "stage": strings.ToUpper(l.Stage)})
	var answer struct {
		AssessmentResults struct {
			Nodes    []resultView
			PageInfo struct{ HasNextPage bool }
		}
	}
	return a.look(l.asked, "results", map[string]any{"query": query, "first": l.Last}, &answer, func(out io.Writer) error {
		table := newListing(out, "RESULT", "RUN", "STAGE", "SCHEME", "OF", "PERIOD", "SUBJECTS", "DATA", "COMPUTED", "BY", "PUBLISHED")
		for _, r := range answer.AssessmentResults.Nodes {
			of := strings.Join(strings.Fields(r.Case.Region+" "+r.Case.Level+" "+r.Case.Peers), " ")
			table.row(r.ID, r.Number, word(r.Stage), r.Case.Scheme, of, r.Case.Period, len(r.Document.Subjects), r.Document.DataVersion, r.AddedAt, r.AddedBy, r.PublishedAt)
		}
		if answer.AssessmentResults.PageInfo.HasNextPage {
			a.tellf("There are more; --last 100 lists them.\n")
		}
		return table.Flush()
	})
}

type assessmentDiffCommand struct {
	asked

	Result string `arg:"" help:"Id of the later run."`
	Before string `placeholder:"ID" help:"Id of the earlier run; the run before when absent."`
}

// Run prints one line a difference.
func (d *assessmentDiffCommand) Run(a *app) error {
	var answer struct {
		ResultDifferences struct {
			Before, After resultView
			List          []struct {
				Subject, Name, What, Item, Part, Before, After string
				Title                                          text
			}
		}
	}
	return a.look(d.asked, "result_differences", given(map[string]any{"after": d.Result, "before": d.Before}), &answer, func(out io.Writer) error {
		c := answer.ResultDifferences
		if len(c.List) == 0 {
			a.tellf("Runs %d and %d tell the same.\n", c.Before.Number, c.After.Number)
			return nil
		}
		table := newListing(out, "SUBJECT", "NAME", "WHAT", "OF", "PART", fmt.Sprintf("RUN %d", c.Before.Number), fmt.Sprintf("RUN %d", c.After.Number))
		for _, one := range c.List {
			table.row(one.Subject, one.Name, word(one.What), one.Item, one.Part, one.Before, one.After)
		}
		return table.Flush()
	})
}
