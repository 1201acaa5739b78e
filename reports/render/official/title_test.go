package official_test

import (
	"strings"
	"testing"

	"anlan/reports/render/official"
)

// 20 characters of 2号 stand on a line of the text area.
const line = 20

// GB/T 9704-2012, 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜，间距恰当.
func TestTitleLines(t *testing.T) {
	t.Parallel()
	for _, want := range []string{
		"关于5月份安全生产情况的通报", // it fits
		// 33 characters: the office on a line of its own, 关于 at the beginning of the next.
		"桓台县安全生产委员会办公室|关于2026年1—5月全县安全生产情况的通报",
		"淄博市安全生产委员会办公室关于印发|《市安委会安全生产21条举措》的通知",
		"山东省人民政府安全生产委员会|关于2026年上半年全省安全生产情况的通报",
		// 关于 and what follows would be 22 characters.
		"淄博市应急管理局关于2026年第二季度|全市安全生产执法情况的通报",
		"关于转发省政府安委会《关于进一步推动|安全生产制度措施落实落地的意见》的通知",
	} {
		lines := strings.Split(want, "|")
		if got := official.TitleLines(strings.Join(lines, ""), line); strings.Join(got, "|") != want {
			t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
		}
	}
}

// Whatever the title, lines fit, nothing is lost, a year stays with its number and no character is alone on the last line.
func TestTitleLinesOfAnyTitle(t *testing.T) {
	t.Parallel()
	parts := []string{"关于", "淄博市", "桓台县", "安全生产", "委员会", "办公室", "2026年", "1—5月", "《通知》", "、", "落实", "的", "情况", "通报", "起凤镇", "危险化学品", "某"}
	for seed := range 2000 {
		var title strings.Builder
		for n, x := 0, seed*7919+13; n < 3+seed%14; n++ {
			x = (x*1103515245 + 12345) & 0x7fffffff
			title.WriteString(parts[x/65536%len(parts)])
		}
		got := official.TitleLines(title.String(), line)
		if joined := strings.Join(got, ""); joined != title.String() {
			t.Fatalf("%s became %s", title.String(), joined)
		}
		for i, l := range got {
			if width(l) > 2*line {
				t.Errorf("%s: too wide", strings.Join(got, "|"))
			}
			if i == 0 {
				continue
			}
			if strings.HasPrefix(l, "年") || strings.HasPrefix(l, "月") || strings.HasPrefix(l, "、") || strings.HasPrefix(l, "》") || strings.HasSuffix(got[i-1], "《") {
				t.Errorf("%s: broken at a wrong place", strings.Join(got, "|"))
			}
			if i == len(got)-1 && width(l) < 4 {
				t.Errorf("%s: a character alone", strings.Join(got, "|"))
			}
		}
	}
}

// width is in half characters: Latin letters and digits are narrow.
func width(s string) int {
	n := 0
	for _, r := range s {
		if r > 0x2000 {
			n++
		}
		n++
	}
	return n
}
