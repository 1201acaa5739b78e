package result

import (
	"bytes"
	"database/sql"
	"strconv"
	"strings"
	"testing"

	"anlan/access"
	"anlan/state"
	"anlan/warehouse"
)

// Whoever has the database in his hands and takes the triggers away is found out, by the doctor and by everybody who asks. When he
// seals the acts anew, as the program does, the doctor still finds him out by the audit, and who asks is never shown a run whose
// acts cannot have followed one from the other.
func TestAChangedRunIsFoundOut(t *testing.T) {
	const (
		unused = "(SELECT sha256 FROM assessment_document WHERE sha256 NOT IN (SELECT document FROM assessment_act) AND CAST(body AS TEXT) LIKE "
		other  = unused + "'%370100%')" // of another city
		scored = unused + "'%93.86%')"  // of the same case
		insert = "INSERT INTO assessment_act SELECT run, 8, "
	)
	for what, c := range map[string]struct {
		statement string
		shown     bool // to who asks, when the acts are sealed anew
	}{
		"nothing":                        {"SELECT 1", true},
		"published again, other bytes":   {insert + "kind, stage, who, at, remark, detail, " + other + ", seal FROM assessment_act WHERE number = 7", false},
		"the published bytes are others": {"UPDATE assessment_act SET document = " + other + " WHERE number = 7", false},
		"all bytes are others":           {"UPDATE assessment_act SET document = " + other, false},
		"another score from the first":   {"UPDATE assessment_act SET document = " + scored, true},
		"sent back after all":            {insert + "'send_back', 'review', who, at, remark, detail, document, seal FROM assessment_act WHERE number = 7", false},
		"approved by another":            {"UPDATE assessment_act SET who = 'mallory' WHERE number = 6", true},
		"another appeal":                 {"UPDATE assessment_act SET remark = 'x' WHERE number = 3", true},
		"an appeal is gone":              {"DELETE FROM assessment_act WHERE number = 3", false},
		"the publication is gone":        {"DELETE FROM assessment_act WHERE number = 7", true},
		"of another period":              {"UPDATE assessment_run SET period = '2025Q4'", false},
		"for others to see":              {"UPDATE assessment_run SET head = replace(head, '370321', '370322')", false},
	} {
		d := newDesk(t)
		run := d.to(d.compute("2026Q1").ID, Feedback).ID
		if _, err := d.Appeal(t.Context(), Doing{Caller: huantai, Run: run, Remark: "三条已按期整改"}, "370321", ""); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Step(t.Context(), Doing{Caller: preparer, Run: run}, Examine); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Answer(t.Context(), Doing{Caller: preparer, Run: run, Remark: "不属实"}, 3, false); err != nil {
			t.Fatal(err)
		}
		for _, one := range []struct {
			by   access.Caller
			kind Kind
		}{{director, Approve}, {preparer, Publish}} {
			if _, err := d.Step(t.Context(), Doing{Caller: one.by, Run: run}, one.kind); err != nil {
				t.Fatal(err)
			}
		}
		tamper(t, d.file, c.statement)
		for _, sealed := range []bool{false, true} {
			if sealed {
				reseal(t, d.file, run)
			}
			stored, err := d.state.AssessmentRun(t.Context(), run)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Check(t.Context(), d.state, stored); (err == nil) != (what == "nothing") {
				t.Errorf("%s (sealed %v): the doctor says %v", what, sealed, err)
			}
			// What is left of a run without its last act was once so.
			shown := sealed && c.shown || what == "nothing" || what == "the publication is gone"
			_, err = d.Run(t.Context(), preparer, run)
			if (err == nil) != shown || err != nil && (codeOf(err) != warehouse.Internal || !strings.Contains(err.Error(), run)) {
				t.Errorf("%s (sealed %v): who asks is told %v", what, sealed, err)
			}
		}
	}
}

// Where the later of two published runs was changed, the earlier one does not become official again behind everybody's back. A run
// that is no longer the last decides nothing.
func TestAChangedRunIsNotPassedOver(t *testing.T) {
	for what, statement := range map[string]string{
		"void after all":          "INSERT INTO assessment_act SELECT run, 6, 'void', 'void', who, at, remark, detail, document, seal FROM assessment_act WHERE number = 5 AND run = $1",
		"an act in the middle":    "DELETE FROM assessment_act WHERE number = 3 AND run = $1",
		"never published":         "UPDATE assessment_act SET kind = 'review', stage = 'review' WHERE number = 5 AND run = $1",
		"all acts":                "DELETE FROM assessment_act WHERE run = $1",
		"not of the whole region": "UPDATE assessment_run SET head = '{' WHERE id = $1",
	} {
		d := newDesk(t)
		first := d.to(d.compute("2026Q1").ID, Published)
		second := d.to(d.compute("2026Q1").ID, Published)
		third := d.compute("2026Q1") // a draft
		tamper(t, d.file, strings.ReplaceAll(statement, "$1", "'"+second.ID+"'"))
		for _, caller := range []access.Caller{preparer, huantai} {
			if got, err := d.Official(t.Context(), caller, quarter(t, "2026Q1")); codeOf(err) != warehouse.Internal || !strings.Contains(err.Error(), second.ID) {
				t.Errorf("%s: %s is told %+v (%v)", what, caller.Name, got, err)
			}
		}
		if got, err := d.Run(t.Context(), huantai, first.ID); err != nil || got.Number != 1 {
			t.Errorf("%s: the first run is %+v (%v)", what, got, err)
		}
		if what == "not of the whole region" {
			continue // nobody knows of which case it was
		}
		d.to(third.ID, Published)
		if got, err := d.Official(t.Context(), huantai, quarter(t, "2026Q1")); err != nil || got == nil || got.ID != third.ID {
			t.Errorf("%s: once a later run is published the official one is %+v (%v)", what, got, err)
		}
	}
}

// reseal writes the seals of a run anew, as docs/assessment-results.md says that they are made.
func reseal(t *testing.T, file, run string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	read := func(query string) (out [][]string) {
		rows, err := db.QueryContext(t.Context(), query, run)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		columns, _ := rows.Columns()
		for rows.Next() {
			texts, to := make([]string, len(columns)), make([]any, len(columns))
			for i := range texts {
				to[i] = &texts[i]
			}
			if err := rows.Scan(to...); err != nil {
				t.Fatal(err)
			}
			out = append(out, texts)
		}
		return out
	}
	seal := func(texts []string) string {
		var all strings.Builder
		for _, text := range texts {
			all.WriteString(strconv.Itoa(len(text)) + ":" + text)
		}
		return state.Digest([]byte(all.String()))
	}
	last := seal(read("SELECT id, case_key, number, scheme, region, period, head, added FROM assessment_run WHERE id = $1")[0])
	for _, act := range read("SELECT run, number, kind, stage, who, at, remark, detail, document FROM assessment_act WHERE run = $1 ORDER BY number") {
		last = seal(append([]string{last}, act...))
		if _, err := db.ExecContext(t.Context(), "UPDATE assessment_act SET seal = $1 WHERE run = $2 AND number = $3", last, run, act[1]); err != nil {
			t.Fatal(err)
		}
	}
}

// tamper changes a state without its triggers. Bytes of another result, correctly named, are there to be put in the place of one.
func tamper(t *testing.T, file, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'")
	if err != nil {
		t.Fatal(err)
	}
	var statements []string
	for rows.Next() {
		var drop string
		if err := rows.Scan(&drop); err != nil {
			t.Fatal(err)
		}
		statements = append(statements, drop)
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	var body []byte
	if err := db.QueryRowContext(t.Context(), "SELECT body FROM assessment_document WHERE sha256 = (SELECT document FROM assessment_act LIMIT 1)").Scan(&body); err != nil {
		t.Fatal(err)
	}
	for old, changed := range map[string]string{`"region":"370300"`: `"region":"370100"`, `"score":"95"`: `"score":"93.86"`} {
		another := bytes.Replace(body, []byte(old), []byte(changed), 1)
		if _, err := db.ExecContext(t.Context(), "INSERT INTO assessment_document (sha256, body) VALUES ($1, $2)", state.Digest(another), another); err != nil {
			t.Fatal(err)
		}
	}
	for _, one := range append(statements, statement) {
		if _, err := db.ExecContext(t.Context(), one); err != nil {
			t.Fatalf("%s: %v", one, err)
		}
	}
}
