package query

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"anlan/warehouse"
)

var update = flag.Bool("update", false, "write the table of functions anew")

const page = "../../docs/data-queries.md"

// functionTable is the table of the page.
func functionTable() string {
	var out strings.Builder
	out.WriteString("| | also | |\n|---|---|---|\n")
	group := ""
	for _, f := range warehouse.DataFunctions() {
		if f.Group != group {
			group = f.Group
			fmt.Fprintf(&out, "| **%s** | | |\n", group)
		}
		var other []string
		for _, o := range f.Other {
			other = append(other, "`"+o+"`")
		}
		fmt.Fprintf(&out, "| `%s` | %s | %s |\n", strings.ReplaceAll(f.Form, "|", `\|`), strings.Join(other, ", "), strings.ReplaceAll(f.Doc, "|", `\|`))
	}
	return out.String()
}

func TestThePageListsEveryFunction(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := []byte("<!-- functions -->\n"), []byte("<!-- /functions -->")
	before, rest, ok := bytes.Cut(text, begin)
	table, after, closed := bytes.Cut(rest, end)
	if !ok || !closed {
		t.Fatal("the page has no place for the table")
	}
	if string(table) == functionTable() {
		return
	}
	if !*update {
		t.Fatalf("the table is\n%s\nexpected\n%s\n(go test ./export/query -update writes it)", table, functionTable())
	}
	anew := bytes.Join([][]byte{before, begin, []byte(functionTable()), end, after}, nil)
	if err := os.WriteFile(page, anew, 0o644); err != nil {
		t.Fatal(err)
	}
}

// What the page shows can be asked of the data sets that ship.
func TestExamplesOfThePageAreRead(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	shipped := warehouse.DataSets()
	examples := regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllSubmatch(text, -1)
	if len(examples) < 2 {
		t.Fatalf("%d examples", len(examples))
	}
	for _, example := range examples {
		s, err := Parse(string(example[1]), shipped)
		if err != nil {
			t.Errorf("%s%v", example[1], err)
			continue
		}
		for _, set := range shipped {
			if set.Name == s.query.Set {
				if err := set.Check(s.Shape()); err != nil {
					t.Errorf("%s%v", example[1], err)
				}
			}
		}
	}
}

// Every function of the list can be written under its names.
func TestEveryFunctionIsRead(t *testing.T) {
	for _, f := range warehouse.DataFunctions() {
		for _, name := range append([]string{f.Name}, f.Other...) {
			found, err := warehouse.FindDataFunction(strings.ToUpper(name))
			if err != nil || found.Name != f.Name {
				t.Errorf("%s is %q: %v", name, found.Name, err)
			}
		}
	}
}
