package state_test

import (
	"testing"
	"time"

	"anlan/state"
)

// What was issued is planned once; its deliveries wait, are tried with a receipt each, and are sent again by a person.
func testDeliveries(t *testing.T, c state.Config) {
	s, ctx := open(t, c), t.Context()
	b := addBulletin(t, s, "2026-05", 1)
	if acts, err := s.UnplannedActs(ctx, "calendar", 10); err != nil || len(acts) != 0 {
		t.Errorf("a person's draft is told of: %+v (%v)", acts, err)
	}
	if acts, err := s.UnplannedActs(ctx, "张三", 10); err != nil || len(acts) != 1 || acts[0].Act != 1 {
		t.Errorf("a draft of that author is not told of: %+v (%v)", acts, err)
	}
	act, file := issue(b)
	if err := s.IssueBulletin(ctx, number(1, b), act, nil, file); err != nil {
		t.Fatal(err)
	}
	acts, err := s.UnplannedActs(ctx, "calendar", 10)
	if err != nil || len(acts) != 1 || acts[0].Bulletin != b.ID || acts[0].Act != 2 || acts[0].Stage != "issued" || acts[0].At.IsZero() {
		t.Fatalf("to be planned are %+v (%v)", acts, err)
	}
	two := []state.Delivery{{ID: "de_1", Event: "issued", Recipient: "县政府办"}, {ID: "de_2", Event: "issued", Recipient: "县应急局"}}
	if _, err := s.PlanDeliveries(ctx, b.ID, 2, append(two, state.Delivery{ID: "de_1", Event: "issued", Recipient: "县政府办"}), noon); err != nil {
		t.Fatal(err)
	}
	if planned, err := s.PlanDeliveries(ctx, b.ID, 2, []state.Delivery{{ID: "de_3", Recipient: "新来的"}}, noon); err != nil || planned {
		t.Errorf("planned twice: %v (%v)", planned, err)
	}
	if acts, err := s.UnplannedActs(ctx, "calendar", 10); err != nil || len(acts) != 0 {
		t.Errorf("still to be planned are %+v (%v)", acts, err)
	}
	waiting, err := s.WaitingDeliveries(ctx, noon, 10)
	if err != nil || len(waiting) != 2 || waiting[0].ID != "de_1" || waiting[0].Bulletin != b.ID || waiting[0].Act != 2 {
		t.Fatalf("waiting are %+v (%v)", waiting, err)
	}
	// The first is refused for now, and taken a minute later.
	d := waiting[0]
	d.Attempts, d.NotBefore, d.Answer = 1, noon.Add(time.Minute), "451 later"
	if err := s.Tried(ctx, d, state.Try{At: noon, State: state.DeliveryWaiting, Answer: d.Answer}); err != nil {
		t.Fatal(err)
	}
	if waiting, err = s.WaitingDeliveries(ctx, noon, 10); err != nil || len(waiting) != 1 {
		t.Errorf("waiting are %+v (%v)", waiting, err)
	}
	d.Attempts, d.State, d.SentAt, d.Answer = 2, state.DeliverySent, noon.Add(time.Minute), "250 queued"
	if err := s.Tried(ctx, d, state.Try{At: d.SentAt, State: state.DeliverySent, Answer: d.Answer}); err != nil {
		t.Fatal(err)
	}
	tries, err := s.Tries(ctx, b.ID)
	if err != nil || len(tries) != 2 || tries[0].Number != 1 || tries[0].Answer != "451 later" || tries[1].Number != 2 || tries[1].State != state.DeliverySent || !tries[1].At.Equal(d.SentAt) {
		t.Errorf("the receipts are %+v (%v)", tries, err)
	}
	// Sent again, with one who was not planned.
	later := noon.Add(time.Hour)
	if err := s.SendAgain(ctx, []state.Delivery{d, {ID: "de_3", Bulletin: b.ID, Act: 2, Event: "issued", Recipient: "新来的"}}, "张三", later); err != nil {
		t.Fatal(err)
	}
	list, err := s.Deliveries(ctx, b.ID, state.DeliveryWaiting, 10)
	if err != nil || len(list) != 3 || list[0].Attempts != 0 || !list[0].Since.Equal(later) || !list[0].SentAt.Equal(d.SentAt) || list[2].Recipient != "新来的" {
		t.Errorf("waiting again are %+v (%v)", list, err)
	}
	if sent, err := s.Deliveries(ctx, "", state.DeliverySent, 10); err != nil || len(sent) != 0 {
		t.Errorf("sent are %+v (%v)", sent, err)
	}
}

// A draft that cannot be made is there with its last reason until it is made.
func testDrafting(t *testing.T, c state.Config) {
	s, ctx := open(t, c), t.Context()
	failed := state.Drafting{Case: "monthly/370321//2026-05", Due: noon, FailedAt: noon, Attempts: 1, NotBefore: noon.Add(10 * time.Second), Message: "the engine is away"}
	for range 2 {
		if err := s.SetDrafting(ctx, failed); err != nil {
			t.Fatal(err)
		}
		failed.Attempts++
	}
	if list, err := s.Draftings(ctx); err != nil || len(list) != 1 || list[0].Attempts != 2 || list[0].Message != "the engine is away" || !list[0].NotBefore.Equal(failed.NotBefore) {
		t.Errorf("failed are %+v (%v)", list, err)
	}
	if err := s.Drafted(ctx, failed.Case); err != nil {
		t.Fatal(err)
	}
	if list, err := s.Draftings(ctx); err != nil || len(list) != 0 {
		t.Errorf("failed are %+v (%v)", list, err)
	}
}
