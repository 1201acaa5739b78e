package bulletin_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"anlan/access"
	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/safety"
	"anlan/warehouse"
)

// documented is the kind and the office of docs/bulletin-kinds.md, and what the kind says there.
func documented(t *testing.T) (kind, office, says string) {
	t.Helper()
	text, err := os.ReadFile("../../docs/bulletin-kinds.md")
	if err != nil {
		t.Fatal(err)
	}
	yaml := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(text, -1)
	words := regexp.MustCompile("(?s)```text\n(.*?)\n```").FindSubmatch(text)
	if len(yaml) != 2 || words == nil {
		t.Fatalf("%d YAML blocks, want a kind and an office, and a text", len(yaml))
	}
	return string(yaml[0][1]), string(yaml[1][1]), string(words[1])
}

func folder(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "kind.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestTheKindOfTheDocumentationSaysWhatStandsThere(t *testing.T) {
	kind, office, says := documented(t)
	c, g := composer(t, huantai(), folder(t, kind))
	made, err := c.Compose(t.Context(), access.Local(), may())
	if err != nil {
		t.Fatal(err)
	}
	d := made.Documents[document.Chinese]
	if got := printed(d); got != says {
		t.Errorf("said\n%s\nexpected\n%s", got, says)
	}
	if got := made.Documents[document.English]; !strings.Contains(printed(got), "In May 2026, there were 2 accidents and 1 death, accidents down 1 (33.3%) and deaths unchanged year on year.") {
		t.Errorf("in English:\n%s", printed(got))
	}
	if g.asked.Region != "370321" || !g.asked.Checks || len(g.asked.Metrics) != 2 {
		t.Errorf("asked %+v", g.asked)
	}
	if made.KindFrom.String() != "2026-01-01" || made.DataVersion != 7 || made.Catalogue != catalogue().Hash() || made.Program != "test" {
		t.Errorf("composed by %s of %s, version %d", made.Kind, made.KindFrom, made.DataVersion)
	}
	if d.Data.Sentence != "以上数据为2026年6月3日数据，统计截至2026年5月31日，后续核实更正可能变动。" {
		t.Errorf("the data: %s", d.Data.Sentence)
	}
	if _, err := bulletin.ReadOffice("office.yaml", []byte(office)); err != nil {
		t.Error(err)
	}
}

// Tables are attached with the whole below their rows; their figures and those of sentences are the same ones.
func TestTablesAreAttachedAndEveryFigureIsThereOnce(t *testing.T) {
	kind, _, _ := documented(t)
	c, _ := composer(t, huantai(), folder(t, kind))
	made, err := c.Compose(t.Context(), access.Local(), may())
	if err != nil {
		t.Fatal(err)
	}
	d := made.Documents[document.Chinese]
	if len(d.Attachments) != 1 || d.Attachments[0].Title != "2026年5月各镇（街道）情况表" {
		t.Fatalf("attachments %+v", d.Attachments)
	}
	table := d.Attachments[0].Sections[0].Blocks[0].Table
	rows := make([]string, 0, len(table.Rows))
	for _, r := range table.Rows {
		cells := make([]string, len(r.Cells))
		for i, cell := range r.Cells {
			cells[i] = said(cell.Runs)
		}
		rows = append(rows, strings.Join(cells, "|"))
	}
	// 95.25 is rounded away from zero to 95.3.
	if got, want := strings.Join(rows, " "), "索镇街道|2|70.0% 起凤镇|0|95.3% 合计|2|82.5%"; got != want {
		t.Errorf("rows %s, expected %s", got, want)
	}
	seen := map[string]bool{}
	for _, f := range d.Figures {
		if seen[f.ID] {
			t.Errorf("the figure %s is there twice", f.ID)
		}
		seen[f.ID] = true
	}
	for _, id := range []string{"overall//accidents_counted/value", "overall//accidents_counted/percent/previous_year", "towns/370321001/accidents_counted/value", "towns//hazard_on_time_rate/value"} {
		if !seen[id] {
			t.Errorf("the figure %s is not among %d", id, len(d.Figures))
		}
	}
	if len(d.Queries) != 2 {
		t.Errorf("%d questions, expected those of overall and towns", len(d.Queries))
	}
}

// What a person wrote stays when figures are refreshed: the figures in it are put right and told, until they are confirmed.
func TestPeoplesTextsAreKeptOnRefresh(t *testing.T) {
	kind, _, _ := documented(t)
	m := huantai()
	c, _ := composer(t, m, folder(t, kind))
	first, err := c.Compose(t.Context(), access.Local(), may())
	if err != nil {
		t.Fatal(err)
	}
	// Nobody wrote the requirements, which must be there in the official language.
	if gaps := first.Gaps(); len(gaps) != 1 || gaps[0] != (bulletin.Gap{Section: "requirements", Language: "zh", Reason: bulletin.NotWritten}) {
		t.Errorf("gaps %+v", gaps)
	}
	seen := first.Sections[0].Generated[document.Chinese]
	own := "全县事故[[overall//accidents_counted/value|2]]起，均在[[towns/370321001/accidents_counted/value|2]]起的索镇街道。\n## 分析\n原因待查。"
	r := may()
	r.Texts = bulletin.Texts{"accidents": {document.Chinese: {Text: own, Seen: seen}}, "requirements": {document.Chinese: {Text: "抓好落实。"}, document.English: {Text: "Act on it."}}}
	same, err := c.Compose(t.Context(), access.Local(), r)
	if err != nil {
		t.Fatal(err)
	}
	if got := same.Sections[0]; got.Text["zh"] != own || !got.ByHand["zh"] || got.ByHand["en"] || len(got.Stale) != 0 || len(same.Gaps()) != 0 {
		t.Errorf("of the same data: %+v, gaps %+v", got, same.Gaps())
	}
	if got := printed(same.Documents["zh"]); !strings.Contains(got, "一、事故情况\n全县事故2起，均在2起的索镇街道。\n（一）分析\n原因待查。") {
		t.Errorf("printed\n%s", got)
	}

	// One accident was struck off: 1 against 3; the town is merged away.
	m.Tables["overall"].Total.Quantities["accidents_counted"] = quantity("overall", "", "accidents_counted", "1", "3")
	m.Tables["towns"].Rows = m.Tables["towns"].Rows[1:]
	m.Tables["towns"].Adds = nil
	later, err := c.Compose(t.Context(), access.Local(), r)
	if err != nil {
		t.Fatal(err)
	}
	if got := printed(later.Documents["zh"]); !strings.Contains(got, "全县事故1起，均在〔？〕起的索镇街道。") {
		t.Errorf("printed\n%s", got)
	}
	changes := map[string]string{}
	for _, f := range later.Sections[0].Stale["zh"] {
		changes[f.Figure] = f.Before + "→" + f.After
	}
	// 3 − 1 is 2, and 2 of 3 are 66.7 %.
	for id, want := range map[string]string{
		"overall//accidents_counted/value": "2→1", "overall//accidents_counted/change/previous_year": "1→2",
		"overall//accidents_counted/percent/previous_year": "33.3%→66.7%", "towns/370321001/accidents_counted/value": "2→",
	} {
		if changes[id] != want {
			t.Errorf("%s: %q, expected %q", id, changes[id], want)
		}
	}
	if gaps := later.Gaps(); len(gaps) != 1 || gaps[0].Reason != bulletin.Lost {
		t.Errorf("gaps %+v", gaps)
	}
}

// A person wrote of one accident fewer, beside words without any figure. It became one more: the digits are the same, the figure is
// told with its sign; and words that read otherwise now are told where no figure stands in them.
func TestADirectionThatTurnedIsStale(t *testing.T) {
	kind, _, _ := documented(t)
	m := huantai()
	c, _ := composer(t, m, folder(t, kind))
	r := may()
	own := bulletin.Written{Text: "事故起数同比减少[[overall//accidents_counted/change/previous_year|1]]起。"}
	r.Texts = bulletin.Texts{"requirements": {document.Chinese: own}}
	compose := func() map[document.Language][]bulletin.FigureChange {
		made, err := c.Compose(t.Context(), access.Local(), r)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range made.Sections {
			if s.Name == "requirements" {
				own.Figures = s.Figures[document.Chinese]
				return s.Stale
			}
		}
		return nil
	}
	if stale := compose(); len(stale) != 0 || own.Figures["overall//accidents_counted/change/previous_year"] != "-1" { // 2 − 3
		t.Errorf("as it was written %+v, %v", stale, own.Figures)
	}
	r.Texts["requirements"][document.Chinese] = own
	m.Tables["overall"].Total.Quantities["accidents_counted"] = quantity("overall", "", "accidents_counted", "4", "3")
	m.Tables["towns"].Adds = nil
	stale := compose()[document.Chinese]
	if len(stale) != 1 || stale[0].Before != "-1" || stale[0].After != "+1" {
		t.Errorf("one more: %+v", stale)
	}
	r.Texts = bulletin.Texts{"accidents": {document.Chinese: {Text: "形势平稳。", Seen: "各镇均未发生事故。"}}}
	made, err := c.Compose(t.Context(), access.Local(), r)
	if err != nil {
		t.Fatal(err)
	}
	if gaps := made.Gaps(); gaps[0] != (bulletin.Gap{Section: "accidents", Language: "zh", Reason: bulletin.Unread}) {
		t.Errorf("gaps %+v", gaps)
	}
}

// Chinese is the official language of the kinds that ship: English prints what nobody translated as it is in Chinese, holds up no review,
// and never prints a translation of what is not so any more.
func TestOnlyTheOfficialLanguageMustBeWritten(t *testing.T) {
	kind, _, _ := documented(t)
	c, _ := composer(t, huantai(), folder(t, kind))
	r := may()
	r.Texts = bulletin.Texts{
		"requirements": {document.Chinese: {Text: "抓好[[overall//accidents_counted/value|2]]起事故的整改。"}},
		"accidents":    {document.English: {Text: "There were [[overall//accidents_counted/value|9]] accidents, far too many.", Seen: "There were [[overall//accidents_counted/value|9]]."}},
	}
	made, err := c.Compose(t.Context(), access.Local(), r)
	if err != nil {
		t.Fatal(err)
	}
	if gaps := made.Gaps(); len(gaps) != 0 || made.Official != document.Chinese {
		t.Errorf("gaps %+v", gaps)
	}
	english := printed(made.Documents[document.English])
	if !strings.Contains(english, "抓好2起事故的整改。") || strings.Contains(english, "far too many") || !strings.Contains(english, "there were 2 accidents") {
		t.Errorf("printed\n%s", english)
	}
	if len(made.Sections[0].Stale[document.English]) == 0 {
		t.Error("nobody is told that the English text is not so any more")
	}
}

// Zhangjia town's report is missing: its zero is a lower bound, of which nobody is accused; what is greater all the same is. A rise over a
// known base is none of a figure that is not known.
func TestWhoDidNotReportIsNotAccused(t *testing.T) {
	kind, _, _ := documented(t)
	kind = strings.Replace(kind, "holds: hazard_on_time_rate < 80", "holds: accidents_counted == 0", 1)
	m := huantai()
	late := quantity("towns", "370321100", "accidents_counted", "0", "")
	late.Now.State = warehouse.Partial
	m.Tables["towns"].Rows[1].Quantities["accidents_counted"] = late
	c, _ := composer(t, m, folder(t, kind))
	made, err := c.Compose(t.Context(), access.Local(), may())
	if err != nil {
		t.Fatal(err)
	}
	if got := printed(made.Documents["zh"]); strings.Contains(got, "缓慢") {
		t.Errorf("accused\n%s", got)
	}
}

func TestWhatCannotBeComposedIsAFault(t *testing.T) {
	kind, _, _ := documented(t)
	c, _ := composer(t, huantai(), folder(t, kind))
	quarter, _ := safety.ParsePeriod("2026Q1")
	before, _ := safety.ParsePeriod("2025-05")
	for want, change := range map[string]func(r *bulletin.Request){
		`no kind of bulletin "daily"`: func(r *bulletin.Request) { r.Kind = "daily" },
		"is not made for 2026Q1":      func(r *bulletin.Request) { r.Period = quarter },
		"took effect on 2026-01-01":   func(r *bulletin.Request) { r.Period = before },
		"is of all sectors":           func(r *bulletin.Request) { r.Sector = "mine" },
		"is of one sector":            func(r *bulletin.Request) { r.Kind = "sector" },
		`has no section "annex"`:      func(r *bulletin.Request) { r.Texts = bulletin.Texts{"annex": nil} },
		`section requirements (zh): line 2: expected a heading`: func(r *bulletin.Request) {
			r.Texts = bulletin.Texts{"requirements": {"zh": {Text: "一段。\n# 标题"}}}
		},
		`there is no table "none"`: func(r *bulletin.Request) {
			r.Texts = bulletin.Texts{"requirements": {"zh": {Text: "[[table:none]]"}}}
		},
		"expected figures as [[id|text]]": func(r *bulletin.Request) {
			r.Texts = bulletin.Texts{"requirements": {"zh": {Text: "见[[附件]]。"}}}
		},
	} {
		r := may()
		change(&r)
		if _, err := c.Compose(t.Context(), access.Local(), r); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, expected %q", err, want)
		}
	}
}

// The parts of a whole that do not add up are never printed.
func TestADocumentThatContradictsItselfIsNoDocument(t *testing.T) {
	kind, _, _ := documented(t)
	m := huantai()
	m.Tables["towns"].Rows[1].Quantities["accidents_counted"] = quantity("towns", "370321100", "accidents_counted", "1", "")
	c, _ := composer(t, m, folder(t, kind))
	if _, err := c.Compose(t.Context(), access.Local(), may()); err == nil || !strings.Contains(err.Error(), "have 3 of accidents_counted together, the whole has 2") {
		t.Errorf("got %v", err)
	}
}

// One town did not report: that is said once, and nobody is called slow for it.
func TestUnitsThatDidNotReportAreSaidOnce(t *testing.T) {
	kind, _, _ := documented(t)
	m := huantai()
	all := m.Tables["overall"].Total.Quantities
	for _, name := range []string{"accidents_counted", "deaths_counted"} {
		q := all[name]
		q.Now.State = "partial"
		all[name] = q
	}
	m.Tables["towns"].Rows[0].Quantities["hazard_on_time_rate"] = quantity("towns", "370321001", "hazard_on_time_rate", "未报送", "")
	c, _ := composer(t, m, folder(t, kind))
	made, err := c.Compose(t.Context(), access.Local(), may())
	if err != nil {
		t.Fatal(err)
	}
	got := printed(made.Documents["zh"])
	if strings.Count(got, "未报送") != 2 || !strings.Contains(got, "事故发生在索镇街道（2起）。部分单位未报送，有关数据不含其未报送部分。\n二、工作要求") {
		t.Errorf("printed\n%s", got)
	}
	if row := made.Documents["zh"].Attachments[0].Sections[0].Blocks[0].Table.Rows[0]; said(row.Cells[2].Runs) != "未报送" {
		t.Errorf("the cell says %q", said(row.Cells[2].Runs))
	}
}

// stored is a composition as it is kept.
func stored(t *testing.T, c *bulletin.Composition) string {
	t.Helper()
	text, err := json.Marshal(c) //nolint:musttag // questions are written as the warehouse names their parts
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestACompositionIsStableAndFinishedWithoutChange(t *testing.T) {
	kind, _, _ := documented(t)
	c, _ := composer(t, huantai(), folder(t, kind))
	made, err := c.Compose(t.Context(), access.Local(), may())
	if err != nil {
		t.Fatal(err)
	}
	before := stored(t, made)
	day := safety.NewDate(2026, 6, 5)
	issued := bulletin.Finish(made, bulletin.Finishing{Number: "桓安办通报〔2026〕5号", Signer: "签发人", Date: day}).Documents["zh"]
	if issued.Number != "桓安办通报〔2026〕5号" || issued.Signature.Date != day || issued.PrintedOn != day || issued.Mark != "" || issued.Signer != "" {
		t.Errorf("issued %s of %s, printed %s, signer %q", issued.Number, issued.Signature.Date, issued.PrintedOn, issued.Signer)
	}
	if issued.Agency != "桓台县安全生产委员会办公室文件" || made.Office.NumberPrefix != "桓台安办通报" {
		t.Errorf("by %s, %s", issued.Agency, made.Office.NumberPrefix)
	}
	var again bulletin.Composition
	if after := stored(t, made); after != before || json.Unmarshal([]byte(after), &again) != nil { //nolint:musttag // as above
		t.Error("finishing changed what was finished")
	}
	if stored(t, &again) != before {
		t.Error("a composition is another one after it was stored and read")
	}
}
