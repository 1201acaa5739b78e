package warehouse

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"anlan/safety"
)

// reforms draws a fictional country of two cities, and changes it year by year: counties merge, are divided, renamed, moved
// and abolished without a word, zones take towns over.
func reforms(t *rapid.T) *Regions {
	c := &reformed{t: t}
	c.add(Region{Code: "XX", Name: "虚构国", Level: safety.LevelCountry, Kind: StatutoryRegion})
	for _, city := range []safety.RegionCode{"CA", "CB"} {
		c.add(Region{Code: city, Name: string(city), Level: safety.LevelCity, Kind: StatutoryRegion, StatutoryParent: "XX"})
		c.add(Region{Code: city + "Z", Name: string(city) + "Z", Level: safety.LevelCounty, Kind: ZoneRegion, StatutoryParent: city})
		for range 3 {
			county := c.new(safety.LevelCounty, city, safety.Date{})
			for range 2 {
				c.new(safety.LevelTown, county, safety.Date{})
			}
		}
	}
	for year := range rapid.IntRange(0, 8).Draw(t, "years") {
		c.change(safety.NewDate(2015+year, time.July, 1))
	}
	r, err := NewRegions(c.rows)
	if err != nil {
		t.Fatalf("a lawful reform is refused: %v\n%+v", err, c.rows)
	}
	return r
}

type reformed struct {
	t    *rapid.T
	rows []Region
	n    int
}

func (c *reformed) add(r Region) { c.rows = append(c.rows, r) }

func (c *reformed) new(level safety.RegionLevel, parent safety.RegionCode, from safety.Date) safety.RegionCode {
	c.n++
	code := safety.RegionCode(fmt.Sprintf("R%02d", c.n))
	c.add(Region{Code: code, Name: string(code), Level: level, Kind: StatutoryRegion, StatutoryParent: parent, ValidFrom: from})
	return code
}

// current draws the row of a county or town that still exists; nil when there is none.
func (c *reformed) current(level safety.RegionLevel) *Region {
	var open []int
	for i, r := range c.rows {
		if r.Level == level && r.Kind == StatutoryRegion && r.ValidTo.IsZero() {
			open = append(open, i)
		}
	}
	if len(open) == 0 {
		return nil
	}
	return &c.rows[rapid.SampledFrom(open).Draw(c.t, "region")]
}

// move ends a region's row and goes on with another from the day on.
func (c *reformed) move(r *Region, day safety.Date, change func(*Region)) {
	next := *r
	r.ValidTo = day.AddDays(-1)
	next.ValidFrom = day
	change(&next)
	c.add(next)
}

func (c *reformed) end(r *Region, day safety.Date, successors ...safety.RegionCode) {
	r.ValidTo, r.Successors = day.AddDays(-1), successors
}

func (c *reformed) change(day safety.Date) {
	a, b := c.current(safety.LevelCounty), c.current(safety.LevelCounty)
	if a == nil || a == b {
		return
	}
	switch rapid.IntRange(0, 5).Draw(c.t, "reform") {
	case 0: // two become one
		one := *a
		i, j := slices.IndexFunc(c.rows, func(r Region) bool { return r.Code == a.Code && r.ValidTo.IsZero() }), slices.IndexFunc(c.rows, func(r Region) bool { return r.Code == b.Code && r.ValidTo.IsZero() })
		into := c.new(safety.LevelCounty, one.StatutoryParent, day)
		c.end(&c.rows[i], day, into)
		c.end(&c.rows[j], day, into)
	case 1: // one becomes two
		parent, i := a.StatutoryParent, slices.IndexFunc(c.rows, func(r Region) bool { return r.Code == a.Code && r.ValidTo.IsZero() })
		first, second := c.new(safety.LevelCounty, parent, day), c.new(safety.LevelCounty, parent, day)
		c.end(&c.rows[i], day, first, second)
	case 2:
		c.move(a, day, func(r *Region) { r.Name += "区" })
	case 3:
		c.move(a, day, func(r *Region) {
			r.StatutoryParent = rapid.SampledFrom([]safety.RegionCode{"CA", "CB"}).Draw(c.t, "city")
		})
	case 4:
		c.end(a, day)
	case 5:
		if town := c.current(safety.LevelTown); town != nil {
			c.move(town, day, func(r *Region) {
				r.ManagingParent = rapid.SampledFrom([]safety.RegionCode{"CAZ", "CBZ"}).Draw(c.t, "zone")
			})
		}
	}
}

// drawDay draws any day, or one right before or at a reform, where mistakes are.
func drawDay(t *rapid.T) safety.Date {
	if rapid.Bool().Draw(t, "at a reform") {
		return safety.NewDate(2015+rapid.IntRange(0, 8).Draw(t, "year"), time.July, 1).AddDays(rapid.IntRange(-1, 1).Draw(t, "around"))
	}
	return safety.NewDate(2014, time.January, 1).AddDays(rapid.IntRange(0, 10*365).Draw(t, "day"))
}

// Every code, also one that is abolished or not yet born, has exactly one way to the top on every day, and at most one region
// of each level on it.
func TestEveryCodeHasOneWayToTheTopOnEveryDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, day := reforms(t), drawDay(t)
		for _, tree := range []Tree{Statutory, Managing} {
			for c, code := range r.codes {
				way := r.path(treeNumber(tree), int32(c), day)
				if top := r.codes[way[len(way)-1]]; top != "XX" {
					t.Fatalf("%s ends at %s on %s", code, top, day)
				}
				seen := map[safety.RegionLevel]bool{}
				for _, a := range way {
					if i := r.rowOn(a, day); i != noRegion {
						if seen[r.rows[i].Level] {
							t.Fatalf("%s lies below two of level %s on %s", code, r.rows[i].Level, day)
						}
						seen[r.rows[i].Level] = true
					}
				}
			}
		}
	})
}

// Give every code a figure of its own. On whatever day's tree, the units of a level and what lies below none of them add up
// to the same total: nothing is lost, nothing counted twice, so last year's figures stand under last year's tree and compare
// under today's.
func TestSumsAreTheSameUnderEveryTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, day := reforms(t), drawDay(t)
		total := 0
		for c := range r.codes {
			total += 1 << (c % 20)
		}
		for _, tree := range []Tree{Statutory, Managing} {
			for _, level := range []safety.RegionLevel{safety.LevelCity, safety.LevelCounty, safety.LevelTown} {
				units := r.Below(tree, "XX", level, day)
				sum := 0
				for c, code := range r.codes {
					n := 0
					for _, u := range units {
						if r.Within(tree, code, u.Code, day) {
							n++
						}
					}
					switch n {
					case 0, 1: // in no unit: 市直 or not assigned
						sum += 1 << (c % 20)
					default:
						t.Fatalf("%s is counted %d times by %s on %s", code, n, level, day)
					}
				}
				if sum != total {
					t.Fatalf("%d by %s on %s, want %d", sum, level, day, total)
				}
			}
		}
	})
}

// The table that SQL joins says the same as the index on every day, with one row an ancestor and day.
func TestTheClosureSaysWhatTheIndexSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, day := reforms(t), drawDay(t)
		rows := r.closure()
		for _, tree := range []Tree{Statutory, Managing} {
			for c, code := range r.codes {
				held := map[safety.RegionCode]closureRow{}
				for _, row := range rows {
					if row.Tree == tree && row.Descendant == code && !day.Before(row.From) && !day.After(row.To) {
						if _, twice := held[row.Ancestor]; twice {
							t.Fatalf("%s has the ancestor %s twice on %s", code, row.Ancestor, day)
						}
						held[row.Ancestor] = row
					}
				}
				way := r.path(treeNumber(tree), int32(c), day)
				if len(way) != len(held) {
					t.Fatalf("%s has %d ancestors on %s, want %d", code, len(held), day, len(way))
				}
				for depth, a := range way {
					row := held[r.codes[a]]
					one, exists := r.Get(r.codes[a], day)
					if int(row.Depth) != depth || row.Level != one.Level || !exists && row.Level != safety.LevelUnknown {
						t.Fatalf("%s below %s on %s: %+v", code, r.codes[a], day, row)
					}
				}
			}
		}
	})
}
