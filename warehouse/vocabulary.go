package warehouse

import (
	"slices"

	"anlan/safety"
)

// vocabularyText is a list of words as schema/facts.yaml writes it, so that a fact can bring its own.
type vocabularyText struct {
	Name  string `yaml:"name"`
	Title Text   `yaml:"title"`
	Terms []struct {
		Code    string   `yaml:"code"`
		ZH      string   `yaml:"zh"`
		EN      string   `yaml:"en"`
		Aliases []string `yaml:"aliases"`
	} `yaml:"terms"`
}

func (v vocabularyText) vocabulary() safety.Vocabulary {
	out := safety.Vocabulary{Name: v.Name, TitleZH: v.Title.ZH, TitleEN: v.Title.EN}
	for _, t := range v.Terms {
		out.Terms = append(out.Terms, safety.Term{Code: t.Code, ZH: t.ZH, EN: t.EN, Aliases: t.Aliases})
	}
	return out
}

// Vocabularies gives every list of words that records are written in: those of package safety, then those of
// schema/facts.yaml. Their names are unique. The words are shared: do not change them.
func Vocabularies() []safety.Vocabulary { return slices.Clone(facts.vocabularies) }

// VocabularyNamed finds a vocabulary by its name, as "hazard_level".
func VocabularyNamed(name string) (safety.Vocabulary, bool) {
	i := slices.IndexFunc(facts.vocabularies, func(v safety.Vocabulary) bool { return v.Name == name })
	if i < 0 {
		return safety.Vocabulary{}, false
	}
	return facts.vocabularies[i], true
}
