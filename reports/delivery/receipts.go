package delivery

import (
	"context"
	"slices"
	"time"

	"anlan/access"
	"anlan/reports/dispatch"
	"anlan/state"
	"anlan/warehouse"
)

// State is how far a delivery is: waiting, sent, given_up or overtaken.
type State string

// Delivery is one delivery of a bulletin as the office sees it.
type Delivery struct {
	ID        string
	Bulletin  string
	Event     Event
	Recipient string
	Address   string // without a robot's key; empty when there is no recipient of the name any more
	State     State
	PlannedAt time.Time
	NextAt    time.Time // of what waits: when it is tried next
	SentAt    time.Time // zero when it never was
	Answer    string    // of the other side, to the last try
	Receipts  []Receipt
}

// Receipt is one try.
type Receipt struct {
	Number int
	At     time.Time
	State  State // waiting when it failed and is tried again
	Answer string
}

// Of lists the deliveries of a bulletin with their receipts, in the order in which they were planned, for who may see its drafts.
func (p *Post) Of(ctx context.Context, caller access.Caller, id string) ([]Delivery, error) {
	if _, err := p.mine(ctx, caller, id); err != nil {
		return nil, err
	}
	stored, err := p.config.State.Deliveries(ctx, id, "", mostDeliveries)
	if err != nil {
		return nil, err
	}
	tries, err := p.config.State.Tries(ctx, id)
	if err != nil {
		return nil, err
	}
	list := make([]Delivery, len(stored))
	for i, d := range stored {
		list[i] = Delivery{
			ID: d.ID, Bulletin: d.Bulletin, Event: Event(d.Event), Recipient: d.Recipient, State: State(d.State), PlannedAt: d.PlannedAt, SentAt: d.SentAt, Answer: d.Answer,
		}
		if d.State == state.DeliveryWaiting {
			list[i].NextAt = d.NotBefore
		}
		if r := p.recipients[d.Recipient]; r != nil {
			list[i].Address = r.Address()
		}
		for _, t := range tries {
			if t.Delivery == d.ID {
				list[i].Receipts = append(list[i].Receipts, Receipt{t.Number, t.At, State(t.State), t.Answer})
			}
		}
	}
	return list, nil
}

// mine gives a bulletin to who may see its drafts, and so who is told of it.
func (p *Post) mine(ctx context.Context, caller access.Caller, id string) (*dispatch.Bulletin, error) {
	b, err := p.config.Bulletins.Bulletin(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	if b.Acts == 0 {
		return nil, warehouse.Fault(warehouse.Forbidden, "%s may not see who gets the bulletin: it takes a role that works on bulletins of the region", caller.Name)
	}
	return b, nil
}

// SendAgain sends what is told of a bulletin as it stands again, under the id of the first time: to one recipient, also to one who was
// not to have it and may, or to everybody when none is named. It says to whom.
func (p *Post) SendAgain(ctx context.Context, caller access.Caller, id, recipient string) ([]Delivery, error) {
	b, err := p.mine(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	if !caller.May(access.DraftBulletins) && !caller.May(access.IssueBulletins) {
		return nil, warehouse.Fault(warehouse.Forbidden, "%s may not send bulletins: it takes draft_bulletins or issue_bulletins", caller.Name)
	}
	event := eventOf(b.Stage)
	if b.Stage != event.stage() {
		return nil, warehouse.Fault(warehouse.BadRequest, "the bulletin is %s: there is nothing of it to send", b.Stage)
	}
	known, err := p.config.State.Deliveries(ctx, id, "", mostDeliveries)
	if err != nil {
		return nil, err
	}
	known = slices.DeleteFunc(known, func(d state.Delivery) bool {
		return Event(d.Event) != event || recipient != "" && d.Recipient != recipient
	})
	if len(known) == 0 && recipient == "" {
		return nil, warehouse.Fault(warehouse.BadRequest, "the bulletin was sent to nobody: name a recipient")
	}
	if len(known) == 0 {
		d, err := p.added(ctx, caller, event, id, recipient)
		if err != nil {
			return nil, err
		}
		known = append(known, d)
	}
	if err := p.config.State.SendAgain(ctx, known, caller.Name, p.config.Now()); err != nil {
		return nil, err
	}
	all, err := p.Of(ctx, caller, id)
	return slices.DeleteFunc(all, func(d Delivery) bool {
		return !slices.ContainsFunc(known, func(k state.Delivery) bool { return k.ID == d.ID })
	}), err
}

// added is a delivery to a recipient who was not to have the bulletin.
func (p *Post) added(ctx context.Context, caller access.Caller, event Event, id, recipient string) (state.Delivery, error) {
	r := p.recipients[recipient]
	if r == nil {
		return state.Delivery{}, warehouse.Fault(warehouse.NotFound, "there is no recipient %q", recipient)
	}
	if _, err := p.config.Bulletins.Bulletin(ctx, r.caller(event), id); isHidden(err) {
		return state.Delivery{}, warehouse.Fault(warehouse.Forbidden, "the bulletin is not for %s: it does not lie in the scope of that recipient, or was not issued", recipient)
	} else if err != nil {
		return state.Delivery{}, err
	}
	acts, err := p.config.Bulletins.Acts(ctx, caller, id)
	if err != nil {
		return state.Delivery{}, err
	}
	for _, act := range acts { // the first act at a stage is the one that is told of
		if act.Stage == event.stage() {
			return state.Delivery{ID: idOf(id, act.Number, recipient), Bulletin: id, Act: act.Number, Event: string(event), Recipient: recipient}, nil
		}
	}
	return state.Delivery{}, warehouse.Fault(warehouse.BadRequest, "nothing happened to the bulletin that could be sent")
}
