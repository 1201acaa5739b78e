package server

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"anlan/export"
	"anlan/safety"
	"anlan/warehouse"
)

// exportAsked reads what an address asks of a data set, and names every fault of it at once.
func exportAsked(r *http.Request, set *warehouse.DataSet) (export.Request, error) {
	values, broken := url.ParseQuery(r.URL.RawQuery)
	ask := &arguments{values: values, strict: true}
	if broken != nil {
		ask.faults = append(ask.faults, "the address is not encoded as it should be (% is %25, ; is %3B, + is %2B): "+broken.Error())
	}
	for name, texts := range values {
		if !utf8.ValidString(name + strings.Join(texts, "")) {
			ask.faults = append(ask.faults, strconv.Quote(name)+" is not written in UTF-8")
		}
	}
	format, options := ask.form(r.Header.Values("Accept"))
	q := warehouse.DataQuery{
		Set: set.Name, Region: ask.region(), Tree: ask.tree(), TreeDate: ask.date("on"), Sector: ask.text("sector"), Version: ask.version(),
		Limit: ask.limit(),
	}
	q.From, q.To = ask.span()
	ask.shape(&q, set)
	request := export.Request{Query: q, Format: format, Options: options}
	if slices.Contains(export.FormatNames(), format) {
		ask.faulty(request.Check())
	}
	return request, ask.fault()
}

// form is what the export is written in: as the address says, else as Accept wants it.
func (a *arguments) form(accept []string) (format export.Format, o export.Options) {
	wanted, ok := negotiated(accept)
	format, o.Charset = wanted.format, wanted.charset
	if name := a.text("format"); name != "" {
		format, o.Charset, ok = export.Format(name), "", true
		if !slices.Contains(export.FormatNames(), format) {
			a.faults = append(a.faults, "format: there is none called "+strconv.Quote(name)+"; expected "+formatNames())
		}
	}
	if !ok {
		format = notAcceptable
	}
	if charset := a.text("charset"); charset != "" {
		o.Charset = charset
	}
	o.Compression, o.BOM = a.text("compression"), a.flag("bom")
	return format, o
}

// notAcceptable stands for a format where Accept wants none that there is.
const notAcceptable export.Format = "406"

func formatNames() string {
	names := make([]string, 0, len(export.FormatNames()))
	for _, f := range export.FormatNames() {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}

// span is the days from which to which records are asked for: a period, or both ends, of which one may be open.
func (a *arguments) span() (from, to safety.Date) {
	period := a.period(safety.Period{})
	from, to = a.date("from"), a.date("to")
	switch {
	case period.IsZero():
		if !from.IsZero() && !to.IsZero() && to.Before(from) {
			a.faults = append(a.faults, "to: "+to.String()+" is before from, "+from.String())
		}
		return from, to
	case !from.IsZero() || !to.IsZero():
		a.faults = append(a.faults, "period: expected this, or from and to, found both")
	}
	return period.From, period.To
}

func (a *arguments) limit() *uint64 {
	text := a.text("limit")
	if text == "" {
		return nil
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		a.faults = append(a.faults, "limit: expected a whole number from 0")
		return nil
	}
	return &n
}
