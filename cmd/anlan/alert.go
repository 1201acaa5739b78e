package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"
)

// alertCommand looks after warnings.
type alertCommand struct {
	List     alertListCommand     `cmd:"" help:"List warnings, the gravest first."`
	Show     alertShowCommand     `cmd:"" help:"Show a warning and what happened to it."`
	Ack      alertAckCommand      `cmd:"" help:"Take note of a warning; it stays on until it clears."`
	Rules    alertRulesCommand    `cmd:"" help:"List the rules of warnings in words."`
	Evaluate alertEvaluateCommand `cmd:"" help:"Judge the newest data now, as is done after every load and at midnight by itself."`
}

// alertView is a warning as the contract gives it.
type alertView struct {
	ID, Rule, Kind, Severity, Highest, Document, Ended, AsOf string
	Title, Reason, EndReason                                 text
	On                                                       bool
	Times, Version                                           int
	FirstSeen, LastSeen                                      time.Time
	ClearedAt                                                *time.Time
	Subject                                                  struct{ Region, RegionName, Sector, SectorName, Enterprise, EnterpriseName, Fact, System, Record string }
	Figures                                                  []struct {
		Title       text
		Value, Unit string
	}
	Acknowledged *struct {
		By, Remark, Severity string
		At                   time.Time
	}
	Records *struct{ Fact, Metric, Region, AsOf string }
}

type alertListCommand struct {
	asked

	State    string `enum:"on,unacknowledged,acknowledged,cleared,all" default:"on" help:"How they stand: on, unacknowledged, acknowledged, cleared or all."`
	Severity string `enum:",red,orange,yellow,blue" default:"" help:"Only those of a severity: red, orange, yellow or blue."`
	Rule     string `help:"Only those of a rule." placeholder:"NAME"`
	Region   string `help:"Only those of a region and what lies below it." placeholder:"CODE"`
	Sector   string `help:"Only those of a sector." placeholder:"CODE"`
	Last     int    `default:"50" help:"So many, up to 200."`
	After    string `help:"Go on after the page whose end the last command named." placeholder:"CURSOR"`
}

// Run prints how many there are of each severity, then one line a warning.
func (l *alertListCommand) Run(a *app) error {
	query := map[string]any{"state": strings.ToUpper(l.State)}
	if l.Severity != "" {
		query["severities"] = []string{strings.ToUpper(l.Severity)}
	}
	for key, value := range map[string]string{"rule": l.Rule, "region": l.Region, "sector": l.Sector} {
		if value != "" {
			query[key] = value
		}
	}
	variables := map[string]any{"query": query, "first": l.Last}
	if l.After != "" {
		variables["after"] = l.After
	}
	var answer struct {
		Alerts struct {
			Nodes    []alertView
			PageInfo struct {
				HasNextPage bool
				EndCursor   string
			}
		}
		AlertCounts []struct {
			Severity               string
			Alerts, Unacknowledged int
		}
	}
	return a.look(l.asked, "alerts", variables, &answer, func(out io.Writer) error {
		var counts []string
		for _, c := range answer.AlertCounts {
			counts = append(counts, fmt.Sprintf("%d %s (%d to be acknowledged)", c.Alerts, word(c.Severity), c.Unacknowledged))
		}
		a.tellf("%s\n", strings.Join(counts, ", "))
		table := newListing(out, "WARNING", "SEVERITY", "SINCE", "RULE", "ACKNOWLEDGED", "REASON")
		for _, one := range answer.Alerts.Nodes {
			by := ""
			if one.Acknowledged != nil {
				by = one.Acknowledged.By
			}
			table.row(one.ID, word(one.Severity), one.FirstSeen, one.Rule, by, one.Reason.ZH)
		}
		if err := table.Flush(); err != nil {
			return err
		}
		if answer.Alerts.PageInfo.HasNextPage {
			a.tellf("There are more: --after %s\n", answer.Alerts.PageInfo.EndCursor)
		}
		return nil
	})
}

type alertAckCommand struct {
	ID     string `arg:"" help:"Id of the warning."`
	Remark string `help:"What is done about it."`
}

// Run says on standard error what was acknowledged.
func (c *alertAckCommand) Run(a *app) error {
	return a.withContract(func(ctx context.Context, ask *contract) error {
		var answer struct {
			AcknowledgeAlert struct {
				Alert  *alertView
				Faults []fault
			}
		}
		if err := ask.asks(ctx, "acknowledge_alert", map[string]any{"id": c.ID, "remark": c.Remark}, &answer); err != nil {
			return err
		}
		if err := faultsOf(answer.AcknowledgeAlert.Faults); err != nil {
			return err
		}
		one := answer.AcknowledgeAlert.Alert
		a.tellf("Acknowledged as a %s warning: %s\n", word(one.Severity), one.Reason.ZH)
		return nil
	})
}

type alertRulesCommand struct{ asked }

// Run prints one line a rule.
func (r *alertRulesCommand) Run(a *app) error {
	var answer struct {
		AlertRules []struct {
			Name, Kind, Document string
			Off                  bool
			Title, Words         text
		}
	}
	return a.look(r.asked, "alert_rules", nil, &answer, func(out io.Writer) error {
		table := newListing(out, "RULE", "KIND", "TITLE", "SPEAKS WHEN", "DOCUMENT")
		for _, one := range answer.AlertRules {
			words := one.Words.ZH
			if one.Off {
				words = "off"
			}
			table.row(one.Name, word(one.Kind), one.Title.ZH, words, one.Document)
		}
		return table.Flush()
	})
}

type alertEvaluateCommand struct{ asked }

// Run prints one line a rule, and says on standard error what changed.
func (e *alertEvaluateCommand) Run(a *app) error {
	var answer struct {
		EvaluateAlerts struct {
			Version int
			Day     string
			Skipped bool
			Events  []struct {
				Event  string
				Alerts int
			}
			Rules []struct {
				Rule, Error          string
				On, Waiting, Unknown int
			}
		}
	}
	return a.look(e.asked, "evaluate_alerts", nil, &answer, func(out io.Writer) error {
		done := answer.EvaluateAlerts
		if done.Skipped {
			a.tellf("Data version %d was judged by these rules on %s already.\n", done.Version, done.Day)
			return nil
		}
		changes := []string{}
		for _, one := range done.Events {
			changes = append(changes, fmt.Sprintf("%d %s", one.Alerts, word(one.Event)))
		}
		if len(changes) == 0 {
			changes = append(changes, "nothing changed")
		}
		a.tellf("Data version %d on %s: %s.\n", done.Version, done.Day, strings.Join(changes, ", "))
		table := newListing(out, "RULE", "ON", "WAITING", "NOT KNOWN", "ERROR")
		for _, one := range done.Rules {
			table.row(one.Rule, one.On, one.Waiting, one.Unknown, one.Error)
		}
		return table.Flush()
	})
}
