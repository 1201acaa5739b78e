package scheme

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"testing"

	"anlan/warehouse"
)

// province is 136 counties marked by the county scheme that ships, with figures as they are in a large province.
func province(b *testing.B) Run {
	b.Helper()
	text, err := os.ReadFile("schemes/county-quarterly.yaml")
	if err != nil {
		b.Fatal(err)
	}
	catalogue, err := warehouse.LoadCatalogue("")
	if err != nil {
		b.Fatal(err)
	}
	s, err := Read("county-quarterly.yaml", text, KnownIn(catalogue))
	if err != nil {
		b.Fatal(err)
	}
	r := Run{Scheme: s}
	luck := rand.New(rand.NewPCG(1, 2))
	for n := range 136 {
		figures := map[string]Figure{}
		for _, in := range s.Inputs() {
			if in.Unit == "%" {
				denominator := 200 + luck.Int64N(3000)
				figures[in.Name] = rateFigure(denominator*(80+luck.Int64N(20))/100, denominator)
				continue
			}
			f := countFigure(luck.Int64N(4))
			f.PreviousYear = Value{State: warehouse.Present, Number: big.NewRat(luck.Int64N(4), 1)}
			figures[in.Name] = f
		}
		r.Subjects = append(r.Subjects, Subject{Key: fmt.Sprint(370000 + n), Figures: figures})
	}
	r.Sheets = s.Mark(r.Subjects)
	return r
}

func BenchmarkMarkProvince(b *testing.B) {
	r := province(b)
	for b.Loop() {
		r.Scheme.Mark(r.Subjects)
	}
}

func BenchmarkMarkProvinceWithoutWords(b *testing.B) {
	r := province(b)
	for b.Loop() {
		r.Scheme.mark(r.Subjects, true)
	}
}

func BenchmarkCertaintyOfProvince(b *testing.B) {
	r := province(b)
	for b.Loop() {
		if _, err := r.Certainty(context.Background(), 200, 1); err != nil {
			b.Fatal(err)
		}
	}
}
