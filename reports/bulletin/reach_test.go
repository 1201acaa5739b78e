package bulletin_test

import (
	"strings"
	"testing"

	"anlan/access"
	"anlan/safety"
	"anlan/warehouse"
)

// The data reach 17 May: every time that is told of is told to be cut, in the title and the attachments too.
func TestACutPeriodIsSaidToBeCutWhereverItIsNamed(t *testing.T) {
	kind, _, _ := documented(t)
	kind = strings.Replace(kind, "{{sentence until (text region", `{{sentence (span "overall")}}{{sentence until (text region`, 1)
	m := huantai()
	m.Source.AsOf, m.Source.Running = safety.NewDate(2026, 5, 17), true
	m.Tables["overall"].Period = safety.CumulativeTo(m.Source.Period.To.YearMonth())
	c, _ := composer(t, m, folder(t, kind))
	made, err := c.Compose(t.Context(), access.Local(), may())
	if err != nil {
		t.Fatal(err)
	}
	zh, en := made.Documents["zh"], made.Documents["en"]
	for _, want := range []string{"桓台县2026年5月（截至5月17日）安全生产简报", "2026年1—5月（截至5月17日）。", "2026年5月（截至5月17日），桓台县发生事故2起"} {
		if got := printed(zh); !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if got := zh.Attachments[0].Title; got != "2026年5月（截至5月17日）各镇（街道）情况表" {
		t.Errorf("attached: %s", got)
	}
	if en.Title != "Work safety in 桓台县, May 2026 (to 17 May)" {
		t.Errorf("in English: %s", en.Title)
	}
}

// Hazards reach April only, accidents 12 April: that there was none in May is known as far as any records reach, 20 May.
func TestRecordsThatDoNotReachThePeriodAreNamedAndAccidentsAreRare(t *testing.T) {
	kind, _, _ := documented(t)
	kind = strings.Replace(kind, "统计截至{{as_of}}，", "统计截至{{as_of}}，{{with silent}}本期尚无{{.}}记录，{{end}}", 1)
	m := huantai()
	m.Source.Watermarks = []warehouse.Watermark{
		{Fact: "hazard", LastRecord: safety.NewDate(2026, 4, 30)}, {Fact: "accident", LastRecord: safety.NewDate(2026, 4, 12)}, {Fact: "inspection", LastRecord: safety.NewDate(2026, 5, 20)},
	}
	c, _ := composer(t, m, folder(t, kind))
	made, err := c.Compose(t.Context(), access.Local(), may())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := made.Documents["zh"].Data.Sentence, "以上数据为2026年6月3日数据，统计截至2026年5月31日，本期尚无隐患记录，后续核实更正可能变动。"; got != want {
		t.Errorf("%s; expected %s", got, want)
	}
}

// Both towns match, and no number of either rose: a problem that has nobody to name is none.
func TestAProblemThatNamesNobodyIsLeftOut(t *testing.T) {
	kind, _, _ := documented(t)
	kind = strings.Replace(kind, "holds: hazard_on_time_rate < 80", "holds: hazard_on_time_rate > 0", 1)
	kind = strings.Replace(kind, `(text (names matched) "隐患整改缓慢")`, `"隐患整改缓慢" (text "较慢的有" (join (told (first 0 matched) "hazard_on_time_rate")))`, 1)
	c, _ := composer(t, huantai(), folder(t, kind))
	made, err := c.Compose(t.Context(), access.Local(), may())
	if err != nil {
		t.Fatal(err)
	}
	if got := printed(made.Documents["zh"]); strings.Contains(got, "较慢的有") {
		t.Errorf("said\n%s", got)
	}
	if got := printed(made.Documents["en"]); !strings.Contains(got, "slowly in 索镇街道 and 起凤镇") {
		t.Errorf("in English\n%s", got)
	}
}
