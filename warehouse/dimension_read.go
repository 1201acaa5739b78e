package warehouse

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"anlan/safety"
	"anlan/warehouse/reference"
)

// DimensionFiles says which files users keep of their own. They have the form of the shipped ones; docs/dimensions.md
// describes it.
type DimensionFiles struct {
	// Dir holds regions.csv, sectors.csv and departments.csv, as far as they are there; the next three name files elsewhere.
	Dir         string
	Regions     string // adds to and changes the shipped regions
	Sectors     string // takes the place of the shipped list
	Departments string // takes the place of the shipped list
	// WithoutChina leaves the shipped regions out: the tree is the user's alone.
	WithoutChina bool
}

// dimensions are the contents of the dimension tables.
type dimensions struct {
	regions     *Regions
	sectors     Sectors
	departments Departments
	// closure lists who lies below whom among the regions; it and the hashes of the two tables are computed once, when first asked for.
	closure                 func() []closureRow
	regionHash, closureHash func() uint64
}

// Check reads the files and names every fault in them, without loading anything. Faults are an *Error around FileFaults.
func (f DimensionFiles) Check() error {
	_, err := f.read()
	return err
}

// shippedDimensions are read once: they are part of the program.
var shippedDimensions = sync.OnceValues(DimensionFiles{}.parse)

func (f DimensionFiles) read() (dimensions, error) {
	if f == (DimensionFiles{}) {
		return shippedDimensions()
	}
	return f.parse()
}

func (f DimensionFiles) parse() (dimensions, error) {
	var faults FileFaults
	own := func(path, name string) []byte {
		required := path != ""
		if !required {
			if f.Dir == "" {
				return nil
			}
			path = filepath.Join(f.Dir, name)
		}
		text, err := os.ReadFile(path)
		if err != nil && (required || !errors.Is(err, fs.ErrNotExist)) {
			faults = append(faults, FileFault{File: path, Message: err.Error()})
		}
		return text
	}
	var d dimensions
	regions, found := f.regions(own(f.Regions, "regions.csv"))
	faults = append(faults, found...)
	d.regions = regions

	name, text := "departments.csv", own(f.Departments, "departments.csv")
	if text == nil {
		name, text = "reference/departments.csv", reference.Departments
	}
	d.departments, found = parseDepartments(name, text)
	faults = append(faults, found...)

	name, text = "sectors.csv", own(f.Sectors, "sectors.csv")
	if text == nil {
		name, text = "reference/sectors.csv", reference.Sectors
	}
	d.sectors, found = parseSectors(name, text, d.departments)
	faults = append(faults, found...)
	sortFaults(faults)
	d.sectors, d.departments = slices.Clip(d.sectors), slices.Clip(d.departments)
	if err := faults.fault(); err != nil {
		return d, err
	}
	d.closure = sync.OnceValue(d.regions.closure)
	d.regionHash = sync.OnceValue(func() uint64 { return hashRows(d.regionRows()) })
	d.closureHash = sync.OnceValue(func() uint64 { return hashRows(d.closureRows()) })
	return d, nil
}

func (f DimensionFiles) regions(own []byte) (*Regions, FileFaults) {
	var entries []regionEntry
	var faults FileFaults
	lay := func(name string, text []byte) {
		if text == nil {
			return
		}
		over, found := parseRegions(name, text)
		faults = append(faults, found...)
		entries = mergeRegions(entries, over)
	}
	if !f.WithoutChina {
		lay("reference/regions.csv", reference.Regions)
		lay("reference/region_changes.csv", reference.RegionChanges)
	}
	name := f.Regions
	if name == "" {
		name = "regions.csv"
	}
	lay(filepath.Base(name), own)
	inheritStarts(entries)
	if faults = faults.with(checkRegions(entries)); len(faults) > 0 {
		return nil, faults
	}
	rows := make([]Region, len(entries))
	for i, e := range entries {
		rows[i] = e.Region
	}
	regions := indexRegions(rows)
	regions.nameFully()
	return regions, nil
}

// NewRegions makes an index of a few regions, for tests and tools; full names are filled in. It refuses what LoadDimensions
// would refuse.
func NewRegions(rows []Region) (*Regions, error) {
	rows = slices.Clone(rows)
	entries := make([]regionEntry, len(rows))
	for i, row := range rows {
		if row.ValidFrom.IsZero() {
			row.ValidFrom = unknownStart()
		}
		if row.ValidTo.IsZero() {
			row.ValidTo = openEnd()
		}
		if row.ManagingParent == "" {
			row.ManagingParent = row.StatutoryParent
		}
		entries[i] = regionEntry{
			Region: row, startGiven: row.ValidFrom != unknownStart(), managingParentIs: true,
			row: fileRow{file: "regions", line: i + 1, cells: map[string]string{"code": string(row.Code)}},
		}
	}
	inheritStarts(entries)
	if err := checkRegions(entries).fault(); err != nil {
		return nil, err
	}
	for i, e := range entries {
		rows[i] = e.Region
	}
	regions := indexRegions(rows)
	regions.nameFully()
	return regions, nil
}

// nameFully writes the full names: those of the regions above by statute on the row's first day, less the country's.
func (r *Regions) nameFully() {
	for i := range r.rows {
		row := &r.rows[i]
		var names []string
		for _, a := range r.path(treeNumber(Statutory), r.index[row.Code], row.ValidFrom) {
			if j := r.rowOn(a, row.ValidFrom); j != noRegion && (r.rows[j].Level != safety.LevelCountry || len(names) == 0) {
				names = append(names, r.rows[j].Name)
			}
		}
		slices.Reverse(names)
		row.FullName = strings.Join(names, "")
	}
}
