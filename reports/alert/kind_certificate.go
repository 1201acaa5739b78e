package alert

import (
	"context"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"anlan/safety"
	"anlan/warehouse"
)

// judgeCertificates evaluates rules about certificates that end soon: how many persons, never who.
func (v *view) judgeCertificates(ctx context.Context, r *Rule) ([]finding, error) {
	day, ok := v.reach("training")
	if !ok {
		return nil, warehouse.Fault(warehouse.Unavailable, "there are no training records")
	}
	q := warehouse.LapsingQuery{
		Audiences: r.Audiences, Region: v.root.Code, Tree: warehouse.Managing, Day: day, Within: r.Within, Version: v.version.Number,
	}
	if len(r.Sectors) > 0 {
		q.Sectors = v.sectors.Below(r.Sectors...)
	}
	q.Levels, q.PerEnterprise = r.Levels, r.Per == PerEnterprise
	counts, err := v.w.LapsingCertificates(ctx, warehouse.Everything(), q)
	if err != nil {
		return nil, err
	}
	var findings []finding
	var ids []string
	for _, c := range counts {
		f, ok := v.findCertificates(r, q, c)
		if !ok {
			continue
		}
		findings = append(findings, f)
		if c.Enterprise != "" && (f.severity != "" || f.stays) {
			ids = append(ids, c.Enterprise)
		}
	}
	names, err := v.names(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i := range findings {
		if name, ok := names[findings[i].subject.Enterprise]; ok {
			findings[i].name(name)
		}
	}
	return findings, nil
}

// names gives the names of enterprises by their ids.
func (v *view) names(ctx context.Context, ids []string) (map[string]string, error) {
	names := map[string]string{}
	for some := range slices.Chunk(ids, 500) {
		found, err := v.w.EnterprisesNamed(ctx, warehouse.Everything(), v.version.Number, some)
		if err != nil {
			return nil, err
		}
		for id, e := range found {
			names[id] = e.Name
		}
	}
	return names, nil
}

// name puts the enterprise's name where its id stands.
func (f *finding) name(name string) {
	id := f.subject.Enterprise
	f.subject.EnterpriseName = name
	f.reason = warehouse.Text{ZH: strings.Replace(f.reason.ZH, id, name, 1), EN: strings.Replace(f.reason.EN, id, name, 1)}
}

func (v *view) findCertificates(r *Rule, q warehouse.LapsingQuery, c warehouse.LapsingCount) (finding, bool) {
	subject, ok := v.place(r, c.Region, "", q.Day)
	if !ok {
		return finding{}, false
	}
	subject.Enterprise = c.Enterprise
	lapsing, valid := new(big.Rat).SetUint64(c.Lapsing), new(big.Rat).SetUint64(c.Valid)
	x := lapsing
	if r.By == Percent {
		x = new(big.Rat).Quo(lapsing, valid)
		x.Mul(x, big.NewRat(100, 1))
	}
	days, _ := safety.Between(q.Day, q.Day.AddDays(q.Within))
	f := finding{
		subject: subject, asOf: q.Day, facts: []string{"training"}, sectors: v.sectorsOf(r, subject),
		figures: []Figure{
			{lapsingName, warehouse.Text{ZH: "即将到期人数", EN: "Persons whose certificate ends"}, rounded(lapsing, 0), "人"},
			{validName, warehouse.Text{ZH: "持有效证书人数", EN: "Persons with a valid certificate"}, rounded(valid, 0), "人"},
		},
		records: &warehouse.RecordQuery{
			Fact: "training", Region: subject.Region, Tree: warehouse.Managing, TreeDate: q.Day, AsOf: q.Day, Lapsing: days, Version: q.Version,
			Filters: append(v.filters(r), warehouse.Filter{Dimension: "training_audience", Values: r.Audiences}),
		},
	}
	if c.Enterprise != "" {
		f.records.Filters = append(f.records.Filters, warehouse.Filter{Dimension: "enterprise", Values: []string{c.Enterprise}})
	}
	if r.Minimum == nil || valid.Cmp(r.Minimum.Rat()) >= 0 {
		f.verdict = r.judge(x, r.At)
	}
	f.reason = r.certificateWords(subject, q, c, x, f.verdict)
	return f, true
}

func (r *Rule) certificateWords(s Subject, q warehouse.LapsingQuery, c warehouse.LapsingCount, x *big.Rat, v verdict) warehouse.Text {
	lapsing, valid, share := strconv.FormatUint(c.Lapsing, 10), strconv.FormatUint(c.Valid, 10), rounded(x, 2).String()
	end := q.Day.AddDays(q.Within)
	audience := r.audienceWords()
	t := warehouse.Text{
		ZH: s.RegionName + s.Enterprise + audience.ZH + lapsing + "人的证书将于" + dayZH(end) + "前到期（自" + dayZH(q.Day) + "起" + strconv.Itoa(q.Within) + "天内），持有效证书共" + valid + "人",
		EN: s.RegionName + " " + s.Enterprise + ": certificates of " + lapsing + " of " + valid + " persons (" + audience.EN + ") end by " + end.String() + ", within " + strconv.Itoa(q.Within) + " days of " + q.Day.String(),
	}
	zh, en := r.unit()
	if r.By == Percent {
		t.ZH, t.EN = t.ZH+"，占"+share+"%", t.EN+", "+share+"%"
	}
	return r.verdictWords(t, v, r.At, zh, en)
}

// aboutCertificates says whose certificates the rule watches.
func (r *Rule) aboutCertificates() warehouse.Text {
	audience, days := r.audienceWords(), strconv.Itoa(r.Within)
	zh, en := "人数", "Persons"
	if r.By == Percent {
		zh, en = "比例", "Share of persons"
	}
	return warehouse.Text{ZH: audience.ZH + "证书" + days + "天内到期的" + zh, EN: en + " (" + audience.EN + ") whose certificates end within " + days + " days,"}
}

func (r *Rule) audienceWords() warehouse.Text {
	var zh, en []string
	for _, audience := range r.Audiences {
		a := safety.TrainingAudience(audience)
		zh, en = append(zh, a.TitleZH()), append(en, a.TitleEN())
	}
	return warehouse.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}
