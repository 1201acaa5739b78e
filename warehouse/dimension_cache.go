package warehouse

import (
	"context"
	_ "embed"
	"strings"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"anlan/safety"
)

var (
	//go:embed sql/region_read.sql
	regionReadSQL string
	//go:embed sql/sector_read.sql
	sectorReadSQL string
	//go:embed sql/department_read.sql
	departmentReadSQL string
)

// cachedDimensions is how many states of a dimension are kept: versions that differ in their facts only share one.
const cachedDimensions = 8

// dimensionCache keeps what was read, by table and partitions. The zero value is empty.
type dimensionCache struct {
	mu    sync.Mutex
	order []string
	held  map[string]any
}

func (c *dimensionCache) get(key string) (any, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	value, ok := c.held[key]
	return value, ok
}

func (c *dimensionCache) put(key string, value any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.held[key]; ok {
		return
	}
	if c.held == nil {
		c.held = map[string]any{}
	}
	c.held[key] = value
	if c.order = append(c.order, key); len(c.order) > 3*cachedDimensions {
		delete(c.held, c.order[0])
		c.order = c.order[1:]
	}
}

// cachedDimension gives a dimension of a version, from memory where it was read before.
func cachedDimension[T any](ctx context.Context, w *Warehouse, v *Version, table string, read func(ctx context.Context, parts []string) (T, error)) (T, error) {
	parts := v.Partitions(table)
	key := table + " " + strings.Join(parts, " ")
	if value, ok := w.dimensions.get(key); ok {
		if known, ok := value.(T); ok {
			return known, nil
		}
	}
	value, err := read(ctx, parts)
	if err != nil {
		var none T
		return none, faultOf(ctx, "read the "+table+" table", err)
	}
	w.dimensions.put(key, value)
	return value, nil
}

// Regions gives the regions of a version with both trees.
func (w *Warehouse) Regions(ctx context.Context, v *Version) (*Regions, error) {
	return cachedDimension(ctx, w, v, "region", w.readRegions)
}

// Sectors gives the sectors of a version, in the order of their list. The slice is shared: do not change it.
func (w *Warehouse) Sectors(ctx context.Context, v *Version) (Sectors, error) {
	return cachedDimension(ctx, w, v, "sector", w.readSectors)
}

// Departments gives the departments of a version, in the order of their list. The slice is shared: do not change it.
func (w *Warehouse) Departments(ctx context.Context, v *Version) (Departments, error) {
	return cachedDimension(ctx, w, v, "department", w.readDepartments)
}

func (w *Warehouse) readRegions(ctx context.Context, parts []string) (*Regions, error) {
	rows, err := w.conn.Query(ctx, onMap(regionReadSQL), named("parts", parts))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var regions []Region
	for rows.Next() {
		var r Region
		var code, level, statutory, managing string
		var from, to time.Time
		var successors []string
		var longitude, latitude *decimal.Decimal
		var east, north *float64
		if err := rows.Scan(&code, &r.Name, &r.FullName, &level, &r.Kind, &statutory, &managing, &from, &to, &successors, &r.Document,
			&longitude, &latitude, &r.Place.System, &east, &north, &r.ResponsibleUnit, &r.ResponsiblePost); err != nil {
			return nil, err
		}
		if longitude != nil && latitude != nil && east != nil && north != nil {
			r.Place.Longitude, r.Place.Latitude = decimal.NewNullDecimal(*longitude), decimal.NewNullDecimal(*latitude)
			r.OnMap = &Point{Longitude: *east, Latitude: *north}
		}
		r.Code, r.StatutoryParent, r.ManagingParent = safety.RegionCode(code), safety.RegionCode(statutory), safety.RegionCode(managing)
		if r.Level, err = safety.ParseRegionLevel(level); err != nil {
			return nil, err
		}
		r.ValidFrom, r.ValidTo = safety.DateOf(from), safety.DateOf(to)
		for _, s := range successors {
			r.Successors = append(r.Successors, safety.RegionCode(s))
		}
		regions = append(regions, r)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return indexRegions(regions), nil
}

func (w *Warehouse) readSectors(ctx context.Context, parts []string) (Sectors, error) {
	rows, err := w.conn.Query(ctx, sectorReadSQL, named("parts", parts))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var sectors Sectors
	for rows.Next() {
		var s Sector
		if err := rows.Scan(&s.Code, &s.Name, &s.NameEN, &s.Parent, &s.List, &s.Department, &s.Industries, &s.HighRisk); err != nil {
			return nil, err
		}
		sectors = append(sectors, s)
	}
	return sectors, rows.Err()
}

func (w *Warehouse) readDepartments(ctx context.Context, parts []string) (Departments, error) {
	rows, err := w.conn.Query(ctx, departmentReadSQL, named("parts", parts))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var departments Departments
	for rows.Next() {
		var d Department
		if err := rows.Scan(&d.Code, &d.Name, &d.NameEN); err != nil {
			return nil, err
		}
		departments = append(departments, d)
	}
	return departments, rows.Err()
}
