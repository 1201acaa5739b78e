package risk

import (
	"context"
	"slices"
	"strings"

	"anlan/safety"
	"anlan/warehouse"
)

// PortraitQuery asks for the portrait of one enterprise.
type PortraitQuery struct {
	Model      string // empty means the default one for enterprises
	Enterprise string // its number, as its records have it
	System     string // of its registration; empty where one number is one enterprise
	// Period is the months of the history; zero means twelve months up to the newest with records.
	Period  safety.Period
	Version uint64
	AsOf    safety.Date
}

// Portrait is what is known of one enterprise (企业画像).
type Portrait struct {
	Model      *Model
	Enterprise warehouse.EnterpriseRecord
	// Risk is its risk at the end of the last month; History that of every month.
	Risk    Cell
	History []Cell
	// Figures are its figures by month: hazards, inspections, training, accidents.
	Figures []MonthFigure
	// Certificates says for each audience how many certificates are valid, expired and about to expire; never whose.
	Certificates []Certificates
	// Records asks for the records behind it, under the caller's own scope.
	Records []RecordList
	Source  warehouse.Source
}

// MonthFigure is one figure of one month.
type MonthFigure struct {
	Month  safety.Month
	Metric string
	Title  warehouse.Text
	Unit   string
	Figure Figure
}

// Certificates counts the certificates of one audience on the day of the portrait.
type Certificates struct {
	Audience string // a code of the vocabulary training_audience
	Valid    Figure
	Expired  Figure // passed their last day within a year, and no newer one is known
	Expiring Figure // valid, and end within 90 days
}

// RecordList is a list of records behind a portrait, with its length.
type RecordList struct {
	Title warehouse.Text
	Query warehouse.RecordQuery
	Total uint64
}

// Portrait gives the portrait of an enterprise; not_found when there is none or it lies outside the scope. It rests on all
// records of the enterprise that the caller may see. Who may not see some of the kinds of record that the model needs is given
// what he may see, and no risk.
func (r *Reports) Portrait(ctx context.Context, scope warehouse.Scope, q PortraitQuery) (*Portrait, error) {
	if q.Period.IsZero() {
		newest, version, err := r.newestMonth(ctx, q.Version, q.AsOf)
		if err != nil {
			return nil, err
		}
		q.Version = version
		q.Period, _ = safety.Between(newest.To.YearMonth().Add(-11).First(), newest.To) // twelve months are in order
	}
	pin, err := r.pin(ctx, scope, when{q.Period, q.Version, q.AsOf, ""}, "")
	if err != nil {
		return nil, err
	}
	defer pin.release()
	a := pin.asked
	out := &Portrait{}
	if out.Enterprise, err = warehouse.GetRecord[warehouse.EnterpriseRecord](ctx, r.data, scope, a.version, q.System, q.Enterprise); err != nil {
		return nil, err
	}
	if out.Model, err = r.models.find(q.Model, Enterprises, a.treeDate); err != nil {
		return nil, err
	}
	a.region = widest(scope, pin.regions, safety.RegionCode(out.Enterprise.Region), a)
	a.itself, a.alone = true, true
	a.filters = []warehouse.Filter{{Dimension: "enterprise", Values: []string{out.Enterprise.ID}}}
	if err := r.history(ctx, scope, a, out); err != nil {
		return nil, err
	}
	if out.Figures, err = r.monthFigures(ctx, scope, a, out); err != nil {
		return nil, err
	}
	if out.Certificates, err = r.certificates(ctx, scope, a); err != nil {
		return nil, err
	}
	out.Records, err = r.recordLists(ctx, scope, a)
	return out, err
}

// widest is the widest region of a caller that holds a region.
func widest(scope warehouse.Scope, regions *warehouse.Regions, of safety.RegionCode, a *asked) safety.RegionCode {
	for _, own := range scope.Regions {
		if !scope.All && (regions.Within(warehouse.Managing, of, own, a.treeDate) || regions.Within(warehouse.Statutory, of, own, a.treeDate)) {
			return own
		}
	}
	return a.region
}

// history rates every month.
func (r *Reports) history(ctx context.Context, scope warehouse.Scope, a *asked, out *Portrait) error {
	rate := newRater(out.Model)
	cells := make([]Cell, len(a.months))
	for i, month := range a.months {
		cells[i] = Cell{
			Month: month, Region: safety.RegionCode(out.Enterprise.Region), Name: out.Enterprise.Name, Sector: out.Enterprise.Sector,
			Enterprise: out.Enterprise.ID, State: Unknown, asked: a,
		}
	}
	out.History, out.Risk = cells, cells[len(cells)-1]
	if hidden := out.Model.plan.hidden(scope); hidden {
		for i := range cells {
			cells[i].Reason = warehouse.Text{ZH: "部分数据不在可见范围内，不评定颜色", EN: "some of the records that the model needs are outside what this caller may see"}
		}
		out.Risk = cells[len(cells)-1]
		return nil
	}
	got, err := r.ask(ctx, scope, out.Model.plan, a)
	if err != nil {
		return err
	}
	for i, month := range a.months {
		if a.ahead(month) {
			cells[i].leave(a.until)
			continue
		}
		rate.rate(&cells[i], got, key{month: month}, make([]FactorScore, len(rate.factors)))
	}
	out.Risk, out.Source = cells[len(cells)-1], a.dated(got.source())
	return nil
}

// hidden reports whether a caller may not see some kind of record that the plan asks for.
func (p *plan) hidden(scope warehouse.Scope) bool {
	for _, list := range append([][]*recipe{p.inherent, p.dynamic}, p.overrides...) {
		for _, r := range list {
			for _, t := range r.terms {
				if !scope.SeesFact(t.fact) {
					return true
				}
			}
			if r.under != nil && !scope.SeesFact(r.under.fact) {
				return true
			}
		}
	}
	return false
}

// portraitMetrics are the figures of a portrait by month.
var portraitMetrics = []string{
	"hazards_found", "hazards_found_major", "hazards_rectified", "hazards_open", "hazards_overdue",
	"inspections", "cases_opened", "penalties", "trainings", "exams_taken", "exams_passed", "accidents", "deaths",
}

func (r *Reports) monthFigures(ctx context.Context, scope warehouse.Scope, a *asked, p *Portrait) ([]MonthFigure, error) {
	var q question
	metrics := map[string]*warehouse.Metric{}
	for _, name := range portraitMetrics {
		if m, err := r.data.Catalogue().Metric(name); err == nil && scope.SeesFact(m.Fact()) {
			q.measures, metrics[name] = append(q.measures, name), m
		}
	}
	if len(q.measures) == 0 {
		return nil, nil
	}
	q.months = 1
	got, err := r.ask(ctx, scope, &plan{questions: []question{q}}, a)
	if err != nil {
		return nil, err
	}
	if p.Source.Version == 0 {
		p.Source = a.dated(got.source())
	}
	var out []MonthFigure
	for _, month := range a.months {
		for _, name := range q.measures {
			m, n := metrics[name], number{state: warehouse.NoData}
			if !a.ahead(month) {
				n = got.list[0].get(name, key{month: month})
			}
			out = append(out, MonthFigure{Month: month, Metric: name, Title: m.Title, Unit: m.Unit, Figure: figureOf(n, m.Decimals, m.Unit)})
		}
	}
	return out, nil
}

func figureOf(n number, decimals int, unit string) Figure {
	if !n.known() {
		return Figure{State: n.state, Unit: unit}
	}
	return Figure{State: n.state, Unit: unit, Value: shown(exact(n.value).Rat(), decimals)}
}

// certificates counts by audience on the day of the portrait; nothing for a caller who may not see training.
func (r *Reports) certificates(ctx context.Context, scope warehouse.Scope, a *asked) ([]Certificates, error) {
	if !scope.SeesFact("training") {
		return nil, nil
	}
	const persons = "人"
	const valid, year, on = "certified_persons", "certified_persons_year", "certified_persons_90_days_on"
	last := *a
	told := a.told()
	last.months, last.by, last.alone = told[len(told)-1:], "training_audience", true
	got, err := r.ask(ctx, scope, &plan{questions: []question{{months: 1, measures: []string{valid, year, on}}}}, &last)
	if err != nil {
		return nil, err
	}
	var out []Certificates
	for k := range got.list[0].rows {
		now, held, later := got.list[0].get(valid, k), got.list[0].get(year, k), got.list[0].get(on, k)
		if held.value == 0 {
			continue // an audience that is trained without a certificate
		}
		out = append(out, Certificates{Audience: k.by, Valid: figureOf(now, 0, persons), Expired: figureOf(less(held, now), 0, persons), Expiring: figureOf(less(now, later), 0, persons)})
	}
	slices.SortFunc(out, func(a, b Certificates) int { return strings.Compare(a.Audience, b.Audience) })
	return out, nil
}

// less is the difference of two counts.
func less(a, b number) number {
	if !a.known() || !b.known() {
		return number{state: warehouse.NoData}
	}
	return number{a.value - b.value, a.state}
}

// recordLists are the lists behind a portrait, each with its length.
func (r *Reports) recordLists(ctx context.Context, scope warehouse.Scope, a *asked) ([]RecordList, error) {
	to := a.treeDate
	from := a.months[0].First()
	lists := []RecordList{
		{Title: warehouse.Text{ZH: "未整改隐患", EN: "Hazards open"}, Query: warehouse.RecordQuery{Fact: "hazard", Metric: "hazards_open"}},
		{Title: warehouse.Text{ZH: "逾期未整改隐患", EN: "Hazards overdue"}, Query: warehouse.RecordQuery{Fact: "hazard", Metric: "hazards_overdue"}},
		{Title: warehouse.Text{ZH: "隐患", EN: "Hazards"}, Query: warehouse.RecordQuery{Fact: "hazard", From: from, To: to}},
		{Title: warehouse.Text{ZH: "检查", EN: "Inspections"}, Query: warehouse.RecordQuery{Fact: "inspection", From: from, To: to}},
		{Title: warehouse.Text{ZH: "培训", EN: "Training"}, Query: warehouse.RecordQuery{Fact: "training", From: from, To: to}},
		{Title: warehouse.Text{ZH: "事故（近36个月）", EN: "Accidents of 36 months"}, Query: warehouse.RecordQuery{Fact: "accident", From: to.YearMonth().Add(-35).First(), To: to}},
	}
	lists = slices.DeleteFunc(lists, func(l RecordList) bool { return !scope.SeesFact(l.Query.Fact) })
	for i := range lists {
		q := &lists[i].Query
		q.Region, q.Tree, q.TreeDate, q.AsOf, q.Version, q.Filters = a.region, a.tree, a.treeDate, a.treeDate, a.version, a.filters
		n, err := r.data.CountRecords(ctx, scope, *q)
		if err != nil {
			return nil, err
		}
		lists[i].Total = n
	}
	return lists, nil
}
