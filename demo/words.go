package demo

import (
	"fmt"

	"anlan/safety"
)

// words gives the Chinese titles that source files use for the codes of one vocabulary.
type words map[string]string

// glossary looks words up and remembers every one that is missing, so that all faults are named at once.
type glossary struct {
	vocabularies map[string]words
	missing      []error
}

func newGlossary() *glossary {
	g := &glossary{vocabularies: map[string]words{}}
	for _, v := range safety.Vocabularies() {
		w := words{}
		for _, t := range v.Terms {
			w[t.Code] = t.ZH
		}
		g.vocabularies[v.Name] = w
	}
	return g
}

func (g *glossary) word(vocabulary, code string) string {
	word := g.vocabularies[vocabulary][code]
	if word == "" {
		g.missing = append(g.missing, fmt.Errorf("vocabulary %s has no code %s", vocabulary, code))
	}
	return word
}

func (g *glossary) list(vocabulary string, codes ...string) []string {
	list := make([]string, len(codes))
	for i, c := range codes {
		list[i] = g.word(vocabulary, c)
	}
	return list
}
