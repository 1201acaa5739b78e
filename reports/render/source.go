package render

import (
	"net/url"
	"strconv"
	"strings"

	"anlan/reports/document"
	"anlan/safety"
	"anlan/warehouse"
)

// FigureAddress is where the server tells of a figure: ROOT/bulletins/BULLETIN/figures/ID, the id as one segment of the path;
// empty when the options name no server or bulletin.
func (o Options) FigureAddress(id string) string {
	if o.Root == "" || o.Bulletin == "" {
		return ""
	}
	return strings.TrimSuffix(o.Root, "/") + "/bulletins/" + url.PathEscape(o.Bulletin) + "/figures/" + url.PathEscape(id)
}

// Ask says what a question asked, as a person reads it.
func (w Words) Ask(q document.Query) string {
	var parts []string
	add := func(zh, en, value string) {
		if value != "" {
			parts = append(parts, w.pair(zh, en, value))
		}
	}
	switch {
	case q.Metric != nil:
		w.askMetric(q.Metric, add)
	case q.Records != nil:
		w.askRecords(q.Records, add)
	}
	if q.Other != "" {
		parts = append(parts, q.Other)
	}
	if w.Language == document.English {
		return strings.Join(parts, "; ")
	}
	return strings.Join(parts, "；")
}

// part adds one part of a question, and nothing of an empty one.
type part func(zh, en, value string)

func (w Words) askMetric(m *warehouse.MetricQuery, add part) {
	add("指标", "measures", strings.Join(m.Measures, ", "))
	add("分组", "by", strings.Join(m.Dimensions, ", "))
	add("地区", "region", m.Region.String())
	add("时期", "period", m.Period.Code)
	if m.Grain != 0 {
		add("粒度", "grain", m.Grain.String())
	}
	if m.Trailing > 1 {
		add("滚动月数", "trailing months", strconv.Itoa(m.Trailing))
	}
	compare := make([]string, len(m.Compare))
	for i, c := range m.Compare {
		compare[i] = w.against[string(c)]
	}
	add("对比", "compared", strings.Join(compare, ", "))
	w.askWhere(m.Filters, m.Version, m.AsOf, add)
}

func (w Words) askRecords(r *warehouse.RecordQuery, add part) {
	add("记录", "records", r.Fact)
	add("指标", "metric", r.Metric)
	add("地区", "region", r.Region.String())
	add("起", "from", r.From.String())
	add("止", "to", r.To.String())
	add("到期", "lapsing in", r.Lapsing.Code)
	w.askWhere(r.Filters, r.Version, r.AsOf, add)
}

func (w Words) askWhere(filters []warehouse.Filter, version uint64, asOf safety.Date, add part) {
	for _, f := range filters {
		add("条件", "where", filter(f))
	}
	if version > 0 {
		add(chinese.Version, "data version", strconv.FormatUint(version, 10))
	}
	add("截至", "as of", asOf.String())
}

func (w Words) pair(zh, en, value string) string {
	if w.Language == document.English {
		return en + " " + value
	}
	return zh + " " + value
}

func filter(f warehouse.Filter) string {
	sign := " = "
	if f.Not {
		sign = " ≠ "
	}
	return f.Dimension + sign + strings.Join(f.Values, ", ")
}

// DataLine says which data a document prints: its version, when that was published, up to which day, and the definitions.
func (w Words) DataLine(data document.Data) string {
	parts := []string{w.Version + w.Colon + strconv.FormatUint(data.Version, 10)}
	if !data.PublishedAt.IsZero() {
		parts = append(parts, w.Published+w.Colon+data.PublishedAt.Format("2006-01-02 15:04 -07:00"))
	}
	if !data.AsOf.IsZero() {
		parts = append(parts, w.AsOf+w.Colon+w.Date(data.AsOf))
	}
	if data.Catalogue != "" {
		parts = append(parts, w.Definitions+w.Colon+data.Catalogue)
	}
	if w.Language == document.English {
		return strings.Join(parts, "; ")
	}
	return strings.Join(parts, "；")
}

// ExactText is the number of a figure before it was rounded, or that it is not known.
func (w Words) ExactText(f *document.Figure) string {
	if f.Exact == nil {
		return w.Unknown
	}
	if strings.HasSuffix(f.Text, "%") {
		return f.Exact.String() + "%"
	}
	return f.Exact.String()
}
