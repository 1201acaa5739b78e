package scheme

import (
	"fmt"
	"slices"
	"strings"

	"anlan/safety"
	"anlan/warehouse"
)

// periodKinds are the kinds of periods that a scheme can be made for.
var periodKinds = []string{"month", "quarter", "half_year", "year"}

func (c *check) madeFor(s *Scheme) {
	if len(s.Levels) > 0 && s.Subjects != Regions && s.Subjects != "" {
		c.Faultf("levels", "expected no levels: %s have none", s.Subjects)
	}
	for i, l := range s.Levels {
		if slices.Contains(s.Levels[:i], l) {
			c.Faultf(fmt.Sprintf("levels[%d]", i), "expected each level once, found %s again", l)
		}
	}
	for i, p := range s.Periods {
		at := fmt.Sprintf("periods[%d]", i)
		switch {
		case !slices.Contains(periodKinds, p):
			c.Faultf(at, "expected one of %s; found %q", strings.Join(periodKinds, ", "), p)
		case slices.Contains(s.Periods[:i], p):
			c.Faultf(at, "expected each kind once, found %s again", p)
		}
	}
}

// Grains are the kinds of periods that the scheme is made for; empty fits any.
func (s *Scheme) Grains() []safety.Grain {
	var out []safety.Grain
	for _, p := range s.Periods {
		if g, err := safety.ParseGrain(p); err == nil { // checked when it was read
			out = append(out, g)
		}
	}
	return out
}

// Caution says that a ranking is not what the scheme is made for: cities, or a month, marked by a scheme for counties by the
// quarter. It is empty where the scheme names the level and the kind of period, or names none. A level that is not known is not
// judged. January to a month is of the kind of a year that runs.
func (s *Scheme) Caution(level safety.RegionLevel, p safety.Period) warehouse.Text {
	var zh, en []string
	grain := p.Grain
	if p.Cumulative {
		grain = safety.GrainYear
	}
	levels, grains := s.Levels, s.Grains()
	if otherLevel := len(levels) > 0 && level != safety.LevelUnknown && !slices.Contains(levels, level); otherLevel {
		zh = append(zh, titles(levels, safety.RegionLevel.TitleZH, "、")+"，此处用于"+level.TitleZH())
		en = append(en, titles(levels, safety.RegionLevel.TitleEN, ", ")+", here used for: "+level.TitleEN())
	}
	if otherPeriod := len(grains) > 0 && !slices.Contains(grains, grain); otherPeriod {
		zh = append(zh, "按"+titles(grains, safety.Grain.TitleZH, "、")+"考核，此处用于"+p.TitleZH())
		en = append(en, titles(grains, safety.Grain.TitleEN, ", ")+", here used for "+p.TitleEN())
	}
	if len(zh) == 0 {
		return warehouse.Text{}
	}
	return warehouse.Text{
		ZH: "本细则适用于" + strings.Join(zh, "；") + "，结果仅供参考", EN: "The scheme is made for: " + strings.Join(en, "; ") + ". The result is for orientation only.",
	}
}

func titles[T any](list []T, title func(T) string, between string) string {
	words := make([]string, len(list))
	for i, one := range list {
		words[i] = title(one)
	}
	return strings.Join(words, between)
}
