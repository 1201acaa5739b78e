package markdown

import (
	"context"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/reports/render"
)

// What means something to Markdown stays text, and is left alone where it means nothing.
func TestTextsStayTexts(t *testing.T) {
	for text, want := range map[string]string{
		"# 号":                    `\# 号`,
		"#号":                     `#号`,
		"1. 一":                   `1\. 一`,
		"1.5倍":                   `1.5倍`,
		"- 减":                    `\- 减`,
		"a|b*c_d":                `a\|b\*c\_d`,
		"<script>&amp;[x](y)`c`": "\\<script\\>\\&amp;\\[x\\](y)\\`c\\`",
		"两\n行":                   "两 行",
	} {
		if got := line(escaped(text)); got != want {
			t.Errorf("%q is printed %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"合计": "**合计**", "（合计）": "（合计）"} {
		if got := strong(text); got != want {
			t.Errorf("bold %q is %q, want %q", text, got, want)
		}
	}
}

// Footnotes tell of figures with an appendix only.
func TestFootnotesComeWithTheAppendix(t *testing.T) {
	exact := decimal.RequireFromString("19.96")
	d := &document.Document{
		Language: document.Chinese, Title: "通报",
		Sections: []document.Section{{Blocks: []document.Block{{Paragraph: &document.Paragraph{Runs: []document.Run{{Text: "下降"}, {Text: "20.0%", Figure: "q//m/percent/previous_year"}, {Text: "。"}}}}}}},
		Queries:  []document.Query{{Name: "q", Other: "全县"}},
		Figures:  []document.Figure{{ID: "q//m/percent/previous_year", Text: "20.0%", Query: "q", Label: "事故起数", Role: document.Percent, Against: "previous_year", Exact: &exact}},
	}
	for appendix, want := range map[bool][]string{
		false: {"下降20.0%。\n"},
		true:  {"下降20.0%[^1]。\n", "[^1]: 事故起数，增减幅度，与去年同期比，精确值：19.96%，q：全县 [查看记录](<http://a/bulletins/bu_1/figures/q%2F%2Fm%2Fpercent%2Fprevious_year>)\n"},
	} {
		got, err := Render(context.Background(), d, render.Options{Appendix: appendix, Root: "http://a", Bulletin: "bu_1"})
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range want {
			if !strings.Contains(string(got), part) {
				t.Errorf("appendix %v: %q is not in\n%s", appendix, part, got)
			}
		}
		if strings.Contains(string(got), "[^1]") != appendix {
			t.Errorf("appendix %v:\n%s", appendix, got)
		}
	}
}
