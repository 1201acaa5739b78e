package bulletin_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"anlan/reports/bulletin"
	"anlan/safety"
	"anlan/warehouse"
)

// Every kind that ships is sound on figures of every sort, in both languages: reading tries it.
func TestTheKindsThatShipAreSound(t *testing.T) {
	files, err := fs.Glob(os.DirFS("kinds"), "*.yaml")
	if err != nil || len(files) != 9 {
		t.Fatalf("%d kinds ship (%v)", len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile("kinds/" + name)
		if err != nil {
			t.Fatal(err)
		}
		k, err := bulletin.ReadKind(name, text, catalogue())
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if k.Name+".yaml" != name || k.Document == "" || k.Digest() == "" {
			t.Errorf("%s: the kind %s of %q", name, k.Name, k.Document)
		}
	}
}

func TestKindsOfAFolderReplaceAndAdd(t *testing.T) {
	own := "bulletin: monthly\nlike: weekly\neffective_from: 2000-01-01\ntitle: {zh: 我局月报, en: Our month}\nperiods: [month]\n"
	c, _ := composer(t, nil, folder(t, own))
	if n := len(c.Kinds()); n != 9 {
		t.Errorf("%d kinds", n)
	}
	k, err := c.Kind("monthly", safety.NewDate(2026, 5, 31))
	if err != nil || k.Title.ZH != "我局月报" || !strings.HasSuffix(k.File(), "/kind.yaml") || len(k.Sections) != 6 || k.DraftOn != nil {
		t.Errorf("%+v, %v", k, err)
	}
	week, _ := safety.ParsePeriod("2026-W20")
	month, _ := safety.ParsePeriod("2026-05")
	if k.For(week) || !k.For(month) {
		t.Error("the periods of the kind that it is like were kept")
	}
}

func TestEveryFaultOfAKindIsNamedAtItsLine(t *testing.T) {
	text := `bulletin: Month
effective_from: 2026-01-01
title: {zh: 月报}
periods: [month, fortnight]
draft_on: {working_day: 3, time: "8:00"}
heading: {zh: 月报, en: Month}
moment: {zh: "{{as_off}}", en: Now}
needs:
  figures:
    - {name: a, measures: [accidents_counted], compare: [previous_year]}
    - {name: a, measures: [deaths_counted]}
    - {name: b, measures: [no_such_metric]}
sections:
  - section: one
    when: {of: a, holds: deaths_counted > 0}
    text:
      zh: |
        好。
        {{.Now}}
      en: Fine.
  - section: two
    required: true
tables:
  - table: t
    of: c
    columns: [{metric: accidents_counted}]
  - table: u
    of: a
    columns: [{metric: accidents_counted, role: change}, {field: colour}]
attachments:
  - {attachment: x, title: {zh: 表, en: Table}, tables: [none]}
`
	_, err := bulletin.ReadKind("k.yaml", []byte(text), catalogue())
	if err == nil {
		t.Fatal("nothing was wrong")
	}
	for _, want := range []string{
		`k.yaml:1: bulletin: expected small letters`,
		`k.yaml:3: title: expected en`,
		`k.yaml:4: periods[1]: `,
		`k.yaml:5: draft_on.time: expected a time`,
		`k.yaml:7: moment.zh: there is no function as_off; expected one of add, `,
		`k.yaml:11: needs.figures[1].name: "a" is taken`,
		`k.yaml:12: needs.figures[2]`,
		`k.yaml:15: sections[0].when.holds: a has no deaths_counted; it has accidents_counted, accidents_counted__previous_year`,
		`k.yaml:19: sections[0].text.zh: .Now: there are no fields`,
		`k.yaml:21: sections[1]: expected a text, or written: true`,
		`k.yaml:22: sections[1].required: only a section that people write`,
		`k.yaml:25: tables[0].of: there is no need "c"`,
		`k.yaml:29: tables[1].columns[0]: base, change and percent are against something`,
		`k.yaml:29: tables[1].columns[1].field: expected number, title, found "colour"`,
		`k.yaml:31: attachments[0].tables[0]: there is no table "none"`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no fault %q in\n%v", want, err)
		}
	}
}

// A template that is well formed and would write nonsense is found when it is read, with the line of the text.
func TestTemplatesAreTriedWhenAKindIsRead(t *testing.T) {
	for want, line := range map[string]string{
		`k.yaml:14: sections[0].text.zh: tried on made-up figures (ordinary): {{figure "a" "deaths"}}: a has no deaths`: `{{value (figure "a" "deaths")}}。`,
		`there is no need "b"; there are a`:                           `{{value (figure "b" "x")}}。`,
		"a figure or row is printed as it is":                         `{{figure "a" "accidents_counted"}}`,
		`"。。" stands wrongly`:                                         `{{sentence "好"}}。`,
		"has no end":                                                  `没有句号`,
		`expected previous_year, year_before_last or previous_period`: `{{sentence (statement (figure "a" "accidents_counted") "last_year")}}`,
		`a is not compared with previous_year`:                        `{{sentence (statement (figure "a" "accidents_counted") "previous_year")}}`,
		`an {{if}}, {{range}} or {{with}} has no {{end}}`:             `{{if known (figure "a" "accidents_counted")}}好。`,
		`there is no table "t"`:                                       `[[table:t]]`,
		`expected a heading as "## title"`:                            `# 标题`,
		"expected texts, found a figure: say a figure with value":     `{{sentence (figure "a" "accidents_counted")}}`,
		"a template cannot call others":                               `{{template "text"}}`,
		"there is no function printf":                                 `{{printf "%d" 3}}`,
		"expected rows or a list, found a number":                     `{{range 1000000000}}{{end}}`,
		"there is no function len":                                    `{{len "abc"}}`,
	} {
		text := `bulletin: brief
effective_from: 2026-01-01
title: {zh: 月报}
periods: [month]
languages: [zh]
heading: {zh: 月报}
moment: {zh: 今日}
needs: {figures: [{name: a, measures: [accidents_counted]}]}
sections:
  - section: one
    text:
      zh: |
        好。
        ` + line + "\n"
		if _, err := bulletin.ReadKind("k.yaml", []byte(text), catalogue()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, expected %q", line, err, want)
		}
	}
}

func TestTheOfficeOfARegion(t *testing.T) {
	dir := t.TempDir()
	for name, of := range map[string]string{"county": "levels: [county]", "huantai": "regions: [370321]"} {
		text := "office: " + name + "\neffective_from: 2020-01-01\n" + of + "\nagency: {zh: '{{region}}安委办', en: x}\nhead: {zh: 头, en: x}\nnumber_prefix: '{{short}}安'\nseries: registry\n"
		if err := os.WriteFile(dir+"/"+name+".yaml", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := bulletin.Open(bulletin.Sources{Catalogue: catalogue()}, bulletin.Options{OfficeDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		code          safety.RegionCode
		name          string
		level         safety.RegionLevel
		office, start string
	}{
		{"370321", "桓台县", safety.LevelCounty, "huantai", "桓台安"},
		{"370303", "张店区", safety.LevelCounty, "county", "张店安"},
		{"370300", "淄博市", safety.LevelCity, "default", "淄博安办通报"},
	} {
		o, err := c.Office(warehouse.Region{Code: want.code, Name: want.name, Level: want.level}, safety.NewDate(2026, 5, 31))
		if err != nil || o.Name != want.office || o.NumberPrefix != want.start || !strings.HasPrefix(o.Agency.ZH, want.name) {
			t.Errorf("%s: %s %s %s, %v", want.name, o.Name, o.NumberPrefix, o.Agency.ZH, err)
		}
	}
	_, err = bulletin.ReadOffice("o.yaml", []byte("office: x\neffective_from: 2020-01-01\nagency: {zh: '{{name}}', en: x}\nhead: {zh: 头}\nnumber_prefix: 安〔2026〕1号\nseries: lottery\npercents: 3\nchanges: both\n"))
	for _, fault := range []string{"o.yaml:5: number_prefix: expected what stands before the year", "o.yaml:8: changes: expected full, count or percent", "o.yaml:3: agency.zh: expected {{region}} or {{short}}", "o.yaml:4: head: expected both", "o.yaml:6: series: expected kept or registry", "o.yaml:7: percents"} {
		if err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("no fault %q in %v", fault, err)
		}
	}
}
