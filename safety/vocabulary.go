package safety

import (
	"slices"
	"strings"
)

// Term is one word of a vocabulary.
type Term struct {
	Code    string   // stable, used in the warehouse and in files: "major"
	ZH      string   // the Chinese word of the field: "重大"
	EN      string   // its English word: "major"
	Aliases []string // other words that sources use for it
}

// Vocabulary is a closed list of words of the field, for translating sources into codes and codes into titles.
// Within one vocabulary no word, folded as in [Vocabulary.Lookup], stands for two codes.
type Vocabulary struct {
	Name    string // "hazard_level"
	TitleZH string // "隐患级别"
	TitleEN string // "hazard level"
	Terms   []Term // in the order in which they are listed to people
}

// Enum is a string type whose values are the codes of one vocabulary.
type Enum interface {
	~string
	// Vocabulary gives the words of the type; it does not depend on the value.
	Vocabulary() Vocabulary
}

// All lists the values of an enumeration in display order: All[HazardLevel]().
func All[T Enum]() []T {
	var zero T
	terms := zero.Vocabulary().Terms
	all := make([]T, len(terms))
	for i, t := range terms {
		all[i] = T(t.Code)
	}
	return all
}

// ParseTerm reads a code or any word of the enumeration: ParseTerm[HazardLevel]("重大隐患") is HazardMajor.
func ParseTerm[T Enum](word string) (T, error) {
	var zero T
	v := zero.Vocabulary()
	i, err := v.parse(word)
	if err != nil {
		return "", err
	}
	return T(v.Terms[i].Code), nil
}

// Lookup finds the term that a word stands for: its code, Chinese or English word or an alias. Spaces around and
// inside are ignored, letters compare without case, full-width letters, digits and brackets as their ASCII forms.
func (v Vocabulary) Lookup(word string) (Term, bool) {
	i := v.index(word)
	if i < 0 {
		return Term{}, false
	}
	return v.Terms[i], true
}

// Codes lists the codes in display order.
func (v Vocabulary) Codes() []string {
	codes := make([]string, len(v.Terms))
	for i, t := range v.Terms {
		codes[i] = t.Code
	}
	return codes
}

// Words lists every text that stands for the term, code first, without repetition.
func (t Term) Words() []string {
	var words []string
	for _, w := range append([]string{t.Code, t.ZH, t.EN}, t.Aliases...) {
		if !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

func (v Vocabulary) index(word string) int {
	folded := fold(word)
	if folded == "" {
		return -1
	}
	for i, t := range v.Terms {
		if folded == fold(t.Code) || folded == fold(t.ZH) || folded == fold(t.EN) {
			return i
		}
		for _, a := range t.Aliases {
			if folded == fold(a) {
				return i
			}
		}
	}
	return -1
}

func (v Vocabulary) parse(word string) (int, error) {
	i := v.index(word)
	if i < 0 {
		expected := make([]string, len(v.Terms))
		for j, t := range v.Terms {
			expected[j] = t.Code + " " + t.ZH
		}
		return -1, refuse(v.TitleEN, word, "expected one of %s", strings.Join(expected, ", "))
	}
	return i, nil
}

func (v Vocabulary) at(i int) Term {
	if i < 0 || i >= len(v.Terms) {
		return Term{}
	}
	return v.Terms[i]
}

// byCode finds a term by its exact code; the empty Term when there is none.
func (v Vocabulary) byCode(code string) Term {
	for _, t := range v.Terms {
		if t.Code == code {
			return t
		}
	}
	return Term{}
}

func (v Vocabulary) clone() Vocabulary {
	v.Terms = slices.Clone(v.Terms)
	for i := range v.Terms {
		v.Terms[i].Aliases = slices.Clone(v.Terms[i].Aliases)
	}
	return v
}

// fold brings a word to the form in which words are compared.
func fold(word string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '\t' || r == '\r' || r == '\n' || r == '\u00a0' || r == '\u3000' || r == '\ufeff':
			return -1
		case r >= '！' && r <= '～': // full-width forms lie 0xFEE0 above ASCII
			r -= 0xFEE0
		}
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, word)
}
