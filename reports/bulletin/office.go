package bulletin

import (
	"anlan/reports/prose"
	"anlan/safety"
	"anlan/warehouse"
)

// Series says where document numbers come from.
type Series string

// The series.
const (
	Kept     Series = "kept"     // counted here, without gap or double
	Registry Series = "registry" // given out by the office's registry and entered here
)

// The choices of Office.Changes.
const (
	fullChanges    = "full"    // 减少3起、下降20.0%
	countChanges   = "count"   // 减少3起
	percentChanges = "percent" // 下降20.0%
)

// changes is the office's choice as sentences know it.
func (o *Office) changes() prose.Changes {
	switch o.Changes {
	case countChanges:
		return prose.Counts
	case percentChanges:
		return prose.Percents
	}
	return prose.Full
}

// Office is who issues bulletins, with its habits. In its texts {{region}} is the region's title and {{short}} the title without
// 省, 市, 县 or 区 at its end; in the office of a [Composition] they are filled in.
type Office struct {
	Name          string      `yaml:"office,required" json:"name"`
	EffectiveFrom safety.Date `yaml:"effective_from,required" json:"effective_from"`
	// Regions and Levels say for which regions it issues; both empty: for all that have no office of their own.
	Regions []safety.RegionCode  `yaml:"regions" json:"regions,omitempty"`
	Levels  []safety.RegionLevel `yaml:"levels" json:"levels,omitempty"`

	Agency       warehouse.Text `yaml:"agency,required" json:"agency"`               // 发文机关署名
	Head         warehouse.Text `yaml:"head,required" json:"head"`                   // 发文机关标志, in red
	NumberPrefix string         `yaml:"number_prefix,required" json:"number_prefix"` // 桓安办通报
	Series       Series         `yaml:"series,required" json:"series"`
	Addressees   warehouse.Text `yaml:"addressees" json:"addressees"`
	CopyTo       warehouse.Text `yaml:"copy_to" json:"copy_to"`
	Disclosure   warehouse.Text `yaml:"disclosure" json:"disclosure"`
	Remark       warehouse.Text `yaml:"remark" json:"remark"`
	Signers      []string       `yaml:"signers" json:"signers,omitempty"` // who may be entered; empty: anybody
	PrintSigner  bool           `yaml:"print_signer" json:"print_signer,omitempty"`
	// Percents is how many places percentages have: 1 or 2.
	Percents int `yaml:"percents" json:"percents"`
	// Changes says which figures of a change are printed: full, count or percent; empty: full.
	Changes string `yaml:"changes" json:"changes,omitempty"`
	// Zeros is false where zeros at the end of percentages are left out: 41%, not 41.0%.
	Zeros *bool `yaml:"zeros" json:"zeros,omitempty"`

	file string
}
