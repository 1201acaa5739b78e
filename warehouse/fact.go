package warehouse

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"anlan/safety"
)

//go:embed schema/facts.yaml
var factsYAML []byte

// Text is a title in the two languages of the product.
type Text struct {
	ZH string `yaml:"zh" json:"zh"`
	EN string `yaml:"en" json:"en"`
}

// Fact describes one kind of record: its table, its columns and the checks that every record must pass.
type Fact struct {
	Name  string `yaml:"-"`
	Title Text   `yaml:"title"`
	Key   string `yaml:"key"`
	// Date names the column whose month decides the partition; empty for enterprise, which has no date (month 0).
	Date    string       `yaml:"date"`
	Columns []FactColumn `yaml:"columns"`
	Checks  []Check      `yaml:"checks"`
	// Records names the measure that counts all records by Date, which tells a figure of zero from an unknown one.
	Records string `yaml:"records"`
	// Important names the optional columns that figures need: completeness of the data is measured by them.
	Important []string `yaml:"important"`
	// Own says that Anlan writes the records itself, from what it publishes: no source delivers them, so there is no pipeline for
	// them, and nothing to say of how good or how fresh they are.
	Own bool `yaml:"own"`
}

// FactColumn is one column of a record. Type is a ClickHouse type and equals the migrations.
type FactColumn struct {
	Name       string   `yaml:"name"`
	Type       string   `yaml:"type"`
	Required   bool     `yaml:"required"`
	Lookup     string   `yaml:"lookup"`     // the dimension that the value must be in: region, sector, department
	Vocabulary string   `yaml:"vocabulary"` // the list that the value must be a code of, see VocabularyNamed
	Derive     string   `yaml:"derive"`     // SQL over the record's columns, used when no mapping gives the column
	Unit       string   `yaml:"unit"`
	Min        *float64 `yaml:"min"`
	Max        *float64 `yaml:"max"`
	Sensitive  bool     `yaml:"sensitive"`
	Title      Text     `yaml:"title"`
	Doc        string   `yaml:"doc"`
}

// Check is a rule over one record. A record for which SQL is true is rejected, or only reported when Severity is "warn".
type Check struct {
	Code     string `yaml:"code"`
	SQL      string `yaml:"sql"`
	Severity string `yaml:"severity"`
	Message  Text   `yaml:"message"`
}

// Column returns the column of that name.
func (f *Fact) Column(name string) (FactColumn, bool) {
	i := slices.IndexFunc(f.Columns, func(c FactColumn) bool { return c.Name == name })
	if i < 0 {
		return FactColumn{}, false
	}
	return f.Columns[i], true
}

// Filled is the SQL condition that a record has a value in this column: no empty text, no empty list, not NULL.
func (c FactColumn) Filled() string {
	switch {
	case strings.HasPrefix(c.Type, "Nullable("):
		return "isNotNull(" + c.Name + ")"
	case strings.HasPrefix(c.Type, "Array("), strings.HasSuffix(c.Type, "String"), strings.HasSuffix(c.Type, "String)"):
		return "notEmpty(" + c.Name + ")"
	}
	return "true"
}

// Facts lists the kinds of record in a fixed order: enterprise first, because facts refer to it.
func Facts() []*Fact { return slices.Clone(facts.list) }

// Delivered lists the facts whose records come from sources, in the order of Facts.
func Delivered() []*Fact { return slices.DeleteFunc(Facts(), func(f *Fact) bool { return f.Own }) }

// FactNamed returns the fact of that name, as hazard; schema/facts.yaml has them all.
func FactNamed(name string) (*Fact, bool) {
	f, ok := facts.byName[name]
	return f, ok
}

type factTable struct {
	list         []*Fact
	byName       map[string]*Fact
	vocabularies []safety.Vocabulary
}

var facts = mustParseFacts(factsYAML)

func mustParseFacts(text []byte) factTable {
	t, err := parseFacts(text)
	if err != nil {
		panic(fmt.Sprintf("schema/facts.yaml: %v", err)) // embedded at build time; a test parses it
	}
	return t
}

func parseFacts(text []byte) (factTable, error) {
	var doc struct {
		Common       []FactColumn     `yaml:"common"`
		Vocabularies []vocabularyText `yaml:"vocabularies"`
		Facts        yaml.MapSlice    `yaml:"facts"`
	}
	if err := yaml.UnmarshalWithOptions(text, &doc, yaml.Strict()); err != nil {
		return factTable{}, err
	}
	table := factTable{byName: map[string]*Fact{}, vocabularies: safety.Vocabularies()}
	for _, v := range doc.Vocabularies {
		table.vocabularies = append(table.vocabularies, v.vocabulary())
	}
	for _, item := range doc.Facts {
		raw, err := yaml.Marshal(item.Value)
		if err != nil {
			return factTable{}, err
		}
		f := &Fact{Name: fmt.Sprint(item.Key)}
		if err := yaml.UnmarshalWithOptions(raw, f, yaml.Strict()); err != nil {
			return factTable{}, fmt.Errorf("%s: %w", f.Name, err)
		}
		f.Columns = append(slices.Clone(doc.Common), f.Columns...)
		table.list = append(table.list, f)
		table.byName[f.Name] = f
	}
	return table, nil
}
