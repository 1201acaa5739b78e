package bulletin

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/reports/material"
	"anlan/reports/prose"
	"anlan/reports/strictyaml"
	"anlan/warehouse"
)

// Kinds that ship say any figures without contradicting themselves: numbers of all sizes and none, in every state, in each place
// by itself, and names as sources have them. Composing checks each document; here it must have nothing to find.
func TestTheKindsThatShipSayAnyFigures(t *testing.T) { sayAnything(t, 10) }

func sayAnything(t *testing.T, times int) {
	t.Helper()
	catalogue, err := warehouse.LoadCatalogue("")
	if err != nil {
		t.Fatal(err)
	}
	c := &Composer{sources: Sources{Catalogue: catalogue}}
	if err := c.readKinds(""); err != nil {
		t.Fatal(err)
	}
	for seed := range times {
		random := rand.New(rand.NewPCG(uint64(seed), 7))
		for _, k := range c.Kinds() {
			check := &kindCheck{Document: strictyaml.Of("", k), catalogue: catalogue, k: k}
			m := check.madeUp(scenario{state: warehouse.Present, n: func(int) int64 { return 1 }, rows: random.IntN(7)})
			shake(random, m)
			for _, language := range k.Languages {
				d, _, _, err := k.write(m, Office{Percents: 1 + random.IntN(2)}, language, nil)
				if err != nil {
					t.Fatalf("seed %d, %s in %s: %v", seed, k.Name, language, err)
				}
				holdFigures(t, fmt.Sprintf("seed %d, %s in %s", seed, k.Name, language), d)
			}
		}
	}
}

// holdFigures checks without the help of the composer that what is printed as a figure is one, and that a document has no others.
func holdFigures(t *testing.T, of string, d *document.Document) {
	t.Helper()
	used := map[string]bool{}
	for _, run := range runsOf(d) {
		if run.Figure == "" {
			continue
		}
		used[run.Figure] = true
		f := d.Figure(run.Figure)
		if f == nil || f.Text != run.Text {
			t.Fatalf("%s: %q is printed for %+v", of, run.Text, f)
		}
		if f.Exact == nil {
			continue
		}
		n, err := decimal.NewFromString(strings.TrimSuffix(run.Text, "%"))
		half := decimal.New(5, -f.Places-1)
		if err != nil || n.Sub(f.Exact.Abs()).Abs().GreaterThan(half) && n.Sub(*f.Exact).Abs().GreaterThan(half) {
			t.Fatalf("%s: %s is printed as %q", of, f.Exact, run.Text)
		}
	}
	for _, id := range drawnIn(d) {
		used[id] = true
	}
	for _, f := range d.Figures {
		if !used[f.ID] {
			t.Fatalf("%s: the figure %s is printed nowhere", of, f.ID)
		}
	}
}

// shake puts other values, states and names into material.
func shake(random *rand.Rand, m *material.Material) {
	names := []string{"甲县", "乙，区", "丙县。", "（）丁镇", "戊县、、", "某公司（一厂）", "Co., Ltd.", "a..b", " 己 县 ", "{{庚}}"}
	name := func(key string) warehouse.Text {
		n := names[random.IntN(len(names))] + key
		return warehouse.Text{ZH: n, EN: n}
	}
	for _, table := range m.Tables {
		for metric, q := range table.Total.Quantities {
			table.Total.Quantities[metric] = shaken(random, q)
		}
		for i := range table.Rows {
			row := &table.Rows[i]
			row.Title = name(row.Key)
			for metric, q := range row.Quantities {
				q.RowTitle = row.Title
				row.Quantities[metric] = shaken(random, q)
			}
		}
	}
	for _, list := range m.Lists {
		for i := range list.Rows {
			for j := range list.Rows[i].Cells {
				list.Rows[i].Cells[j].Text = name("")
			}
		}
	}
	for _, missing := range m.Missing {
		missing.Units, missing.Total.Due, missing.Total.Rate = shaken(random, missing.Units), shaken(random, missing.Total.Due), shaken(random, missing.Total.Rate)
		for i := range missing.Rows {
			row := &missing.Rows[i]
			row.Title, row.Missing = name(row.Key), shaken(random, row.Missing)
		}
	}
	for _, ranking := range m.Rankings {
		for i := range ranking.Rows {
			ranking.Rows[i].Name = name(ranking.Rows[i].Key)
			ranking.Rows[i].Place = random.IntN(3)
		}
	}
}

func shaken(random *rand.Rand, q prose.Quantity) prose.Quantity {
	q.Now = anything(random, q.Rate)
	for _, base := range []**prose.Value{&q.PreviousYear, &q.YearBeforeLast, &q.PreviousPeriod} {
		if *base != nil {
			v := anything(random, q.Rate)
			*base = &v
		}
	}
	return q
}

func anything(random *rand.Rand, rate bool) prose.Value {
	states := []warehouse.State{warehouse.Present, warehouse.Present, warehouse.Present, warehouse.Partial, warehouse.Incomplete, warehouse.NotReported, warehouse.NoData, warehouse.NoDenominator, warehouse.NothingDue, warehouse.NotRecorded}
	v := prose.Value{State: states[random.IntN(len(states))]}
	if !v.State.Known() {
		return v
	}
	n := decimal.NewFromInt([]int64{0, 0, 1, 2, 3, int64(random.IntN(100)), int64(random.IntN(1e9))}[random.IntN(7)])
	if rate {
		n = decimal.New(int64(random.IntN(1000001)), -4)
	}
	v.Exact = &n
	return v
}
