package main

import (
	"context"
	"errors"
	"io"
	"time"
)

// deliveryView is a delivery as the contract gives it.
type deliveryView struct {
	ID, Event, Recipient, Address, State, Answer string
	PlannedAt                                    time.Time
	NextAt, SentAt                               *time.Time
	Receipts                                     []struct {
		Number        int
		At            time.Time
		State, Answer string
	}
}

type bulletinDeliveriesCommand struct {
	asked

	Bulletin string `arg:"" help:"Id of the bulletin."`
	Receipts bool   `help:"With a line a try."`
}

// Run prints one line a delivery, or one a try.
func (d *bulletinDeliveriesCommand) Run(a *app) error {
	var answer struct{ BulletinDeliveries []deliveryView }
	return a.look(d.asked, "bulletin_deliveries", map[string]any{"id": d.Bulletin}, &answer, func(out io.Writer) error {
		if len(answer.BulletinDeliveries) == 0 {
			a.tellf("Nobody was to be told of it; recipients stand in the file that bulletin.recipients names.\n")
		}
		if d.Receipts {
			table := newListing(out, "RECIPIENT", "WHAT", "TRY", "AT", "STATE", "ANSWER")
			for _, one := range answer.BulletinDeliveries {
				for _, r := range one.Receipts {
					table.row(one.Recipient, word(one.Event), r.Number, r.At, word(r.State), r.Answer)
				}
			}
			return table.Flush()
		}
		table := newListing(out, "RECIPIENT", "ADDRESS", "WHAT", "STATE", "PLANNED", "SENT", "TRIES", "NEXT", "ANSWER")
		for _, one := range answer.BulletinDeliveries {
			table.row(one.Recipient, one.Address, word(one.Event), word(one.State), one.PlannedAt, one.SentAt, len(one.Receipts), one.NextAt, one.Answer)
		}
		return table.Flush()
	})
}

type bulletinResendCommand struct {
	Bulletin string `arg:"" help:"Id of the bulletin."`
	To       string `placeholder:"NAME" help:"Only to this recipient, also one who was not to have it and may; to everybody to whom it was sent when absent."`
}

// Run says to whom it is sent; “anlan bulletin deliveries” says what came of it.
func (r *bulletinResendCommand) Run(a *app) error {
	return a.withContract(func(ctx context.Context, ask *contract) error {
		var answer struct {
			ResendBulletin *struct {
				Deliveries []deliveryView
				Faults     []fault
			}
		}
		if err := ask.asks(ctx, "resend_bulletin", given(map[string]any{"id": r.Bulletin, "to": r.To}), &answer); err != nil {
			return err
		}
		if answer.ResendBulletin == nil {
			return errors.New("the answer to resend_bulletin is empty")
		}
		if err := faultsOf(answer.ResendBulletin.Faults); err != nil {
			return err
		}
		for _, d := range answer.ResendBulletin.Deliveries {
			a.tellf("It is sent to %s (%s) again, as %s; a server that runs does it within seconds.\n", d.Recipient, d.Address, d.ID)
		}
		return nil
	})
}
