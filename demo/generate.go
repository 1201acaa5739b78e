package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"

	"anlan/reports/geo"
	"anlan/safety"
	"anlan/warehouse"
)

// systems are the sources that the records say they come from.
var systems = map[string]string{
	"enterprise": "企业库", "inspection": "执法系统", "hazard": "隐患系统", "training": "培训系统",
	"accident": "直报系统", "obligation": "调度系统", "denominator": "统计系统",
	"risk_point": "双重预防平台", "public_report": "举报平台", "assessment_entry": "考核系统",
}

// generator holds what one run needs. Nothing in it is shared between runs.
type generator struct {
	Options
	ctx   context.Context //nolint:containedctx // one run, asked between rows
	size  size
	end   day
	days  daybook
	words *lexicon
	story storyteller

	months      []safety.Month
	workdays    [][]day
	cities      []safety.RegionCode
	units       []unit
	officePlace []string // of each unit: region, sector, department, enterprise, class of records of its own people
	sectors     []sector
	enterprises []enterprise
	grounds     []grounds // of each unit
	within      func(*unit, geo.Coord) bool
	staffOf     []people

	byActivity, byTraining, byAccident picker

	habitOf           [][]habit
	silent            [][][reportedFacts]bool
	reported          [reportedFacts][][]int32 // good rows by month and unit
	planned           [][]int32                // planned inspections carried out
	certificates      []int                    // training rows of a month that certify
	certifiedAt       [][]certifiedPerson
	mustCertify       [][certifiedKinds]int32
	hazardNumber      []int
	denominatorNumber int

	row   row
	files map[string]*recordFile
	tally *tally
}

// Generate writes one CSV file a fact (see FileName) and the Truth about them into Options.Dir. It stops when ctx is done.
// The same options give the same bytes on every machine of the same architecture.
func Generate(ctx context.Context, o Options) (*Truth, error) {
	o, err := o.complete()
	if err != nil {
		return nil, fmt.Errorf("generate records: %w", err)
	}
	g, err := newGenerator(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("generate records: %w", err)
	}
	if err := os.MkdirAll(o.Dir, 0o750); err != nil {
		return nil, fmt.Errorf("generate records: %w", err)
	}
	err = g.open()
	if err == nil {
		err = g.write()
	}
	for _, f := range g.files {
		err = errors.Join(err, f.close())
	}
	if err != nil {
		return nil, fmt.Errorf("generate records: %w", err)
	}
	truth := g.truth()
	if g.Progress != nil {
		rows := int64(0)
		for _, f := range truth.Facts {
			rows += f.Rows
		}
		g.Progress(rows, rows)
	}
	if err := truth.write(o.Dir); err != nil {
		return nil, fmt.Errorf("write the truth about the records: %w", err)
	}
	return truth, nil
}

func newGenerator(ctx context.Context, o Options) (*generator, error) {
	g := &generator{Options: o, ctx: ctx, size: sizes[o.Scale], end: dayOf(o.Until), days: newDaybook(), files: map[string]*recordFile{}}
	g.row.days = &g.days
	g.story = storyteller{neglected: 4 + g.size.hazards/60_000}
	for m := firstMonth; !m.First().After(o.Until); m = m.Next() {
		g.months = append(g.months, m)
	}
	var err error
	if g.words, err = newLexicon(); err != nil {
		return nil, err
	}
	if g.sectors, err = resolveSectors(); err != nil {
		return nil, err
	}
	if g.units, g.cities, err = units(o.Seed); err != nil {
		return nil, err
	}
	for _, u := range g.units {
		g.officePlace = append(g.officePlace, string(u.code)+",,emergency,,")
	}
	g.hazardNumber = make([]int, len(g.months))
	g.tally = newTally(len(g.months), len(g.cities))
	g.calendar()
	return g, nil
}

func (g *generator) open() error {
	var done int64
	total := g.size.total() + g.reports()
	for _, fact := range warehouse.Delivered() {
		f, err := createFile(g.Dir, fact)
		if err != nil {
			return err
		}
		f.written = func() {
			if done++; done%chunk == 0 && g.Progress != nil {
				g.Progress(done, max(done, total))
			}
		}
		if !g.spotless {
			f.plan, f.cutOff = g.planFaults(fact.Name), true
		}
		g.files[fact.Name] = f
	}
	return nil
}

// planFaults spreads every fault of a fact over its rows, a few of each, more in larger files.
func (g *generator) planFaults(fact string) []planned {
	rows := map[string]int{"enterprise": g.size.enterprises, "inspection": g.size.inspections, "hazard": g.size.hazards,
		"training": g.size.trainings, "accident": g.size.accidents, "risk_point": g.size.enterprises, "public_report": g.publicReportCount()}[fact]
	rows = cmp.Or(rows, 2000)
	each := 1 + min(500, rows/20_000)
	s := newStream(g.Seed, "fault "+fact, 0)
	faults := faultsOf(fact)
	plan := make([]planned, 0, each*len(faults))
	for _, f := range faults {
		for range each {
			plan = append(plan, planned{after: int64(1 + s.below(rows*9/10)), fault: f})
		}
	}
	slices.SortStableFunc(plan, func(a, b planned) int { return cmp.Compare(a.after, b.after) })
	return plan
}

// reports is about how many obligations and denominators there will be: they depend on months and regions.
func (g *generator) reports() int64 {
	months, regions := len(g.months), len(g.units)
	perMonth := regions*13/2 + len(g.cities)*len(reportingDepartments) + regions // obligations; planned inspections
	perQuarter := regions * 12
	return int64(months*perMonth + months/3*perQuarter + months/6*g.size.enterprises/2)
}

func (g *generator) write() error {
	if err := g.survey(); err != nil {
		return err
	}
	g.populate()
	g.countStaff()
	g.settle()
	g.foresee()
	certificates := 0
	for _, n := range g.certificates {
		certificates += n
	}
	inspections := apportion(g.size.inspections, g.monthly(inspectionSeason, 1))
	hazards := apportion(g.size.hazards, g.monthly(inspectionSeason, 1.03))
	others := apportion(max(0, g.size.trainings-certificates), g.monthly(trainingSeason, 1.05))
	accidents := apportion(g.size.accidents, g.monthly(accidentSeason, accidentTrend))
	for m := range g.months {
		if err := g.inspections(m, inspections[m], hazards[m]); err != nil {
			return err
		}
		if err := g.trainings(m, others[m]); err != nil {
			return err
		}
		g.accidents(m, accidents[m])
		g.obligations(m)
	}
	g.denominators()
	g.riskPoints()
	g.publicReports()
	g.entries()
	return nil
}

// prepareDraws makes the ways in which enterprises are drawn: by how much is going on, by who is trained, by danger.
func (g *generator) prepareDraws() {
	activity, training, accident := make([]float64, len(g.enterprises)), make([]float64, len(g.enterprises)), make([]float64, len(g.enterprises))
	for i := range g.enterprises {
		e := &g.enterprises[i]
		size := math.Sqrt(float64(e.employees))
		activity[i] = size
		training[i] = float64(e.pool)
		accident[i] = size * g.sectors[e.sector].accidents * (1.3 - 0.4*g.units[e.unit].quality)
	}
	g.byActivity, g.byTraining, g.byAccident = newPicker(activity), newPicker(training), newPicker(accident)
}

// id numbers records by month: YH-202404-0000012.
func (g *generator) id(kind string, month, number int) string {
	b := append(make([]byte, 0, 24), kind...)
	b = append(b, '-')
	if kind != "JS" {
		b = strconv.AppendInt(b, int64(g.months[month]), 10)
		b = append(b, '-')
	}
	digits := strconv.Itoa(number)
	b = append(b, "0000000"[min(7, len(digits)):]...)
	return string(append(b, digits...))
}
