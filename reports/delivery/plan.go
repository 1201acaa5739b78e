package delivery

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"anlan/reports/dispatch"
	"anlan/state"
	"anlan/warehouse"
)

// plannedAtOnce is how many acts are planned in one go.
const plannedAtOnce = 200

// Plan decides who is told of what happened to bulletins since the last time: of each act once, whoever plans it and however often
// he is interrupted. A bulletin that cannot be read is planned when it can; the others are meanwhile.
func (p *Post) Plan(ctx context.Context) error {
	acts, err := p.config.State.UnplannedActs(ctx, Calendar, plannedAtOnce)
	if err != nil {
		return err
	}
	var faults []error
	for _, act := range acts {
		deliveries, err := p.deliveries(ctx, act)
		if err == nil {
			_, err = p.config.State.PlanDeliveries(ctx, act.Bulletin, act.Act, deliveries, p.config.Now())
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("plan who gets bulletin %s: %w", act.Bulletin, err))
		}
	}
	return errors.Join(faults...)
}

// deliveries makes a delivery for each recipient who is to be told of an act: of what was issued those whom it is for, and whoever
// had what it corrects; of what is void whoever had it.
func (p *Post) deliveries(ctx context.Context, act state.BulletinAct) ([]state.Delivery, error) {
	event := eventOf(dispatch.Stage(act.Stage))
	had, err := p.had(ctx, act.Bulletin)
	if err != nil {
		return nil, err
	}
	var list []state.Delivery
	for i := range p.config.Recipients {
		r := &p.config.Recipients[i]
		if event == Voided && !slices.Contains(had, r.Name) {
			continue
		}
		b, err := p.config.Bulletins.Bulletin(ctx, r.caller(event), act.Bulletin)
		if isHidden(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		tell := event == Voided || r.wants(event, b)
		if !tell && event == Issued && b.Supersedes != "" {
			before, err := p.had(ctx, b.Supersedes)
			if err != nil {
				return nil, err
			}
			tell = slices.Contains(before, r.Name)
		}
		if tell {
			list = append(list, state.Delivery{ID: idOf(act.Bulletin, act.Act, r.Name), Bulletin: act.Bulletin, Act: act.Act, Event: string(event), Recipient: r.Name})
		}
	}
	return list, nil
}

// mostDeliveries is how many deliveries of one bulletin are looked at.
const mostDeliveries = 10_000

// had names those to whom a bulletin was sent when it was issued, or was to be.
func (p *Post) had(ctx context.Context, bulletin string) ([]string, error) {
	deliveries, err := p.config.State.Deliveries(ctx, bulletin, "", mostDeliveries)
	var names []string
	for _, d := range deliveries {
		if Event(d.Event) == Issued {
			names = append(names, d.Recipient)
		}
	}
	return names, err
}

// isHidden says that somebody may not see a bulletin.
func isHidden(err error) bool {
	fault, ok := errors.AsType[*warehouse.Error](err)
	return ok && (fault.Code == warehouse.NotFound || fault.Code == warehouse.Forbidden)
}
