package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

type bulletinShowCommand struct {
	asked

	Bulletin string `arg:"" help:"Id of the bulletin."`
	Section  string `arg:"" optional:"" help:"Name of a section: its text, as “edit” takes it."`
	Lang     string `default:"zh" enum:"zh,en" help:"Language of texts: zh or en."`
	Composed bool   `help:"Of a section, the composed text even where a person wrote another."`
	Figures  bool   `xor:"what" help:"Every figure that it prints, with its exact number and where to see more."`
}

// Run prints the bulletin with its acts, the text of a section, or the figures.
func (s *bulletinShowCommand) Run(a *app) error {
	variables := map[string]any{"id": s.Bulletin, "language": strings.ToUpper(s.Lang)}
	if s.Figures {
		return s.figures(a, variables)
	}
	var answer struct {
		Bulletin     *bulletinView
		BulletinActs []bulletinActView
	}
	return a.look(s.asked, "bulletin", variables, &answer, func(out io.Writer) error {
		b := answer.Bulletin
		switch {
		case b == nil:
			return noBulletin(s.Bulletin)
		case s.Section != "":
			return s.text(out, b)
		}
		printBulletin(out, b)
		done := newListing(out, "ACT", "DID", "NOW", "BY", "AT", "ABOUT", "REMARK")
		for _, act := range answer.BulletinActs {
			about := strings.TrimSpace(strings.Join([]string{act.Section, word(act.Language), act.Check, act.DocumentNumber, act.Signer, act.By}, " "))
			if act.DataVersion != nil {
				about = strings.TrimSpace(fmt.Sprintf("%s data version %d", about, *act.DataVersion))
			}
			done.row(act.Number, word(act.Kind), word(act.Stage), act.Who, act.At, about, act.Remark)
		}
		return done.Flush()
	})
}

// bulletinActView is an act as the contract gives it.
type bulletinActView struct {
	Number                                                                               int
	Kind, Stage, Who, Remark, Section, Language, Check, DocumentNumber, Signer, Date, By string
	DataVersion                                                                          *int
	At                                                                                   time.Time
}

func noBulletin(id string) error {
	return usageError{fmt.Errorf("there is no bulletin %q; “anlan bulletin list” lists them", id)}
}

// text prints a section's text and nothing else.
func (s *bulletinShowCommand) text(out io.Writer, b *bulletinView) error {
	if b.Content == nil {
		return fmt.Errorf("the texts of %s are not given to you", b.ID)
	}
	var names []string
	for _, t := range b.Content.Texts {
		if t.Section != s.Section {
			names = append(names, t.Section)
			continue
		}
		if word(t.Language) != s.Lang {
			continue
		}
		body := t.Text
		if s.Composed {
			body = t.Generated
		}
		_, err := fmt.Fprintln(out, strings.TrimRight(body, "\n"))
		return err
	}
	return usageError{fmt.Errorf("the bulletin has no section %q in %s; expected %s", s.Section, s.Lang, strings.Join(slices.Compact(names), ", "))}
}

func (s *bulletinShowCommand) figures(a *app, variables map[string]any) error {
	var answer struct {
		Bulletin *struct {
			Content *struct {
				Figures []struct{ ID, Text, Label, Unit, Exact, State, Query, Address string }
			}
		}
	}
	return a.look(s.asked, "bulletin_figures", variables, &answer, func(out io.Writer) error {
		switch {
		case answer.Bulletin == nil:
			return noBulletin(s.Bulletin)
		case answer.Bulletin.Content == nil:
			return fmt.Errorf("the figures of %s are not given to you", s.Bulletin)
		}
		table := newListing(out, "FIGURE", "PRINTED", "EXACT", "UNIT", "STATE", "WHAT")
		for _, f := range answer.Bulletin.Content.Figures {
			table.row(f.ID, f.Text, f.Exact, f.Unit, word(f.State), f.Label)
		}
		return table.Flush()
	})
}

func printBulletin(out io.Writer, b *bulletinView) {
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(out, format+"\n", args...) }
	say("%s", b.of())
	say("%s, bulletin %d of %s %s %s%s: %s", b.ID, b.Number, b.Case.Kind, strings.TrimSpace(b.Case.Region+" "+b.RegionTitle.ZH), b.Case.Period, before(" ", b.Case.Sector), word(b.Stage))
	say("data version %d as of %s%s", b.DataVersion, b.AsOf, before(", sha256 ", b.Digest))
	if b.Signer != "" {
		say("signed by %s, dated %s", b.Signer, b.Date)
	}
	if b.Supersedes != "" {
		say("corrects %s: %s", b.Supersedes, b.Reason)
	}
	if b.SupersededBy != "" {
		say("superseded by %s", b.SupersededBy)
	}
	for _, f := range b.Files {
		if f.Bytes != nil {
			say("%s %s  %s bytes  sha256 %s  %s", word(f.Language), word(f.Format), count(*f.Bytes), f.SHA256, f.Name)
		}
	}
	if b.Content != nil {
		printTasks(out, b)
	}
	say("")
}

func before(mark, text string) string {
	if text == "" {
		return ""
	}
	return mark + text
}

// printTasks says how the sections stand, and what people must still do.
func printTasks(out io.Writer, b *bulletinView) {
	c := b.Content
	table := newListing(out, "SECTION", "TITLE", "TEXT", "TO DO")
	for _, s := range c.Sections {
		by, todo := "composed", ""
		for _, t := range c.Texts {
			if t.Section == s.Name && t.ByHand {
				by = "written by a person"
			}
		}
		switch {
		case s.LeftOut:
			by = "left out"
		case s.Written && by == "composed":
			by = "for people to write"
		}
		for _, g := range c.Gaps {
			if g.Section == s.Name {
				todo = strings.TrimSpace(todo + " " + gapWords[g.Reason] + " (" + word(g.Language) + ")")
			}
		}
		table.row(s.Name, s.Title.ZH, by, todo)
	}
	_ = table.Flush()
	for _, h := range c.Holds {
		if h.OverriddenBy != "" {
			_, _ = fmt.Fprintf(out, "overridden by %s (%s): %s: %s\n", h.OverriddenBy, h.OverriddenFor, h.Check, h.Reason.ZH)
			continue
		}
		_, _ = fmt.Fprintf(out, "held: %s: %s\n", h.Check, h.Reason.ZH)
	}
	if c.Changes != nil {
		_, _ = fmt.Fprintf(out, "changed by the last refresh, data version %d to %d:\n", c.Changes.FromVersion, c.Changes.ToVersion)
		_ = printFigureChanges(out, c.Changes.Figures)
	}
	for title, list := range map[string][]figureChangeView{"corrected": c.Corrected, "printed otherwise before": c.Bases} {
		if len(list) > 0 {
			_, _ = fmt.Fprintf(out, "%s:\n", title)
			_ = printFigureChanges(out, list)
		}
	}
}

var gapWords = map[string]string{"NOT_WRITTEN": "write it", "UNREAD": "figures changed: confirm it or write it anew", "LOST": "a figure of it is gone: write it anew"}
