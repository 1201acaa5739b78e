package assessment

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/shopspring/decimal"

	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// Options says where rules are read from.
type Options struct {
	// SchemeDir holds YAML files that replace versions of the schemes that ship, or add others; may be empty.
	SchemeDir string
	Logger    *slog.Logger
}

// Open reads the schemes and checks them against the warehouse's catalogue. The error names every fault of every file.
func Open(w *warehouse.Warehouse, options Options) (*Reports, error) {
	library, err := scheme.Open(options.SchemeDir, scheme.KnownIn(w.Catalogue()))
	if err != nil {
		return nil, err
	}
	if options.Logger != nil {
		options.Logger.Debug("assessment schemes read", "versions", len(library.Schemes()), "default", library.Default())
	}
	kept, err := newKept()
	if err != nil {
		return nil, err
	}
	return &Reports{data: warehouseData{w}, schemes: library, kept: kept}, nil
}

// warehouseData is the warehouse as reports ask it.
type warehouseData struct{ *warehouse.Warehouse }

// Metric gives a metric of the catalogue.
func (w warehouseData) Metric(name string) (metric, bool) {
	m, err := w.Catalogue().Metric(name)
	if err != nil {
		return metric{}, false
	}
	out := metric{Name: m.Name, Fact: m.Fact(), Title: m.Title, Unit: m.Unit, Decimals: m.Decimals}
	if m.Ratio != nil {
		out.Numerator, out.Denominator = m.Ratio.Numerator.Name, m.Ratio.Denominator.Name
		out.Scale = decimal.NewFromFloat(m.Ratio.Scale)
		if m.Ratio.Failures != nil {
			out.Failures = m.Ratio.Failures.Name
		}
	}
	return out, true
}

// Pin resolves a version and its regions, and holds its data until it is released.
func (w warehouseData) Pin(ctx context.Context, version uint64) (pinned, error) {
	if version == 0 {
		current, err := w.Current(ctx)
		if err != nil {
			return pinned{}, err
		}
		version = current.Number
	}
	release := w.Hold(version) // before reading it: a collection cannot come between
	v, err := w.Version(ctx, version)
	if err != nil {
		release()
		return pinned{}, err
	}
	regions, err := w.Regions(ctx, v)
	if err != nil {
		release()
		return pinned{}, err
	}
	sectors, err1 := w.Sectors(ctx, v)
	departments, err2 := w.Departments(ctx, v)
	newest, err3 := w.newest(ctx, v.Number)
	if err := cmp.Or(err1, err2, err3); err != nil {
		release()
		return pinned{}, err
	}
	known := &named{regions, sectors, departments}
	until, _ := v.Reach("", w.Today())
	return pinned{version: v.Number, newest: newest, today: w.Today(), until: until, regions: regionsOf{regions}, named: known, release: release}, nil
}

// underWay is how long after a publication questions may still arrive that began on the version before.
const underWay = time.Minute

// newest says whether a version is the newest, or was when a question began that is under way.
func (w warehouseData) newest(ctx context.Context, version uint64) (bool, error) {
	current, err := w.Current(ctx)
	if err != nil || current.Number <= version {
		return err == nil, err
	}
	next, err := w.Version(ctx, version+1)
	var fault *warehouse.Error
	if errors.As(err, &fault) && fault.Code == warehouse.NotFound {
		return false, nil
	}
	return err == nil && w.Now().Sub(next.PublishedAt) < underWay, err
}

// Units lists the departments or enterprises of a region, as the pinned version has them. Of departments those count that
// supervise a sector of the list; without such a list all of them do.
func (w warehouseData) Units(ctx context.Context, scope warehouse.Scope, kind scheme.SubjectKind, q Query) ([]unit, error) {
	v, err := w.Version(ctx, q.Version)
	if err != nil {
		return nil, err
	}
	if kind == scheme.Departments {
		return w.departments(ctx, v, q)
	}
	return w.enterprises(ctx, scope, v, q)
}

func (w warehouseData) departments(ctx context.Context, v *warehouse.Version, q Query) ([]unit, error) {
	departments, err := w.Departments(ctx, v)
	if err != nil {
		return nil, err
	}
	sectors, err := w.Sectors(ctx, v)
	if err != nil {
		return nil, err
	}
	supervises := map[string]bool{}
	for _, s := range sectors {
		if s.Department != "" {
			supervises[s.Department] = true
		}
	}
	var units []unit
	for _, d := range departments {
		if len(supervises) == 0 || supervises[d.Code] {
			units = append(units, unit{key: d.Code, name: d.Name, region: q.Region})
		}
	}
	return units, nil
}

func (w warehouseData) enterprises(ctx context.Context, scope warehouse.Scope, v *warehouse.Version, q Query) ([]unit, error) {
	records := warehouse.RecordQuery{Fact: "enterprise", Region: q.Region, Tree: q.Tree, TreeDate: q.AsOf, First: mostUnits, Version: q.Version}
	if q.Class != "" {
		records.Filters = append(records.Filters, warehouse.Filter{Dimension: "enterprise_class", Values: []string{q.Class}})
	}
	if q.Sector != "" {
		sectors, err := w.Sectors(ctx, v)
		if err != nil {
			return nil, err
		}
		if _, known := sectors.Get(q.Sector); !known {
			return nil, warehouse.Fault(warehouse.BadRequest, "there is no sector %q", q.Sector)
		}
		records.Filters = append(records.Filters, warehouse.Filter{Dimension: "sector", Values: sectors.Below(q.Sector)})
	}
	page, err := warehouse.ListRecords[warehouse.EnterpriseRecord](ctx, w.Warehouse, scope, records)
	if err != nil {
		return nil, err
	}
	if page.HasNext {
		return nil, warehouse.Fault(warehouse.TooLarge, "%s has more than %d such enterprises; at most so many are ranked together: choose a region below it, a sector or a class", q.Region, mostUnits)
	}
	units := make([]unit, 0, len(page.Records))
	seen := map[string]bool{}
	for _, e := range page.Records {
		if !seen[e.ID] { // two systems may know one enterprise
			seen[e.ID] = true
			units = append(units, unit{key: e.ID, name: e.Name, region: safety.RegionCode(e.Region), kind: e.Class, sector: e.Sector})
		}
	}
	return units, nil
}

// SectorsBelow gives the sectors and all those below them.
func (w warehouseData) SectorsBelow(ctx context.Context, version uint64, sectors []string) ([]string, error) {
	v, err := w.Version(ctx, version)
	if err != nil {
		return nil, err
	}
	all, err := w.Sectors(ctx, v)
	return all.Below(sectors...), err
}

// regionsOf finds subjects in a version's regions.
type regionsOf struct{ *warehouse.Regions }

// Peers leaves out what the level above runs itself or has not assigned (市直, 未分配): it is nobody's to answer for.
func (r regionsOf) Peers(tree warehouse.Tree, parent safety.RegionCode, level safety.RegionLevel, on safety.Date) []unit {
	list := r.Children(tree, parent, on)
	if level != safety.LevelUnknown {
		list = r.Below(tree, parent, level, on)
	}
	var units []unit
	for _, region := range list {
		if region.Kind != warehouse.DirectRegion {
			units = append(units, unit{key: string(region.Code), name: region.Name, region: region.Code, level: region.Level, kind: region.Kind})
		}
	}
	return units
}

// Above lists a region and every region above it.
func (r regionsOf) Above(tree warehouse.Tree, code safety.RegionCode, on safety.Date) []safety.RegionCode {
	above := r.Ancestors(tree, code, on)
	out := make([]safety.RegionCode, 0, 1+len(above))
	out = append(out, code)
	for _, region := range above {
		out = append(out, region.Code)
	}
	return out
}
