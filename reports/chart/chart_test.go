package chart

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"anlan/reports/document"
	_ "anlan/test/chance"
)

// charted makes a chart and its document from the printed texts of its figures, a line a series; "" is no figure.
func charted(kind document.ChartKind, categories []string, lines ...[]string) (*document.Document, *document.Chart) {
	d := &document.Document{Language: document.Chinese}
	c := &document.Chart{Name: "c", Title: "事故", Kind: kind, Unit: "起", Categories: categories}
	for s, texts := range lines {
		series := document.Series{Title: fmt.Sprintf("第%d列", s)}
		for i, text := range texts {
			if text == "" {
				series.Figures = append(series.Figures, "")
				continue
			}
			f := document.Figure{ID: fmt.Sprintf("q/%d/m%d/value", i, s), Text: text}
			if exact, err := decimal.NewFromString(strings.TrimSuffix(text, "%")); err == nil {
				f.Exact = &exact
				if _, places, has := strings.Cut(strings.TrimSuffix(text, "%"), "."); has {
					f.Places = int32(len(places))
				}
			}
			d.Figures = append(d.Figures, f)
			series.Figures = append(series.Figures, f.ID)
		}
		c.Series = append(c.Series, series)
	}
	return d, c
}

// bars of a drawing without its legend: the rectangles that are wider or higher than a swatch may be.
func bars(d Drawing, fill Colour) []Rect {
	var found []Rect
	for _, s := range d.Shapes {
		if s.Rect != nil && s.Rect.Fill == fill {
			found = append(found, *s.Rect)
		}
	}
	return found
}

func labels(d Drawing) map[string][]string {
	found := map[string][]string{}
	for _, s := range d.Shapes {
		if s.Text != nil && s.Text.Figure != "" {
			found[s.Text.Figure] = append(found[s.Text.Figure], s.Text.Text)
		}
	}
	return found
}

// A bar is as long as its figure is large, measured from zero: 10 is twice 5, and -5 hangs below as far as 5 stands above.
func TestBarsBeginAtZero(t *testing.T) {
	d, c := charted(document.Bars, []string{"甲", "乙", "丙"}, []string{"10", "5", "-5"})
	found := bars(Draw(d, c, Size{Width: 156}), looks[0].fill)
	if len(found) != 3 {
		t.Fatalf("%d bars", len(found))
	}
	if got := found[0].Height / found[1].Height; math.Abs(got-2) > 1e-9 {
		t.Errorf("10 is drawn %.3f times 5", got)
	}
	if math.Abs(found[1].Height-found[2].Height) > 1e-9 || math.Abs(found[1].Y+found[1].Height-found[2].Y) > 1e-9 {
		t.Errorf("5 and -5 do not meet at zero: %+v, %+v", found[1], found[2])
	}
}

// Who did not report has a gap that says so; a zero has its figure and no bar; where no figure is asked for there is nothing.
func TestWhatIsNotKnownIsNoZero(t *testing.T) {
	for _, kind := range []document.ChartKind{document.Bars, document.Rows} {
		d, c := charted(kind, []string{"甲", "乙", "丙", "丁"}, []string{"7", "未报送", "0", ""})
		drawing := Draw(d, c, Size{Width: 156})
		if found := bars(drawing, looks[0].fill); len(found) != 1 {
			t.Errorf("%s: %d bars for one figure above zero", kind, len(found))
		}
		printed := labels(drawing)
		if len(printed) != 3 || strings.Join(printed["q/1/m0/value"], "") != "未报送" || strings.Join(printed["q/2/m0/value"], "") != "0" {
			t.Errorf("%s prints %v", kind, printed)
		}
	}
	d, c := charted(document.Lines, []string{"1月", "2月", "3月", "4月", "5月"}, []string{"3", "4", "未报送", "5", "6"})
	stretches := 0
	for _, s := range Draw(d, c, Size{Width: 156}).Shapes {
		if s.Polyline != nil && !s.Polyline.Closed {
			if stretches++; len(s.Polyline.Points) != 2 {
				t.Errorf("a stretch of %d points", len(s.Polyline.Points))
			}
		}
	}
	if stretches != 2 {
		t.Errorf("the line has %d stretches, the month without report parts it into two", stretches)
	}
}

// Ticks are round, hold all values, and count no half accident.
func TestTicksAreRound(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		whole     bool
		want      string
	}{
		{0, 23, true, "0 5 10 15 20 25"},
		{0, 2, true, "0 1 2"},
		{0, 2, false, "0.0 0.5 1.0 1.5 2.0"},
		{-11, 20, true, "-20 -10 0 10 20"},
		{0, 0, true, "0 1"},
		{89.9, 99, false, "88 90 92 94 96 98 100"},
		{0, 12345, true, "0 5000 10000 15000"},
		{0, 0.07, false, "0.00 0.02 0.04 0.06 0.08"},
	} {
		if got := strings.Join(newScale(c.low, c.high, 5, c.whole).texts(), " "); got != c.want {
			t.Errorf("from %v to %v: %s, want %s", c.low, c.high, got, c.want)
		}
	}
}

// Rates that lie close together far from zero are drawn from another value, and the drawing says so.
func TestAnAxisThatDoesNotBeginAtZeroSaysSo(t *testing.T) {
	says := func(texts ...string) bool {
		d, c := charted(document.Lines, []string{"1月", "2月"}, texts)
		return strings.Contains(string(SVG(Draw(d, c, Size{Width: 156}))), "纵轴不从零起")
	}
	if !says("95.1%", "98.0%") || says("12.0%", "98.0%") || says("0", "0") {
		t.Error("the note stands where it should not, or is missing")
	}
}

// Bars beside each other need room for their names and figures: forty townships with long names lie instead, each with its figure.
func TestManyLongNamesAreDrawnLying(t *testing.T) {
	names, texts := make([]string, 0, 136), make([]string, 0, 136)
	for i := range 136 {
		names, texts = append(names, fmt.Sprintf("某某国家湿地公园第%d管理中心", i)), append(texts, strconv.Itoa(i))
	}
	d, c := charted(document.Bars, names, texts)
	drawing := Draw(d, c, Size{Width: 156, Height: 220})
	if got := len(labels(drawing)); got != 136 {
		t.Errorf("%d of 136 figures are printed", got)
	}
	if drawing.Height > 220 {
		t.Errorf("it is %.0f mm high", drawing.Height)
	}
}

// Names break between Chinese characters, but keep a number with its 年 or 月, and words of Latin letters whole.
func TestNamesBreakWhereTheyMay(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"2025年6月", "2025年|6月"},
		{"马踏湖国家湿地公园", "马踏湖国|家湿地公|园"},
		{"Huantai County", "Huantai|County"},
		{"（索镇）街道", "（索镇）|街道"},
		{"湿地园（索镇）", "湿地园|（索镇）"},
		{"", ""},
	} {
		if got := strings.Join(wrap(c.text, 12, 8), "|"); got != c.want { // four characters of 8 points are 11.3 mm
			t.Errorf("%s breaks into %s, want %s", c.text, got, c.want)
		}
	}
}

// Markup in a name stays text.
func TestSVGEscapes(t *testing.T) {
	d, c := charted(document.Rows, []string{`<script>"&`}, []string{"1"})
	svg := string(SVG(Draw(d, c, Size{Width: 100})))
	if strings.Contains(svg, "<script") || !strings.Contains(svg, "&lt;script&gt;&#34;&amp;") {
		t.Error(svg)
	}
}

// Rows without names begin at the edge of the paper; the ticks below them stay on it.
func TestTicksStayOnThePaper(t *testing.T) {
	d, c := charted(document.Rows, []string{""}, []string{"0.02"})
	for _, s := range Draw(d, c, Size{Width: 92}).Shapes {
		if x := s.Text; x != nil && x.Left() < 0 {
			t.Errorf("%s begins at %.1f", x.Text, x.Left())
		}
	}
}

// Whatever is drawn: figures are printed as they are, bars print them all, and no shape leaves the paper or is no number.
func TestDrawingsOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]document.ChartKind{document.Bars, document.Rows, document.Lines}).Draw(t, "kind")
		categories := rapid.SliceOfN(rapid.SampledFrom([]string{"1月", "索镇", "马踏湖国家湿地公园管理中心", "Huantai County", ""}), 0, 20).Draw(t, "categories")
		text := rapid.SampledFrom([]string{"", "未报送", "not reported", "0", "3", "-7", "12.5%", "99.9%", "1234567", "-0.001", "0.02"})
		lines := rapid.SliceOfN(rapid.SliceOfN(text, len(categories), len(categories)), 0, 4).Draw(t, "lines")
		d, c := charted(kind, categories, lines...)
		drawing := Draw(d, c, Size{Width: rapid.SampledFrom([]float64{92, 156, 247}).Draw(t, "width"), Height: rapid.SampledFrom([]float64{0, 60, 200}).Draw(t, "height")})
		printed := labels(drawing)
		for id, texts := range printed {
			if f := d.Figure(id); f.Exact != nil && (len(texts) != 1 || texts[0] != f.Text) || strings.Join(texts, " ") != f.Text && strings.Join(texts, "") != f.Text {
				t.Fatalf("%s is printed %q", f.Text, texts)
			}
		}
		if kind != document.Lines && !strings.Contains(string(SVG(drawing)), "图中未列全") && len(printed) != len(d.Figures) {
			t.Fatalf("%d of %d figures are printed", len(printed), len(d.Figures))
		}
		if bytes.Contains(SVG(drawing), []byte("NaN")) {
			t.Fatal("a place that is no number")
		}
		for _, s := range drawing.Shapes {
			if r := s.Rect; r != nil && (r.X < -0.01 || r.Y < -0.01 || r.X+r.Width > drawing.Width+0.01 || r.Y+r.Height > drawing.Height+0.01) {
				t.Fatalf("a bar leaves the paper of %.1f × %.1f: %+v", drawing.Width, drawing.Height, *r)
			}
			if x := s.Text; x != nil && (x.Y > drawing.Height+0.01 || x.Left() < -2 || x.Left()+Width(x.Text, x.Size) > drawing.Width+2) {
				t.Fatalf("a text leaves the paper of %.1f × %.1f: %+v", drawing.Width, drawing.Height, *x)
			}
		}
	})
}
