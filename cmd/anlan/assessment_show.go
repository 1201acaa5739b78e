package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

type assessmentShowCommand struct {
	asked

	Result   string `arg:"" help:"Id of the result."`
	Subject  string `arg:"" optional:"" help:"Code or name of a subject: its sheet, line by line."`
	Document bool   `xor:"text" help:"Write the bytes of the result as they were stored."`
	Scheme   bool   `xor:"text" help:"Write the text of the scheme that it was computed by."`
}

// actView is an act as the contract gives it.
type actView struct {
	Number, Of                                        int
	Kind, Stage, Who, Remark, Subject, Line, Evidence string
	Marks                                             string
	Upheld                                            *bool
	At                                                time.Time
}

// Run prints the result and its acts, the sheet of a subject, or the bytes.
func (s *assessmentShowCommand) Run(a *app) error {
	id := map[string]any{"id": s.Result}
	switch {
	case s.Document:
		return s.text(a, "result_bytes")
	case s.Scheme:
		return s.text(a, "result_scheme_text")
	case s.Subject != "":
		var answer struct{ AssessmentResult *resultView }
		return a.look(s.asked, "result_sheet", id, &answer, func(out io.Writer) error {
			if answer.AssessmentResult == nil {
				return noResult(s.Result)
			}
			return s.sheet(out, answer.AssessmentResult.Document.Subjects)
		})
	}
	var answer struct {
		AssessmentResult *resultView
		ResultActs       []actView
	}
	return a.look(s.asked, "result", id, &answer, func(out io.Writer) error {
		if answer.AssessmentResult == nil {
			return noResult(s.Result)
		}
		return printResult(out, answer.AssessmentResult, answer.ResultActs)
	})
}

// text writes a text that is kept, and nothing else.
func (s *assessmentShowCommand) text(a *app, name string) error {
	return a.withContract(func(ctx context.Context, ask *contract) error {
		answer := map[string]*string{}
		if err := ask.asks(ctx, name, map[string]any{"id": s.Result}, &answer); err != nil {
			return err
		}
		for _, text := range answer {
			if text == nil {
				break
			}
			_, err := io.WriteString(a.stdout, *text)
			return err
		}
		return noResult(s.Result)
	})
}

func noResult(id string) error {
	return usageError{fmt.Errorf("there is no result %q; “anlan assessment list” lists them", id)}
}

func printResult(out io.Writer, r *resultView, acts []actView) error {
	d := r.Document
	_, _ = fmt.Fprintf(out, "%s of %s, run %d: %s\n", d.SchemeTitle.ZH, r.Case.Period, r.Number, word(r.Stage))
	_, _ = fmt.Fprintf(out, "scheme %s of %s (sha256 %.12s…), data version %d as of %s, computed by anlan %s\n", r.Case.Scheme, d.SchemeVersion, d.SchemeDigest, d.DataVersion, d.AsOf, d.Program)
	if r.Digest != "" {
		_, _ = fmt.Fprintf(out, "sha256 %s\n", r.Digest)
	}
	table := newListing(out, "RANK", "SUBJECT", "NAME", "SCORE", "GRADE", "NOTES")
	for _, s := range d.Subjects {
		table.row(s.place(), s.Key, s.Name, s.Score, s.grade(), joined(s.Notes))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	done := newListing(out, "ACT", "DID", "NOW", "BY", "AT", "ABOUT", "MARKS", "REMARK", "EVIDENCE")
	for _, act := range acts {
		about := strings.TrimSpace(act.Subject + " " + act.Line)
		if act.Of > 0 {
			about += fmt.Sprintf(" (act %d)", act.Of)
		}
		did := word(act.Kind)
		if act.Upheld != nil {
			did += map[bool]string{true: ": upheld", false: ": rejected"}[*act.Upheld]
		}
		done.row(act.Number, did, word(act.Stage), act.Who, act.At, about, act.Marks, act.Remark, act.Evidence)
	}
	return done.Flush()
}

func joined(texts []text) string {
	words := make([]string, len(texts))
	for i, t := range texts {
		words[i] = t.ZH
	}
	return strings.Join(words, "；")
}

// sheet prints the lines of the subject that is meant.
func (s *assessmentShowCommand) sheet(out io.Writer, subjects []resultSubjectView) error {
	i := slices.IndexFunc(subjects, func(one resultSubjectView) bool { return one.Key == s.Subject || one.Name == s.Subject })
	if i < 0 {
		return usageError{fmt.Errorf("the result has no subject %q, or not for you", s.Subject)}
	}
	one := subjects[i]
	if one.Redacted {
		return errors.New("the reasons of " + one.Name + " are not given to you")
	}
	_, _ = fmt.Fprintf(out, "%s %s: %s, rank %s, %s\n", one.Key, one.Name, cell(one.Score), cell(one.place()), cell(one.grade()))
	table := newListing(out, "LINE", "KIND", "TITLE", "FULL", "MARKS", "GIVEN", "LOST", "RULE", "DOCUMENT", "TO WIN BACK")
	for _, l := range one.Lines {
		source := l.Document
		if l.Evidence != "" {
			source = strings.TrimSpace(source + " " + l.Evidence)
		}
		table.row(l.Name, word(l.Kind), l.Title.ZH, l.FullMarks, l.Marks, l.Given, l.Lost, l.Rule.ZH, source, l.Regain.Words.ZH)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, v := range one.Vetoes {
		_, _ = fmt.Fprintf(out, "veto: %s; %s; %s (%s)\n", v.Title.ZH, v.Rule.ZH, v.Effect.ZH, v.Document)
	}
	if notes := joined(one.Notes); notes != "" {
		_, _ = fmt.Fprintf(out, "%s\n", notes)
	}
	return nil
}
