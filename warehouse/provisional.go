package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"
)

// Provisional is an entry of a list that a load made because a source named what the list does not have. It waits for somebody to
// put it into the list: once an entry of that name is there, it takes the provisional one's place.
type Provisional struct {
	Dimension string // sector, department or enterprise
	Code      string
	Name      string // as the source has it
}

// provisionalPrefix begins the codes of provisional sectors and departments, provisionalList is the list that such sectors are on, and
// ProvisionalSystem the source system of provisional enterprises.
const (
	provisionalPrefix = "new_"
	provisionalList   = "provisional"
	ProvisionalSystem = "(provisional)"
)

// NewProvisional makes an entry for a name. The same name always gets the same code.
func NewProvisional(dimension, name string) Provisional {
	return Provisional{Dimension: dimension, Name: name, Code: fmt.Sprintf("%s%08x", provisionalPrefix, uint32(xxhash.Sum64String(name)))}
}

// IsProvisional tells the codes of provisional sectors and departments.
func IsProvisional(code string) bool {
	return len(code) == len(provisionalPrefix)+8 && strings.HasPrefix(code, provisionalPrefix)
}

// AddProvisional puts entries on the lists of sectors and departments, as far as they are not there yet.
func (u *Update) AddProvisional(ctx context.Context, entries []Provisional) error {
	sectors, err := u.w.Sectors(ctx, u.Base)
	if err != nil {
		return err
	}
	departments, err := u.w.Departments(ctx, u.Base)
	if err != nil {
		return err
	}
	newSectors, newDepartments := slices.Clone(sectors), slices.Clone(departments)
	for _, e := range entries {
		_, isSector := newSectors.Get(e.Code)
		_, isDepartment := newDepartments.Get(e.Code)
		switch {
		case e.Dimension == "sector" && !isSector:
			newSectors = append(newSectors, Sector{Code: e.Code, Name: e.Name, List: provisionalList})
		case e.Dimension == "department" && !isDepartment:
			newDepartments = append(newDepartments, Department{Code: e.Code, Name: e.Name})
		}
	}
	var changed []dimensionTable
	if len(newSectors) > len(sectors) {
		changed = append(changed, newSectors.table())
	}
	if len(newDepartments) > len(departments) {
		changed = append(changed, newDepartments.table())
	}
	for _, t := range changed {
		if err := u.ReplaceDimension(ctx, t.name, func(ctx context.Context, generation uint32) error { return t.write(ctx, u.w, generation) }); err != nil {
			return faultOf(ctx, "add provisional entries", err)
		}
	}
	return nil
}

// keepProvisional lays the provisional entries of a version under new lists: records carry their codes. A sector whose name the new
// list has goes below that one, and counts with it.
func (d *dimensions) keepProvisional(sectors Sectors, departments Departments) {
	fresh := slices.Clone(d.sectors)
	for _, s := range sectors {
		if _, known := fresh.Get(s.Code); known || !IsProvisional(s.Code) {
			continue
		}
		s.Parent = ""
		if i := slices.IndexFunc(fresh, func(f Sector) bool {
			return !IsProvisional(f.Code) && (f.Name == s.Name || f.NameEN == s.Name || f.Code == s.Name)
		}); i >= 0 {
			s.Parent = fresh[i].Code
		}
		d.sectors = append(d.sectors, s)
	}
	for _, one := range departments {
		if _, known := d.departments.Get(one.Code); !known && IsProvisional(one.Code) {
			d.departments = append(d.departments, one)
		}
	}
}

// Provisional lists the entries of a version that wait for somebody, by dimension and name: at most first of each.
func (w *Warehouse) Provisional(ctx context.Context, v *Version, first int) ([]Provisional, error) {
	sectors, err := w.Sectors(ctx, v)
	if err != nil {
		return nil, err
	}
	departments, err := w.Departments(ctx, v)
	if err != nil {
		return nil, err
	}
	var list []Provisional
	for _, s := range sectors {
		if IsProvisional(s.Code) && s.Parent == "" {
			list = append(list, Provisional{Dimension: "sector", Code: s.Code, Name: s.Name})
		}
	}
	for _, d := range departments {
		taken := slices.ContainsFunc(departments, func(other Department) bool { return !IsProvisional(other.Code) && other.Name == d.Name })
		if IsProvisional(d.Code) && !taken {
			list = append(list, Provisional{Dimension: "department", Code: d.Code, Name: d.Name})
		}
	}
	var ids []string
	if err := w.conn.QueryRow(ctx, "SELECT groupArray(id) FROM (SELECT id FROM enterprise WHERE _partition_id IN {parts:Array(String)} AND system = {system:String} ORDER BY id LIMIT {first:UInt32})",
		named("parts", texts(v.Partitions("enterprise"))), named("system", ProvisionalSystem), named("first", uint32(max(first, 0)))).Scan(&ids); err != nil {
		return nil, faultOf(ctx, "list provisional enterprises", err)
	}
	for _, id := range ids {
		list = append(list, Provisional{Dimension: "enterprise", Code: id, Name: id})
	}
	return list, nil
}
