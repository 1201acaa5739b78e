package geo

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"

	"anlan/safety"
)

//go:embed shapes/*.topojson.gz
var shapeFiles embed.FS

// details is how many steps of detail there are; see generate/generate.sh.
const details = 4

// detailAt is the step of detail for a zoom of web maps, 0 the coarsest.
func detailAt(zoom int) int {
	switch {
	case zoom <= 6:
		return 0
	case zoom <= 8:
		return 1
	case zoom <= 10:
		return 2
	}
	return 3
}

// topology is a TopoJSON file as generate.sh writes it: lines in degrees, and regions as the numbers of theirs.
type topology struct {
	Arcs    [][][2]float64 `json:"arcs"`
	Objects map[string]struct {
		Geometries []struct {
			Type       string          `json:"type"`
			Arcs       json.RawMessage `json:"arcs"`
			Properties struct {
				Code string `json:"code"`
			} `json:"properties"`
		} `json:"geometries"`
	} `json:"objects"`
}

func shapeFile(detail int) string { return fmt.Sprintf("shapes/shandong.%d.topojson.gz", detail) }

// shipped reads the shapes of one step of detail.
func shipped(detail int) (map[safety.RegionCode]Shape, error) {
	packed, err := shapeFiles.ReadFile(shapeFile(detail))
	if err != nil {
		return nil, err
	}
	text, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	var t topology
	if err := json.NewDecoder(text).Decode(&t); err != nil {
		return nil, err
	}
	shapes := map[safety.RegionCode]Shape{}
	for _, object := range t.Objects {
		for _, g := range object.Geometries {
			var polygons [][][]int
			if g.Type == "Polygon" {
				polygons = make([][][]int, 1)
				err = json.Unmarshal(g.Arcs, &polygons[0])
			} else {
				err = json.Unmarshal(g.Arcs, &polygons)
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w", g.Properties.Code, err)
			}
			shapes[safety.RegionCode(g.Properties.Code)] = t.shape(polygons)
		}
	}
	return shapes, nil
}

func (t *topology) shape(polygons [][][]int) Shape {
	var shape Shape
	for _, rings := range polygons {
		var polygon Polygon
		for i, arcs := range rings {
			polygon = append(polygon, t.ring(arcs).wound(i == 0))
		}
		shape = append(shape, polygon)
	}
	return shape
}

// ring joins lines; a negative number is the line of its complement backwards.
func (t *topology) ring(arcs []int) Ring {
	var ring Ring
	for _, n := range arcs {
		backwards := n < 0
		if backwards {
			n = ^n
		}
		line := t.Arcs[n]
		for i := range len(line) - 1 { // the last place is the next line's first
			at := line[i]
			if backwards {
				at = line[len(line)-1-i]
			}
			ring = append(ring, coord(at[0], at[1]))
		}
	}
	return ring
}
