package demo

import (
	"encoding/json"
	"os"
	"path/filepath"

	"anlan/safety"
)

// TruthFile is the name of the file beside the records that holds the Truth.
const TruthFile = "truth.json"

// Truth is what the generator knows of the files that it wrote.
type Truth struct {
	Note  string      `json:"note"`
	Scale Scale       `json:"scale"`
	Seed  uint64      `json:"seed"`
	From  safety.Date `json:"from"`
	Until safety.Date `json:"until"`
	// Facts says by fact what a loader must make of its file.
	Facts map[string]*FactTruth `json:"facts"`
	// Whole holds the metrics of all months together, Months those of each month; by city and, under 370000, for the province.
	Whole  Figures            `json:"whole"`
	Months map[string]Figures `json:"months"`
	// AtEnd holds the metrics that have no period, as of Until.
	AtEnd   Figures `json:"atEnd"`
	Stories []Story `json:"stories"`
}

// Figures holds metrics by region and name. Money is in yuan.
type Figures map[safety.RegionCode]map[string]int64

// FactTruth says what is in the file of one fact, the header not counted. Rows = Good + Duplicates + the sum of Rejected.
type FactTruth struct {
	Rows       int64            `json:"rows"`
	Good       int64            `json:"good"`
	Duplicates int64            `json:"duplicates"` // repeat another row word for word
	Rejected   map[string]int64 `json:"rejected"`   // by the code of the reason; every row has one
	Faults     map[string]int64 `json:"faults"`     // by what is wrong, duplicates included
	Bytes      int64            `json:"bytes"`
}

const (
	note       = "Everything in these files is invented. Names of regions are real; no figure says anything about them."
	provinceOf = safety.RegionCode("370000")
)

func (g *generator) truth() *Truth {
	t := &Truth{Note: note, Scale: g.Scale, Seed: g.Seed, From: firstMonth.First(), Until: g.Until, Facts: map[string]*FactTruth{},
		Whole: Figures{}, Months: map[string]Figures{}, AtEnd: Figures{}, Stories: g.story.told(g.Until)}
	for fact, f := range g.files {
		t.Facts[fact] = f.truth
	}
	whole, all := make([]cell, len(g.cities)), cell{}
	for i, m := range g.months {
		month, sum := Figures{}, cell{}
		for c, city := range g.cities {
			at := g.tally.at(i, c)
			month[city] = at.figures(0, firstAtEnd)
			sum.add(at)
			whole[c].add(at)
		}
		month[provinceOf] = sum.figures(0, firstAtEnd)
		t.Months[m.String()] = month
		all.add(&sum)
	}
	last := cell{}
	for c, city := range g.cities {
		t.Whole[city] = whole[c].figures(0, firstAtEnd)
		t.AtEnd[city] = g.tally.end[c].figures(firstAtEnd, metrics)
		last.add(&g.tally.end[c])
	}
	t.Whole[provinceOf] = all.figures(0, firstAtEnd)
	t.AtEnd[provinceOf] = last.figures(firstAtEnd, metrics)
	return t
}

// ReadTruth reads what Generate wrote beside the records of a folder.
func ReadTruth(dir string) (*Truth, error) {
	text, err := os.ReadFile(filepath.Join(dir, TruthFile))
	if err != nil {
		return nil, err
	}
	t := &Truth{}
	return t, json.Unmarshal(text, t)
}

func (t *Truth) write(dir string) error {
	text, err := json.MarshalIndent(t, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, TruthFile), append(text, '\n'), 0o600)
}
