package state

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// States of a delivery, and of a try: a try is sent, waiting (it is tried again) or given up.
const (
	DeliveryWaiting   = "waiting"
	DeliverySent      = "sent"
	DeliveryGivenUp   = "given_up"  // it was refused for good, or nobody took it for too long
	DeliveryOvertaken = "overtaken" // what it tells was over before it was sent
)

// Delivery is one act of a bulletin on its way to one recipient.
type Delivery struct {
	ID        string
	Bulletin  string
	Act       int    // the number of the act
	Event     string // what the act is for who is told
	Recipient string
	PlannedAt time.Time
	State     string
	Since     time.Time // since when it waits: when it was planned, or sent again by a person
	Attempts  int       // tries since then
	NotBefore time.Time
	SentAt    time.Time // of the last time that it was sent; zero when it never was
	Answer    string    // of the other side, to the last try
}

// Try is one try of a delivery.
type Try struct {
	Delivery string
	Number   int
	At       time.Time
	State    string // DeliverySent, DeliveryWaiting when it failed, or DeliveryGivenUp
	Answer   string
}

// BulletinAct names an act that people are to be told of.
type BulletinAct struct {
	Bulletin string
	Act      int
	Stage    string
	At       time.Time
}

// UnplannedActs lists the acts that people are told of and whose deliveries nobody planned, the oldest first: bulletins that were
// issued, issued ones that are void, and those whose first act is of that author.
func (s *Store) UnplannedActs(ctx context.Context, author string, first int) ([]BulletinAct, error) {
	return list(ctx, s, s.db, "delivery_unplanned", func(row *sql.Rows, a *BulletinAct) error {
		return row.Scan(&a.Bulletin, &a.Act, &a.Stage, scanTime{&a.At})
	}, author, first)
}

// PlanDeliveries stores the deliveries of an act and that they were planned, all or nothing. planned is false, and nothing is
// stored, when somebody planned them already.
func (s *Store) PlanDeliveries(ctx context.Context, bulletin string, act int, deliveries []Delivery, now time.Time) (planned bool, err error) {
	err = s.inTransaction(ctx, "plan deliveries", func(tx *sql.Tx) error {
		n, err := s.exec(ctx, tx, "delivery_plan_add", bulletin, act, now)
		if err != nil || n == 0 {
			return err
		}
		planned = true
		for _, d := range deliveries {
			if _, err := s.exec(ctx, tx, "delivery_add", d.ID, bulletin, act, d.Event, d.Recipient, now); err != nil {
				return err
			}
		}
		return nil
	})
	return planned && err == nil, err
}

// WaitingDeliveries lists what is to be sent by now, what waits longest first.
func (s *Store) WaitingDeliveries(ctx context.Context, now time.Time, first int) ([]Delivery, error) {
	return list(ctx, s, s.db, "delivery_waiting", scanDelivery, now, first)
}

// Deliveries lists deliveries in the order in which they were planned; an empty bulletin or state means any.
func (s *Store) Deliveries(ctx context.Context, bulletin, state string, first int) ([]Delivery, error) {
	return list(ctx, s, s.db, "delivery_list", scanDelivery, bulletin, state, first)
}

// Tries lists the tries of all deliveries of a bulletin, by delivery and in order.
func (s *Store) Tries(ctx context.Context, bulletin string) ([]Try, error) {
	return list(ctx, s, s.db, "delivery_tries", func(row *sql.Rows, t *Try) error {
		return row.Scan(&t.Delivery, &t.Number, scanTime{&t.At}, &t.State, &t.Answer)
	}, bulletin)
}

// Tried stores a try, and the delivery as it is after it, both or neither.
func (s *Store) Tried(ctx context.Context, d Delivery, t Try) error {
	return s.inTransaction(ctx, "keep a receipt", func(tx *sql.Tx) error {
		if _, err := s.exec(ctx, tx, "delivery_try_add", d.ID, t.At, t.State, t.Answer); err != nil {
			return err
		}
		_, err := s.exec(ctx, tx, "delivery_set", d.ID, d.State, d.Attempts, d.NotBefore, d.SentAt, d.Answer)
		return err
	})
}

// SendAgain lets deliveries wait anew, and adds those that were never planned: all or none. The audit says who asked for it.
func (s *Store) SendAgain(ctx context.Context, deliveries []Delivery, who string, now time.Time) error {
	return s.inTransaction(ctx, "send again", func(tx *sql.Tx) error {
		for _, d := range deliveries {
			if _, err := s.exec(ctx, tx, "delivery_add", d.ID, d.Bulletin, d.Act, d.Event, d.Recipient, now); err != nil {
				return err
			}
			if _, err := s.exec(ctx, tx, "delivery_again", d.ID, now); err != nil {
				return err
			}
			if err := s.audit(ctx, tx, Audit{At: now, Who: who, Action: "bulletin resend", Subject: d.Bulletin, Detail: fmt.Sprintf("%s to %s", d.ID, d.Recipient)}); err != nil {
				return err
			}
		}
		return nil
	})
}

func scanDelivery(row *sql.Rows, d *Delivery) error {
	return row.Scan(&d.ID, &d.Bulletin, &d.Act, &d.Event, &d.Recipient, scanTime{&d.PlannedAt}, &d.State, scanTime{&d.Since}, &d.Attempts,
		scanTime{&d.NotBefore}, scanTime{&d.SentAt}, &d.Answer)
}
