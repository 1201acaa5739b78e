package demo

import (
	"errors"
	"fmt"

	"anlan/safety"
)

// Scale is how much is written.
type Scale string

// The scales. Small is for tests, medium what the demo shows, large for measurements.
const (
	Small  Scale = "small"  // 20 k hazards, 6 k inspections, 60 k training, 400 accidents, 2 k enterprises
	Medium Scale = "medium" // 1 M hazards, 300 k inspections, 3 M training, 2 k accidents, 20 k enterprises
	Large  Scale = "large"  // 20 M hazards, 5 M inspections, 100 M training, 6 k accidents, 200 k enterprises
)

// ParseScale reads small, medium or large.
func ParseScale(s string) (Scale, error) {
	if _, ok := sizes[Scale(s)]; !ok {
		return "", fmt.Errorf("scale %q: expected small, medium or large", s)
	}
	return Scale(s), nil
}

// Options says what to write. The zero value of everything but Dir has a meaning.
type Options struct {
	Dir   string // where the files go; made when it does not exist, files in it are overwritten
	Scale Scale  // empty means Medium
	Seed  uint64
	// Until is the last day of the data, which begin on 2024-01-01; none means 2026-09-30.
	Until safety.Date
	// Progress is told how many of about how many rows are written; nil is fine.
	Progress func(done, total int64)

	spotless bool // no wrong rows: for tests that look at the good ones
}

// size is how many good rows a scale has. Obligations and denominators depend on the regions instead.
type size struct {
	enterprises, inspections, hazards, trainings, accidents int
}

var sizes = map[Scale]size{
	Small:  {enterprises: 2_000, inspections: 6_000, hazards: 20_000, trainings: 60_000, accidents: 400},
	Medium: {enterprises: 20_000, inspections: 300_000, hazards: 1_000_000, trainings: 3_000_000, accidents: 2_000},
	Large:  {enterprises: 200_000, inspections: 5_000_000, hazards: 20_000_000, trainings: 100_000_000, accidents: 6_000},
}

func (s size) total() int64 {
	return int64(s.enterprises + s.inspections + s.hazards + s.trainings + s.accidents)
}

var (
	firstMonth   = safety.NewMonth(2024, 1)
	defaultUntil = safety.NewDate(2026, 9, 30)
)

// LastMonth is the last month of the records where Options do not say until when.
func LastMonth() safety.Month { return defaultUntil.YearMonth() }

func (o Options) complete() (Options, error) {
	if o.Scale == "" {
		o.Scale = Medium
	}
	if o.Until.IsZero() {
		o.Until = defaultUntil
	}
	if _, err := ParseScale(string(o.Scale)); err != nil {
		return o, err
	}
	if o.Dir == "" {
		return o, errors.New("directory: expected a path")
	}
	if o.Until.Before(firstMonth.Last()) || o.Until.Year() > lastYear-2 {
		return o, fmt.Errorf("until %s: expected a day from %s to the end of %d", o.Until, firstMonth.Last(), lastYear-2)
	}
	return o, nil
}
