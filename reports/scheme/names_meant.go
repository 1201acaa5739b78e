package scheme

import (
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"

	"anlan/warehouse"
)

// meant ends a message about a name that is neither a figure nor a metric with the one that was probably meant.
func (s *Scheme) meant(name string, m Metric) string {
	var names []string
	for _, f := range s.Figures {
		if f.Title.ZH == name {
			return didYouMean(f.Name)
		}
		names = append(names, f.Name)
	}
	if own := nearest(name, names); own != "" && (m.Meant == "" || nearest(name, []string{own, m.Meant}) == own) {
		return didYouMean(own)
	}
	return didYouMean(m.Meant)
}

// metricMeant gives the metric whose title it is, or whose name is near.
func metricMeant(c *warehouse.Catalogue, name string) string {
	var names []string
	for _, m := range c.Metrics() {
		if m.Title.ZH == name {
			return m.Name
		}
		names = append(names, m.Name)
	}
	return nearest(name, names)
}

// nearest gives the name that a wrong one is nearest to, the first of equals: it begins like it, or at most a quarter of the
// letters differ. Empty where none is near.
func nearest(name string, names []string) string {
	best, least := "", 0
	name = strings.ToLower(name)
	for _, other := range names {
		differ := levenshtein.ComputeDistance(name, other)
		begins := len(name) > 3 && (strings.HasPrefix(other, name) || strings.HasPrefix(name, other))
		if (begins || differ*4 <= max(len(name), len(other))) && (best == "" || differ < least) {
			best, least = other, differ
		}
	}
	return best
}

func didYouMean(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %s?", name)
}
