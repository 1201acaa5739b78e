package warehouse

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// subquery finds what an expression over one record's columns has no use for: another query, or a second statement.
var subquery = regexp.MustCompile(`(?i)\b(select|from|join|union|file|url|s3|remote|merge|dictget\w*|joinget\w*)\b|;|--|/\*`)

// checkExpression refuses SQL of a catalogue that is more than one expression over a record's columns.
func checkExpression(what, sql string) error {
	bare := withoutStrings(sql)
	if found := subquery.FindString(bare); found != "" {
		return fmt.Errorf("%s %q: %q does not belong into an expression over a record's columns", what, sql, found)
	}
	depth := 0
	for _, r := range bare {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth < 0 {
			break
		}
	}
	if depth != 0 {
		return fmt.Errorf("%s %q: the parentheses do not match", what, sql)
	}
	return nil
}

// withoutStrings leaves out what stands in single quotes, where everything is allowed.
func withoutStrings(sql string) string {
	var out strings.Builder
	for i, part := range strings.Split(sql, "'") {
		if i%2 == 0 {
			out.WriteString(part)
		}
	}
	return out.String()
}

// checkCatalogue asks the engine, without reading a row, whether it understands every measure of the user's own, so that a
// fault shows when the catalogue is loaded and not when somebody asks.
func (w *Warehouse) checkCatalogue(ctx context.Context) error {
	var faults []error
	for _, m := range w.catalogue.metrics {
		was, shipped := shippedCatalogue.byName[m.Name]
		if m.Measure == nil || m.Measure.Fact == "denominator" || shipped && was.Measure != nil && *was.Measure == *m.Measure {
			continue
		}
		at := strings.NewReplacer("{as_of}", "today()")
		measure := *m.Measure
		measure.Where = at.Replace(measure.Where)
		sql := "SELECT " + measure.aggregate("")
		if measure.Date != "" {
			sql += ", toYYYYMM(max(" + measure.Date + "))"
		}
		if err := w.conn.Exec(ctx, "EXPLAIN "+sql+" FROM "+measure.Fact); err != nil {
			w.log.Error("a metric is not understood", "metric", m.Name, "error", err)
			faults = append(faults, fmt.Errorf("metric %s: value, date, where or known is no SQL over the columns of %s; the log says what is wrong", m.Name, measure.Fact))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return Fault(BadRequest, "metric catalogue %s: %v", w.config.CatalogueDir, err)
	}
	return nil
}
