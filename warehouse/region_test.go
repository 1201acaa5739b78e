package warehouse

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"anlan/safety"
)

func on(t *testing.T, day string) safety.Date {
	t.Helper()
	d, err := safety.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func codesOf(regions []Region) string {
	var out []string
	for _, r := range regions {
		out = append(out, string(r.Code))
	}
	return strings.Join(out, " ")
}

// shipped is the reference data as a warehouse without files of its own holds it.
func shipped(t *testing.T) *Regions {
	t.Helper()
	d, err := DimensionFiles{}.read()
	if err != nil {
		t.Fatal(err)
	}
	return d.regions
}

func TestTheShippedTreeIsTheCodeTable(t *testing.T) {
	r := shipped(t)
	today := on(t, "2026-01-01")
	count := func(parent safety.RegionCode, level safety.RegionLevel, kind string) int {
		n := 0
		for _, one := range r.Below(Statutory, parent, level, today) {
			if kind == "" || one.Kind == kind {
				n++
			}
		}
		return n
	}
	for _, want := range []struct {
		what   string
		parent safety.RegionCode
		level  safety.RegionLevel
		kind   string
		n      int
	}{
		{"provinces with Taiwan, Hong Kong and Macao", "CN", safety.LevelProvince, "", 34},
		{"cities of Shandong", "370000", safety.LevelCity, "", 16},
		{"counties of Shandong", "370000", safety.LevelCounty, StatutoryRegion, 136},
		{"functional zones of Shandong with codes 37xx7x", "370000", safety.LevelCounty, ZoneRegion, 15},
		{"towns of Shandong", "370000", safety.LevelTown, "", 1853},
		{"counties of Zibo, none of whose zones has a code", "370300", safety.LevelCounty, "", 8},
		{"cities of Beijing: 市辖区 is none", "110000", safety.LevelCity, "", 0},
		{"districts of Beijing", "110000", safety.LevelCounty, "", 16},
		{"counties of Chongqing, 区 and 县 alike", "500000", safety.LevelCounty, "", 38},
		{"cities of Henan: 济源 is a county below the province", "410000", safety.LevelCity, "", 17},
		{"counties of 东莞, a city without any", "441900", safety.LevelCounty, "", 0},
	} {
		if n := count(want.parent, want.level, want.kind); n != want.n {
			t.Errorf("%s: %d, want %d", want.what, n, want.n)
		}
	}
	if got := codesOf(r.Ancestors(Statutory, "370303008", today)); got != "370303 370300 370000 CN" {
		t.Errorf("above 四宝山街道: %s", got)
	}
	if got := codesOf(r.Ancestors(Statutory, "419001", today)); got != "410000 CN" {
		t.Errorf("above 济源: %s", got)
	}
	if one, _ := r.Get("370303008", today); one.FullName != "山东省淄博市张店区四宝山街道" || one.ValidFrom != on(t, "1970-01-01") || one.ValidTo != on(t, "2149-06-06") {
		t.Errorf("四宝山街道 is %+v", one)
	}
	if got := codesOf(r.Children(Managing, "", today)); got != "CN" {
		t.Errorf("at the top: %s", got)
	}
}

func TestEveryShippedChangeCitesADocument(t *testing.T) {
	for _, one := range shipped(t).All() {
		if (one.ValidTo != openEnd() || len(one.Successors) > 0) && !strings.Contains(one.Document, "函〔") {
			t.Errorf("%s %s ends without a document", one.Code, one.Name)
		}
	}
}

// 莱芜 became part of Jinan on 2018-12-26: the city 371200 was divided into 370116 and 370117, its two counties became one
// each of them.
func TestLaiwuUnderLastYearsTreeAndToday(t *testing.T) {
	r := shipped(t)
	before, after := on(t, "2018-12-25"), on(t, "2018-12-26")
	if got := codesOf(r.Below(Statutory, "370000", safety.LevelCity, before)); len(strings.Fields(got)) != 17 || !strings.Contains(got, "371200") {
		t.Errorf("cities of 2018: %s", got)
	}
	for _, want := range []struct {
		code safety.RegionCode
		on   safety.Date
		path string
	}{
		{"371202", before, "371200 370000 CN"},        // 莱城区 in 莱芜市
		{"371202", after, "370116 370100 370000 CN"},  // its records count for 莱芜区 of Jinan
		{"371203", after, "370117 370100 370000 CN"},  // 钢城区
		{"371200", after, "370100 370000 CN"},         // the city's own records: no one district's, so Jinan's
		{"370116", before, "371202 371200 370000 CN"}, // records that a source recoded count for 莱城区 in 2018
		{"370116001", before, "371202 371200 370000 CN"},
	} {
		if got := codesOf(r.Ancestors(Statutory, want.code, want.on)); got != want.path {
			t.Errorf("above %s on %s: %s, want %s", want.code, want.on, got, want.path)
		}
	}
	if _, ok := r.Get("371200", after); ok {
		t.Error("莱芜市 still exists")
	}
	if one, ok := r.Get("371200", safety.Date{}); !ok || one.Name != "莱芜市" {
		t.Errorf("the name beside an old record: %v", one)
	}
	if !r.Within(Managing, "371202", "370100", after) || r.Within(Managing, "371202", "370100", before) {
		t.Error("莱城区 is in Jinan on the wrong days")
	}
}

// 文登市 went to two districts: nobody knows whose an old record is, so it is the city's and no district's.
func TestADividedCountyBelongsToTheNearestRegionAboveBoth(t *testing.T) {
	if got := codesOf(shipped(t).Ancestors(Managing, "371081", on(t, "2026-01-01"))); got != "371000 370000 CN" {
		t.Errorf("above 文登市: %s", got)
	}
}

func TestSearch(t *testing.T) {
	r := shipped(t)
	if got := r.Search("莱芜", 3); len(got) != 3 || got[0].Code != "370116" || slices.ContainsFunc(got, func(one Region) bool { return one.Code == "371200" }) {
		t.Errorf("莱芜: %v", codesOf(got)) // what is abolished comes last
	}
	if got := r.Search("3703", 1); codesOf(got) != "370300" {
		t.Errorf("3703: %s", codesOf(got))
	}
	if got := r.Search("淄博市张店", 0); len(got) < 2 || got[0].Code != "370303" {
		t.Errorf("淄博市张店: %s", codesOf(got))
	}
	if got := r.Search("  ", 0); got != nil {
		t.Errorf("nothing: %s", codesOf(got))
	}
}

// A fictional city AA with the counties AB, AC and a zone AZ that takes over a town of AB on 2024-07-01.
func zoneTree(t *testing.T) *Regions {
	t.Helper()
	r, err := NewRegions([]Region{
		{Code: "XX", Name: "虚构国", Level: safety.LevelCountry, Kind: StatutoryRegion},
		{Code: "AA", Name: "甲市", Level: safety.LevelCity, Kind: StatutoryRegion, StatutoryParent: "XX"},
		{Code: "AB", Name: "乙县", Level: safety.LevelCounty, Kind: StatutoryRegion, StatutoryParent: "AA"},
		{Code: "AC", Name: "丙县", Level: safety.LevelCounty, Kind: StatutoryRegion, StatutoryParent: "AA"},
		{Code: "AZ", Name: "高新区", Level: safety.LevelCounty, Kind: ZoneRegion, StatutoryParent: "AA"},
		{Code: "AB1", Name: "一镇", Level: safety.LevelTown, Kind: StatutoryRegion, StatutoryParent: "AB"},
		{Code: "AB2", Name: "二镇", Level: safety.LevelTown, Kind: StatutoryRegion, StatutoryParent: "AB", ValidTo: on(t, "2024-06-30")},
		{Code: "AB2", Name: "二镇", Level: safety.LevelTown, Kind: StatutoryRegion, StatutoryParent: "AB", ManagingParent: "AZ", ValidFrom: on(t, "2024-07-01")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAZoneTakesOverATown(t *testing.T) {
	r := zoneTree(t)
	before, after := on(t, "2024-06-30"), on(t, "2024-07-01")
	for _, want := range []struct {
		tree   Tree
		parent safety.RegionCode
		on     safety.Date
		towns  string
	}{
		{Managing, "AB", before, "AB1 AB2"}, {Managing, "AB", after, "AB1"}, {Managing, "AZ", before, ""}, {Managing, "AZ", after, "AB2"},
		{Statutory, "AB", after, "AB1 AB2"}, {Statutory, "AZ", after, ""},
	} {
		if got := codesOf(r.Children(want.tree, want.parent, want.on)); got != want.towns {
			t.Errorf("%s children of %s on %s: %q, want %q", want.tree, want.parent, want.on, got, want.towns)
		}
	}
	if got := codesOf(r.Below(Managing, "AA", safety.LevelCounty, after)); got != "AB AC AZ" {
		t.Errorf("the zone is assessed beside the counties: %s", got)
	}
}

func TestTheFaultsOfATree(t *testing.T) {
	country := Region{Code: "XX", Name: "虚构国", Level: safety.LevelCountry, Kind: StatutoryRegion}
	county := Region{Code: "AB", Name: "乙县", Level: safety.LevelCounty, Kind: StatutoryRegion, StatutoryParent: "XX"}
	cases := map[string]struct {
		rows []Region
		want string
	}{
		"a circle": {[]Region{country,
			{Code: "AA", Name: "甲", Level: safety.LevelCity, Kind: ZoneRegion, StatutoryParent: "AB"},
			{Code: "AB", Name: "乙", Level: safety.LevelCounty, Kind: ZoneRegion, StatutoryParent: "AA"},
		}, "goes round in a circle: AA → AB → AA"},
		"a county below a county": {[]Region{country, county,
			{Code: "AC", Name: "丙县", Level: safety.LevelCounty, Kind: StatutoryRegion, StatutoryParent: "AB"},
		}, "AC is a county and cannot lie below AB, a county"},
		"an unknown parent": {[]Region{country, {Code: "AB", Name: "乙", Level: safety.LevelCounty, Kind: StatutoryRegion, StatutoryParent: "QQ"}}, "no region QQ"},
		"overlapping days": {[]Region{country, county, {Code: "AB", Name: "乙区", Level: safety.LevelCounty, Kind: StatutoryRegion, StatutoryParent: "XX", ValidFrom: safety.NewDate(2020, time.May, 1)}},
			"AB is valid to 2149-06-06 already"},
		"a successor that comes later": {[]Region{country,
			{Code: "AB", Name: "乙", Level: safety.LevelCounty, Kind: StatutoryRegion, StatutoryParent: "XX", ValidTo: safety.NewDate(2020, time.May, 1), Successors: []safety.RegionCode{"AC"}},
			{Code: "AC", Name: "丙", Level: safety.LevelCounty, Kind: StatutoryRegion, StatutoryParent: "XX", ValidFrom: safety.NewDate(2021, time.May, 1)},
		}, "AC does not exist on 2020-05-02"},
		"no parent": {[]Region{country, {Code: "AB", Name: "乙", Level: safety.LevelCounty, Kind: StatutoryRegion}}, "only a country has none"},
	}
	for name, c := range cases {
		_, err := NewRegions(c.rows)
		var faults FileFaults
		if !errors.As(err, &faults) || !strings.Contains(faults.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
