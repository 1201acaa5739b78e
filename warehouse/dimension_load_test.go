package warehouse

import (
	"errors"
	"strings"
	"testing"

	"anlan/safety"
)

func TestLoadingTheSameDimensionsAgainPublishesNothing(t *testing.T) {
	w := openTest(t)
	first, err := w.Current(t.Context())
	if err != nil || first.Number != 1 {
		t.Fatalf("a new warehouse holds the shipped data as version 1: %v, %v", first, err)
	}
	dir := userFiles(t, map[string]string{"regions.csv": ziboZones})
	for _, step := range []struct {
		what          string
		files         DimensionFiles
		before, after uint64
	}{
		{"the shipped ones again", DimensionFiles{}, 1, 1},
		{"with zones", DimensionFiles{Dir: dir}, 1, 2},
		{"with the same zones", DimensionFiles{Dir: dir}, 2, 2},
		{"without them", DimensionFiles{}, 2, 3},
	} {
		before, after, err := w.LoadDimensions(t.Context(), step.files)
		if err != nil || before != step.before || after != step.after {
			t.Errorf("%s: version %d to %d (%v), want %d to %d", step.what, before, after, err, step.before, step.after)
		}
	}
	second, err := w.Version(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	if got := second.Partitions("sector"); len(got) != 1 || got[0] != first.Partitions("sector")[0] {
		t.Errorf("the sectors were written anew though only regions changed: %v", got)
	}
	for n, want := range map[uint64]bool{1: false, 2: true, 3: false} {
		v, _ := w.Version(t.Context(), n)
		r, err := w.Regions(t.Context(), v)
		if err != nil || r.Known("ZB-GXQ") != want {
			t.Errorf("version %d knows the zone: %v (%v), want %v", n, r.Known("ZB-GXQ"), err, want)
		}
	}
}

func TestFilesWithFaultsLoadNothing(t *testing.T) {
	w := openTest(t)
	dir := userFiles(t, map[string]string{"regions.csv": "code,name,level,statutory_parent\nZB-GXQ,高新区,county,370399\n"})
	_, _, err := w.LoadDimensions(t.Context(), DimensionFiles{Dir: dir})
	var fault *Error
	var faults FileFaults
	if !errors.As(err, &fault) || fault.Code != BadRequest || !errors.As(err, &faults) || len(faults) != 1 {
		t.Errorf("%v", err)
	}
	if v, _ := w.Current(t.Context()); v.Number != 1 {
		t.Errorf("version %d was published", v.Number)
	}
}

func TestWhatWasLoadedIsReadBack(t *testing.T) {
	w := openTest(t)
	if _, _, err := w.LoadDimensions(t.Context(), DimensionFiles{Dir: userFiles(t, map[string]string{"regions.csv": ziboZones})}); err != nil {
		t.Fatal(err)
	}
	v, err := w.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.Regions(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []safety.RegionCode{"370303008", "371200", "ZB-GXQ", "ZB-SZ"} {
		day := on(t, "2015-01-01")
		got, ok := r.Get(code, day)
		want, _ := readRegionsFile(t, ziboZones).Get(code, day)
		if !ok || got.FullName != want.FullName || got.ManagingParent != want.ManagingParent || got.ValidTo != want.ValidTo || len(got.Successors) != len(want.Successors) || got.Level != want.Level {
			t.Errorf("%s: %+v, want %+v", code, got, want)
		}
	}
	sectors, err := w.Sectors(t.Context(), v)
	if chem, ok := sectors.Get("hazardous_chemicals"); err != nil || !ok || chem.Name != "危险化学品" || !chem.HighRisk || len(chem.Industries) == 0 || sectors[0].Code != "hazardous_chemicals" {
		t.Errorf("%+v %v", chem, err)
	}
	departments, err := w.Departments(t.Context(), v)
	if one, ok := departments.Get("emergency"); err != nil || !ok || one.Name != "应急管理部门" {
		t.Errorf("%+v %v", one, err)
	}
	// the table that SQL joins: today's towns of the zone
	var n uint64
	if err := w.Conn().QueryRow(t.Context(), `SELECT count() FROM region_closure WHERE _partition_id IN {parts:Array(String)} AND tree = 'managing'
		AND ancestor = 'ZB-GXQ' AND depth > 0 AND valid_from <= '2026-01-01' AND valid_to >= '2026-01-01'`, named("parts", v.Partitions("region_closure"))).Scan(&n); err != nil || n != 1 {
		t.Errorf("%d towns (%v), want 1", n, err)
	}
}

// A zone that is left out while records are counted in it would take them out of every sum.
func TestATreeThatForgetsRegionsInUseIsRefused(t *testing.T) {
	w := openTest(t)
	files := DimensionFiles{Dir: userFiles(t, map[string]string{"regions.csv": ziboZones})}
	if _, _, err := w.LoadDimensions(t.Context(), files); err != nil {
		t.Fatal(err)
	}
	load(t, w, "hazard", rows("id,region,source,level,found_on", "h1,ZB-GXQ,self,general,2025-04-01", "h2,370303,self,general,2025-04-01"))
	_, _, err := w.LoadDimensions(t.Context(), DimensionFiles{})
	var fault *Error
	if !errors.As(err, &fault) || fault.Code != Conflict || !strings.Contains(err.Error(), "ZB-GXQ;") {
		t.Errorf("%v", err)
	}
	if before, after, err := w.LoadDimensions(t.Context(), files); err != nil || before != after {
		t.Errorf("the same files: %d to %d, %v", before, after, err)
	}
}

// The zone takes 四宝山街道 over on 2012-01-01 and the records of the town move with it, tree by tree; the sum of the city
// stays.
func TestATownsRecordsCountForTheZoneThatRunsIt(t *testing.T) {
	w := openTest(t)
	if _, _, err := w.LoadDimensions(t.Context(), DimensionFiles{Dir: userFiles(t, map[string]string{"regions.csv": ziboZones})}); err != nil {
		t.Fatal(err)
	}
	load(t, w, "hazard", rows("id,region,source,level,found_on",
		"h1,370303008,self,general,2025-04-01", "h2,370303008,self,general,2025-04-02", // 四宝山街道
		"h3,370303001,self,general,2025-04-01", "h4,ZB-GXQ,self,general,2025-04-01", "h5,ZB-SZ,self,general,2025-04-01", "h6,370300,self,general,2025-04-01"))
	for _, c := range []struct {
		tree Tree
		on   string
		want map[string]float64
	}{
		{Managing, "2025-04-30", map[string]float64{"370303": 1, "ZB-GXQ": 3, "ZB-SZ": 1, "370300": 1}},
		{Statutory, "2025-04-30", map[string]float64{"370303": 3, "ZB-GXQ": 1, "ZB-SZ": 1, "370300": 1}},
		{Managing, "2011-12-31", map[string]float64{"370303": 3, "ZB-SZ": 1, "370300": 2}}, // the tree before has no zone
	} {
		table, err := w.Metrics(t.Context(), Everything(), MetricQuery{Measures: []string{"hazards_found"}, Dimensions: []string{"region"},
			Region: "370300", Level: safety.LevelCounty, Tree: c.tree, TreeDate: on(t, c.on), Period: period(t, "2025-04"), Totals: true})
		if err != nil {
			t.Fatal(err)
		}
		for unit, want := range c.want {
			if got, _ := figureOf(t, table, "hazards_found", unit); got != want {
				t.Errorf("%s tree of %s: %s has %v, want %v", c.tree, c.on, unit, got, want)
			}
		}
		for _, column := range table.Columns {
			if column.Name == "hazards_found" && *column.Total != 6 {
				t.Errorf("%s tree of %s: %v in all, want 6", c.tree, c.on, *column.Total)
			}
		}
	}
}
