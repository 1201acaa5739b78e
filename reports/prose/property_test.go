package prose_test

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"anlan/reports/document"
	"anlan/reports/prose"
	_ "anlan/test/chance"
	"anlan/warehouse"
)

func TestSentencesOfAnyFigures(t *testing.T) { checkSentences(t, 2) }

// checkSentences draws a hundred data sets a round.
func checkSentences(t *testing.T, rounds int) {
	for range rounds {
		rapid.Check(t, func(t *rapid.T) {
			d := draw(t)
			for _, against := range bases {
				d.compare(against)
				d.both(against)
			}
			d.none()
			d.said(d.style.Sentence(d.style.Pair(d.qs[0], d.qs[1], bases...), d.style.Both(d.qs[0], d.qs[1], prose.PreviousYear)))
			d.several(d.qs[:rapid.IntRange(0, len(d.qs)).Draw(t, "several")])
			d.said(d.style.Most(d.qs, rapid.IntRange(1, 4).Draw(t, "most")))
			for _, q := range d.qs {
				d.said(d.style.Statement(q, bases...))
				d.said(d.style.Value(q))
				d.said(d.style.Share(q))
				d.cells(q)
			}
			d.figures()
		})
	}
}

var bases = []string{prose.PreviousYear, prose.YearBeforeLast, prose.PreviousPeriod}

// drawn is one random data set, what was said of it and what was noted.
type drawn struct {
	t     *rapid.T
	style prose.Style
	qs    []prose.Quantity
	noted map[string]document.Figure
}

func draw(t *rapid.T) *drawn {
	d := &drawn{t: t, noted: map[string]document.Figure{}}
	d.style = prose.Style{
		Language: rapid.SampledFrom([]document.Language{document.Chinese, document.English}).Draw(t, "language"),
		Percents: rapid.Int32Range(0, 2).Draw(t, "percents"),
		Quiet:    rapid.Bool().Draw(t, "quiet"),
		Changes:  rapid.SampledFrom([]prose.Changes{prose.Full, prose.Percents, prose.Counts}).Draw(t, "changes"),
		Note: func(f document.Figure) {
			if known, seen := d.noted[f.ID]; seen && known.Text != f.Text {
				t.Fatalf("%s is %q and %q", f.ID, known.Text, f.Text)
			}
			d.noted[f.ID] = f
		},
	}
	kinds := []func(string) prose.Quantity{accidents, deaths, injuries, inspections, onTime, penalties, perGDP, larger, hazards}
	for i, kind := range rapid.Permutation(kinds).Draw(t, "kinds")[:4] {
		q := kind("0")
		q.Row, q.RowTitle = fmt.Sprintf("37030%d", i), text([]string{"张店区", "临淄区", "周村区", "桓台县"}[i], []string{"Zhangdian", "Linzi", "Zhoucun", "Huantai"}[i])
		q.Now = *drawValue(t, q, "now")
		for _, base := range []**prose.Value{&q.PreviousYear, &q.YearBeforeLast, &q.PreviousPeriod, &q.Total} {
			if rapid.IntRange(0, 5).Draw(t, "asked") > 0 {
				*base = drawValue(t, q, "base")
			}
		}
		d.qs = append(d.qs, q)
	}
	return d
}

// drawValue draws figures that offices have, small ones and zero most often, and what is not known.
func drawValue(t *rapid.T, q prose.Quantity, label string) *prose.Value {
	switch rapid.IntRange(0, 11).Draw(t, label+" kind") {
	case 0:
		states := []warehouse.State{warehouse.NotReported, warehouse.NoData, warehouse.NoDenominator, warehouse.NothingDue, warehouse.NotRecorded, warehouse.NoComparison}
		return value(string(rapid.SampledFrom(states).Draw(t, label)))
	case 1, 2:
		return value("0" + rapid.SampledFrom([]string{"", "?", "!"}).Draw(t, label))
	case 3, 4, 5, 6:
		return value(fmt.Sprint(rapid.IntRange(1, 12).Draw(t, label)))
	case 7:
		return value(fmt.Sprint(rapid.IntRange(1, 12).Draw(t, label)) + rapid.SampledFrom([]string{"?", "!"}).Draw(t, label))
	}
	switch {
	case q.Rate:
		return value(fmt.Sprintf("%.4f", rapid.Float64Range(0, 110).Draw(t, label)))
	case q.Metric == "deaths_per_gdp":
		return value(fmt.Sprintf("%.5f", rapid.Float64Range(0, 0.3).Draw(t, label)))
	case q.Metric == "penalties":
		return value(fmt.Sprintf("%.2f", rapid.Float64Range(-100, 3e9).Draw(t, label)))
	}
	return value(fmt.Sprint(rapid.IntRange(0, 40000).Draw(t, label)))
}

// said holds a text to what is true of each: its figures were noted, stand in marks that balance and have the sign that the words
// before them tell, nothing else is a number, and the marks of punctuation are single.
func (d *drawn) said(marked string) string {
	d.t.Helper()
	runs := document.Runs(marked)
	if begin := strings.Count(marked, "\ue000"); begin != strings.Count(marked, "\ue001") || begin != strings.Count(marked, "\ue002") {
		d.t.Fatalf("marks of %q", marked)
	}
	before := ""
	for _, run := range runs {
		if run.Figure == "" {
			if digits.MatchString(strings.ReplaceAll(run.Text, "100 million yuan of GDP", "")) {
				d.t.Fatalf("%q: a number that is no figure in %q", plain(marked), run.Text)
			}
		} else {
			f, noted := d.noted[run.Figure]
			if !noted || f.Text != run.Text {
				d.t.Fatalf("%q: %s is printed as %q and noted as %q", plain(marked), run.Figure, run.Text, f.Text)
			}
			if f.Exact != nil && (f.Role == document.Change || f.Role == document.Percent) && direction(before) != f.Exact.Sign() {
				d.t.Fatalf("%q: %s is %s", plain(marked), f.ID, f.Exact)
			}
		}
		before += run.Text
	}
	if text := before; doubled.MatchString(text) || strings.Contains(text, "%!") || text != strings.TrimSpace(text) {
		d.t.Fatalf("punctuation: %q", text)
	}
	if wrong := number.FindString(before); wrong != "" {
		d.t.Fatalf("%q: %q", before, wrong)
	}
	return before
}

var (
	digits  = regexp.MustCompile(`[0-9]`)
	doubled = regexp.MustCompile(`[，。、；：,;:.]\s*[，。、；：,;:.]|[（(]\s*[）)]|  |^[，。、；：,;.]|[，、；：,;:]$|[，、；（]）|（[，、；]`)
	// number finds nouns that do not agree with their number.
	number = regexp.MustCompile(`(^|[^0-9.])1 (accidents|deaths|injuries|enforcement inspections|major hazards|larger and worse accidents)|([02-9]|\d\d|\.\d+) (accident|death|injury|enforcement inspection|major hazard|larger and worse accident)\b|there was (no|0|[2-9]|\d\d)|there were 1 `)
	ways   = regexp.MustCompile(`增加|上升|提高|增长|减少|下降|\bup\b|\bdown\b`)
)

// direction reads the last word of a direction: +1, -1, 0 without one. It knows words only, not how they were chosen.
func direction(text string) int {
	words := ways.FindAllString(text, -1)
	if len(words) == 0 {
		return 0
	}
	switch words[len(words)-1] {
	case "减少", "下降", "down":
		return -1
	}
	return 1
}

// compare holds a single comparison to the two figures.
func (d *drawn) compare(against string) {
	for _, q := range d.qs {
		said := d.said(d.style.Compare(q, against))
		now, base := exact(&q.Now), exact(baseOf(q, against))
		switch {
		case baseOf(q, against) == nil:
			d.want(said, said == "", "nothing: it was not asked")
		case now == nil || base == nil:
			d.want(said, !ways.MatchString(said) && (strings.Contains(said, "无法") || strings.Contains(said, "no comparison") || strings.Contains(said, "not comparable")), "that it cannot be compared")
			d.want(said, !strings.Contains(said, "持平") && !strings.Contains(said, "unchanged"), "no outcome of what is not known")
		case now.Cmp(base) == 0:
			d.want(said, (strings.Contains(said, "持平") || strings.Contains(said, "unchanged")) && !nearly(said) && !ways.MatchString(said), "that nothing changed")
		default:
			d.want(said, nearly(said) || direction(said) == now.Cmp(base), "the direction")
			d.want(said, nearly(said) || !strings.Contains(said, "持平") && !strings.Contains(said, "unchanged"), "that it changed")
			d.want(said, !strings.Contains(said, "%") || base.Sign() > 0, "no percentage")
		}
		partial := baseOf(q, against) != nil && baseOf(q, against).State == warehouse.Partial && now != nil && !d.style.Quiet
		d.want(said, partial == (strings.Contains(said, "部分单位") || strings.Contains(said, "some units")), fmt.Sprint("partial: ", partial))
		incomplete := baseOf(q, against) != nil && baseOf(q, against).State == warehouse.Incomplete && now != nil && !d.style.Quiet
		d.want(said, incomplete == (strings.Contains(said, "部分记录") || strings.Contains(said, "some records")), fmt.Sprint("incomplete: ", incomplete))
	}
}

func nearly(said string) bool {
	return strings.Contains(said, "基本持平") || strings.Contains(said, "almost unchanged")
}

// both holds the words for two figures to the directions of both, and to being known at all.
func (d *drawn) both(against string) {
	a, b := d.qs[0], d.qs[1]
	said := d.said(d.style.Both(a, b, against))
	for _, v := range []*prose.Value{&a.Now, &b.Now, baseOf(a, against), baseOf(b, against)} {
		if v == nil || v.State != warehouse.Present {
			d.want(said, said == "", "nothing: one of them is not known for sure")
			return
		}
	}
	one, two := exact(&a.Now).Cmp(exact(baseOf(a, against))), exact(&b.Now).Cmp(exact(baseOf(b, against)))
	for _, c := range []struct {
		true   bool
		zh, en string
	}{
		{one < 0 && two < 0, "双下降", "both fell"}, {one > 0 && two > 0, "双上升", "both rose"}, {one == 0 && two == 0, "均持平", "both unchanged"},
		{one > 0 && two < 0, "一升一降", ""}, {one < 0 && two > 0, "一降一升", ""},
	} {
		word := c.zh
		if d.style.Language == document.English {
			word = c.en
		}
		if word != "" {
			d.want(said, c.true == strings.Contains(said, word), fmt.Sprint(word, " ", c.true))
		}
	}
	d.want(said, said != "", "something")
}

// several holds the claim that nothing changed against a base to every figure that is known.
func (d *drawn) several(qs []prose.Quantity) {
	said := d.said(d.style.Several(qs, bases...))
	equal := func(against string) (all, some bool) {
		all = true
		for _, q := range qs {
			if now, base := exact(&q.Now), exact(baseOf(q, against)); now != nil {
				same := base != nil && now.Cmp(base) == 0
				all, some = all && same, some || same
			}
		}
		return all && some, some
	}
	any := false
	for i, against := range bases {
		all, some := equal(against)
		any = any || some
		if name := []string{"同比", "前年同期", "环比"}[i]; regexp.MustCompile(name + `[^，；]*均持平`).MatchString(said) {
			d.want(said, all, "not that nothing changed "+name)
		}
	}
	flat := strings.Contains(strings.ReplaceAll(said, "基本持平", ""), "持平") || strings.Contains(strings.ReplaceAll(said, "almost unchanged", ""), "unchanged")
	d.want(said, flat == any, fmt.Sprint("that something did not change: ", any))
}

// none holds the claim that there was none to a zero of all.
func (d *drawn) none() {
	for _, q := range d.qs {
		said := d.said(d.style.None(q))
		zero := exact(&q.Now) != nil && exact(&q.Now).Sign() == 0 && !q.Rate && q.Metric != "penalties" && q.Metric != "deaths_per_gdp"
		claims := strings.HasPrefix(said, "未") || strings.HasPrefix(said, "无") || strings.HasPrefix(said, "已报送单位") || strings.HasPrefix(said, "已登记的记录中") || strings.Contains(said, "there were no ")
		d.want(said, claims == zero, fmt.Sprint("a claim that there was none: ", zero))
		limited := strings.Contains(said, "部分单位未报送") || strings.Contains(said, "some units")
		d.want(said, limited == (q.Now.State == warehouse.Partial && !d.style.Quiet), fmt.Sprint("that units are missing: ", q.Now.State))
		limited = strings.Contains(said, "已报送单位") || strings.Contains(said, "in the units that reported")
		d.want(said, limited == (zero && q.Now.State == warehouse.Partial), "a limit to those who reported")
		limited = strings.Contains(said, "部分记录未登记") || strings.Contains(said, "some records")
		d.want(said, limited == (q.Now.State == warehouse.Incomplete && !d.style.Quiet), fmt.Sprint("that records do not tell: ", q.Now.State))
		limited = strings.Contains(said, "已登记的记录中") || strings.Contains(said, "in the records that tell")
		d.want(said, limited == (zero && q.Now.State == warehouse.Incomplete), "a limit to records that tell")
	}
}

// cells holds cells of tables to the sign of their figure.
func (d *drawn) cells(q prose.Quantity) {
	for _, against := range bases {
		for _, role := range []document.Role{document.Value, document.Share, document.Base, document.Change, document.Percent} {
			cell := d.style.Cell(q, role, against)
			runs := document.Runs(cell)
			if len(runs) == 0 {
				d.t.Fatalf("%s of %s: nothing", role, q.Metric)
			}
			if role != document.Change && role != document.Percent {
				continue
			}
			now, base := exact(&q.Now), exact(baseOf(q, against))
			if now == nil || base == nil {
				d.want(plain(cell), plain(cell) == "—", "a dash")
				continue
			}
			d.want(plain(cell), !strings.HasPrefix(plain(cell), "-") || now.Cmp(base) < 0, "no minus but for a fall")
		}
	}
}

func (d *drawn) want(said string, ok bool, what string) {
	d.t.Helper()
	if !ok {
		d.t.Fatalf("%q: expected %s", said, what)
	}
}

// figures computes every noted figure anew, in fractions, and rounds it anew.
func (d *drawn) figures() {
	for id, f := range d.noted {
		parts := strings.Split(id, "/")
		var q prose.Quantity
		for _, candidate := range d.qs {
			if candidate.Row == parts[1] && candidate.Metric == parts[2] {
				q = candidate
			}
		}
		if parts[0] != q.Query || string(f.Role) != parts[3] || f.Against != "" && f.Against != parts[4] || f.Query != q.Query || f.Row != q.Row || f.Metric != q.Metric {
			d.t.Fatalf("id %s of %+v", id, f)
		}
		want := recompute(q, f)
		if want == nil {
			if f.Exact != nil || digits.MatchString(f.Text) {
				d.t.Fatalf("%s is not known and noted as %q", id, f.Text)
			}
			continue
		}
		if f.Exact == nil {
			if f.Role != document.Percent || !q.Rate && exact(baseOf(q, f.Against)).Sign() > 0 && exact(&q.Now).Sign() >= 0 {
				d.t.Fatalf("%s has no number and is %s", id, want.FloatString(4))
			}
			continue
		}
		if f.Role == document.Percent && (q.Rate || exact(baseOf(q, f.Against)).Sign() <= 0) {
			d.t.Fatalf("%s: a percentage of %+v", id, q)
		}
		// A ratio is cut behind 16 digits, all others are exact.
		if off := new(big.Rat).Sub(want, f.Exact.Rat()); off.Abs(off).Cmp(big.NewRat(1, 1e15)) > 0 || f.Role != document.Percent && f.Role != document.Share && off.Sign() != 0 {
			d.t.Fatalf("%s is %s, computed %s", id, f.Exact, want.FloatString(20))
		}
		if f.Role == document.Change || f.Role == document.Percent {
			want.Abs(want)
		}
		text, sign := strings.CutSuffix(f.Text, "%")
		if rounded := want.FloatString(int(f.Places)); rounded != text { // FloatString rounds halves away from zero
			d.t.Fatalf("%s is printed as %q, expected %s", id, f.Text, rounded)
		}
		if percent := f.Role == document.Percent || f.Role == document.Share || q.Rate && f.Role != document.Change; percent != sign {
			d.t.Fatalf("%s is printed as %q", id, f.Text)
		}
	}
}

// recompute gives a figure from the quantity in its shown unit; nil when it is not known.
func recompute(q prose.Quantity, f document.Figure) *big.Rat {
	now, base := exact(&q.Now), exact(baseOf(q, f.Against))
	hundred := big.NewRat(100, 1)
	switch f.Role {
	case document.Value:
		return shown(now, f.Unit)
	case document.Base:
		return shown(base, f.Unit)
	case document.Share:
		if total := exact(q.Total); now != nil && total != nil {
			return new(big.Rat).Mul(new(big.Rat).Quo(now, total), hundred)
		}
		return nil
	}
	if now == nil || base == nil {
		return nil
	}
	difference := new(big.Rat).Sub(now, base)
	switch {
	case f.Role == document.Change:
		return shown(difference, f.Unit)
	case base.Sign() == 0:
		return nil
	}
	return difference.Mul(difference.Quo(difference, base), hundred)
}

func shown(n *big.Rat, unit string) *big.Rat {
	size, scaled := map[string]int64{"万元": 1e4, "亿元": 1e8, "million yuan": 1e6, "billion yuan": 1e9}[unit]
	if n == nil || !scaled {
		return n
	}
	return new(big.Rat).Quo(n, big.NewRat(size, 1))
}

func exact(v *prose.Value) *big.Rat {
	if v == nil || v.Exact == nil {
		return nil
	}
	return v.Exact.Rat()
}

func baseOf(q prose.Quantity, against string) *prose.Value {
	return map[string]*prose.Value{prose.PreviousYear: q.PreviousYear, prose.YearBeforeLast: q.YearBeforeLast, prose.PreviousPeriod: q.PreviousPeriod}[against]
}
