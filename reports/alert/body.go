package alert

import (
	"encoding/json"
	"fmt"

	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// body is what is kept of a signal beside the columns that lists are made by.
type body struct {
	Title     warehouse.Text         `json:"title"`
	Kind      safety.AlertKind       `json:"kind"`
	Document  string                 `json:"document,omitempty"`
	Subject   Subject                `json:"subject"`
	Reason    warehouse.Text         `json:"reason"`
	Figures   []Figure               `json:"figures,omitempty"`
	Period    safety.Period          `json:"period"`
	AsOf      safety.Date            `json:"asOf"`
	Records   *warehouse.RecordQuery `json:"records,omitempty"`
	Metrics   *warehouse.MetricQuery `json:"metrics,omitempty"`
	EndReason warehouse.Text         `json:"endReason"`

	Facts   []string `json:"facts"`             // all of which a caller must see
	Sectors []string `json:"sectors,omitempty"` // that the figures are limited to; empty: they are of all sectors
	Anybody bool     `json:"anybody,omitempty"` // of no region in particular
}

func bodyOf(r *Rule, f finding) body {
	return body{
		Title: r.Title, Kind: r.Kind, Document: r.Document, Subject: f.subject, Reason: f.reason, Figures: f.figures, Period: f.period, AsOf: f.asOf,
		Records: f.records, Metrics: f.metrics, Facts: f.facts, Sectors: f.sectors, Anybody: f.anybody,
	}
}

func (b body) text() (string, error) {
	text, err := json.Marshal(b)
	if err != nil {
		return "", fmt.Errorf("keep a warning: %w", err)
	}
	return string(text), nil
}

func readBody(text string) (body, error) {
	var b body
	if err := json.Unmarshal([]byte(text), &b); err != nil {
		return b, fmt.Errorf("read a warning: %w", err)
	}
	return b, nil
}

func textJSON(t warehouse.Text) (string, error) {
	text, err := json.Marshal(t)
	if err != nil {
		return "", fmt.Errorf("keep a warning's reason: %w", err)
	}
	return string(text), nil
}

// severities by their rank.
var severities = [...]safety.AlertSeverity{"", safety.AlertBlue, safety.AlertYellow, safety.AlertOrange, safety.AlertRed}

func severityOf(rank int) safety.AlertSeverity {
	if rank < 0 || rank >= len(severities) {
		return ""
	}
	return severities[rank]
}

// signalOf is a row of the state as people see it.
func signalOf(a state.Alert) (Signal, body, error) {
	b, err := readBody(a.Body)
	if err != nil {
		return Signal{}, b, err
	}
	s := Signal{
		ID: a.ID, Rule: a.Rule, Title: b.Title, Kind: b.Kind, Document: b.Document, Subject: b.Subject,
		Severity: severityOf(a.Rank), Highest: severityOf(a.Highest), Reason: b.Reason, Figures: b.Figures,
		On: a.Stage == state.AlertOn, Times: a.Times, FirstSeen: a.FirstSeen, LastSeen: a.LastSeen, ClearedAt: a.ClearedAt,
		Ended: safety.AlertEvent(a.Ended), EndReason: b.EndReason, Period: b.Period, AsOf: b.AsOf, Version: a.Version, Records: b.Records, Metrics: b.Metrics,
	}
	if !a.AckAt.IsZero() {
		s.Acknowledged = &Acknowledgement{By: a.AckBy, At: a.AckAt, Remark: a.AckRemark, Severity: severityOf(a.AckRank)}
	}
	return s, b, nil
}
