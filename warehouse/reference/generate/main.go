// Command generate writes regions.csv, the code table that ships, from the CSV files of china-division 2.7.0
// (codes of the National Bureau of Statistics of 2023-06-30): every province, city and county, and the towns of
// Shandong. Its one argument is the folder with china_division_{provinces,cities,areas,streets}.csv.
package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const townsOf = "37" // the one province that ships down to town

type region struct{ code, name, level, kind, parent string }

func main() {
	if err := run(os.Args[1:]); err != nil {
		panic(err)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("one argument expected: the folder with the files of china-division")
	}
	regions, err := build(args[0])
	if err != nil {
		return err
	}
	slices.SortFunc(regions, func(a, b region) int { return cmp.Compare(a.code, b.code) })
	out, err := os.Create("regions.csv")
	if err != nil {
		return err
	}
	w := csv.NewWriter(out)
	rows := [][]string{{"code", "name", "level", "kind", "statutory_parent"}}
	for _, r := range regions {
		rows = append(rows, []string{r.code, r.name, r.level, r.kind, r.parent})
	}
	if err := w.WriteAll(rows); err != nil {
		return err
	}
	return out.Close()
}

func build(folder string) ([]region, error) {
	// The bureau's table ends at Xinjiang; these three are in GB/T 2260.
	regions := []region{
		{"CN", "中国", "country", "statutory", ""},
		{"710000", "台湾省", "province", "statutory", "CN"},
		{"810000", "香港特别行政区", "province", "statutory", "CN"},
		{"820000", "澳门特别行政区", "province", "statutory", "CN"},
	}
	provinces, err := read(folder, "provinces")
	if err != nil {
		return nil, err
	}
	for _, r := range provinces {
		regions = append(regions, region{r["code"] + "0000", r["name"], "province", "statutory", "CN"})
	}
	cities, err := read(folder, "cities")
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, r := range cities {
		if passThrough(r["name"]) {
			continue
		}
		code := r["code"] + "00"
		known[code] = true
		regions = append(regions, region{code, r["name"], "city", "statutory", r["provinceCode"] + "0000"})
	}
	areas, err := read(folder, "areas")
	if err != nil {
		return nil, err
	}
	for _, r := range areas {
		code := r["code"]
		if known[code] {
			continue // 东莞, 中山, 儋州: the city stands in for the counties it does not have
		}
		parent := r["cityCode"] + "00"
		if !known[parent] {
			parent = r["provinceCode"] + "0000"
		}
		regions = append(regions, region{code, r["name"], "county", kindOf(code), parent})
	}
	streets, err := read(folder, "streets")
	if err != nil {
		return nil, err
	}
	for _, r := range streets {
		if r["provinceCode"] == townsOf {
			regions = append(regions, region{r["code"], r["name"], "town", "statutory", r["areaCode"]})
		}
	}
	return regions, nil
}

// passThrough says that a row of the cities file is no city: counties under it lie directly below the province.
func passThrough(name string) bool {
	return slices.Contains([]string{"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}, name)
}

// kindOf tells zones by the fifth digit: the bureau gives 7 to what is counted like a county and is none. 3, 5 and 8
// are districts, counties, banners and county-level cities.
func kindOf(code string) string {
	if code[4] == '7' {
		return "zone"
	}
	return "statutory"
}

func read(folder, name string) ([]map[string]string, error) {
	f, err := os.Open(filepath.Join(folder, "china_division_"+name+".csv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.Name(), err)
	}
	var records []map[string]string
	for _, row := range rows[1:] {
		record := map[string]string{}
		for i, title := range rows[0] {
			record[strings.TrimPrefix(title, "\ufeff")] = row[i]
		}
		records = append(records, record)
	}
	return records, nil
}
