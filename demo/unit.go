package demo

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"anlan/safety"
	"anlan/warehouse/reference"
)

// unit is who owes reports: a county or a zone, or a city for what it runs itself (市直).
type unit struct {
	code    safety.RegionCode
	name    string // 桓台县
	short   string // 桓台, as enterprises are named
	city    int    // place among the cities
	isCity  bool
	towns   []safety.RegionCode
	weight  float64 // share of what happens in the province, before dividing by the sum; invented
	quality float64 // from -1 to 1: how well the work is done; invented
	lean    lean    // what its economy lives on; invented but for the obvious
}

// lean shifts the sectors of a unit's enterprises.
type lean uint8

const (
	mixed lean = iota
	chemical
	coal
	ore
	coast
)

const province = "37"

// leans are what everybody knows of these places; the rest is drawn.
var leans = map[safety.RegionCode]lean{
	"370321": chemical, "370305": chemical, "370523": chemical, "370572": chemical, "370772": chemical, "371625": chemical, "371728": chemical,
	"370883": coal, "370826": coal, "370481": coal, "370982": coal, "371725": coal, "371724": coal,
	"370685": ore, "370683": ore, "370322": mixed, "371323": ore,
	"370211": coast, "371082": coast, "371103": coast, "370687": coast, "371083": coast,
}

// units reads the province's counties, zones and towns from the code table that the warehouse ships.
func units(seed uint64) (all []unit, cities []safety.RegionCode, err error) {
	rows, err := csv.NewReader(bytes.NewReader(reference.Regions)).ReadAll()
	if err != nil {
		return nil, nil, fmt.Errorf("read the shipped regions: %w", err)
	}
	names := map[safety.RegionCode]string{}
	towns := map[safety.RegionCode][]safety.RegionCode{}
	var counties []safety.RegionCode
	for _, r := range rows[1:] {
		code := safety.RegionCode(r[0])
		if !strings.HasPrefix(r[0], province) {
			continue
		}
		names[code] = r[1]
		switch {
		case r[2] == safety.LevelCity.String():
			cities = append(cities, code)
		case r[2] == safety.LevelCounty.String():
			counties = append(counties, code)
		case r[2] == safety.LevelTown.String():
			towns[code[:6]] = append(towns[code[:6]], code)
		}
	}
	if len(counties) == 0 || len(cities) == 0 {
		return nil, nil, fmt.Errorf("read the shipped regions: no counties of province %s", province)
	}
	for _, code := range counties {
		u := newUnit(seed, code, names[code], towns[code])
		u.city = slices.Index(cities, code[:4]+"00")
		all = append(all, u)
	}
	for i, code := range cities {
		u := newUnit(seed, code, names[code], nil)
		u.city, u.isCity, u.quality, u.weight = i, true, 0.5, 0.35
		all = append(all, u)
	}
	return all, cities, nil
}

func newUnit(seed uint64, code safety.RegionCode, name string, towns []safety.RegionCode) unit {
	h := mix(seed, uint64(len(name)), codeNumber(code))
	u := unit{code: code, name: name, short: shortName(name), towns: towns, lean: leans[code]}
	u.quality = 2*share(mix(h, 1)) - 1
	u.weight = 0.5 + share(mix(h, 2)) + 0.04*float64(len(towns))
	if strings.HasPrefix(string(code), "3703") {
		u.weight *= 1.5 // the city that the demo opens with has more to look at
	}
	return u
}

func codeNumber(code safety.RegionCode) uint64 {
	n := uint64(0)
	for _, c := range code {
		n = n*10 + uint64(c-'0')
	}
	return n
}

// shortName drops what kind of place it is: 桓台县 is 桓台, 济南高新技术产业开发区 is 济南高新.
func shortName(name string) string {
	for _, kind := range []string{"高新技术产业开发区", "高新技术开发区", "火炬高技术产业开发区"} {
		if rest, ok := strings.CutSuffix(name, kind); ok {
			return rest + "高新"
		}
	}
	for _, kind := range []string{"经济技术开发区", "经济开发区", "县", "区", "市"} {
		rest, ok := strings.CutSuffix(name, kind)
		switch {
		case ok && len(kind) > len("县"):
			return rest + "经开"
		case ok && len([]rune(rest)) > 1:
			return rest
		}
	}
	return name
}
