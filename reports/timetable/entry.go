package timetable

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"

	"anlan/reports/bulletin"
	"anlan/reports/strictyaml"
	"anlan/safety"
)

// Entry says which drafts are made by themselves. docs/bulletin-delivery.md has every key.
type Entry struct {
	Kind   string            `yaml:"kind,required"`
	Region safety.RegionCode `yaml:"region,required"`
	// Each makes one of each region of a level below; without it one of the region itself, or of each child where the kind says so.
	Each   safety.RegionLevel `yaml:"each"`
	Sector string             `yaml:"sector"` // empty: all sectors
	// WorkingDay and Time are in the place of the kind's.
	WorkingDay int    `yaml:"working_day"`
	Time       string `yaml:"time"` // 08:00
	// From is the first day on which a draft is made; zero means that the latest period that was due is made up for.
	From safety.Date `yaml:"from"`
}

//go:embed schedule.schema.json
var schema []byte

// JSONSchema is the JSON Schema of files of schedules, for editors.
func JSONSchema() []byte { return schema }

// Read reads and checks a file of a schedule against the kinds that there are. The error is [strictyaml.FaultErrors]: every fault of
// the file with its line.
func Read(file string, text []byte, kinds []*bulletin.Kind) ([]Entry, error) {
	var read struct {
		Schedule []Entry `yaml:"schedule,required"`
	}
	d := strictyaml.Read(file, text, &read)
	for i, e := range read.Schedule {
		at := fmt.Sprintf("schedule[%d]", i)
		if d.Has(at+".working_day") && e.WorkingDay < 1 {
			d.Faultf(at+".working_day", "expected 1 or more, found %d", e.WorkingDay)
		}
		if _, err := time.Parse("15:04", e.Time); d.Has(at+".time") && err != nil {
			d.Faultf(at+".time", "expected a time as 08:00, found %q", e.Time)
		}
		if slices.Index(read.Schedule, e) < i {
			d.Faultf(at, "the same stands above")
		}
		if e.Kind != "" {
			e.check(d, at, kinds)
		}
	}
	if err := d.Err(); err != nil {
		return nil, err
	}
	return read.Schedule, nil
}

// check holds an entry to its kind.
func (e Entry) check(d *strictyaml.Document, at string, kinds []*bulletin.Kind) {
	var names []string
	var kind *bulletin.Kind
	for _, k := range kinds {
		if k.Name == e.Kind {
			kind = k // the newest version comes last
		}
		if !slices.Contains(names, k.Name) {
			names = append(names, k.Name)
		}
	}
	switch {
	case kind == nil:
		d.Faultf(at+".kind", "there is no kind of bulletin %q; expected %s", e.Kind, strings.Join(names, ", "))
		return
	case kind.DraftOn == nil && (e.WorkingDay == 0 || e.Time == ""):
		d.Faultf(at, "the kind %s does not say when it is drafted: expected working_day and time", e.Kind)
	}
	one := kind.Sectors == bulletin.OneSector
	if one && e.Sector == "" {
		d.Faultf(at+".sector", "bulletins of the kind %s are of one sector: expected its code", e.Kind)
	}
	if !one && e.Sector != "" {
		d.Faultf(at+".sector", "bulletins of the kind %s are of all sectors", e.Kind)
	}
}

// on is when drafts of a version of the kind are made.
func (e Entry) on(kind *bulletin.Kind) (day int, at time.Duration, ok bool) {
	var text string
	if kind.DraftOn != nil {
		day, text = kind.DraftOn.WorkingDay, kind.DraftOn.Time
	}
	if e.WorkingDay > 0 {
		day = e.WorkingDay
	}
	if e.Time != "" {
		text = e.Time
	}
	clock, err := time.Parse("15:04", text)
	return day, time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute, err == nil && day > 0
}
