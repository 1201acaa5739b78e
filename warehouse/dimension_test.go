package warehouse

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anlan/safety"
)

// userFiles writes the users' own files into a folder.
func userFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func readRegionsFile(t *testing.T, regions string) *Regions {
	t.Helper()
	d, err := DimensionFiles{Dir: userFiles(t, map[string]string{"regions.csv": regions})}.read()
	if err != nil {
		t.Fatal(err)
	}
	return d.regions
}

// Zibo's 高新区 is in no code table. It runs 四宝山街道 (370303008) of 张店区 from 2012 on; 市直 is a unit of its own.
const ziboZones = "\ufeffcode,name,level,kind,statutory_parent,managing_parent,valid_from,valid_to,successors,document\n" +
	"ZB-GXQ,淄博高新技术产业开发区,县,zone,370300,,2012-01-01,,,虚构〔2012〕1号\n" +
	"ZB-SZ,市直,county,direct,370300,,,,,\n" +
	"370303008,,,,,ZB-GXQ,2012-01-01,,,虚构〔2012〕1号\n"

func TestAUserAddsAZoneThatTakesOverAShippedTown(t *testing.T) {
	r := readRegionsFile(t, ziboZones)
	today, before := on(t, "2026-01-01"), on(t, "2011-12-31")
	if got := codesOf(r.Below(Managing, "370300", safety.LevelCounty, today)); got != "370302 370303 370304 370305 370306 370321 370322 370323 ZB-GXQ ZB-SZ" {
		t.Errorf("assessed units of Zibo: %s", got)
	}
	if got := codesOf(r.Children(Managing, "ZB-GXQ", today)); got != "370303008" {
		t.Errorf("run by the zone: %s", got)
	}
	if got := codesOf(r.Ancestors(Statutory, "370303008", today)); got != "370303 370300 370000 CN" {
		t.Errorf("by statute: %s", got)
	}
	if got := codesOf(r.Ancestors(Managing, "370303008", before)); got != "370303 370300 370000 CN" {
		t.Errorf("before the take-over: %s", got)
	}
	town, _ := r.Get("370303008", today)
	if town.Name != "四宝山街道" || town.FullName != "山东省淄博市张店区四宝山街道" || town.Document != "虚构〔2012〕1号" {
		t.Errorf("cells left empty are as shipped: %+v", town)
	}
}

// A row that changes nothing but dates says since when a region exists; the code that it replaced is added beside it.
func TestAUserDatesAReform(t *testing.T) {
	r := readRegionsFile(t, `code,name,level,kind,statutory_parent,valid_from,valid_to,successors
370282,即墨市,county,statutory,370200,,2017-10-29,370215
370215,,,,,2017-10-30,,
`)
	before, after := on(t, "2017-10-29"), on(t, "2017-10-30")
	if _, ok := r.Get("370215", before); ok {
		t.Error("即墨区 exists before it was made")
	}
	if got := codesOf(r.Ancestors(Managing, "370282", after)); got != "370215 370200 370000 CN" {
		t.Errorf("an old code today: %s", got)
	}
	if got := codesOf(r.Ancestors(Managing, "370215002", before)); got != "370282 370200 370000 CN" {
		t.Errorf("a town of it before: %s", got)
	}
}

func TestATreeOfTheUsersOwn(t *testing.T) {
	dir := userFiles(t, map[string]string{"regions.csv": "code,name,level,kind,statutory_parent\nUS,United States,country,foreign,\nUS-CA,California,province,foreign,US\nUS-TX,Texas,province,foreign,US\n"})
	d, err := DimensionFiles{Dir: dir, WithoutChina: true}.read()
	if err != nil {
		t.Fatal(err)
	}
	today := on(t, "2026-01-01")
	if got := codesOf(d.regions.Children(Managing, "US", today)); got != "US-CA US-TX" || d.regions.Known("370000") {
		t.Errorf("states: %s", got)
	}
	if texas, _ := d.regions.Get("US-TX", today); texas.FullName != "Texas" {
		t.Errorf("%+v", texas)
	}
}

func TestEveryFaultIsNamedAtOnce(t *testing.T) {
	dir := userFiles(t, map[string]string{
		"regions.csv": `code,name,level,kind,statutory_parent,managing_parent,valid_from,valid_to,successors,document
ZB-GXQ,高新区,borough,zone,370399,,2012-13-01,,,
ZB-JKQ,,county,area,370300,,,,,
370303008,,,,,ZB-GXQ,2012-01-01,,,
370303008,,,,,ZB-JKQ,2012-01-01,,,
37x,,,,,,,,,
370305,,,,,,1949-10-01,2020-01-01,370306;ZB-NO,
ZB-KQ,短行
`,
		"departments.csv": "code,zh,en\nemergency,应急局,\nemergency,应急局,\n",
		"sectors.csv":     "code,zh,parent,department,high_risk,industries\nmine,矿山,mine,police,maybe,B;98;Z\nchem,化工,none,emergency,是,B\n",
	})
	_, err := DimensionFiles{Dir: dir}.read()
	var faults FileFaults
	if !errors.As(err, &faults) {
		t.Fatalf("%v", err)
	}
	want := strings.TrimSpace(`
departments.csv:3 code "emergency": the code is there twice
regions.csv:2 level "borough": expected country, province, city, county, town, village or grid
regions.csv:2 statutory_parent "370399": no region 370399
regions.csv:2 valid_from "2012-13-01": expected a day as 2025-04-17
regions.csv:3 kind "area": expected statutory, zone, direct or foreign
regions.csv:3 name "": expected the name of ZB-JKQ
regions.csv:5 code "370303008": 370303008 is already there from 2012-01-01 on (regions.csv:4)
regions.csv:6 code "37x": expected a region code, as 370303, 370303008 or ZB-GXQ
regions.csv:7 successors "370306;ZB-NO": no region ZB-NO
regions.csv:7 valid_from "1949-10-01": expected a day from 1970-01-01 to 2149-06-06; leave the cell empty when it is not known
regions.csv:8: expected 10 cells as in the header, found 2
sectors.csv:2 department "police": no department of that code
sectors.csv:2 high_risk "maybe": expected true or false
sectors.csv:2 industries "B;98;Z": 98: expected a section (A to T) or 2 to 4 digits of GB/T 4754
sectors.csv:2 industries "B;98;Z": Z: expected a section (A to T) or 2 to 4 digits of GB/T 4754
sectors.csv:2 parent "mine": the way up goes round in a circle: mine → mine
sectors.csv:3 industries "B": B maps to mine already
sectors.csv:3 parent "none": no sector of that code`)
	if got := faults.Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFaultsOfAWholeFile(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"no header":        {"", "expected a header line"},
		"GBK":              {"code,name\nZB,\xb8\xdf\n", "expected UTF-8"},
		"unknown column":   {"code,nmae\n", `regions.csv:1 header "nmae": unknown column`},
		"a column twice":   {"code,name,name\n", "the column is there twice"},
		"no code":          {"name\n", `header "code": the column is missing`},
		"an open quote":    {"code,name\nZB,\"x\n", "regions.csv:"},
		"a missing folder": {"code\n", ""},
	} {
		_, err := DimensionFiles{Dir: userFiles(t, map[string]string{"regions.csv": c.text})}.read()
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if _, err := (DimensionFiles{Regions: filepath.Join(t.TempDir(), "none.csv")}).read(); err == nil {
		t.Error("a file that was named and is not there is taken for none")
	}
}

func TestIndustriesMapToTheMostSpecialSector(t *testing.T) {
	d, err := DimensionFiles{}.read()
	if err != nil {
		t.Fatal(err)
	}
	for industry, want := range map[string]string{
		"2671": "civil_explosives",    // 炸药及火工产品制造, before 26 化学原料和化学制品制造
		"C26":  "hazardous_chemicals", // with its section
		"2614": "hazardous_chemicals",
		"06":   "coal_mine",
		"0610": "coal_mine",
		"B":    "mine",
		"39":   "machinery",
		"C":    "industry_trade",
		"4710": "construction", // by section E only
		"83":   "education",
		"9700": "",
		"98":   "",
		"":     "",
		"x":    "",
	} {
		if got, _ := d.sectors.OfIndustry(industry); got.Code != want {
			t.Errorf("%s is %q, want %q", industry, got.Code, want)
		}
	}
	if got := strings.Join(d.sectors.Below("mine"), " "); got != "mine coal_mine noncoal_mine" {
		t.Errorf("below mine: %s", got)
	}
}

// The examples of the documentation are files that load.
func TestTheDocumentedExamplesLoad(t *testing.T) {
	text, err := os.ReadFile("../docs/dimensions.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := map[string]string{}
	for _, block := range strings.Split(string(text), "```csv\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		header, _, _ := strings.Cut(block, "\n")
		name := map[bool]string{true: "regions.csv", false: "sectors.csv"}[strings.Contains(header, "level")]
		if header == "code,zh,en" {
			name = "departments.csv"
		}
		if strings.Contains(header, "responsible_unit") {
			name = "grids.csv"
		}
		examples[name] = block
	}
	grids, err := DimensionFiles{Dir: userFiles(t, map[string]string{"regions.csv": examples["grids.csv"]})}.read()
	if err != nil {
		t.Fatal(err)
	}
	if list := grids.regions.Below(Statutory, "370303", safety.LevelGrid, safety.NewDate(2025, 1, 1)); len(list) != 2 || list[0].ResponsiblePost != "网格长" {
		t.Errorf("the grids of the example: %+v", list)
	}
	delete(examples, "grids.csv")
	if len(examples) != 3 {
		t.Fatalf("examples of %d files", len(examples))
	}
	d, err := DimensionFiles{Dir: userFiles(t, examples)}.read()
	if err != nil {
		t.Fatal(err)
	}
	if len(d.sectors) != 3 || len(d.departments) != 2 || !d.regions.Within(Managing, "370303008", "ZB-GXQ", safety.NewDate(2012, 1, 1)) {
		t.Errorf("the examples say something else: %d sectors, %d departments", len(d.sectors), len(d.departments))
	}
}
