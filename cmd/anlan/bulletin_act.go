package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
)

// bulletinActing is what every act on a bulletin takes.
type bulletinActing struct {
	Bulletin string `arg:"" help:"Id of the bulletin."`
	Seen     int    `placeholder:"N" help:"How many acts you saw: with more by now the command is refused."`
}

func (b bulletinActing) with(remark string, more map[string]any) map[string]any {
	variables := map[string]any{"id": b.Bulletin, "seen": b.Seen, "remark": remark}
	for name, value := range more {
		variables[name] = value
	}
	return variables
}

// didBulletin sends an act, says where the bulletin stands now, and prints its id.
func (a *app) didBulletin(name string, variables map[string]any) error {
	return a.withContract(func(ctx context.Context, ask *contract) error {
		b, err := ask.actsOnBulletin(ctx, name, variables)
		if err != nil {
			return err
		}
		a.tellBulletin(b)
		_, err = fmt.Fprintln(a.stdout, b.ID)
		return err
	})
}

// actsOnBulletin sends an act and gives the bulletin as it is now.
func (c *contract) actsOnBulletin(ctx context.Context, name string, variables map[string]any) (*bulletinView, error) {
	answer := map[string]*struct {
		Bulletin *bulletinView
		Faults   []fault
	}{}
	if err := c.asks(ctx, name, variables, &answer); err != nil {
		return nil, err
	}
	for _, one := range answer {
		if err := faultsOf(one.Faults); err != nil {
			return nil, err
		}
		if one.Bulletin != nil {
			return one.Bulletin, nil
		}
	}
	return nil, fmt.Errorf("the answer to %s is empty", name)
}

// tellBulletin says where a bulletin stands, and what is to be done next.
func (a *app) tellBulletin(b *bulletinView) {
	a.tellf("%s: %s after act %d, data version %d.\n", b.of(), word(b.Stage), b.Acts, b.DataVersion)
	if b.Content == nil || b.Stage != "DRAFT" {
		return
	}
	if c := b.Content.Changes; c != nil {
		a.tellf("%d figures changed from data version %d to %d.\n", len(c.Figures), c.FromVersion, c.ToVersion)
	}
	if n := len(b.Content.Corrected); n > 0 {
		a.tellf("It corrects %d figures.\n", n)
	}
	for _, g := range b.Content.Gaps {
		a.tellf("  %s (%s): %s\n", g.Section, word(g.Language), gapWords[g.Reason])
	}
	for _, h := range b.Content.Holds {
		if h.OverriddenBy == "" {
			a.tellf("  held by %s: %s\n", h.Check, h.Reason.ZH)
		}
	}
}

type bulletinDraftCommand struct {
	Kind    string `arg:"" help:"Name of the kind; “anlan bulletin kinds” lists them."`
	Region  string `required:"" placeholder:"CODE" help:"The region."`
	Sector  string `placeholder:"CODE" help:"Only this sector; all when absent."`
	Period  string `required:"" placeholder:"PERIOD" help:"The period, as 2026-05 or 2026H1."`
	Version int    `placeholder:"N" help:"Data version; the newest when absent."`
	AsOf    string `placeholder:"DATE" help:"As of which day; as far as the data reach in the period when absent."`
	Remark  string `help:"A remark, for everybody who wonders."`
}

// Run prints the id of the new draft.
func (d *bulletinDraftCommand) Run(a *app) error {
	return a.didBulletin("draft_bulletin", map[string]any{"draft": draftOf(d.Kind, d.Region, d.Sector, d.Period, d.Version, d.AsOf), "remark": d.Remark})
}

func draftOf(kind, region, sector, period string, version int, asOf string) map[string]any {
	draft := given(map[string]any{"kind": kind, "region": region, "sector": sector, "period": period, "asOf": asOf})
	if version != 0 {
		draft["version"] = version
	}
	return draft
}

type bulletinRefreshCommand struct {
	bulletinActing

	Version int    `placeholder:"N" help:"Data version; the newest when absent."`
	Remark  string `help:"A remark."`
}

// Run says what changed.
func (r *bulletinRefreshCommand) Run(a *app) error {
	more := map[string]any{}
	if r.Version != 0 {
		more["version"] = r.Version
	}
	return a.didBulletin("refresh_bulletin", r.with(r.Remark, more))
}

type bulletinEditCommand struct {
	bulletinActing

	Section string `arg:"" help:"Name of the section."`
	Lang    string `default:"zh" enum:"zh,en" help:"Language of the text: zh or en."`
	Text    string `xor:"text" required:"" help:"The text, a line a paragraph."`
	File    string `xor:"text" required:"" placeholder:"FILE" help:"The file that holds the text; - is standard input."`
	Compose bool   `xor:"text" required:"" help:"Take the composed text again."`
	Remark  string `help:"A remark."`
}

// Run puts the text into the draft.
func (e *bulletinEditCommand) Run(a *app) error {
	text, err := e.text()
	if err != nil {
		return err
	}
	return a.didBulletin("edit_bulletin", e.with(e.Remark, map[string]any{"section": e.Section, "language": strings.ToUpper(e.Lang), "text": text}))
}

func (e *bulletinEditCommand) text() (string, error) {
	if e.Compose {
		return "", nil
	}
	body := []byte(e.Text)
	var err error
	switch e.File {
	case "":
	case "-":
		body, err = io.ReadAll(os.Stdin)
	default:
		body, err = os.ReadFile(e.File)
	}
	text := strings.TrimSpace(strings.ReplaceAll(strings.TrimPrefix(string(body), "\ufeff"), "\r\n", "\n"))
	if err == nil && text == "" {
		err = fmt.Errorf("the text is empty; --compose takes the composed one again")
	}
	if err != nil {
		return "", usageError{err}
	}
	return text, nil
}

type bulletinConfirmCommand struct {
	bulletinActing

	Section string `arg:"" help:"Name of the section."`
	Lang    string `default:"zh" enum:"zh,en" help:"Language of the text: zh or en."`
	Remark  string `help:"A remark."`
}

// Run confirms the text.
func (c *bulletinConfirmCommand) Run(a *app) error {
	return a.didBulletin("confirm_bulletin_text", c.with(c.Remark, map[string]any{"section": c.Section, "language": strings.ToUpper(c.Lang)}))
}

type bulletinOverrideCommand struct {
	bulletinActing

	Check string `arg:"" help:"Name of the check."`
	Why   string `required:"" help:"Why."`
}

// Run overrides the check.
func (o *bulletinOverrideCommand) Run(a *app) error {
	return a.didBulletin("override_bulletin_hold", o.with(o.Why, map[string]any{"check": o.Check}))
}

type bulletinReviewCommand struct {
	bulletinActing

	Remark string `help:"A remark."`
}

// Run reviews the draft.
func (r *bulletinReviewCommand) Run(a *app) error {
	return a.didBulletin("review_bulletin", r.with(r.Remark, nil))
}

type bulletinSendBackCommand struct {
	bulletinActing

	Why string `required:"" help:"Why it goes back."`
}

// Run takes the bulletin back.
func (s *bulletinSendBackCommand) Run(a *app) error {
	return a.didBulletin("send_back_bulletin", s.with(s.Why, nil))
}

type bulletinIssueCommand struct {
	bulletinActing

	Signer    string `required:"" help:"Who signs it."`
	Number    string `placeholder:"NUMBER" help:"发文字号 from the office's registry, as 桓安办通报〔2023〕1号; the next of the series kept here when absent."`
	Date      string `placeholder:"DATE" help:"成文日期; today when absent."`
	PrintedOn string `placeholder:"DATE" help:"印发日期; that of the document when absent."`
	Remark    string `help:"A remark."`
}

// Run issues the bulletin.
func (i *bulletinIssueCommand) Run(a *app) error {
	return a.didBulletin("issue_bulletin", i.with(i.Remark, given(map[string]any{"signer": i.Signer, "number": i.Number, "date": i.Date, "printedOn": i.PrintedOn})))
}

type bulletinCorrectCommand struct {
	bulletinActing

	Why string `required:"" help:"Why."`
}

// Run prints the id of the correction, which is a draft.
func (c *bulletinCorrectCommand) Run(a *app) error {
	return a.didBulletin("correct_bulletin", c.with(c.Why, nil))
}

type bulletinVoidCommand struct {
	bulletinActing

	Why string `required:"" help:"Why it is void."`
}

// Run ends the bulletin.
func (v *bulletinVoidCommand) Run(a *app) error {
	return a.didBulletin("void_bulletin", v.with(v.Why, nil))
}
