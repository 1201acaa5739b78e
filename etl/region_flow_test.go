package etl

import (
	"fmt"
	"strings"
	"testing"

	"anlan/safety"
	"anlan/warehouse"
)

const namedRegions = `pipeline: ledger
fact: hazard
system: 市安委办台账
source: {files: ledger*.csv}
columns:
  id: 编号
  region: {from: [市, 区县], within: "370300", unknown: UNKNOWN}
  source: {value: 自查}
  level: {value: 一般}
  found_on: 日期
`

const ziboZones = "code,name,level,kind,statutory_parent,managing_parent,valid_from,valid_to,successors\n" +
	"ZB-GXQ,淄博高新技术产业开发区,county,zone,370300,,,,\n" +
	"370303008,,,,,ZB-GXQ,2012-01-01,,\n"

// A ledger with two columns of names: figures of the city, its counties and its zone add up, and what the ledger said is kept.
func TestALedgerThatNamesItsRegions(t *testing.T) {
	b := setupWith(t, ziboZones, strings.Replace(namedRegions, "UNKNOWN", "reject", 1), strings.NewReplacer("pipeline: ledger", "pipeline: ledger_keep", "UNKNOWN", "keep", "system: 市", "system: k").Replace(namedRegions))
	b.file("ledger.csv", "编号,市,区县,日期\n"+
		"1,淄博市,张店区,2025-03-01\n"+
		"2,淄博市,张店,2025-03-01\n"+
		"3,,桓台县起凤镇,2025-03-01\n"+
		"4,淄博,高新区,2025-03-01\n"+
		"5,淄博市,张店区四宝山街道,2025-03-01\n"+ // managed by the zone
		"6,淄博市,370303000000,2025-03-01\n"+
		"7,淄博市,,2025-03-01\n"+
		"8,济南市,历下区,2025-03-01\n"+
		"9,淄博市,桓台县新镇,2025-03-01\n"+
		"10,,370399,2025-03-01\n"+
		"11,,,2025-03-01\n")
	run := b.run("ledger")
	if got, want := count(run), "succeeded: read 11, loaded 7, updated 0, unchanged 0, rejected 4, duplicate 0"; got != want || run.RowsRepaired != 1 {
		t.Errorf("got  %s, repaired %d\nwant %s, repaired 1", got, run.RowsRepaired, want)
	}
	if got, want := b.ask("SELECT id, region FROM hazard WHERE {parts} ORDER BY toUInt32(id)", "hazard"),
		"('1','370303')\n('2','370303')\n('3','370321101')\n('4','ZB-GXQ')\n('5','370303008')\n('6','370303')\n('7','370300')"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := fmt.Sprint(b.quarantine(run.ID)), "[ledger.csv 10/11 unknown_region ledger.csv 11/12 missing_value ledger.csv 8/9 unknown_region ledger.csv 9/10 unknown_region]"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	list, err := b.warehouse.Substitutions(t.Context(), run.ID)
	if got, want := fmt.Sprint(list), "[{region repaired 淄博市/370303000000 370303 1}]"; got != want || err != nil {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
	if got, want := b.figures("370300"), "370300 1, 370303 3, 370321 1, ZB-GXQ 2, total 7"; got != want {
		t.Errorf("figures %s, expected %s", got, want)
	}

	// Kept, they count for the nearest region above that is certain: the county by name, the city otherwise. Row 11 says nothing.
	run = b.run("ledger_keep")
	if got, want := count(run), "succeeded: read 11, loaded 10, updated 0, unchanged 0, rejected 1, duplicate 0"; got != want || run.RowsRepaired != 1 || run.Warnings["region_kept"] != 3 {
		t.Errorf("got  %s, repaired %d, %v\nwant %s", got, run.RowsRepaired, run.Warnings, want)
	}
	list, err = b.warehouse.Substitutions(t.Context(), run.ID)
	if got, want := fmt.Sprint(list), "[{region kept 370399 370300 1} {region kept 济南市/历下区 370300 1} {region repaired 淄博市/370303000000 370303 1} {region kept 淄博市/桓台县新镇 370321 1}]"; got != want || err != nil {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
	if got, want := b.figures("370300"), "370300 4, 370303 6, 370321 3, ZB-GXQ 4, total 17"; got != want {
		t.Errorf("figures %s, expected %s", got, want)
	}
	// A record leads to the text that it came from.
	if got := b.ask("SELECT s.text FROM hazard AS h INNER JOIN substitution AS s ON s.run = h.run AND s.row = h.row WHERE h.id = '9' AND h.system = 'k安委办台账' AND h.{parts}", "hazard"); got != "('淄博市/桓台县新镇')" {
		t.Errorf("the text of record 9 is %s", got)
	}
}

// figures are the hazards found in March 2025 in the units right below a region, of the newest version or of one.
func (b *bundle) figures(region safety.RegionCode, version ...uint64) string {
	b.t.Helper()
	march, err := safety.ParsePeriod("2025-03")
	if err != nil {
		b.t.Fatal(err)
	}
	query := warehouse.MetricQuery{Measures: []string{"hazards_found"}, Dimensions: []string{"region"}, Region: region, Period: march}
	if len(version) > 0 {
		query.Version = version[0]
	}
	table, err := b.warehouse.Metrics(b.t.Context(), warehouse.Everything(), query)
	if err != nil {
		b.t.Fatal(err)
	}
	var out []string
	var total float64
	for i, code := range table.Columns[0].Texts {
		for _, c := range table.Columns {
			if c.Name == "hazards_found" && c.Numbers[i] != nil {
				out = append(out, fmt.Sprintf("%s %g", code, *c.Numbers[i]))
				total += *c.Numbers[i]
			}
		}
	}
	return strings.Join(append(out, fmt.Sprintf("total %g", total)), ", ")
}

// An old code in this year's ledger is put right, in an old ledger it stays.
func TestOldCodesByTheDayOfTheRecord(t *testing.T) {
	b := setup(t, small("csv"))
	b.file("small.csv", smallHeader+"1,371202,一般,2018-12-25,莱城区 still\n2,371202,一般,2025-03-01,莱芜区 by now\n3,371200,一般,2025-03-01,divided\n")
	run := b.run("small_csv")
	if run.RowsRepaired != 1 {
		t.Errorf("repaired %d", run.RowsRepaired)
	}
	if got := b.ask("SELECT id, region FROM hazard WHERE {parts} ORDER BY id", "hazard"); got != "('1','371202')\n('2','370116')\n('3','371200')" {
		t.Errorf("got %s", got)
	}
	// An enterprise has no day: its code is that of today. A dry run counts and keeps nothing.
	b.open("pipeline: register\nfact: enterprise\nsystem: s\nsource: {files: register.csv}\ncolumns: {id: 编号, region: 区划, name: 名称}\n", strings.NewReplacer("370300", "379999", "UNKNOWN", "keep").Replace(namedRegions))
	b.file("register.csv", "编号,区划,名称\nE1,371202,一号厂\n")
	if dry, err := b.loader.Run(t.Context(), "register", RunOptions{DryRun: true}); err != nil || dry.RowsRepaired != 1 || b.ask("SELECT count() FROM substitution WHERE run = '"+dry.ID+"'") != "(0)" {
		t.Errorf("dry: repaired %d, %v", dry.RowsRepaired, err)
	}
	b.run("register")
	b.file("ledger.csv", "编号,市,区县,日期\n1,,张店区,2025-03-01\n")
	b.fail("ledger", UnknownRegion, `there is no region "379999"`)
	if got := b.ask("SELECT region FROM enterprise WHERE {parts}", "enterprise"); got != "('370116')" {
		t.Errorf("the enterprise is in %s", got)
	}
	if got := b.figures("370100"); got != "370100 1, 370116 1, total 2" {
		t.Errorf("figures of Jinan: %s", got)
	}
}

// A name that several regions have is rejected with all of them.
func TestAnAmbiguousNameNamesItsCandidates(t *testing.T) {
	b := setup(t, strings.Replace(small("csv"), "region: 区划", "region: {from: 区划, names: true}", 1))
	b.file("small.csv", smallHeader+"1,济南市市中区,一般,2025-03-01,\n2,市中区,一般,2025-03-01,\n")
	b.run("small_csv")
	reason := b.ask("SELECT codes, reasons FROM quarantine")
	for _, words := range []string{"ambiguous_region", "“市中区” may be ", "370103 山东省济南市市中区", "370402 山东省枣庄市市中区", "write the name with that of the region above"} {
		if !strings.Contains(reason, words) {
			t.Errorf("%q is not in %s", words, reason)
		}
	}
}
