package material

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/access"
	"anlan/reports/alert"
	"anlan/reports/document"
	"anlan/safety"
	"anlan/warehouse"
)

// warnings answers an AlertAsk: the warnings that were on at the end of the day that the bulletin is as of, of single records and enterprises to who may read records only.
func (p *pinned) warnings(ctx context.Context, from Warnings, ask AlertAsk) (*Alerts, document.Query, error) {
	asked := document.Query{Name: ask.Name, Other: "截至" + dayZH(p.plan.AsOf) + "生效的预警", Link: alertsLink(p.plan.Region)}
	out := &Alerts{Name: ask.Name}
	most := cmp.Or(ask.Limit, mostNamed)
	counts := map[safety.AlertSeverity]int{}
	rules := ask.Rules
	if len(rules) == 0 {
		rules = []string{""}
	}
	if from == nil {
		rules = nil
	}
	for _, rule := range rules {
		q := alert.Query{
			Day: p.plan.AsOf, Severities: ask.Severities, Rule: rule, Region: p.plan.Region, Sector: p.plan.Sector, Records: p.caller.May(access.ReadRecords), First: most,
		}
		found, err := from.Counts(ctx, p.caller.Scope, q)
		if err != nil {
			return nil, asked, err
		}
		for _, c := range found {
			counts[c.Severity] += c.Signals
		}
		page, err := from.List(ctx, p.caller.Scope, q)
		if err != nil {
			return nil, asked, err
		}
		if err := p.renamed(ctx, page.Signals); err != nil {
			return nil, asked, err
		}
		for _, s := range page.Signals {
			out.Rows = append(out.Rows, alertRow(ask.Name, s))
		}
	}
	slices.SortStableFunc(out.Rows, func(a, b AlertRow) int {
		return cmp.Or(b.Severity.Rank()-a.Severity.Rank(), b.Since.Compare(a.Since), cmp.Compare(a.ID, b.ID))
	})
	out.Rows = out.Rows[:min(len(out.Rows), most)]
	unit, noun := warehouse.Text{ZH: "条", EN: "warnings"}, warehouse.Text{ZH: "预警", EN: "warnings"}
	total := 0
	for _, severity := range []safety.AlertSeverity{safety.AlertRed, safety.AlertOrange, safety.AlertYellow, safety.AlertBlue} {
		if len(ask.Severities) > 0 && !slices.Contains(ask.Severities, severity) {
			continue
		}
		title := warehouse.Text{ZH: severity.TitleZH(), EN: severity.TitleEN()}
		q := counted(ask.Name, string(severity), "count", warehouse.Text{ZH: "条数", EN: "Number"}, noun, unit, int64(counts[severity]))
		q.RowTitle = title
		out.Counts = append(out.Counts, AlertCount{severity, title, q})
		total += counts[severity]
	}
	out.Total = counted(ask.Name, "", "count", warehouse.Text{ZH: "预警", EN: "Warnings"}, noun, unit, int64(total))
	return out, asked, nil
}

// renamed calls enterprises what the bulletin's data call them, not what they were called when a warning was given.
func (p *pinned) renamed(ctx context.Context, signals []alert.Signal) error {
	var ids []string
	for _, s := range signals {
		if s.Subject.Enterprise != "" {
			ids = union(ids, s.Subject.Enterprise)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	named, err := p.EnterprisesNamed(ctx, p.caller.Scope, p.plan.Version, ids)
	if err != nil {
		return err
	}
	for i := range signals {
		if now, ok := named[signals[i].Subject.Enterprise]; ok && now.Name != "" {
			signals[i].Subject.EnterpriseName = now.Name
		}
	}
	return nil
}

func alertRow(ask string, s alert.Signal) AlertRow {
	subject := s.Subject.RegionName + s.Subject.SectorName
	if s.Subject.EnterpriseName != "" {
		subject = s.Subject.EnterpriseName
	}
	row := AlertRow{
		ID: s.ID, Severity: s.Severity, SeverityTitle: warehouse.Text{ZH: s.Severity.TitleZH(), EN: s.Severity.TitleEN()}, Title: s.Title,
		Subject: same(document.Unmarked(subject)), Since: s.FirstSeen, Acknowledged: s.Acknowledged != nil, Figures: map[document.Language][]document.Figure{},
	}
	row.Reason.ZH = row.mark(ask, document.Chinese, s.Reason.ZH, s.Figures)
	row.Reason.EN = row.mark(ask, document.English, s.Reason.EN, s.Figures)
	return row
}

var printedNumber = regexp.MustCompile(`\d[\d,]*(\.\d+)?%?`)

// mark finds the figures of a reason in its words, each once, and marks them.
func (r *AlertRow) mark(ask string, language document.Language, reason string, figures []alert.Figure) string {
	left := slices.Clone(figures)
	return printedNumber.ReplaceAllStringFunc(document.Unmarked(reason), func(printed string) string {
		n, err := decimal.NewFromString(strings.TrimSuffix(strings.ReplaceAll(printed, ",", ""), "%"))
		i := slices.IndexFunc(left, func(f alert.Figure) bool { return f.Value.Abs().Equal(n) })
		if err != nil || i < 0 {
			return printed
		}
		f := left[i]
		left = slices.Delete(left, i, i+1)
		label := f.Title.ZH
		if language == document.English {
			label = f.Title.EN
		}
		exact := f.Value
		id := ask + "/" + r.ID + "/" + f.Name + "/" + string(document.Value)
		r.Figures[language] = append(r.Figures[language], document.Figure{
			ID: id, Text: printed, Query: ask, Row: r.ID, Label: r.Subject.ZH + " " + label, Metric: f.Name, Unit: f.Unit, Role: document.Value,
			State: warehouse.Present, Exact: &exact, Places: max(0, -n.Exponent()),
		})
		return document.Marked(id, printed)
	})
}
