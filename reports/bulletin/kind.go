package bulletin

import (
	"anlan/reports/document"
	"anlan/safety"
	"anlan/warehouse"
)

// Kind is one version of a kind of bulletin. docs/bulletin-kinds.md has every key.
type Kind struct {
	Name          string         `yaml:"bulletin,required"`
	EffectiveFrom safety.Date    `yaml:"effective_from,required"`
	Title         warehouse.Text `yaml:"title,required"` // of the kind
	Doc           warehouse.Text `yaml:"doc"`
	Document      string         `yaml:"document"` // where the kind comes from

	// Periods are the grains of the periods that it is made for.
	Periods []safety.Grain `yaml:"periods,required"`
	// Scope says whether it is made of a region itself or once of each child.
	Scope Scope `yaml:"scope"`
	// Sectors says whether it is of all sectors or of one.
	Sectors   Sectors             `yaml:"sectors"`
	Languages []document.Language `yaml:"languages"` // empty: Chinese and English
	// DraftOn is when a draft is made by itself; nil: never.
	DraftOn *DraftOn `yaml:"draft_on"`

	file, digest string
}

// Scope says of what a bulletin is made.
type Scope string

// The scopes.
const (
	Self     Scope = "self"     // of the region that is asked for
	Children Scope = "children" // of each region directly below, each its own
)

// Sectors says which sectors a bulletin tells of.
type Sectors string

// The choices of sectors.
const (
	AllSectors Sectors = "all"
	OneSector  Sectors = "one"
)

// DraftOn is a day of the calendar: the so-manieth working day after the period's end, at a time of Beijing.
type DraftOn struct {
	WorkingDay int    `yaml:"working_day,required"`
	Time       string `yaml:"time,required"` // 08:00
}

// Version is the kind's name and first day.
func (k *Kind) Version() (string, safety.Date) { return k.Name, k.EffectiveFrom }

// File is where the kind was read; "shipped/…" for those that ship.
func (k *Kind) File() string { return k.file }

// Digest identifies the content of the kind's file.
func (k *Kind) Digest() string { return k.digest }

// StandardFor says that no kind is used where none is named.
func (k *Kind) StandardFor() (kind string, standard bool) { return "", false }
