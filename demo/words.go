package demo

import (
	"fmt"

	"anlan/safety"
	"anlan/warehouse"
)

// glossary looks up the Chinese words of codes and remembers every one that is missing, so that all faults are named at
// once.
type glossary struct{ missing []error }

// words gives the words of codes of the vocabulary that a column of a fact has.
func (g *glossary) words(fact, column string, codes ...string) []string {
	var vocabulary safety.Vocabulary
	if f, ok := warehouse.FactNamed(fact); ok {
		if c, ok := f.Column(column); ok {
			vocabulary, _ = warehouse.VocabularyNamed(c.Vocabulary)
		}
	}
	list := make([]string, len(codes))
	for i, code := range codes {
		for _, t := range vocabulary.Terms {
			if t.Code == code {
				list[i] = t.ZH
			}
		}
		if list[i] == "" {
			g.missing = append(g.missing, fmt.Errorf("%s.%s has no code %s in its vocabulary %q", fact, column, code, vocabulary.Name))
		}
	}
	return list
}
