package risk

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"anlan/reports/strictyaml"
	"anlan/warehouse"
)

// examples is a file of worked examples of the model beside it: figures that go in, and what must come out.
type examples struct {
	Model string    `yaml:"examples,required"` // the name of the model
	Cases []example `yaml:"cases,required"`
}

type example struct {
	Title string `yaml:"title,required"`
	// Figures are measures of the catalogue by name, ratios by their two sides; those that are left out are unknown.
	Figures map[string]exampleFigure `yaml:"figures,required"`
	Expect  expectation              `yaml:"expect,required"`
}

// expectation is what must come out; what is left out is not looked at.
type expectation struct {
	Index         string                     `yaml:"index"`  // a number, or unknown
	Colour        string                     `yaml:"colour"` // or unknown
	Inherent      *decimal.Decimal           `yaml:"inherent"`
	Dynamic       *decimal.Decimal           `yaml:"dynamic"`
	Scores        map[string]decimal.Decimal `yaml:"scores"`        // by factor
	Contributions map[string]decimal.Decimal `yaml:"contributions"` // by factor
	Overrides     []string                   `yaml:"overrides"`     // names of all that hold
}

// exampleFigure is a number, or a state that says why there is none.
type exampleFigure struct{ number }

// UnmarshalText reads a number or the name of a state.
func (f *exampleFigure) UnmarshalText(text []byte) error {
	states := []warehouse.State{warehouse.NotReported, warehouse.NoData, warehouse.NotRecorded}
	if state := warehouse.State(text); slices.Contains(states, state) {
		f.number = number{state: state}
		return nil
	}
	n, err := decimal.NewFromString(string(text))
	if err != nil {
		return fmt.Errorf("expected a number, not_reported, no_data or not_recorded, found %q", text)
	}
	f.number = number{n.InexactFloat64(), warehouse.Present}
	return nil
}

// IsExamples says whether a file holds worked examples of the model beside it: NAME.examples.yaml.
func IsExamples(file string) bool {
	return strings.HasSuffix(file, ".examples.yaml") || strings.HasSuffix(file, ".examples.yml")
}

const unknownWord = "unknown"

// CheckExamples rates the cases of a file of examples and compares. The error is [strictyaml.FaultErrors]: a line for everything
// that differs, with what was expected and what came out.
func CheckExamples(file string, text []byte, m *Model) error {
	var e examples
	d := strictyaml.Read(file, text, &e)
	if e.Model != "" && e.Model != m.Name {
		d.Faultf("examples", "expected the name of the model beside it (%s), found %q", m.Name, e.Model)
	}
	for i, one := range e.Cases {
		at := fmt.Sprintf("cases[%d]", i)
		for name := range one.Figures {
			if !slices.ContainsFunc(m.plan.questions, func(q question) bool { return slices.Contains(q.measures, name) }) {
				d.Faultf(at+".figures."+name, "the model does not ask for it; it asks for %s", strings.Join(m.plan.measures(), ", "))
			}
		}
		cell := rateExample(m, one.Figures)
		one.Expect.compare(d, at+".expect", &cell)
	}
	return d.Err()
}

func (p *plan) measures() []string {
	var out []string
	for _, q := range p.questions {
		out = append(out, q.measures...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// rateExample rates a subject of which these figures are known.
func rateExample(m *Model, figures map[string]exampleFigure) Cell {
	rate := newRater(m)
	cell := Cell{}
	rate.rate(&cell, answersOf(m, figures), key{}, make([]FactorScore, len(rate.factors)))
	return cell
}

// answersOf are the answers that a warehouse with these figures would give.
func answersOf(m *Model, figures map[string]exampleFigure) *answers {
	got := &answers{}
	for _, q := range m.plan.questions {
		table := &warehouse.MetricTable{Rows: 1}
		one := answer{table: table, columns: map[string]int{}, rows: map[key]int{{}: 0}}
		for i, name := range q.measures {
			f, given := figures[name]
			if !given {
				f.number = number{state: warehouse.NoData}
			}
			column := warehouse.Column{Name: name, Numbers: []*float64{nil}, States: []warehouse.State{f.state}}
			if f.known() {
				column.Numbers[0] = &f.value
			}
			one.columns[name] = i
			table.Columns = append(table.Columns, column)
		}
		got.list = append(got.list, one)
	}
	return got
}

func (e *expectation) compare(d *strictyaml.Document, at string, cell *Cell) {
	if got := orUnknown(text(cell.Index)); e.Index != "" && !same(e.Index, got) {
		d.Faultf(at+".index", "expected %s, found %s", e.Index, got)
	}
	if got := orUnknown(string(cell.Colour)); e.Colour != "" && e.Colour != got {
		d.Faultf(at+".colour", "expected %s, found %s", e.Colour, got)
	}
	for name, side := range map[string][2]*decimal.Decimal{"inherent": {e.Inherent, cell.Inherent}, "dynamic": {e.Dynamic, cell.Dynamic}} {
		if got := orUnknown(text(side[1])); side[0] != nil && !same(side[0].String(), got) {
			d.Faultf(at+"."+name, "expected %s, found %s", side[0], got)
		}
	}
	for key, want := range map[string]map[string]decimal.Decimal{"scores": e.Scores, "contributions": e.Contributions} {
		for name, expected := range want {
			i := slices.IndexFunc(cell.Factors, func(f FactorScore) bool { return f.Factor.Name == name })
			if i < 0 {
				d.Faultf(at+"."+key+"."+name, "the model has no such factor")
				continue
			}
			got := text(cell.Factors[i].Score)
			if key == "contributions" {
				got = cell.Factors[i].Contribution.String()
			}
			if !same(expected.String(), orUnknown(got)) {
				d.Faultf(at+"."+key+"."+name, "expected %s, found %s", expected, orUnknown(got))
			}
		}
	}
	if !d.Has(at + ".overrides") {
		return
	}
	var held []string
	for _, o := range cell.Overrides {
		held = append(held, o.Name)
	}
	if !slices.Equal(held, e.Overrides) {
		d.Faultf(at+".overrides", "expected %v, found %v", e.Overrides, held)
	}
}

func text(n *decimal.Decimal) string {
	if n == nil {
		return ""
	}
	return n.String()
}

func orUnknown(text string) string {
	if text == "" {
		return unknownWord
	}
	return text
}

// same compares numbers by value and anything else by its text.
func same(a, b string) bool {
	x, err := decimal.NewFromString(a)
	y, other := decimal.NewFromString(b)
	if err != nil || other != nil {
		return a == b
	}
	return x.Equal(y)
}
