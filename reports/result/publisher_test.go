package result

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"anlan/access"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// shelf is a desk whose published results are data sets of a warehouse.
type shelf struct {
	*desk
	*Publisher
	w *warehouse.Warehouse
}

// The facts of published results, in one warehouse that knows Zibo's zone: each of these begins with a state of its own, and what
// the one before published is gone from the data with it.
func TestPublisher(t *testing.T) {
	dir := t.TempDir()
	zone := "code,name,level,kind,statutory_parent,managing_parent\nZB-GXQ,高新区,county,zone,370300,370300\n"
	if err := os.WriteFile(filepath.Join(dir, "regions.csv"), []byte(zone), 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := warehouse.Open(t.Context(), warehouse.Config{Dir: t.TempDir(), ReferenceDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	for name, does := range map[string]func(*shelf){
		"published results are data sets":      publishedResultsAreDataSets,
		"they keep to the scope":               publishedResultsKeepToTheScope,
		"what a dead server left is made good": whatADeadServerLeftIsMadeGood,
		"a changed result keeps its rows":      aChangedResultKeepsItsRows,
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			s := &shelf{d, NewPublisher(d.state, w), w}
			if _, err := s.Sync(t.Context()); err != nil {
				t.Fatal(err)
			}
			does(s)
		})
	}
}

// sync brings the data up to date and says how many results that changed.
func (s *shelf) sync(want int) {
	s.t.Helper()
	if changed, err := s.Sync(s.t.Context()); err != nil || changed != want {
		s.t.Fatalf("%d results changed (%v), expected %d", changed, err, want)
	}
}

// rows reads the records of a fact as a caller sees them: texts by column, "" for what is empty.
func (s *shelf) rows(fact string, scope access.Scope) []map[string]string {
	s.t.Helper()
	table, err := s.w.RecordTable(s.t.Context(), scope, warehouse.RecordQuery{Fact: fact, First: 500})
	if err != nil {
		s.t.Fatal(err)
	}
	rows := make([]map[string]string, table.Rows)
	for i := range rows {
		rows[i] = map[string]string{}
		for _, c := range table.Columns {
			switch {
			case c.Texts != nil && c.Texts[i] != nil:
				rows[i][c.Name] = *c.Texts[i]
			case c.Numbers != nil && c.Numbers[i] != nil:
				rows[i][c.Name] = c.Numbers[i].String()
			}
		}
	}
	slices.SortFunc(rows, func(a, b map[string]string) int { return strings.Compare(a["id"], b["id"]) })
	return rows
}

// standing prints one result as the data set says it, like standing of its document.
func (s *shelf) standing(run string) string {
	s.t.Helper()
	rows := slices.DeleteFunc(s.rows("assessment_result", warehouse.Everything()), func(r map[string]string) bool { return r["result"] != run })
	slices.SortFunc(rows, func(a, b map[string]string) int { return strings.Compare(a["place"], b["place"]) })
	words := make([]string, len(rows))
	for i, r := range rows {
		words[i] = r["subject"] + "=" + r["score"] + "/" + r["place"] + "/" + r["grade"]
	}
	return strings.Join(words, " ")
}

func (s *shelf) statuses() map[string]string {
	s.t.Helper()
	out := map[string]string{}
	for _, r := range s.rows("assessment_result", warehouse.Everything()) {
		out[r["result"]] = strings.TrimSpace(r["status"] + " " + r["superseded_by"])
	}
	for _, r := range s.rows("assessment_mark", warehouse.Everything()) {
		if !strings.HasPrefix(out[r["result"]], r["status"]) {
			s.t.Errorf("a mark of %s is %s, the result %s", r["result"], r["status"], out[r["result"]])
		}
	}
	return out
}

func (s *shelf) version() uint64 {
	s.t.Helper()
	v, err := s.w.Current(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	if len(v.Watermarks) > 0 {
		s.t.Errorf("what Anlan publishes is no source: %+v", v.Watermarks)
	}
	return v.Number
}

// What a result says stands in the data sets, figure by figure; a correction supersedes it, and while that is void it holds again.
func publishedResultsAreDataSets(s *shelf) {
	t := s.t
	winter := s.compute("2025Q4").ID
	s.to(winter, Published)
	s.office.rates = map[string]string{"370303": "90", "370321": "97", "ZB-GXQ": "90"}
	first := s.compute("2026Q1").ID
	if _, err := s.Adjust(t.Context(), Doing{Caller: preparer, Run: first, Remark: "重复计入"}, Adjustment{Subject: "370303", Line: "rectified", Marks: number("0.125"), Evidence: "〔2026〕3号"}); err != nil {
		t.Fatal(err)
	}
	draft := s.compute("2026Q2").ID // never published: no row
	s.to(first, Published)
	s.sync(2)
	before := s.version()

	for run, want := range map[string]string{
		winter: "370303=95/1/excellent ZB-GXQ=91.5/2/excellent 370321=88/3/good",
		first:  "370321=97/1/excellent 370303=90.125/2/excellent ZB-GXQ=90/3/excellent",
		draft:  "",
	} {
		if got := s.standing(run); got != want {
			t.Errorf("the data set says %s, expected %s", got, want)
		}
	}
	t.Run("a row says all of its subject and result", func(t *testing.T) {
		run, _ := s.Run(t.Context(), preparer, first)
		row := s.rows("assessment_result", access.Scope{Regions: []safety.RegionCode{"370321"}})[1]
		if winter > first {
			row = s.rows("assessment_result", access.Scope{Regions: []safety.RegionCode{"370321"}})[0]
		}
		for column, want := range map[string]string{
			"system": "anlan", "id": first + "/370321", "region": "370321", "sector": "", "result": first, "result_number": "1", "status": "official", "superseded_by": "",
			"scheme": "county_quarterly", "scheme_title": "县区季度考核", "scheme_version": "2026-01-01", "scheme_sha256": run.Document.SchemeDigest,
			"period": "2026Q1", "period_from": "2026-01-01", "period_to": "2026-03-31", "assessed_region": "370300", "subject_kind": "region", "subject": "370321",
			"subject_name": "桓台县", "level": "county", "place": "1", "places": "3", "previous_place": "3", "previous_result": winter, "score": "97", "full_marks": "100",
			"grade": "excellent", "data_version": "7", "as_of": "2026-03-31", "document_sha256": run.Digest,
			"published_at": run.PublishedAt.In(safety.Beijing()).Format("2006-01-02T15:04:05-07:00"), "withdrawn_at": "", "run": "",
		} {
			if row[column] != want {
				t.Errorf("%s is %q, expected %q", column, row[column], want)
			}
		}
	})
	t.Run("marks add up to the score", func(t *testing.T) {
		sums, scores := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
		for _, r := range s.rows("assessment_mark", warehouse.Everything()) {
			sums[r["result"]+r["subject"]] = sums[r["result"]+r["subject"]].Add(number(r["given"]))
		}
		for _, r := range s.rows("assessment_result", warehouse.Everything()) {
			scores[r["result"]+r["subject"]] = number(r["score"])
		}
		if !maps.EqualFunc(sums, scores, decimal.Decimal.Equal) || len(sums) != 6 {
			t.Errorf("the marks add up to %v, the scores are %v", sums, scores)
		}
	})
	t.Run("a line has its figure and reason", func(t *testing.T) {
		var line, adjusted map[string]string
		for _, r := range s.rows("assessment_mark", warehouse.Everything()) {
			if r["result"] == first && r["subject"] == "370303" {
				line, adjusted = adjusted, r
			}
		}
		for column, want := range map[string]string{
			"id": first + "/370303/1", "line": "1", "item": "rectified", "title": "按期整改", "kind": "scored", "full_marks": "100", "marks": "100", "given": "90", "lost": "10",
			"figure": "rectified_on_time_rate", "value": "90", "value_exact": "90", "state": "present", "numerator": "90", "denominator": "100", "reason": "整改率90",
		} {
			if line[column] != want {
				t.Errorf("%s is %q, expected %q", column, line[column], want)
			}
		}
		if adjusted["kind"] != "adjustment" || adjusted["given"] != "0.125" || adjusted["evidence"] != "〔2026〕3号" || adjusted["figure"] != "" {
			t.Errorf("the adjustment is %v", adjusted)
		}
	})
	t.Run("nothing new is no new version", func(t *testing.T) {
		s.sync(0)
		if s.version() != before {
			t.Errorf("version %d came of nothing", s.version())
		}
	})
	t.Run("a correction supersedes, and what is void does not", func(t *testing.T) {
		s.office.rates["370303"] = "99"
		second := s.compute("2026Q1").ID
		s.to(second, Published)
		s.sync(2)
		if want := map[string]string{winter: "official", first: "superseded " + second, second: "official"}; !maps.Equal(s.statuses(), want) {
			t.Errorf("%v, expected %v", s.statuses(), want)
		}
		if _, err := s.Void(t.Context(), Doing{Caller: director, Run: second, Remark: "数据有误"}); err != nil {
			t.Fatal(err)
		}
		s.sync(2)
		if want := map[string]string{winter: "official", first: "official", second: "withdrawn " + first}; !maps.Equal(s.statuses(), want) {
			t.Errorf("%v, expected %v", s.statuses(), want)
		}
	})
}

// A county is given its own lines alone; who may see some sectors, or other data sets, is given nothing.
func publishedResultsKeepToTheScope(s *shelf) {
	t := s.t
	s.to(s.compute("2026Q1").ID, Published)
	s.sync(1)
	for _, fact := range []string{"assessment_result", "assessment_mark"} {
		for _, c := range []struct {
			scope access.Scope
			want  []string
		}{
			{access.Scope{Regions: []safety.RegionCode{"370321"}}, []string{"370321"}},
			{access.Scope{Regions: []safety.RegionCode{"370100"}}, nil},
			{access.Scope{Regions: []safety.RegionCode{"370300"}, Sectors: []string{"mine"}}, nil},
		} {
			var got []string
			for _, r := range s.rows(fact, c.scope) {
				got = append(got, r["subject"])
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: %+v is given %v, expected %v", fact, c.scope, got, c.want)
			}
		}
		other := access.Scope{Regions: []safety.RegionCode{"370300"}, Facts: []string{"hazard"}}
		if _, err := s.w.RecordTable(t.Context(), other, warehouse.RecordQuery{Fact: fact}); codeOf(err) != warehouse.Forbidden {
			t.Errorf("%s: %v, expected that it is refused", fact, err)
		}
	}
}

// A server that dies between an act and the data sets leaves them behind; the next one finds that and makes it good, also when the
// state was put back to before a result was published.
func whatADeadServerLeftIsMadeGood(s *shelf) {
	t := s.t
	run := s.compute("2026Q1").ID
	s.to(run, Published)
	next := NewPublisher(s.state, s.w)
	if behind, err := next.Behind(t.Context()); err != nil || !slices.Equal(behind, []string{run}) {
		t.Fatalf("behind are %v (%v), expected %s", behind, err, run)
	}
	if err := next.Keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if behind, err := next.Behind(t.Context()); err != nil || len(behind) > 0 || s.standing(run) == "" {
		t.Errorf("behind are %v (%v) after that", behind, err)
	}
	next.list = func(context.Context) ([]state.AssessmentRun, error) { return nil, nil }
	if changed, err := next.Sync(t.Context()); err != nil || changed != 1 || s.standing(run) != "" {
		t.Errorf("%d changed (%v): a result that the state does not have is still there", changed, err)
	}
}

// stiff is a warehouse that takes nothing for some tries.
type stiff struct {
	refuses, put int
}

func (d *stiff) OwnTexts(context.Context, *warehouse.Fact, string, string) (map[string]string, error) {
	return map[string]string{}, nil
}

func (d *stiff) PutOwn(context.Context, string, string, []string, ...warehouse.OwnRecords) error {
	if d.put++; d.put <= d.refuses {
		return errors.New("the disk is full")
	}
	return nil
}

// A data set that could not be written is tried again, later every time, and publishing goes on meanwhile.
func TestPublishingDoesNotWaitForTheData(t *testing.T) {
	d := newDesk(t)
	data, now := &stiff{refuses: 2}, time.Now()
	p := &Publisher{results: d.Results, list: d.state.PublishedAssessments, data: data, now: func() time.Time { return now }}
	d.to(d.compute("2026Q1").ID, Published)
	for i, step := range []struct {
		wait  time.Duration
		fails bool
		put   int
	}{
		{0, true, 1},
		{5 * time.Second, false, 1}, // not yet
		{5 * time.Second, true, 2},
		{10 * time.Second, false, 2},
		{10 * time.Second, false, 3},
		{time.Second, false, 3}, // all is well: nothing is asked
	} {
		now = now.Add(step.wait)
		if err := p.Keep(t.Context()); (err != nil) != step.fails || data.put != step.put {
			t.Errorf("step %d: %v after %d tries, expected %d", i, err, data.put, step.put)
		}
	}
}

// A result that was changed keeps the rows that it has, the others are brought up to date, and the error names it.
func aChangedResultKeepsItsRows(s *shelf) {
	t := s.t
	first := s.compute("2025Q4").ID
	s.to(first, Published)
	s.sync(1)
	s.office.rates["370303"] = "70"
	again := s.compute("2025Q4").ID
	s.to(again, Published)
	db, err := sql.Open("sqlite", s.file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{"DROP TRIGGER assessment_document_stays", `UPDATE assessment_document SET body = CAST(replace(body, '"95"', '"96"') AS BLOB)`} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	changed, err := s.Sync(t.Context())
	if changed != 1 || err == nil || !strings.Contains(err.Error(), first+" is not as it was stored") {
		t.Errorf("%d changed, %v", changed, err)
	}
	if got, want := s.standing(first), "370303=95/1/excellent ZB-GXQ=91.5/2/excellent 370321=88/3/good"; got != want {
		t.Errorf("its rows became %s, expected %s", got, want)
	}
	if behind, err := s.Behind(t.Context()); err != nil || !slices.Equal(behind, []string{first}) {
		t.Errorf("behind are %v (%v)", behind, err)
	}
}
