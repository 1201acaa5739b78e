package etl

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"anlan/etl/source/database"
)

// databaseSource is a table or a query of a database.
type databaseSource struct{ spec database.Spec }

// readDatabase reads the key database of a source.
func readDatabase(n yamlNode) *databaseSource {
	var s database.Spec
	n.fields(map[string]func(yamlNode){
		"connection": func(n yamlNode) { s.Connection = n.text() },
		"table": func(n yamlNode) {
			s.Table = n.text()
			if parts := strings.Split(s.Table, "."); len(parts) > 3 || slices.Contains(parts, "") {
				n.faultf("a table is named with its schema or without, as aq.yh_ledger: not %q", s.Table)
			}
		},
		"query": func(n yamlNode) {
			s.Query = n.text()
			first, _, _ := strings.Cut(strings.ToUpper(strings.TrimLeft(s.Query, " \t\r\n(")), " ")
			if first, _, _ = strings.Cut(first, "\n"); first != "SELECT" && first != "WITH" {
				n.faultf("a query is one SELECT, or WITH … SELECT")
			}
		},
		"watermark": func(n yamlNode) { s.Watermark = readWatermark(n) },
		"window":    func(n yamlNode) { s.Window = n.text() },
		"time_zone": func(n yamlNode) {
			zone, err := time.LoadLocation(n.text())
			if err != nil || zone == time.Local {
				n.faultf("expected the name of a time zone, as UTC or Asia/Urumqi: not %q", n.text())
			}
			s.Zone = zone
		},
		"encoding": func(n yamlNode) { s.GB18030 = n.choice("utf-8", "gb18030", "gbk", "gb2312") != "utf-8" },
		"timeout":  func(n yamlNode) { s.Timeout = span(n, time.Second, 48*time.Hour) },
	})
	if s.Connection == "" {
		n.faultf("the key connection is missing: the name of a database in the file of connections")
	}
	if (s.Table == "") == (s.Query == "") {
		n.faultf("a database is read by one of table and query")
	}
	return &databaseSource{spec: s}
}

func readWatermark(n yamlNode) *database.Watermark {
	w := &database.Watermark{}
	n.fields(map[string]func(yamlNode){
		"column": func(n yamlNode) { w.Column = n.text() },
		"key":    func(n yamlNode) { w.Key = n.texts() },
		"lookback": func(n yamlNode) {
			if number, err := strconv.ParseInt(n.text(), 10, 64); err == nil && number >= 0 {
				w.Back = &number
				return
			}
			back := span(n, 0, 366*24*time.Hour)
			w.Lookback = &back
		},
	})
	if w.Column == "" {
		n.faultf("a watermark needs column: the time or number that grows whenever a row changes")
	}
	if slices.Contains(w.Key, w.Column) {
		n.faultf("key makes the order of rows with the same watermark certain: it is other columns than the watermark itself")
	}
	return w
}

// partial says what keeps the source from being read whole by a join, which asks for neither what is new nor for a window.
func (d *databaseSource) partial() string {
	switch {
	case d.spec.Watermark != nil:
		return "watermark"
	case d.spec.Window != "":
		return "window"
	}
	return ""
}
