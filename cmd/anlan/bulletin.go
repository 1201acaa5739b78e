package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// bulletinCommand looks after dispatch bulletins: drafted from the data, finished by people, issued and kept.
type bulletinCommand struct {
	List     bulletinListCommand     `cmd:"" help:"List bulletins, the latest first."`
	Show     bulletinShowCommand     `cmd:"" help:"Show a bulletin and what was done with it; with a section its text, to be edited."`
	Draft    bulletinDraftCommand    `cmd:"" help:"Draft a bulletin of the newest data."`
	Refresh  bulletinRefreshCommand  `cmd:"" help:"Draft it again of newer data; what people wrote stays."`
	Edit     bulletinEditCommand     `cmd:"" help:"Write a section of a draft."`
	Confirm  bulletinConfirmCommand  `cmd:"" help:"Say that a text holds with the figures that changed under it."`
	Override bulletinOverrideCommand `cmd:"" help:"Take the responsibility for a failed check of the data."`
	Review   bulletinReviewCommand   `cmd:"" help:"Take a draft on, when nothing is missing."`
	SendBack bulletinSendBackCommand `cmd:"" help:"Take a reviewed bulletin back to its draft."`
	Issue    bulletinIssueCommand    `cmd:"" help:"Number, sign and print a reviewed bulletin, and keep it for good."`
	Correct  bulletinCorrectCommand  `cmd:"" help:"Begin the correction of an issued bulletin."`
	Void     bulletinVoidCommand     `cmd:"" help:"End a bulletin for good; its number stays taken."`
	Render   bulletinRenderCommand   `cmd:"" help:"Write a bulletin as files; of a stored JSON file, print it again."`
	Diff     bulletinDiffCommand     `cmd:"" help:"List what two bulletins tell differently."`
	Numbers  bulletinNumbersCommand  `cmd:"" help:"List document numbers that are taken."`
	Kinds    bulletinKindsCommand    `cmd:"" help:"List the kinds of bulletins."`
	Run      bulletinRunCommand      `cmd:"" help:"Draft and write the bulletins of a region or of all below it; what is there already is left alone."`

	Deliveries bulletinDeliveriesCommand `cmd:"" help:"List to whom a bulletin was sent and what they answered."`
	Resend     bulletinResendCommand     `cmd:"" help:"Send a bulletin once more, under the number of the first time."`
}

// bulletinView is a bulletin as the contract gives it.
type bulletinView struct {
	ID, Stage, DocumentNumber, Signer, Date, Title, Digest, DraftedBy, Supersedes, SupersededBy, Reason, AsOf string
	Number, Acts, DataVersion                                                                                 int
	DraftedAt, ChangedAt                                                                                      time.Time
	IssuedAt                                                                                                  *time.Time
	Case                                                                                                      struct{ Kind, Region, Sector, Period string }
	KindTitle, RegionTitle                                                                                    text
	Files                                                                                                     []bulletinFileView
	Content                                                                                                   *bulletinContentView
}

type bulletinFileView struct {
	Format, Language, Name, Address, SHA256 string
	Bytes                                   *int64
}

type bulletinContentView struct {
	Program  string
	Office   struct{ NumberPrefix string }
	Sections []struct {
		Name                       string
		Title                      text
		Written, Required, LeftOut bool
	}
	Texts []struct {
		Section, Language, Generated, Text string
		ByHand                             bool
		Stale                              []figureChangeView
	}
	Holds []struct {
		Check, OverriddenBy, OverriddenFor string
		Reason                             text
	}
	Gaps             []struct{ Section, Language, Reason string }
	Changes          *bulletinChangesView
	Corrected, Bases []figureChangeView
}

type bulletinChangesView struct {
	FromVersion, ToVersion int
	Figures                []figureChangeView
	Sections               []string
}

type figureChangeView struct {
	Figure, Label, Before, After, Printed string
	Lost                                  bool
}

// of names a bulletin in one line.
func (b *bulletinView) of() string {
	name := b.Title
	if name == "" {
		name = b.KindTitle.ZH
	}
	if b.DocumentNumber != "" {
		name = b.DocumentNumber + " " + name
	}
	return strings.TrimSpace(name)
}

type bulletinListCommand struct {
	asked

	Kind   string `placeholder:"NAME" help:"Only bulletins of this kind."`
	Region string `placeholder:"CODE" help:"Only bulletins of this region."`
	Period string `placeholder:"PERIOD" help:"Only bulletins of this period, as 2026-05."`
	Stage  string `placeholder:"STAGE" enum:",draft,reviewed,issued,superseded,void" default:"" help:"Only bulletins at this stage: draft, reviewed, issued, superseded or void."`
	Last   int    `default:"20" help:"So many, up to 100."`
}

// Run prints one line a bulletin.
func (l *bulletinListCommand) Run(a *app) error {
	query := given(map[string]any{"kind": l.Kind, "region": l.Region, "period": l.Period, "stage": strings.ToUpper(l.Stage)})
	var answer struct {
		Bulletins struct {
			Nodes    []bulletinView
			PageInfo struct{ HasNextPage bool }
		}
	}
	return a.look(l.asked, "bulletins", map[string]any{"query": query, "first": l.Last}, &answer, func(out io.Writer) error {
		table := newListing(out, "BULLETIN", "STAGE", "NUMBER", "KIND", "REGION", "SECTOR", "PERIOD", "DATA", "DRAFTED", "BY", "ISSUED", "TITLE")
		for _, b := range answer.Bulletins.Nodes {
			table.row(b.ID, word(b.Stage), b.DocumentNumber, b.Case.Kind, strings.TrimSpace(b.Case.Region+" "+b.RegionTitle.ZH), b.Case.Sector, b.Case.Period, b.DataVersion, b.DraftedAt, b.DraftedBy, b.IssuedAt, b.Title)
		}
		if answer.Bulletins.PageInfo.HasNextPage {
			a.tellf("There are more; --last 100 lists them.\n")
		}
		return table.Flush()
	})
}

type bulletinKindsCommand struct{ asked }

// Run prints one line a version of a kind.
func (k *bulletinKindsCommand) Run(a *app) error {
	var answer struct {
		BulletinKinds []struct {
			Name, EffectiveFrom, Document, DraftTime string
			Title                                    text
			Periods, Levels                          []string
			OfChildren, OfOneSector                  bool
			DraftWorkingDay                          *int
		}
	}
	return a.look(k.asked, "bulletin_kinds", nil, &answer, func(out io.Writer) error {
		table := newListing(out, "KIND", "FROM", "TITLE", "PERIODS", "SECTORS", "LEVELS", "DRAFTED BY ITSELF")
		for _, one := range answer.BulletinKinds {
			sectors, drafted := "all", ""
			if one.OfOneSector {
				sectors = "one"
			}
			if one.DraftWorkingDay != nil {
				drafted = fmt.Sprintf("working day %d, %s", *one.DraftWorkingDay, one.DraftTime)
			}
			table.row(one.Name, one.EffectiveFrom, one.Title.ZH, words(one.Periods), sectors, words(one.Levels), drafted)
		}
		return table.Flush()
	})
}

func words(values []string) string { return word(strings.Join(values, " ")) }

type bulletinNumbersCommand struct {
	asked

	Series string `arg:"" optional:"" help:"机关代字, as 桓安办通报; all when absent."`
	Year   int    `placeholder:"YEAR" help:"Only numbers of this year."`
}

// Run prints one line a number.
func (n *bulletinNumbersCommand) Run(a *app) error {
	variables := given(map[string]any{"series": n.Series})
	if n.Year != 0 {
		variables["year"] = n.Year
	}
	var answer struct {
		BulletinNumbers []struct {
			Text, Bulletin, Stage string
			Kept                  bool
			IssuedAt              time.Time
		}
	}
	return a.look(n.asked, "bulletin_numbers", variables, &answer, func(out io.Writer) error {
		table := newListing(out, "NUMBER", "FROM", "BULLETIN", "STAGE", "ISSUED")
		for _, one := range answer.BulletinNumbers {
			from := "registry"
			if one.Kept {
				from = "series kept here"
			}
			stage := word(one.Stage)
			if one.Stage == "VOID" {
				stage = "void (作废)"
			}
			table.row(one.Text, from, one.Bulletin, stage, one.IssuedAt)
		}
		return table.Flush()
	})
}

type bulletinDiffCommand struct {
	asked

	Bulletin string `arg:"" help:"Id of the later bulletin."`
	Before   string `placeholder:"ID" help:"Id of the earlier one; the one before of the same case when absent."`
}

// Run prints one line a figure, then the sections that read otherwise.
func (d *bulletinDiffCommand) Run(a *app) error {
	var answer struct {
		BulletinDifferences struct {
			Before, After bulletinView
			Changes       bulletinChangesView
			Texts         []struct{ Section, Language, Before, After string }
		}
	}
	return a.look(d.asked, "bulletin_differences", given(map[string]any{"after": d.Bulletin, "before": d.Before}), &answer, func(out io.Writer) error {
		c := answer.BulletinDifferences
		a.tellf("%s of data version %d, then %s of data version %d.\n", c.Before.ID, c.Before.DataVersion, c.After.ID, c.After.DataVersion)
		if len(c.Changes.Figures) == 0 && len(c.Texts) == 0 {
			a.tellf("They tell the same.\n")
			return nil
		}
		if err := printFigureChanges(out, c.Changes.Figures); err != nil {
			return err
		}
		for _, t := range c.Texts {
			_, _ = fmt.Fprintf(out, "\n%s (%s)\n%s%s", t.Section, word(t.Language), marked("- ", t.Before), marked("+ ", t.After))
		}
		return nil
	})
}

// marked puts a mark before every line of a text.
func marked(mark, text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		if line != "" {
			b.WriteString(mark + line + "\n")
		}
	}
	return b.String()
}

func printFigureChanges(out io.Writer, changes []figureChangeView) error {
	if len(changes) == 0 {
		return nil
	}
	table := newListing(out, "FIGURE", "BEFORE", "AFTER", "WHAT", "PRINTED IN")
	for _, c := range changes {
		after := c.After
		if c.Lost {
			after = "(gone)"
		}
		table.row(c.Figure, c.Before, after, c.Label, c.Printed)
	}
	return table.Flush()
}
