package warehouse

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"anlan/safety"
)

// hazardRow is a hazard of the model. Empty means not known.
type hazardRow struct {
	id, region, sector, source, level     string
	found, due, extended, done, verified  string
	supervised, money, penalty, assurance string
}

func (h hazardRow) csv() string {
	return strings.Join([]string{h.id, h.region, h.sector, h.source, h.level, h.found, h.due, h.extended, h.done, h.verified, h.supervised, h.money, h.penalty, `"` + h.assurance + `"`}, ",")
}

const hazardRowHeader = "id,region,sector,source,level,found_on,due_on,extended_due_on,rectified_on,verified_on,supervised,money_spent,penalty,assurances"

// hazardRows draws hazards with few numbers, so that later loads change earlier ones, and days around month ends.
func hazardRows() *rapid.Generator[[]hazardRow] {
	day := rapid.Custom(func(t *rapid.T) string {
		return safety.NewDate(2024, 11, 28).AddDays(rapid.SampledFrom([]int{0, 3, 4, 33, 34, 64, 65, 93, 100, 123, 124, 150}).Draw(t, "day")).String()
	})
	maybe := func(g *rapid.Generator[string]) *rapid.Generator[string] { return rapid.OneOf(rapid.Just(""), g) }
	of := func(values ...string) *rapid.Generator[string] { return rapid.SampledFrom(values) }
	row := rapid.Custom(func(t *rapid.T) hazardRow {
		return hazardRow{
			id: of("h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8", "h9").Draw(t, "id"), region: of("370321", "370303").Draw(t, "region"),
			sector: of("mine", "").Draw(t, "sector"), source: of("self", "public", "government").Draw(t, "source"), level: of("general", "major").Draw(t, "level"),
			found: day.Draw(t, "found"), due: maybe(day).Draw(t, "due"), extended: maybe(day).Draw(t, "extended"), done: maybe(day).Draw(t, "done"),
			verified: maybe(day).Draw(t, "verified"), supervised: of("", "true", "false").Draw(t, "supervised"), money: of("", "0", "10.25").Draw(t, "money"),
			penalty: of("", "0.1", "7").Draw(t, "penalty"), assurance: of("[]", "['a','b','c','d','e']").Draw(t, "assurance"),
		}
	})
	return rapid.Map(rapid.SliceOfN(row, 1, 6), func(list []hazardRow) []hazardRow {
		byID := map[string]hazardRow{}
		for _, h := range list {
			byID[h.id] = h
		}
		return slices.Collect(maps.Values(byID))
	})
}

// cellOf is a place of the rollup.
type cellOf struct {
	month          uint32
	region, sector string
	measure        string
}

// rollupOf computes the rollup's hazard columns from the model; a figure that no record tells is not there.
func rollupOf(model map[string]hazardRow) map[cellOf]float64 {
	out := map[cellOf]float64{}
	for _, h := range model {
		add := func(measure, date string, value float64) {
			if date == "" {
				return
			}
			day, _ := time.Parse(time.DateOnly, date)
			out[cellOf{uint32(day.Year()*100 + int(day.Month())), h.region, h.sector, measure}] += value
		}
		number := func(condition bool) float64 {
			if condition {
				return 1
			}
			return 0
		}
		due := h.extended
		if due == "" {
			due = h.due
		}
		major, onTime := number(h.level == "major"), number(h.done != "" && h.done <= due)
		add("hazards_found", h.found, 1)
		add("hazards_found_major", h.found, major)
		add("hazards_found_self", h.found, number(h.source == "self"))
		add("hazards_found_public", h.found, number(h.source == "public"))
		add("hazards_rectified", h.done, 1)
		add("hazards_verified", h.verified, 1)
		add("hazards_due", due, 1)
		add("hazards_due_on_time", due, onTime)
		add("hazards_due_major", due, major)
		add("hazards_due_major_on_time", due, major*onTime)
		add("hazards_found_major_assured", h.found, major*number(h.assurance != "[]"))
		if h.supervised != "" {
			add("hazards_supervised", h.found, number(h.supervised == "true"))
		}
		for measure, value := range map[string]string{"hazard_money_spent": h.money, "hazard_penalties": h.penalty} {
			var v float64
			if n, _ := fmt.Sscan(value, &v); n == 1 {
				add(measure, h.found, v)
			}
		}
	}
	return out
}

// storedRollup reads the rollup's hazard columns of a version. Counts of 0 read as the cells that the model does not have.
func storedRollup(t *testing.T, w *Warehouse, v *Version) map[cellOf]float64 {
	t.Helper()
	var measures, columns []string
	for _, m := range rollupMeasures() {
		if m.Measure.Fact == "hazard" {
			measures = append(measures, m.Name)
			columns = append(columns, "CAST("+m.Name+" AS Nullable(Float64))")
		}
	}
	rows, err := w.conn.Query(t.Context(), "SELECT month, toString(region), toString(sector), "+strings.Join(columns, ", ")+
		" FROM rollup_monthly WHERE _partition_id IN {parts:Array(String)}", named("parts", v.Partitions(rollupTable)))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[cellOf]float64{}
	for rows.Next() {
		var at cellOf
		values := make([]sql.NullFloat64, len(measures))
		into := []any{&at.month, &at.region, &at.sector}
		for i := range values {
			into = append(into, &values[i])
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for i, v := range values {
			if at.measure = measures[i]; v.Valid {
				out[at] += v.Float64
			}
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// sameRollup holds two rollups to each other; a count of 0 and one that is not there are the same.
func sameRollup(t *testing.T, name string, got, want map[cellOf]float64) {
	t.Helper()
	mayBeUnknown := []string{"hazards_supervised", "hazard_money_spent", "hazard_penalties"}
	for _, pair := range [][2]map[cellOf]float64{{got, want}, {want, got}} {
		for at := range pair[0] {
			g, has := got[at]
			v, wants := want[at]
			unknown := slices.Contains(mayBeUnknown, at.measure) && has != wants
			if d := g - v; d > 1e-9 || d < -1e-9 || unknown {
				t.Errorf("%s: %+v = %v (known %v), expected %v (known %v)", name, at, g, has, v, wants)
			}
		}
	}
}

func storedHazards(t *testing.T, w *Warehouse, v *Version) map[string]string {
	t.Helper()
	rows, err := w.conn.Query(t.Context(), `SELECT id, formatRow('CSV', region, sector, source, level, found_on, due_on, extended_due_on, rectified_on, verified_on,
		toString(supervised), toFloat64(money_spent), toFloat64(penalty)) FROM hazard WHERE _partition_id IN {parts:Array(String)}`, named("parts", v.Partitions("hazard")))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var id, text string
		if err := rows.Scan(&id, &text); err != nil {
			t.Fatal(err)
		}
		if _, twice := out[id]; twice {
			t.Errorf("%s is there twice in version %d", id, v.Number)
		}
		out[id] = strings.NewReplacer(`"`, "", `\N`, "", "\n", "").Replace(text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func hazardsOf(model map[string]hazardRow) map[string]string {
	out := map[string]string{}
	for id, h := range model {
		out[id] = strings.Join([]string{h.region, h.sector, h.source, h.level, h.found, h.due, h.extended, h.done, h.verified, h.supervised, h.money, h.penalty}, ",")
	}
	return out
}

func TestAnySequenceOfLoadsLeavesTheNewestOfEveryRecordAndItsRollup(t *testing.T) {
	w := openTest(t)
	model := map[string]hazardRow{}
	history := map[uint64]map[string]hazardRow{}
	for seed := range 12 {
		batch := hazardRows().Example(seed)
		name := fmt.Sprintf("load %d: %v", seed, batch)
		want := MergeStats{}
		lines := make([]string, len(batch))
		for i, h := range batch {
			lines[i] = h.csv()
			switch was, known := model[h.id]; {
			case !known:
				want.Inserted++
			case was == h:
				want.Unchanged++
			default:
				want.Updated++
			}
			model[h.id] = h
		}
		stats, version := load(t, w, "hazard", rows(hazardRowHeader, lines...))
		if stats.Inserted != want.Inserted || stats.Updated != want.Updated || stats.Unchanged != want.Unchanged {
			t.Errorf("%s: %+v, expected %+v", name, stats, want)
		}
		v := current(t, w)
		if got := storedHazards(t, w, v); !maps.Equal(got, hazardsOf(model)) {
			t.Fatalf("%s: the records are %v, expected %v", name, got, hazardsOf(model))
		}
		sameRollup(t, name, storedRollup(t, w, v), rollupOf(model))
		history[version] = maps.Clone(model)
	}
	for number, then := range history {
		v, err := w.Version(t.Context(), number)
		if err != nil {
			t.Fatal(err)
		}
		if got := storedHazards(t, w, v); !maps.Equal(got, hazardsOf(then)) {
			t.Errorf("version %d has become %v, was %v", number, got, hazardsOf(then))
		}
		sameRollup(t, fmt.Sprintf("version %d", number), storedRollup(t, w, v), rollupOf(then))
	}
}
