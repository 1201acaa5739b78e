package scheme

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// markByRate is a scheme of one line: the rate is the score.
func markByRate(subjects []Subject) []Sheet {
	out := make([]Sheet, len(subjects))
	for i, s := range subjects {
		out[i] = Sheet{Key: s.Key}
		if n := s.Figures["rate"].Number; n != nil {
			score := decimal.RequireFromString(n.FloatString(2))
			out[i].Score = &score
			out[i].Grade.Name = "pass"
			if score.GreaterThanOrEqual(decimal.NewFromInt(90)) {
				out[i].Grade.Name = "excellent"
			}
		}
	}
	rankSheets(out)
	return out
}

func ratesOf(parts ...[2]int64) Run {
	r := Run{Scheme: &Scheme{inputs: []Input{{Name: "rate", Metric: "rate", Unit: "%"}}}}
	for i, p := range parts {
		r.Subjects = append(r.Subjects, Subject{Key: fmt.Sprint(i), Figures: map[string]Figure{"rate": rateFigure(p[0], p[1])}})
	}
	r.Sheets = markByRate(r.Subjects)
	return r
}

func rateFigure(numerator, denominator int64) Figure {
	n, d := decimal.NewFromInt(numerator), decimal.NewFromInt(denominator)
	number := big.NewRat(numerator*100, denominator)
	shown := decimal.RequireFromString(number.FloatString(2))
	return Figure{Value: Value{State: warehouse.Present, Number: number, Shown: &shown}, Numerator: &n, Denominator: &d}
}

// 90 of 100 against 88 of 100 is luck; 9,000 of 10,000 against 8,000 of 10,000 is not. With a tenth of the cases the
// interval is wider.
func TestFewCasesMakeARankingUnsure(t *testing.T) {
	certain := func(r Run) Certainty {
		c, err := r.certainty(context.Background(), markByRate, 400, 7)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	few, many := certain(ratesOf([2]int64{90, 100}, [2]int64{88, 100})), certain(ratesOf([2]int64{9000, 10000}, [2]int64{8000, 10000}))
	if n := few.Neighbours[0]; !n.WithinNoise || n.Difference.String() != "2" || n.Ahead != "0" {
		t.Errorf("90 and 88 of 100: %+v", n)
	}
	if n := many.Neighbours[0]; n.WithinNoise || n.Kept.String() != "100" {
		t.Errorf("9000 and 8000 of 10000: %+v", n)
	}
	if i := few.Intervals[1]; i.Rank != 2 || i.BestRank != 1 || i.WorstRank != 2 {
		t.Errorf("rank of 88 of 100: %+v", i)
	}
	if i := many.Intervals[1]; i.BestRank != 2 || i.WorstRank != 2 || i.SameGrade.String() != "100" {
		t.Errorf("rank of 8000 of 10000: %+v", i)
	}
	// 5–95 % of a binomial share of 0.9 in 100 is about 0.9 ± 1.645 × 0.03: 85 to 95, a case more or less.
	low, high := few.Intervals[0].LowScore.InexactFloat64(), few.Intervals[0].HighScore.InexactFloat64()
	if math.Abs(low-85) > 2 || math.Abs(high-95) > 2 {
		t.Errorf("score of 90 of 100 from %v to %v", low, high)
	}
}

func TestCertaintyIsTheSameForTheSameSeed(t *testing.T) {
	r := ratesOf([2]int64{90, 100}, [2]int64{88, 100}, [2]int64{3, 3}, [2]int64{0, 7})
	a, _ := r.certainty(context.Background(), markByRate, 100, 1)
	b, _ := r.certainty(context.Background(), markByRate, 100, 1)
	c, _ := r.certainty(context.Background(), markByRate, 100, 2)
	if !reflect.DeepEqual(a, b) {
		t.Error("the same seed gave another answer")
	}
	if reflect.DeepEqual(a, c) {
		t.Error("another seed gave the same answer")
	}
}

func TestOnlyWhatChanceMovesIsResampled(t *testing.T) {
	count := func(n int64) Figure {
		shown := decimal.NewFromInt(n)
		return Figure{Value: Value{State: warehouse.Present, Number: shown.Rat(), Shown: &shown}}
	}
	perGDP := rateFigure(3, 200)
	inputs := []Input{
		{Name: "rate", Metric: "m", Unit: "%"}, {Name: "accidents", Metric: "m", Unit: "起"}, {Name: "deaths_per_gdp", Metric: "m", Unit: "人/亿元"},
		{Name: "enterprises", Metric: "m", Unit: "家"}, {Name: "fines", Metric: "m", Unit: "元"}, {Name: "judged", Entered: true, Unit: "项"},
		{Name: "both", Expression: "accidents + 1", Unit: "起"}, {Name: "missing", Metric: "m", Unit: "起"},
	}
	figures := map[string]Figure{
		"rate": rateFigure(9, 10), "accidents": count(4), "deaths_per_gdp": perGDP, "enterprises": count(7), "fines": count(5000),
		"judged": count(3), "both": count(5), "missing": {Value: Value{State: warehouse.NotReported}},
	}
	n := newNoise(Run{Scheme: &Scheme{inputs: inputs}, Subjects: []Subject{{Key: "a", Figures: figures}}})
	want := []Resampled{BinomialRate, PoissonCount, PoissonCount, Fixed, Fixed, Fixed, Fixed, Fixed}
	for i, in := range inputs {
		if got := n.resampled(in, figures[in.Name]); got != want[i] {
			t.Errorf("%s: %s, want %s", in.Name, got, want[i])
		}
	}
}

// Where all peers rectified everything it is no luck that one did; where the others did not, 3 of 3 is. Nobody's zero
// accidents is luck while no peer has one.
func TestExtremesAreAsSureAsThePeersMakeThem(t *testing.T) {
	for _, c := range []struct {
		name  string
		r     Run
		moves bool
	}{
		{"all have all", ratesOf([2]int64{3, 3}, [2]int64{50, 50}), false},
		{"others have not", ratesOf([2]int64{3, 3}, [2]int64{25, 50}), true},
	} {
		moved := false
		n := newNoise(c.r)
		for draw := range uint64(100) {
			moved = moved || n.draw(c.r.Subjects, 1, draw)[0].Figures["rate"].Numerator.IntPart() != 3
		}
		if moved != c.moves {
			t.Errorf("%s: moved %v, want %v", c.name, moved, c.moves)
		}
	}
	if got := poisson(0, groupFigure{sum: 0, known: 5}, nil); got != 0 {
		t.Errorf("a zero among zeros became %v", got)
	}
}

func TestCertaintyIsBounded(t *testing.T) {
	r := ratesOf([2]int64{9, 10})
	for _, draws := range []int{0, -1, MostDraws + 1} {
		if _, err := r.certainty(context.Background(), markByRate, draws, 1); err == nil {
			t.Errorf("%d draws were made", draws)
		}
	}
	left, leave := context.WithCancel(context.Background())
	leave()
	if _, err := r.certainty(left, markByRate, 100, 1); err == nil {
		t.Error("went on for somebody who had left")
	}
}
