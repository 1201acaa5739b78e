package strictyaml_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/reports/strictyaml"
	"anlan/safety"
)

type notice struct {
	Name  string           `yaml:"name,required"`
	From  safety.Date      `yaml:"from"`
	Marks decimal.Decimal  `yaml:"marks"`
	Cap   *decimal.Decimal `yaml:"cap"`
	Open  bool             `yaml:"open"`
	Items []struct {
		Count int    `yaml:"count,required"`
		Note  string `yaml:"note"`
	} `yaml:"items"`
}

func TestReadKeepsValuesAsWritten(t *testing.T) {
	var n notice
	d := strictyaml.Read("a.yaml", []byte("name: '2023'\nfrom: 2020-01-01\nmarks: 0.20\nopen: true\nitems:\n  - count: 3\n    note: |\n      two\n      lines\n"), &n)
	if err := d.Err(); err != nil {
		t.Fatal(err)
	}
	if n.Name != "2023" || n.From.String() != "2020-01-01" || n.Marks.String() != "0.2" || n.Cap != nil || !n.Open {
		t.Errorf("read %+v", n)
	}
	if len(n.Items) != 1 || n.Items[0].Count != 3 || n.Items[0].Note != "two\nlines\n" {
		t.Errorf("items %+v", n.Items)
	}
}

func TestReadNamesEveryFaultAtOnce(t *testing.T) {
	text := `from: 2020-02-30
marks: many
colour: red
open: yes
marks: 2
items:
  - count: 1.5
  - note: [a]
  - just text
`
	d := strictyaml.Read("a.yaml", []byte(text), &notice{})
	d.Faultf("items[0].note", "a check of the caller")
	want := []string{
		`a.yaml:1: from: date "2020-02-30"`,
		`a.yaml:1: name: required, and not there`,
		`a.yaml:2: marks: expected a number, found "many"`,
		`a.yaml:3: colour: unknown key; expected name, from, marks, cap, open, items`,
		`a.yaml:4: open: expected true or false, found "yes"`,
		`a.yaml:5: marks: the key is repeated`,
		`a.yaml:7: items[0].count: expected a whole number, found "1.5"`,
		`a.yaml:7: items[0].note: a check of the caller`,
		`a.yaml:8: items[1].count: required, and not there`,
		`a.yaml:8: items[1].note: expected one value, found a list`,
		`a.yaml:9: items[2]: expected keys with values, found "just text"`,
	}
	got := strings.Split(d.Err().Error(), "\n")
	for _, w := range want {
		found := false
		for _, g := range got {
			found = found || strings.HasPrefix(g, w)
		}
		if !found {
			t.Errorf("no fault %q", w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d faults, expected %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
	}
}

func TestReadSaysWhereTheSyntaxEnds(t *testing.T) {
	d := strictyaml.Read("a.yaml", []byte("name: x\nitems: [1, 2\n"), &notice{})
	if err := d.Err(); err == nil || !strings.HasPrefix(err.Error(), "a.yaml:2: not YAML: ") {
		t.Errorf("got %v", err)
	}
}

func TestReadOfNothingNamesWhatIsMissing(t *testing.T) {
	d := strictyaml.Read("a.yaml", []byte("# only a remark\n"), &notice{})
	if err := d.Err(); err == nil || err.Error() != "a.yaml: name: required, and not there" {
		t.Errorf("got %v", err)
	}
}

func TestAFaultInsideATextHasItsOwnLine(t *testing.T) {
	var n notice
	d := strictyaml.Read("a.yaml", []byte("name: one line\nitems:\n  - count: 3\n    note: |\n      two\n      lines\n"), &n)
	d.FaultInside("items[0].note", 2, "a fault of the second line")
	d.FaultInside("name", 1, "a fault of the only line")
	if want := "a.yaml:1: name: a fault of the only line\na.yaml:6: items[0].note: a fault of the second line"; d.Err().Error() != want {
		t.Errorf("got %v", d.Err())
	}
}
