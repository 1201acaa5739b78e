package material

import (
	"context"

	"anlan/safety"
	"anlan/warehouse"
)

// settle sets the day that the plan is as of. A month in which there is any record counts as reached whole: the last accident of a
// small office may be of the 12th.
func (p *pinned) settle() error {
	newest, some := p.version.Reach("", p.today)
	if !some {
		return warehouse.Fault(warehouse.BadRequest, "there are no records yet, of no period (尚无任何记录)")
	}
	until := earliest(p.today, newest.YearMonth().Last())
	period := p.plan.Period
	switch {
	case p.today.Before(period.From):
		return warehouse.Fault(warehouse.BadRequest, "the period %s has not begun on %s (%s尚未开始)", period.Code, p.today, period.TitleZH())
	case until.Before(period.From):
		return warehouse.Fault(warehouse.BadRequest, "the data end on %s: there are none of %s yet (数据截至%s，%s尚无数据)", newest, period.Code, dayZH(newest), period.TitleZH())
	case !p.plan.AsOf.IsZero() && p.plan.AsOf.Before(period.From):
		return warehouse.Fault(warehouse.BadRequest, "the period %s has not begun on %s (%s尚未开始)", period.Code, p.plan.AsOf, period.TitleZH())
	}
	if p.plan.AsOf.IsZero() {
		p.plan.AsOf = until
	}
	p.plan.AsOf = earliest(p.plan.AsOf, until, period.To)
	return nil
}

// begun refuses a period that is over before the first record of the region: nothing is known of it.
func (p *pinned) begun(ctx context.Context) error {
	first, some, err := p.FirstMonth(ctx, p.version, p.regions, p.plan.Tree, p.plan.Region, p.plan.AsOf)
	switch {
	case err != nil:
		return err
	case !some:
		return warehouse.Fault(warehouse.BadRequest, "there are no records of %s yet (%s尚无记录)", p.plan.Region, p.region.Name)
	case p.plan.Period.To.Before(first.First()):
		month := safety.PeriodAt(safety.GrainMonth, first.First())
		return warehouse.Fault(warehouse.BadRequest, "the data of %s begin in %s: there are none of %s (%s的数据自%s开始，%s无数据)",
			p.plan.Region, month.Code, p.plan.Period.Code, p.region.Name, month.TitleZH(), p.plan.Period.TitleZH())
	}
	return nil
}

func earliest(days ...safety.Date) safety.Date {
	first := days[0]
	for _, d := range days[1:] {
		if d.Before(first) {
			first = d
		}
	}
	return first
}

func dayZH(d safety.Date) string { return safety.PeriodAt(safety.GrainDay, d).TitleZH() }
