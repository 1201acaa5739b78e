package etl

import (
	"strings"
	"testing"
)

// Every mistake in a check is named at once, with its line and what would be right.
func TestMistakesInChecksOfLoads(t *testing.T) {
	for check, want := range map[string]string{
		"rows: {at_least: 1}\n    sum: {column: penalty, at_least: 1}": "needs a code and one of rows, sum",
		"severity: error\n    rows: {at_least: 1}":                     `"error" is none of block, warn`,
		"rows: {}":                                                 "give at_least, at_most or change",
		"rows: {at_least: 5, at_most: 4}":                          "at_least is more than at_most",
		"rows: {change: half}":                                     `expected a share, as 95% or 0.95, not "half"`,
		"sum: {column: level, at_least: 1}":                        "level is no number",
		"sum: {column: penalti, at_least: 1}":                      `did you mean "penalty"?`,
		"sum: {at_least: 1}":                                       "column is missing",
		"fresh: {}":                                                "give within_days or newer: true",
		"fresh: {column: level, newer: true}":                      "level is no date",
		"fresh: {within_days: 1.5}":                                "expected a number of days",
		"unique: [region, foundon]":                                `did you mean "found_on"?`,
		"known: {column: description}":                             "say of which records the column names one",
		"known: {column: penalty, of: enterprise}":                 "penalty is no text",
		"known: {column: inspection, at_least: 120%}":              "expected a share",
		"filled: {at_least: 1}":                                    "columns is missing",
		"reconcile: {header: hazards_found, detail: count}":        "one of them, not both, names a join or a fact",
		"reconcile: {header: {join: x, column: a}, detail: count}": `no join is named "x"`,
		"reconcile: {header: {fact: inspection, column: hazards_found}, detail: count}":                                      "on is missing",
		"reconcile: {header: {fact: inspection, column: summary}, detail: count, on: {inspection: id}}":                      "summary is no number",
		"reconcile: {header: {fact: inspection, column: hazards_found}, detail: all, on: {inspection: id}}":                  "the detail is count",
		"reconcile: {header: {fact: inspection, column: hazards_found}, detail: count, on: {inspections: id}}":               `did you mean "inspection"?`,
		"reconcile: {header: {fact: inspection, column: hazards_found}, detail: count, on: {inspection: id}, tolerance: -1}": "expected 0 or more",
		"control: {rows: 行数}":                            "source is missing",
		"control: {source: {files: a.ctl, format: csv}}": "give rows or sums",
		"holds: level = 'major'":                         "level is of one row; put it into an aggregate",
		"holds: 1 > 0":                                   "needs an aggregate",
		"holds: sum(count()) > 0":                        "count stands within another aggregate",
		"holds: countIf(lvl = 'major') > 0":              `hazard has no column "lvl"`,
		"holds: (SELECT 1) > 0":                          "SELECT makes a query",
		"holds: groupArray(level) != []":                 "the function groupArray may not be used here",
		"holds: sum(file('/etc/passwd')) > 0":            "the function file may not be used here",
	} {
		_, err := ParsePipeline("p.yaml", []byte(checked("code: c\n    "+check)))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "p.yaml:") {
			t.Errorf("%s\n got %v\nwant %s", check, err, want)
		}
	}
	_, err := ParsePipeline("p.yaml", []byte(checked("{code: a, rows: {at_least: 1}}", "{code: a, rows: {at_most: 1}}")))
	if err == nil || !strings.Contains(err.Error(), "two checks of the load have the code a") {
		t.Errorf("got %v", err)
	}
}
