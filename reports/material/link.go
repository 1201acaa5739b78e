package material

import (
	"net/url"
	"strconv"
	"strings"

	"anlan/reports/assessment"
	"anlan/safety"
	"anlan/warehouse"
)

// link is the address of a question in the server's GraphiQL, from the server's root.
func link(question string) string {
	return "/graphiql/?query=" + url.QueryEscape(question)
}

// metricLink asks a metric query again.
func metricLink(q warehouse.MetricQuery) string {
	period := q.Period
	if q.Trailing > 1 {
		period, _ = safety.Between(q.Period.To.YearMonth().Add(1-q.Trailing).First(), q.Period.To)
	}
	var in arguments
	in.texts("measures", q.Measures)
	in.texts("dimensions", q.Dimensions)
	in.text("region", string(q.Region))
	if q.Level != safety.LevelUnknown {
		in.add("level", strings.ToUpper(q.Level.String()))
	}
	in.add("tree", strings.ToUpper(string(q.Tree)))
	in.text("treeDate", q.TreeDate.String())
	in.text("period", period.Code)
	if q.Grain == safety.GrainMonth && q.Trailing <= 1 {
		in.add("grain", "MONTH")
	}
	var compare []string
	for _, c := range q.Compare {
		compare = append(compare, strings.ToUpper(string(c)))
	}
	in.list("compare", compare)
	in.filters(q.Filters)
	if q.Totals {
		in.add("totals", "true")
	}
	in.add("version", strconv.FormatUint(q.Version, 10))
	in.text("asOf", q.AsOf.String())
	return link("{\n  metrics(query: {" + in.String() + "}) {\n    columns { name title { zh en } unit texts numbers states total }\n    rows\n    source { version asOf }\n  }\n}")
}

// RecordLink is the address of the records of a record query, from the root of the server.
func RecordLink(q warehouse.RecordQuery) string {
	var in arguments
	in.text("fact", q.Fact)
	in.text("region", string(q.Region))
	in.add("tree", strings.ToUpper(string(q.Tree)))
	in.text("treeDate", q.TreeDate.String())
	in.day("asOf", q.AsOf)
	in.day("from", q.From)
	in.day("to", q.To)
	if q.Metric != "" {
		in.text("metric", q.Metric)
	}
	in.filters(q.Filters)
	in.add("version", strconv.FormatUint(q.Version, 10))
	return link("{\n  recordTable(query: {" + in.String() + "}) {\n    columns { name title { zh en } texts numbers booleans lists }\n    totalCount\n  }\n}")
}

// arguments are the fields of a GraphQL input, in the order in which they were added.
type arguments struct{ strings.Builder }

func (a *arguments) add(name, value string) {
	if a.Len() > 0 {
		a.WriteString(", ")
	}
	a.WriteString(name + ": " + value)
}

func (a *arguments) text(name, value string) { a.add(name, strconv.Quote(value)) }

func (a *arguments) day(name string, d safety.Date) {
	if !d.IsZero() {
		a.text(name, d.String())
	}
}

func (a *arguments) list(name string, values []string) {
	if len(values) > 0 {
		a.add(name, "["+strings.Join(values, ", ")+"]")
	}
}

func (a *arguments) texts(name string, values []string) {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = strconv.Quote(v)
	}
	a.list(name, quoted)
}

func (a *arguments) filters(filters []warehouse.Filter) {
	var list []string
	for _, f := range filters {
		var one arguments
		one.text("dimension", f.Dimension)
		one.texts("values", f.Values)
		if f.Not {
			one.add("not", "true")
		}
		list = append(list, "{"+one.String()+"}")
	}
	a.list("filters", list)
}

// assessmentLink asks for a ranking again.
func assessmentLink(q assessment.Query, version uint64) string {
	var in arguments
	if q.Scheme != "" {
		in.text("scheme", q.Scheme)
	}
	in.text("region", string(q.Region))
	if q.Level != safety.LevelUnknown {
		in.add("level", strings.ToUpper(q.Level.String()))
	}
	if q.Peers != "" {
		in.text("peers", q.Peers)
	}
	in.text("period", q.Period.Code)
	in.add("tree", strings.ToUpper(string(q.Tree)))
	in.add("version", strconv.FormatUint(version, 10))
	in.day("asOf", q.AsOf)
	return link("{\n  assessment(" + in.String() + ") {\n    subjects { key name score rank grade { title { zh en } } }\n  }\n}")
}

// alertsLink lists the warnings that are on in a region.
func alertsLink(region safety.RegionCode) string {
	return link("{\n  alerts(query: {region: " + strconv.Quote(string(region)) + "}) {\n    edges { node { id severity title { zh en } reason { zh en } } }\n  }\n}")
}
