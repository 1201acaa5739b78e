package html_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/reports/render/html"
	"anlan/safety"
)

func bulletin() *document.Document {
	exact := decimal.RequireFromString("-19.96")
	run := document.Run{Text: "20.0%", Figure: "overall//accidents/percent/previous_year"}
	return &document.Document{
		Language: document.Chinese, Agency: "桓台县安全生产委员会办公室文件", Number: "桓安办通报〔2026〕6号", Title: "关于<b>5月</b>安全生产情况的通报",
		Addressees: "各镇人民政府", Signature: document.Signature{Agency: "桓台县安全生产委员会办公室", Date: safety.NewDate(2026, 6, 5)},
		CopyTo: "市安委会办公室", Printer: "县安委会办公室", PrintedOn: safety.NewDate(2026, 6, 5), Remark: "此件公开发布",
		Sections: []document.Section{{Name: "overall", Number: "一、", Title: "总体情况", Blocks: []document.Block{
			{Paragraph: &document.Paragraph{Runs: []document.Run{{Text: "同比下降"}, run, {Text: "。"}}}},
			{Paragraph: &document.Paragraph{Runs: []document.Run{{Text: "又是"}, run}}},
		}}},
		Data:    document.Data{Version: 12, AsOf: safety.NewDate(2026, 5, 31)},
		Queries: []document.Query{{Name: "overall", Other: `<img src=x onerror="alert(1)">`}},
		Figures: []document.Figure{{ID: run.Figure, Text: run.Text, Query: "overall", Label: "全县 事故起数", Role: document.Percent, Against: "previous_year", Exact: &exact, Places: 1}},
	}
}

func page(t *testing.T, d *document.Document, o render.Options) string {
	t.Helper()
	b, err := html.Render(context.Background(), d, o)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A figure leads to what tells of it: what it is, its exact value, its question and data, and on a server to its records.
func TestAFigureTellsWhatItIs(t *testing.T) {
	got := page(t, bulletin(), render.Options{Root: "http://127.0.0.1:8080/", Bulletin: "bu_1"})
	for _, want := range []string{
		`<a class="figure" href="#f1" id="p1" data-figure="overall//accidents/percent/previous_year">20.0%</a>`,
		`又是<a class="figure" href="#f1" data-figure="overall//accidents/percent/previous_year">20.0%</a>`,
		`<dialog id="f1" data-of="overall//accidents/percent/previous_year"`,
		`<dt>含义</dt><dd>增减幅度，与去年同期比</dd>`, `<dt>精确值</dt><dd>-19.96%</dd>`, `<dt>数据版本</dt><dd>12</dd>`, `<dt>数据截至</dt><dd>2026年5月31日</dd>`,
		`<a href="http://127.0.0.1:8080/bulletins/bu_1/figures/overall%2F%2Faccidents%2Fpercent%2Fprevious_year">查看记录</a>`,
		`<a class="close" href="#p1">关闭</a>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page(t, bulletin(), render.Options{}), "查看记录") {
		t.Error("without a server there are no records to see")
	}
}

// Names and questions stay text, whatever they hold.
func TestNothingInADocumentIsMarkup(t *testing.T) {
	got := page(t, bulletin(), render.Options{Appendix: true})
	for _, bad := range []string{"<b>5月</b>", "<img"} {
		if strings.Contains(got, bad) {
			t.Errorf("the page has %s", bad)
		}
	}
}

// The page runs under its policy, which lets nothing else in: the hashes are those of its own style and script, and it asks for no
// address.
func TestThePageNeedsNothingElse(t *testing.T) {
	got := page(t, bulletin(), render.Options{})
	for _, part := range []struct{ name, element string }{{"style-src", "style"}, {"script-src", "script"}} {
		found := regexp.MustCompile(`(?s)<`+part.element+`>(.*?)</`+part.element+`>`).FindAllStringSubmatch(got, -1)
		if len(found) != 1 {
			t.Fatalf("%d elements %s", len(found), part.element)
		}
		sum := sha256.Sum256([]byte(found[0][1]))
		if want := part.name + " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(html.Policy(), want) {
			t.Errorf("the policy %s lacks %s", html.Policy(), want)
		}
	}
	outside := regexp.MustCompile(`<link|@import|url\(|<[a-z]+[^>"]*(?:"[^"]*"[^>"]*)* (?:src|style|on[a-z]+)=`)
	if found := outside.FindString(got); found != "" {
		t.Errorf("the page has %s", found)
	}
}

// A page that was kept runs under the policy of its day, when pages look otherwise today.
func TestAKeptPageHasItsOwnPolicy(t *testing.T) {
	now := page(t, bulletin(), render.Options{})
	if got := html.PolicyOf([]byte(now)); got != html.Policy() {
		t.Errorf("a page made now has the policy %s", got)
	}
	hash := regexp.MustCompile(`style-src &#39;sha256-.*?&#39;`)
	if got := html.PolicyOf([]byte(hash.ReplaceAllString(now, "style-src &#39;sha256-then&#39;"))); !strings.Contains(got, "style-src 'sha256-then';") {
		t.Errorf("the kept page has the policy %s", got)
	}
}

// The official parts of a Chinese and an English document.
func TestTheLayoutSpeaksTheLanguage(t *testing.T) {
	d := bulletin()
	chinese := page(t, d, render.Options{})
	d.Language, d.Mark = document.English, "DRAFT"
	english := page(t, d, render.Options{})
	for got, all := range map[string][]string{
		chinese: {`<html lang="zh-CN">`, `各镇人民政府：`, `<p>2026年6月5日</p>`, `（此件公开发布）`, `抄送：市安委会办公室。`, `<span>2026年6月5日印发</span>`, `<h2>一、总体情况</h2>`},
		english: {`<html lang="en">`, `各镇人民政府:`, `<p>5 June 2026</p>`, `(此件公开发布)`, `Printed on 5 June 2026`, `<h2>一、 总体情况</h2>`, `<span>DRAFT</span>`},
	} {
		for _, want := range all {
			if !strings.Contains(got, want) {
				t.Errorf("the page lacks %s", want)
			}
		}
	}
	if strings.Contains(chinese, `class="mark"`) {
		t.Error("what is in force bears no mark")
	}
}
