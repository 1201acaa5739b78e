package pdf

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"anlan/reports/document"
	"anlan/reports/render/font"
	_ "anlan/test/chance"
)

// Lines of any text in any width: nothing is lost or moved, no line begins with what may not begin one or ends with what may
// not end one, figures and words stay whole, nothing sticks out, and every line but the last ends at the edge.
func TestLinesKeepTheRulesOfChineseTypesetting(t *testing.T) {
	t.Parallel()
	fonts, err := font.Open("")
	if err != nil {
		t.Fatal(err)
	}
	style := styleOf(document.Chinese)
	parts := []string{"安", "全", "生", "产", "事", "故", "，", "。", "、", "：", "；", "（", "）", "《", "》", "“", "”", "？", "！", "12", "3,456.78", "20.0%", "GB/T", "——", "……", "℃", " "}
	rapid.Check(t, func(t *rapid.T) {
		chosen := rapid.SliceOfN(rapid.SampledFrom(parts), 1, 120).Draw(t, "parts")
		// Signs in heaps cannot be kept from both edges, and figures without an end not whole; writers put characters between.
		for i := 1; i < len(chosen); i++ {
			heap := strings.ContainsAny(chosen[i], closing+opening) && strings.ContainsAny(chosen[i-1], closing+opening)
			if heap || chosen[i][0] < 0x80 && chosen[i-1][0] < 0x80 {
				chosen[i] = "县"
			}
		}
		text := strings.Join(chosen, "")
		m := style.text
		m.width = rapid.Float64Range(60, 160).Draw(t, "width")
		m.first = style.indent
		l := newLetters(fonts)
		lines := m.lines(l.cut(words(text), style.body))
		var back strings.Builder
		for i, line := range lines {
			begin := line.pieces[0]
			if i > 0 && begin.noStart {
				t.Fatalf("line %d begins with %c in %q", i, begin.letters[0].r, text)
			}
			end := line.pieces[len(line.pieces)-1]
			if i < len(lines)-1 && end.noEnd {
				t.Fatalf("line %d ends with %c in %q", i, end.letters[0].r, text)
			}
			if line.width > m.width+1e-6 {
				t.Fatalf("line %d is %g mm wide, %g are there: %q", i, line.width, m.width, text)
			}
			last := line.at[len(line.at)-1] + end.width
			if hole := m.width - last; i < len(lines)-1 && hole > style.body.em()*5 {
				t.Fatalf("line %d leaves %g mm: %q", i, hole, text)
			}
			for _, piece := range line.pieces {
				for _, letter := range piece.letters {
					back.WriteRune(letter.r)
				}
			}
		}
		if got, want := strings.ReplaceAll(back.String(), " ", ""), strings.ReplaceAll(text, " ", ""); got != want {
			t.Fatalf("the lines say %q, the text %q", got, want)
		}
	})
}

func TestLines(t *testing.T) {
	t.Parallel()
	fonts, err := font.Open("")
	if err != nil {
		t.Fatal(err)
	}
	style := styleOf(document.Chinese)
	ten := "一二三四五六七八九十"
	cases := []struct {
		name, text string
		want       []string
	}{
		{"ten characters fill a line of ten", ten + ten, []string{ten, ten}},
		// The eleventh would be a comma: squeezing the comma inside makes half a character, not a whole one, so the tenth goes down.
		{"a comma does not begin a line", ten + "，甲", []string{"一二三四五六七八九", "十，甲"}},
		// Each of the three commas gives way by a third of a character, of the half that is white.
		{"commas give way to a comma", "一，三，五六七八九十，甲", []string{"一，三，五六七八九十，", "甲"}},
		{"a bracket does not end a line", "一二三四五六七八九（甲）", []string{"一二三四五六七八九", "（甲）"}},
		{"a figure stays whole", "一二三四五六七八1,234起", []string{"一二三四五六七八", "1,234起"}},
		{"a percent sign stays with its figure", "一二三四五六七八九20.0%", []string{"一二三四五六七八九", "20.0%"}},
		{"a word wider than the line is parted", "甲" + strings.Repeat("a", 40), nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := measure{width: 10 * style.body.cell}
			var got []string
			for _, line := range m.lines(newLetters(fonts).cut(words(c.text), style.body)) {
				var b strings.Builder
				for _, piece := range line.pieces {
					for _, letter := range piece.letters {
						b.WriteRune(letter.r)
					}
				}
				got = append(got, b.String())
			}
			if c.want == nil {
				if strings.Join(got, "") != c.text || len(got) < 2 {
					t.Errorf("%q", got)
				}
				return
			}
			if strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
