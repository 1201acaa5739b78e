package main

import (
	"io"
	"time"
)

type etlNoticesCommand struct {
	asked

	Last int `default:"20" help:"So many notices, up to 200."`
}

// outageView is something that is wrong, as the contract gives it.
type outageView struct {
	Subject, Kind string
	Since, ToldAt time.Time
}

// Run prints what is wrong, then the notices, the latest first.
func (n *etlNoticesCommand) Run(a *app) error {
	var answer struct {
		Outages []outageView
		Notices []struct {
			Subject, Kind, State, Message string
			CreatedAt, SentAt             time.Time
			Attempts                      int
		}
	}
	return a.look(n.asked, "notices", map[string]any{"first": n.Last}, &answer, func(out io.Writer) error {
		if err := printOutages(out, answer.Outages); err != nil {
			return err
		}
		table := newListing(out, "NOTICE OF", "ABOUT", "AT", "STATE", "TRIES", "SENT", "ERROR")
		for _, one := range answer.Notices {
			table.row(one.Kind, one.Subject, one.CreatedAt, word(one.State), one.Attempts, one.SentAt, clipped(one.Message))
		}
		return table.Flush()
	})
}

// printOutages prints what is wrong, if something is.
func printOutages(out io.Writer, outages []outageView) error {
	if len(outages) == 0 {
		return nil
	}
	table := newListing(out, "WRONG", "WHAT", "SINCE", "TOLD")
	for _, o := range outages {
		table.row(o.Subject, o.Kind, o.Since, o.ToldAt)
	}
	return table.Flush()
}

type etlAuditsCommand struct {
	asked

	Last int `default:"50" help:"So many, up to 200."`
}

// Run prints one line a thing that somebody did.
func (c *etlAuditsCommand) Run(a *app) error {
	var answer struct {
		Audits []struct {
			At                           time.Time
			Who, Action, Subject, Detail string
		}
	}
	return a.look(c.asked, "audits", map[string]any{"first": c.Last}, &answer, func(out io.Writer) error {
		table := newListing(out, "AT", "WHO", "DID", "TO", "DETAIL")
		for _, one := range answer.Audits {
			table.row(one.At, one.Who, one.Action, one.Subject, one.Detail)
		}
		return table.Flush()
	})
}
