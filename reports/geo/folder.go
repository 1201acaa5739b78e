package geo

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"
	"slices"

	"anlan/safety"
)

// geoFile is a file of the user's: a FeatureCollection of RFC 7946 with the member coordinate_system.
type geoFile struct {
	Type             string       `json:"type"`
	CoordinateSystem string       `json:"coordinate_system"`
	Features         []geoFeature `json:"features"`
}

type geoFeature struct {
	Properties struct {
		Code   string `json:"code"`
		Adcode any    `json:"adcode"`
	} `json:"properties"`
	Geometry *struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

// CheckFile reads the shapes of one GeoJSON file without using them; the error names every fault with the feature that it is in.
func CheckFile(file string, text []byte) error {
	return errors.Join(readShapes(file, text, func(string, safety.RegionCode, Shape) error { return nil })...)
}

// readFolder reads the files *.geojson of a folder and simplifies their shapes together for every step of detail. sum, where there is
// one, is told the files' content.
func readFolder(dir string, sum hash.Hash) (out [details]map[safety.RegionCode]Shape, err error) {
	if dir == "" {
		return out, nil
	}
	if _, err := os.ReadDir(dir); err != nil {
		return out, fmt.Errorf("read the folder of shapes: %w", err)
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.geojson"))
	if err != nil {
		return out, fmt.Errorf("read the folder of shapes: %w", err)
	}
	slices.Sort(names)
	var faults []error
	shapes, from := map[safety.RegionCode]Shape{}, map[safety.RegionCode]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if sum != nil {
			sum.Write(text)
		}
		file := filepath.Base(name)
		faults = append(faults, readShapes(file, text, func(where string, code safety.RegionCode, s Shape) error {
			if other, twice := from[code]; twice {
				return fmt.Errorf("%s: %s has a shape already, in %s", where, code, other)
			}
			shapes[code], from[code] = s, where
			return nil
		})...)
	}
	if err := errors.Join(faults...); err != nil {
		return out, err
	}
	for detail := range details {
		out[detail] = simplify(shapes, tolerances[detail])
	}
	return out, nil
}

func readShapes(file string, text []byte, take func(where string, code safety.RegionCode, s Shape) error) (faults []error) {
	var f geoFile
	if err := json.Unmarshal(text, &f); err != nil {
		return []error{fmt.Errorf("%s: expected GeoJSON: %w", file, err)}
	}
	if f.Type != "FeatureCollection" {
		faults = append(faults, fmt.Errorf("%s: type %q: expected FeatureCollection", file, f.Type))
	}
	if f.CoordinateSystem != "gcj02" {
		faults = append(faults, fmt.Errorf("%s: coordinate_system %q: expected the member \"coordinate_system\": \"gcj02\" beside features; GeoJSON means WGS 84, which lies 100 to 700 m off: convert the file first", file, f.CoordinateSystem))
	}
	for i, feature := range f.Features {
		where := fmt.Sprintf("%s: feature %d", file, i+1)
		text := feature.Properties.Code
		if text == "" && feature.Properties.Adcode != nil {
			text = fmt.Sprint(feature.Properties.Adcode)
			if n, ok := feature.Properties.Adcode.(float64); ok {
				text = fmt.Sprintf("%.0f", n)
			}
		}
		code, err := safety.ParseRegionCode(text)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: expected the property code, a region code as 370303: %w", where, err))
			continue
		}
		where += " (" + string(code) + ")"
		shape, err := feature.shape()
		if err == nil {
			err = shape.check()
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", where, err))
			continue
		}
		if err := take(where, code, shape); err != nil {
			faults = append(faults, err)
		}
	}
	return faults
}

func (f geoFeature) shape() (Shape, error) {
	if f.Geometry == nil {
		return nil, errors.New("geometry is missing; expected Polygon or MultiPolygon")
	}
	var polygons [][][][]float64
	var err error
	switch f.Geometry.Type {
	case "Polygon":
		polygons = make([][][][]float64, 1)
		err = json.Unmarshal(f.Geometry.Coordinates, &polygons[0])
	case "MultiPolygon":
		err = json.Unmarshal(f.Geometry.Coordinates, &polygons)
	default:
		return nil, fmt.Errorf("geometry type %q: expected Polygon or MultiPolygon", f.Geometry.Type)
	}
	if err != nil {
		return nil, fmt.Errorf("coordinates: expected rings of [longitude, latitude]: %w", err)
	}
	var shape Shape
	for _, rings := range polygons {
		var polygon Polygon
		for i, places := range rings {
			ring, err := closed(places)
			if err != nil {
				return nil, err
			}
			polygon = append(polygon, ring.wound(i == 0))
		}
		if polygon != nil {
			shape = append(shape, polygon)
		}
	}
	return shape, nil
}

// closed reads a ring, whose last place must be its first.
func closed(places [][]float64) (Ring, error) {
	var ring Ring
	for _, at := range places {
		if len(at) < 2 || at[0] < -180 || at[0] > 180 || at[1] < -90 || at[1] > 90 {
			return nil, fmt.Errorf("%v: expected [longitude, latitude] in degrees, longitude first", at)
		}
		if c := coord(at[0], at[1]); len(ring) == 0 || ring[len(ring)-1] != c {
			ring = append(ring, c)
		}
	}
	if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
		return nil, fmt.Errorf("a ring of %d places: expected four or more, the last the same as the first", len(places))
	}
	return ring[:len(ring)-1], nil
}

// check refuses a shape that covers nothing or whose lines cross.
func (s Shape) check() error {
	if len(s) == 0 {
		return errors.New("the geometry is empty")
	}
	for _, p := range s {
		for _, r := range p {
			if r.twiceArea() == 0 {
				return errors.New("a ring encloses nothing")
			}
		}
	}
	if a, b, found := firstCrossing(s.edges()); found {
		return fmt.Errorf("its lines cross: from %s to %s and from %s to %s", a.from, a.to, b.from, b.to)
	}
	return nil
}

// String gives degrees, as [118.05,36.81].
func (c Coord) String() string { return fmt.Sprintf("[%g,%g]", c.Longitude(), c.Latitude()) }
