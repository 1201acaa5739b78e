package graph

import (
	"context"

	"anlan/access"
	"anlan/graph/generated"
	outgoing "anlan/reports/delivery"
	"anlan/warehouse"
)

// Deliveries says to whom bulletins were sent, and sends them again; [*outgoing.Post] does.
type Deliveries interface {
	Of(ctx context.Context, caller access.Caller, id string) ([]outgoing.Delivery, error)
	SendAgain(ctx context.Context, caller access.Caller, id, recipient string) ([]outgoing.Delivery, error)
}

// deliveries gives what sends bulletins with who asks, or the fault of who asks where none are sent.
func (r *Resolver) deliveries(ctx context.Context) (Deliveries, access.Caller, error) {
	caller, _ := access.From(ctx)
	if r.sources.Deliveries == nil {
		return nil, caller, warehouse.Fault(warehouse.Unavailable, "no bulletins are sent from here")
	}
	return r.sources.Deliveries, caller, nil
}

func (r queryResolver) BulletinDeliveries(ctx context.Context, id string) ([]outgoing.Delivery, error) {
	deliveries, caller, err := r.deliveries(ctx)
	if err != nil {
		return nil, err
	}
	return deliveries.Of(ctx, caller, id)
}

func (r mutationResolver) ResendBulletin(ctx context.Context, id string, to *string) (*generated.BulletinDeliveriesPayload, error) {
	deliveries, caller, err := r.deliveries(ctx)
	var sent []outgoing.Delivery
	if err == nil {
		sent, err = deliveries.SendAgain(ctx, caller, id, orZero(to))
	}
	if err != nil {
		faults, err := faultsOf(err, "")
		return &generated.BulletinDeliveriesPayload{Faults: faults}, err
	}
	return &generated.BulletinDeliveriesPayload{Deliveries: sent}, nil
}
