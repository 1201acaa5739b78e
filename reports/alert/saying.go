package alert

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// saying puts a figure into words.
type saying struct {
	rule   *Rule
	metric *warehouse.Metric
	query  warehouse.MetricQuery
	measured
}

// Names of the figures of a reason.
const (
	figureName      = "figure"
	numeratorName   = "numerator"
	denominatorName = "denominator"
	previousYear    = "previous_year"
	differenceName  = "difference"
	percentName     = "percent"
	expectedName    = "expected"
	lowName         = "usual_low"
	highName        = "usual_high"
	daysName        = "days"
	lapsingName     = "lapsing"
	validName       = "valid"
)

// change is the figure less that of last year, or in percent of it. From zero there is no percentage: then it is the
// difference, and fromZero is true.
func (s saying) change() (x *big.Rat, fromZero bool) {
	x = new(big.Rat).Sub(s.now.value, s.base.value)
	switch {
	case s.rule.By == Difference, x.Sign() == 0:
		return x, false
	case s.base.value.Sign() <= 0:
		return x, true
	}
	x.Quo(x, s.base.value)
	return x.Mul(x, big.NewRat(100, 1)), false
}

// counted is the count that a rule's minimum is about.
func (s saying) counted() *big.Rat {
	if s.metric.Ratio != nil {
		if s.under.value == nil {
			return new(big.Rat)
		}
		return s.under.value
	}
	if s.base.value != nil && s.base.value.Cmp(s.now.value) > 0 {
		return s.base.value
	}
	return s.now.value
}

// subjectAndTime begins a sentence: whose figure it is, and of what time.
func (s saying) subjectAndTime() warehouse.Text {
	name := s.subject.title()
	if s.metric.Drill().Date == "" {
		day := safety.PeriodAt(safety.GrainDay, s.query.AsOf)
		return warehouse.Text{ZH: name + "截至" + day.TitleZH() + "，", EN: name + ", as of " + day.TitleEN() + ": "}
	}
	p, running := s.query.Period.Clip(s.query.AsOf)
	zh := p.TitleZH()
	if running && s.query.Period.Grain != safety.GrainSpan {
		zh = s.query.Period.TitleZH() + "（截至" + safety.PeriodAt(safety.GrainDay, s.query.AsOf).TitleZH() + "）"
	}
	en := p.TitleEN()
	return warehouse.Text{ZH: name + zh, EN: name + ", " + en + ": "}
}

func (s Subject) title() string {
	name := s.RegionName
	if s.SectorName != "" {
		name += s.SectorName
	}
	return name
}

// stated is the figure with its parts: 62.5%（10/16）.
func (s saying) stated() warehouse.Text {
	head := s.subjectAndTime()
	value := s.shown(s.now.value) + unitZH(s.metric.Unit)
	valueEN := s.shown(s.now.value) + unitEN(s.metric.Unit)
	zh, en := head.ZH+s.metric.Title.ZH+value, head.EN+lower(s.metric.Title.EN)+" "+valueEN
	if s.metric.Ratio != nil {
		parts := plain(s.over.value) + "/" + plain(s.under.value)
		zh, en = zh+"（"+parts+"）", en+" ("+parts+")"
	}
	switch s.now.state {
	case warehouse.Partial:
		zh, en = zh+"，部分单位未报送", en+", some units have not reported"
	case warehouse.Incomplete:
		zh, en = zh+"，部分记录未登记", en+", some records do not tell it"
	}
	return warehouse.Text{ZH: zh, EN: en}
}

// reached says how the figure stands to the rule's numbers.
func (s saying) reached(v verdict) warehouse.Text {
	t := s.stated()
	return s.rule.verdictWords(t, v, s.rule.At, unitZH(s.metric.Unit), unitEN(s.metric.Unit))
}

// changed says how the figure stands to that of last year.
func (s saying) changed(fromZero bool, v verdict) warehouse.Text {
	t := s.stated()
	zh, en := unitZH(s.metric.Unit), unitEN(s.metric.Unit)
	t.ZH += "，去年同期" + s.shown(s.base.value) + zh
	t.EN += ", same period last year " + s.shown(s.base.value) + en
	now, _ := s.now.value.Float64()
	base, _ := s.base.value.Float64()
	c := safety.NewChange(now, base, true)
	if s.metric.Rate {
		c = safety.NewRateChange(now, base, true)
	}
	t.ZH += "，同比" + strings.TrimPrefix(c.PhraseZH(safety.YearOnYear, s.metric.Unit, 1), "去年同期为0，")
	t.EN += ", " + c.PhraseEN(1)
	levels := s.rule.At
	switch {
	case fromZero:
		levels = s.rule.FromZero
	case s.rule.By == Percent:
		zh, en = "%", "%"
	case s.metric.Rate:
		zh, en = "个百分点", " points"
	}
	return s.rule.verdictWords(t, v, levels, zh, en)
}

func (s saying) nothingDue() warehouse.Text {
	head := s.subjectAndTime()
	of := s.metric.Ratio.Denominator.Title
	return warehouse.Text{ZH: head.ZH + of.ZH + "为0，不计算" + s.metric.Title.ZH, EN: head.EN + lower(of.EN) + " are none, so there is no figure"}
}

func (s saying) tooFew() warehouse.Text {
	t := s.stated()
	least := s.rule.Minimum.String()
	return warehouse.Text{ZH: t.ZH + "，基数不足" + least + "，不作判断", EN: t.EN + "; fewer than " + least + " are not judged"}
}

// figures are those that the reason names.
func (s saying) figures() []Figure {
	m := s.metric
	places := int32(m.Decimals) //nolint:gosec // of the catalogue: a few
	list := []Figure{{Name: figureName, Title: m.Title, Value: rounded(s.now.value, places), Unit: m.Unit}}
	if m.Ratio != nil {
		list = append(list, Figure{numeratorName, m.Ratio.Numerator.Title, rounded(s.over.value, 4), m.Ratio.Numerator.Unit},
			Figure{denominatorName, m.Ratio.Denominator.Title, rounded(s.under.value, 4), m.Ratio.Denominator.Unit})
	}
	if s.rule.Kind != safety.AlertChange {
		return list
	}
	list = append(list, Figure{previousYear, warehouse.Text{ZH: "去年同期", EN: "Same period last year"}, rounded(s.base.value, places), m.Unit},
		Figure{differenceName, warehouse.Text{ZH: "同比增减", EN: "Change"}, rounded(new(big.Rat).Sub(s.now.value, s.base.value), places), m.Unit})
	if s.rule.By == Percent && s.base.value.Sign() > 0 {
		x, _ := s.change()
		list = append(list, Figure{percentName, warehouse.Text{ZH: "同比增幅", EN: "Change in percent"}, rounded(x, 2), "%"})
	}
	return list
}

// shown is a figure to the places of its metric, to more where rounding would put it on the other side of a number.
func (s saying) shown(x *big.Rat) string {
	for places := int32(s.metric.Decimals); ; places++ { //nolint:gosec // of the catalogue: a few
		d := rounded(x, places)
		same := true
		for _, one := range s.rule.At.list() {
			if one.number != nil && s.rule.Kind == safety.AlertThreshold && d.Rat().Cmp(one.number.Rat()) != x.Cmp(one.number.Rat()) {
				same = false
			}
		}
		if same || places >= 8 {
			return d.String()
		}
	}
}

// rounded is half up, as on paper.
func rounded(x *big.Rat, places int32) decimal.Decimal {
	if x == nil {
		return decimal.Decimal{}
	}
	return decimal.NewFromBigRat(x, places+12).Round(places)
}

// plain is a figure without trailing zeros.
func plain(x *big.Rat) string { return rounded(x, 4).String() }

// unitZH is a unit behind a number.
func unitZH(unit string) string { return unit }

// unitEN keeps the units that are the same in English; the others are in the metric's title.
func unitEN(unit string) string {
	if unit == "%" {
		return unit
	}
	return ""
}

// lower begins a title in the middle of a sentence; abbreviations stay.
func lower(title string) string {
	if len(title) > 1 && title[0] >= 'A' && title[0] <= 'Z' && title[1] >= 'a' && title[1] <= 'z' {
		return strings.ToLower(title[:1]) + title[1:]
	}
	return title
}
