package material

import (
	"context"
	"errors"
	"slices"

	"github.com/shopspring/decimal"

	"anlan/reports/assessment"
	"anlan/reports/document"
	"anlan/reports/prose"
	"anlan/reports/result"
	"anlan/safety"
	"anlan/warehouse"
)

// ranking answers a RankingAsk by the published result, else by one that is computed now.
func (p *pinned) ranking(ctx context.Context, from Sources, ask RankingAsk) (*Ranking, document.Query, error) {
	out := &Ranking{Name: ask.Name, Period: p.span(ask.Span, 0), AsOf: p.plan.AsOf}
	asked := document.Query{Name: ask.Name}
	refuse := func(zh, en string) (*Ranking, document.Query, error) {
		out.Refused = warehouse.Text{ZH: zh, EN: en}
		asked.Other = zh
		return out, asked, nil
	}
	q := assessment.Query{Scheme: ask.Scheme, Region: p.plan.Region, Level: ask.Level, Peers: ask.Peers, Period: out.Period, Tree: p.plan.Tree, Version: p.plan.Version}
	if ask.Beside {
		own, above := p.region, p.regions.Ancestors(p.plan.Tree, p.plan.Region, p.plan.AsOf)
		if len(above) == 0 {
			return refuse("本地区没有可比的同级地区", "nothing lies beside the region")
		}
		q.Region, q.Level = above[0].Code, own.Level
	}
	if from.Rankings == nil {
		return refuse("未启用考核排名", "there are no assessments")
	}
	if p.plan.Sector != "" {
		return refuse("考核排名不分行业领域", "rankings are not of a sector")
	}
	if asOf := lastDay(out.Period, p.today); p.plan.AsOf.Before(asOf) {
		q.AsOf = p.plan.AsOf
	}
	official, err := p.official(ctx, from, q)
	if err != nil {
		return nil, asked, err
	}
	if official != nil {
		asked.Other = "考核结果 " + official.ID
		p.published(ctx, from, out, q, official)
		out.finish(ask)
		return out, asked, nil
	}
	computed, err := from.Rankings.Assess(ctx, p.caller.Scope, q)
	var fault *warehouse.Error
	switch {
	case !errors.As(err, &fault):
	case fault.Code == warehouse.Forbidden:
		return refuse("本账号无权查看该排名", fault.Message)
	case fault.Code == warehouse.NotFound: // a town has no parts; a scheme was not in force yet
		return refuse("本地区、本期没有可用的考核排名", fault.Message)
	}
	if err != nil {
		return nil, asked, err
	}
	asked.Other = "考核排名 " + computed.Scheme + " " + string(computed.Region) + " " + computed.Period.Code
	asked.Link = assessmentLink(q, computed.Source.Version)
	out.computed(computed)
	out.finish(ask)
	return out, asked, nil
}

// lastDay is the day that the figures of a period are as of when nobody says.
func lastDay(p safety.Period, today safety.Date) safety.Date {
	if today.Before(p.To) {
		return today
	}
	return p.To
}

func (p *pinned) official(ctx context.Context, from Sources, q assessment.Query) (*result.Run, error) {
	if from.Officials == nil {
		return nil, nil //nolint:nilnil // there is none
	}
	return from.Officials.Official(ctx, p.caller, q)
}

// computed takes over a ranking that was computed now: it may change until it is published.
func (r *Ranking) computed(a *assessment.Assessment) {
	r.Title, r.Period, r.AsOf, r.Provisional = a.SchemeTitle, a.Period, a.Source.AsOf, true
	if a.Previous != nil {
		r.Against = string(a.Previous.Kind)
	}
	for _, s := range a.Subjects {
		row := r.row(s.Key, s.Name, s.Rank, s.PreviousRank, s.Score, s.PreviousScore)
		row.Grade, row.Remark, row.Peers, row.PeersTitle = s.Grade.Title, s.Unranked, s.Peers, s.PeersTitle
		for _, v := range s.Vetoes {
			row.vetoed(v.Title)
		}
		r.Rows = append(r.Rows, row)
	}
}

// published takes over an official result; it moves against that of the period before, where that was published too.
func (p *pinned) published(ctx context.Context, from Sources, r *Ranking, q assessment.Query, run *result.Run) {
	d := run.Document
	r.Official, r.Title, r.AsOf = run.ID, d.SchemeTitle, d.AsOf
	previous := map[string]result.Subject{}
	kind := warehouse.PreviousPeriod
	if q.Period.Cumulative {
		kind = warehouse.PreviousYear
	}
	if base, ok := kind.Base(q.Period, q.Period.To); ok {
		before := q
		before.Period, before.AsOf, before.Level = base, safety.Date{}, levelOf(d.Case.Level)
		// A result that is damaged or not his to see is as if there were none: the ranking stands without its movement.
		if old, err := p.official(ctx, from, before); err == nil && old != nil {
			r.Against = string(kind)
			for _, s := range old.Document.Subjects {
				previous[s.Key] = s
			}
		}
	}
	for _, s := range d.Subjects {
		old := previous[s.Key]
		row := r.row(s.Key, s.Name, s.Rank, old.Rank, s.Score, old.Score)
		row.Grade, row.Peers = s.Grade.Title, s.Peers
		if s.Reason != nil {
			row.Remark = *s.Reason
		}
		for _, v := range s.Vetoes {
			row.vetoed(v.Title)
		}
		r.Rows = append(r.Rows, row)
	}
}

func levelOf(code string) safety.RegionLevel {
	level, _ := safety.ParseRegionLevel(code) // none for others than regions
	return level
}

func (r *Ranking) row(key, name string, place, before int, score, scoreBefore *decimal.Decimal) RankingRow {
	row := RankingRow{Key: key, Name: same(name), Place: place, PreviousPlace: before}
	row.Score = prose.Quantity{
		Query: r.Name, Row: key, Metric: "score", Title: warehouse.Text{ZH: "得分", EN: "Score"}, RowTitle: row.Name, Noun: warehouse.Text{ZH: "得分", EN: "score"},
		Unit: warehouse.Text{ZH: "分", EN: "points"}, Better: 1, Decimals: 2, Now: maybe(score),
	}
	row.PlaceQuantity = prose.Quantity{
		Query: r.Name, Row: key, Metric: "place", Title: warehouse.Text{ZH: "名次", EN: "Place"}, RowTitle: row.Name, Noun: warehouse.Text{ZH: "名次", EN: "place"},
		Unit: warehouse.Text{ZH: "位", EN: "places"}, Better: -1, Now: maybe(number(place)),
	}
	if r.Against != "" {
		oldScore, oldPlace := maybe(scoreBefore), maybe(number(before))
		*against(&row.Score, warehouse.Comparison(r.Against)) = &oldScore
		*against(&row.PlaceQuantity, warehouse.Comparison(r.Against)) = &oldPlace
	}
	row.MovedQuantity = row.PlaceQuantity
	row.MovedQuantity.Metric, row.MovedQuantity.Title = "moved", warehouse.Text{ZH: "名次变化", EN: "Places moved"}
	row.MovedQuantity.PreviousPeriod, row.MovedQuantity.PreviousYear, row.MovedQuantity.Now = nil, nil, maybe(nil)
	if place > 0 && before > 0 {
		moved := before - place
		row.Moved = &moved
		row.MovedQuantity.Now = present(decimal.NewFromInt(int64(max(moved, -moved))))
	}
	return row
}

// vetoed remarks what took the grade of a score away: who sees it missing asks for that first.
func (r *RankingRow) vetoed(title warehouse.Text) {
	if r.Remark == (warehouse.Text{}) {
		r.Remark = warehouse.Text{ZH: "一票否决：" + title.ZH, EN: "vetoed: " + title.EN}
		return
	}
	r.Remark.ZH, r.Remark.EN = r.Remark.ZH+"、"+title.ZH, r.Remark.EN+", "+title.EN
}

// finish counts, and cuts the ranking to its limit in each peer group, complete where the last place is shared.
func (r *Ranking) finish(ask RankingAsk) {
	n := 0
	for _, row := range r.Rows {
		if row.Place > 0 {
			n++
		}
	}
	text := warehouse.Text{ZH: "参加排名单位", EN: "Units ranked"}
	r.Subjects = counted(r.Name, "", "subjects", text, warehouse.Text{ZH: "单位", EN: "units"}, warehouse.Text{ZH: "个", EN: "units"}, int64(n))
	if ask.Limit == 0 {
		return
	}
	r.Rows = slices.DeleteFunc(r.Rows, func(row RankingRow) bool { return row.Place == 0 || row.Place > ask.Limit })
}

func number(place int) *decimal.Decimal {
	if place == 0 {
		return nil
	}
	d := decimal.NewFromInt(int64(place))
	return &d
}

func maybe(d *decimal.Decimal) prose.Value {
	if d == nil {
		return prose.Value{State: warehouse.NoData}
	}
	return prose.Value{State: warehouse.Present, Exact: d}
}
