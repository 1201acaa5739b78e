package prose

import "strings"

// Nouns whose singular no rule gives; what stands for itself is the same for one.
var irregular = map[string]string{
	"people": "person", "men": "man", "women": "woman", "children": "child", "lives": "life", "criteria": "criterion",
	"analyses": "analysis", "crises": "crisis", "diagnoses": "diagnosis", "premises": "premises", "series": "series", "means": "means",
	"buses": "bus", "gases": "gas",
}

// Words that look like nouns for many and stand before the noun that is counted: gas explosions, dangerous goods vehicles.
var modifiers = map[string]bool{"gas": true, "goods": true, "works": true, "sales": true}

// Singular gives the English noun for one of them: its first plural is what is counted. Persons trained: person trained;
// hazards due that were not rectified: hazard due that was not rectified.
func Singular(plural string) string {
	words := strings.Split(plural, " ")
	for i, word := range words {
		head, prefix := word, ""
		if cut := strings.LastIndex(word, "-"); cut >= 0 {
			prefix, head = word[:cut+1], word[cut+1:]
		}
		one, is := singularWord(head)
		if !is || modifiers[strings.ToLower(head)] && i+1 < len(words) {
			continue
		}
		words[i] = prefix + one
		for j := i + 1; j+1 < len(words); j++ {
			if one := map[string]string{"were": "was", "are": "is", "have": "has", "tell": "tells", "lack": "lacks"}[words[j+1]]; words[j] == "that" && one != "" {
				words[j+1] = one
			}
		}
		return strings.Join(words, " ")
	}
	return plural
}

func singularWord(word string) (one string, plural bool) {
	small := strings.ToLower(word)
	if one, known := irregular[small]; known {
		return one, true
	}
	if !strings.HasSuffix(small, "s") || len(small) < 3 {
		return word, false
	}
	for _, ending := range []string{"ss", "us", "is"} {
		if strings.HasSuffix(small, ending) {
			return word, false
		}
	}
	if strings.HasSuffix(small, "ies") && len(small) > 4 {
		return word[:len(word)-3] + "y", true
	}
	for _, ending := range []string{"sses", "shes", "ches", "xes", "zzes"} {
		if strings.HasSuffix(small, ending) {
			return word[:len(word)-2], true
		}
	}
	return word[:len(word)-1], true
}
