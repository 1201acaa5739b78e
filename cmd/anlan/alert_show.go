package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

type alertShowCommand struct {
	asked

	ID string `arg:"" help:"Id of the warning."`
}

// alertEventView is an event as the contract gives it.
type alertEventView struct {
	At                          time.Time
	Event, Severity, By, Remark string
	Reason                      text
	Version                     int
}

// Run prints one thing a line, then what happened, the latest first.
func (s *alertShowCommand) Run(a *app) error {
	var answer struct {
		Alert       *alertView
		AlertEvents []alertEventView
	}
	return a.look(s.asked, "alert", map[string]any{"id": s.ID}, &answer, func(out io.Writer) error {
		if answer.Alert == nil {
			return usageError{fmt.Errorf("there is no warning %q, or not for you; “anlan alert list” lists them", s.ID)}
		}
		if err := answer.Alert.print(out); err != nil {
			return err
		}
		table := newListing(out, "AT", "WHAT", "SEVERITY", "BY", "VERSION", "REASON OR REMARK")
		for _, e := range answer.AlertEvents {
			said := e.Reason.ZH
			if e.By != "" {
				said = e.Remark
			}
			table.row(e.At, word(e.Event), word(e.Severity), e.By, e.Version, said)
		}
		return table.Flush()
	})
}

func (one *alertView) print(out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	line := func(name, format string, args ...any) { _, _ = fmt.Fprintf(table, name+"\t"+format+"\n", args...) }
	line("warning", "%s, %s (%s)", one.ID, one.Title.ZH, one.Rule)
	if one.On {
		line("state", "on, %s (highest %s), since %s, last seen %s in data version %d", word(one.Severity), word(one.Highest), clock(one.FirstSeen), clock(one.LastSeen), one.Version)
	} else {
		line("state", "%s at %s: %s", word(one.Ended), clock(*one.ClearedAt), one.EndReason.ZH)
	}
	line("reason", "%s", one.Reason.ZH)
	line("", "%s", one.Reason.EN)
	if one.Times > 1 {
		line("raised", "%d times", one.Times)
	}
	about := []string{one.Subject.Region, one.Subject.RegionName}
	for _, more := range []string{one.Subject.SectorName, one.Subject.Enterprise, one.Subject.EnterpriseName, one.Subject.System, one.Subject.Record} {
		if more != "" {
			about = append(about, more)
		}
	}
	line("about", "%s, as of %s", strings.Join(about, " "), one.AsOf)
	for _, f := range one.Figures {
		line("figure", "%s %s%s", f.Title.ZH, f.Value, f.Unit)
	}
	if one.Document != "" {
		line("document", "%s", one.Document)
	}
	if ack := one.Acknowledged; ack != nil {
		line("acknowledged", "by %s at %s as %s: %s", ack.By, clock(ack.At), word(ack.Severity), cell(ack.Remark))
	}
	return table.Flush()
}
