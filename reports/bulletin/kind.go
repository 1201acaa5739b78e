package bulletin

import (
	"anlan/reports/document"
	"anlan/reports/material"
	"anlan/safety"
	"anlan/warehouse"
)

// Kind is one version of a kind of bulletin. docs/bulletin-kinds.md has every key.
type Kind struct {
	Name string `yaml:"bulletin,required"`
	// Like names a kind that ships: what is not in the file is as there.
	Like          string         `yaml:"like"`
	EffectiveFrom safety.Date    `yaml:"effective_from,required"`
	Title         warehouse.Text `yaml:"title,required"` // of the kind
	Doc           warehouse.Text `yaml:"doc"`
	Document      string         `yaml:"document"` // where the kind comes from

	// Periods are the grains of the periods that it is made for.
	Periods []Grain `yaml:"periods"`
	// Scope says whether it is made of a region itself or once of each child.
	Scope Scope `yaml:"scope"`
	// Levels are the levels of the regions that it is made of; empty means all.
	Levels []safety.RegionLevel `yaml:"levels"`
	// Sectors says whether it is of all sectors or of one.
	Sectors   Sectors             `yaml:"sectors"`
	Languages []document.Language `yaml:"languages"` // empty: Chinese and English
	// Percents is how many places percentages have, 1 or 2; 0 leaves it to the office.
	Percents int `yaml:"percents"`
	// DraftOn is when a draft is made by itself; nil: never.
	DraftOn *DraftOn `yaml:"draft_on"`

	Heading     warehouse.Text `yaml:"heading"` // template: the title of the document
	Moment      warehouse.Text `yaml:"moment"`  // template: of when the data is, and that it may change
	Needs       Needs          `yaml:"needs"`
	Problems    []Problem      `yaml:"problems"`
	Sections    []Section      `yaml:"sections"`
	Tables      []Table        `yaml:"tables"`
	Charts      []Chart        `yaml:"charts"`
	Attachments []Attachment   `yaml:"attachments"`

	file, digest string
	texts        map[string]*pattern // the parsed templates by key and language, as sections[0].text.zh
	plan         material.Plan       // what the kind asks, without region and period
	facts        []string            // whose records of the period it counts
}

// Scope says of what a bulletin is made.
type Scope string

// The scopes. The zero Scope is Self.
const (
	Self     Scope = "self"     // of the region that is asked for
	Children Scope = "children" // of each region directly below, each its own
)

// Sectors says which sectors a bulletin tells of.
type Sectors string

// The choices of sectors. The zero value is AllSectors.
const (
	AllSectors Sectors = "all"
	OneSector  Sectors = "one"
)

// DraftOn is a day of the calendar: the so-manieth working day after the period's end, at a time of Beijing.
type DraftOn struct {
	WorkingDay int    `yaml:"working_day,required"`
	Time       string `yaml:"time,required"` // 08:00
}

// Section is one part of the body.
type Section struct {
	Name  string         `yaml:"section,required"`
	Title warehouse.Text `yaml:"title"` // empty: no heading
	// Text is a template; empty where only people write.
	Text warehouse.Text `yaml:"text"`
	// Written says that only people write it; Required that somebody must; Hint is what stands there until then.
	Written  bool           `yaml:"written"`
	Required bool           `yaml:"required"`
	Hint     warehouse.Text `yaml:"hint"`
	// When leaves the section out unless it holds.
	When *When `yaml:"when"`
}

// When is a condition over the figures of one need.
type When struct {
	Of    string `yaml:"of,required"`
	Holds string `yaml:"holds,required"`

	condition condition
}

// Problem is a rule that finds a problem and says it.
type Problem struct {
	Name string `yaml:"problem,required"`
	// Of is the need that Holds is about; with Each it is asked of every row, and the template is told those for which it holds.
	Of    string         `yaml:"of,required"`
	Each  bool           `yaml:"each"`
	Holds string         `yaml:"holds,required"`
	Text  warehouse.Text `yaml:"text,required"`

	condition condition
}

// Table says how a need is printed as a table.
type Table struct {
	Name    string         `yaml:"table,required"`
	Title   warehouse.Text `yaml:"title"`
	Of      string         `yaml:"of,required"` // a need
	Columns []Column       `yaml:"columns,required"`
	Total   bool           `yaml:"total"` // with the row of the whole
	Wide    bool           `yaml:"wide"`
	Notes   warehouse.Text `yaml:"notes"` // template, a line a note
}

// Column is a column of a table.
type Column struct {
	Title warehouse.Text `yaml:"title"` // empty: that of the metric or field
	Over  warehouse.Text `yaml:"over"`  // a title over this and the neighbours that have the same
	// Metric prints a figure of a row, as Role and Against say; Field prints something else: number, title, or what the need has.
	Metric  string               `yaml:"metric"`
	Role    document.Role        `yaml:"role"`
	Against warehouse.Comparison `yaml:"against"`
	Field   string               `yaml:"field"`
	Weight  int                  `yaml:"weight"` // its share of the width, 1 when 0
}

// Chart says how a need is drawn.
type Chart struct {
	Name   string             `yaml:"chart,required"`
	Title  warehouse.Text     `yaml:"title,required"`
	Kind   document.ChartKind `yaml:"kind,required"`
	Of     string             `yaml:"of,required"`
	Series []ChartSeries      `yaml:"series,required"`
}

// ChartSeries is one colour of a chart.
type ChartSeries struct {
	Title   warehouse.Text       `yaml:"title"`
	Metric  string               `yaml:"metric,required"`
	Against warehouse.Comparison `yaml:"against"` // the base instead of the figure itself
}

// Attachment is a document behind the document, of tables and charts.
type Attachment struct {
	Name   string         `yaml:"attachment,required"`
	Title  warehouse.Text `yaml:"title,required"` // template
	Tables []string       `yaml:"tables"`
	Charts []string       `yaml:"charts"`
	When   *When          `yaml:"when"`
}

// Version is the kind's name and first day.
func (k *Kind) Version() (string, safety.Date) { return k.Name, k.EffectiveFrom }

// File is where the kind was read; "shipped/…" for those that ship.
func (k *Kind) File() string { return k.file }

// Digest identifies the content of the kind's file.
func (k *Kind) Digest() string { return k.digest }

// StandardFor says that no kind is used where none is named.
func (k *Kind) StandardFor() (kind string, standard bool) { return "", false }

// For reports whether the kind is made for a period: 1—N月 and ranges of days belong to none.
func (k *Kind) For(p safety.Period) bool {
	for _, g := range k.Periods {
		if !p.Cumulative && p.Grain == g.Grain {
			return true
		}
	}
	return false
}
