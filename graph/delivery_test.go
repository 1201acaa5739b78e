package graph_test

import (
	"context"
	"testing"
	"time"

	"anlan/access"
	"anlan/graph"
	outgoing "anlan/reports/delivery"
	"anlan/safety"
	"anlan/warehouse"
)

// sent knows the deliveries of one bulletin, and sends it again to one recipient.
type sent struct{}

func (sent) Of(_ context.Context, caller access.Caller, id string) ([]outgoing.Delivery, error) {
	at := time.Date(2026, 6, 3, 8, 0, 0, 0, safety.Beijing())
	if caller.Role != access.Admin || id != "b1" {
		return nil, warehouse.Fault(warehouse.NotFound, "there is no bulletin %q, or it is not given to you", id)
	}
	return []outgoing.Delivery{{
		ID: "de_1", Bulletin: id, Event: outgoing.Issued, Recipient: "县政府办", Address: "zfb@huantai.example", State: "waiting", PlannedAt: at, NextAt: at.Add(10 * time.Second),
		Answer: "451 later", Receipts: []outgoing.Receipt{{Number: 1, At: at, State: "waiting", Answer: "451 later"}},
	}}, nil
}

func (s sent) SendAgain(ctx context.Context, caller access.Caller, id, recipient string) ([]outgoing.Delivery, error) {
	if recipient != "县政府办" {
		return nil, warehouse.Fault(warehouse.NotFound, "there is no recipient %q", recipient)
	}
	return s.Of(ctx, caller, id)
}

// Deliveries come with their receipts; what never was is null, and a fault of sending again is data.
func TestDeliveriesOfBulletins(t *testing.T) {
	b := serveFake(t, nil, func(s *graph.Sources) { s.Deliveries = sent{} })
	for query, want := range map[string]string{
		`{ bulletinDeliveries(id: "b1") { id event recipient address state nextAt sentAt answer receipts { number at state answer } } }`: `{"bulletinDeliveries":[{"id":"de_1","event":"ISSUED","recipient":"县政府办","address":"zfb@huantai.example","state":"WAITING","nextAt":"2026-06-03T08:00:10+08:00","sentAt":null,"answer":"451 later","receipts":[{"number":1,"at":"2026-06-03T08:00:00+08:00","state":"WAITING","answer":"451 later"}]}]}`,
		`mutation { resendBulletin(id: "b1", to: "县政府办") { deliveries { id } faults { code } } }`:                                        `{"resendBulletin":{"deliveries":[{"id":"de_1"}],"faults":[]}}`,
		`mutation { resendBulletin(id: "b1", to: "没有这人") { deliveries { id } faults { code } } }`:                                        `{"resendBulletin":{"deliveries":[],"faults":[{"code":"not_found"}]}}`,
	} {
		if got := b.ask(t, query, nil); string(got.Data) != want {
			t.Errorf("%s\n gives %s\n expected %s", query, got.body, want)
		}
	}
	if got := b.askAs(t, county(), `{ bulletinDeliveries(id: "b1") { id } }`, nil); got.code() != "NOT_FOUND" {
		t.Errorf("a county is told %s", got.body)
	}
}
