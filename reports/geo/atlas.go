package geo

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"

	"anlan/safety"
	"anlan/warehouse"
)

// Atlas holds the shapes that ship, with a user's own over them, at every step of detail. It is safe for concurrent use.
type Atlas struct {
	own  [details]map[safety.RegionCode]Shape
	hash string

	mu     sync.Mutex
	merged map[string]Shape
}

// mostMerged bounds how many joined shapes are kept: every city and province at every detail, before and after many a reform.
const mostMerged = 2000

// Open reads the shapes that ship and those of a folder of GeoJSON files, which add regions or replace theirs; an empty name is no
// folder. The error names every fault of every file, with the feature that it is in.
func Open(dir string) (*Atlas, error) {
	a := &Atlas{merged: map[string]Shape{}}
	sum := sha256.New()
	users, err := readFolder(dir, sum)
	if err != nil {
		return nil, err
	}
	for detail := range details {
		shapes, err := shipped(detail)
		if err != nil {
			return nil, err
		}
		for code, shape := range users[detail] {
			shapes[code] = shape
		}
		a.own[detail] = shapes
	}
	for detail := range details {
		packed, err := shapeFiles.ReadFile(shapeFile(detail))
		if err != nil {
			return nil, err
		}
		sum.Write(packed)
	}
	a.hash = hex.EncodeToString(sum.Sum(nil)[:6])
	return a, nil
}

// Hash identifies the content of all shapes.
func (a *Atlas) Hash() string { return a.hash }

// Codes lists the regions that have a polygon of their own, not joined from others'.
func (a *Atlas) Codes() []safety.RegionCode {
	codes := make([]safety.RegionCode, 0, len(a.own[0]))
	for code := range a.own[0] {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

// Own gives the region's own polygon at a zoom of web maps; nil when it has none.
func (a *Atlas) Own(code safety.RegionCode, zoom int) Shape { return a.own[detailAt(zoom)][code] }

// On gives what a region covered on a day, and the regions whose polygons that is made of: its own; that of the region that it became,
// when it alone became it (莱城区 is today's 莱芜区, 茌平县 is 茌平区); or those of all regions below it by statute, joined, zones left
// out because they lie within the others. nil when that cannot be told: two counties that became one have no line between them any more.
func (a *Atlas) On(regions *warehouse.Regions, code safety.RegionCode, day safety.Date, zoom int) (Shape, []safety.RegionCode) {
	detail := detailAt(zoom)
	parts := a.partsOn(regions, code, day, 0)
	if parts == nil {
		return nil, nil
	}
	slices.Sort(parts)
	shapes := make([]Shape, len(parts))
	for i, part := range parts {
		shapes[i] = a.own[detail][part]
	}
	if len(parts) == 1 {
		return shapes[0], parts
	}
	var key strings.Builder
	key.WriteByte(byte('0' + detail))
	for _, part := range parts {
		key.WriteString(" " + string(part))
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	shape, ok := a.merged[key.String()]
	if !ok {
		if len(a.merged) >= mostMerged {
			clear(a.merged)
		}
		shape = merge(shapes)
		a.merged[key.String()] = shape
	}
	return shape, parts
}

// deepest is more than any tree has levels.
const deepest = 16

func (a *Atlas) partsOn(regions *warehouse.Regions, code safety.RegionCode, day safety.Date, depth int) []safety.RegionCode {
	if _, ok := a.own[0][code]; ok {
		return []safety.RegionCode{code}
	}
	region, ok := regions.Get(code, day)
	if !ok || depth > deepest || region.Level >= safety.LevelTown {
		return nil
	}
	last, _ := regions.Get(code, safety.Date{})
	if len(last.Successors) == 1 && alone(regions, last) {
		if _, ok := a.own[0][last.Successors[0]]; ok {
			return []safety.RegionCode{last.Successors[0]}
		}
	}
	var parts []safety.RegionCode
	for _, child := range regions.Children(warehouse.Statutory, code, day) {
		if child.Kind != warehouse.StatutoryRegion || child.Level >= safety.LevelTown {
			continue
		}
		below := a.partsOn(regions, child.Code, day, depth+1)
		if below == nil {
			return nil
		}
		parts = append(parts, below...)
	}
	return parts
}

// alone reports whether no other region of its level became what this one became.
func alone(regions *warehouse.Regions, gone warehouse.Region) bool {
	for _, r := range regions.All() {
		if r.Code != gone.Code && r.Level == gone.Level && slices.Contains(r.Successors, gone.Successors[0]) {
			return false
		}
	}
	return true
}
