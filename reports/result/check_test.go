package result

import (
	"bytes"
	"database/sql"
	"testing"

	"anlan/access"
	"anlan/state"
	"anlan/warehouse"
)

// Whoever has the database in his hands and takes the triggers away is found out: by the doctor whatever he changed, and wherever
// another result would be shown, by everybody who asks.
func TestAChangedRunIsFoundOut(t *testing.T) {
	const (
		unused = "(SELECT sha256 FROM assessment_document WHERE sha256 NOT IN (SELECT document FROM assessment_act) AND CAST(body AS TEXT) LIKE "
		other  = unused + "'%370100%')" // of another city
		scored = unused + "'%93.86%')"  // of the same case
	)
	for what, c := range map[string]struct {
		statement string
		shown     bool // to who asks: then what is shown is as it was
	}{
		"nothing":                        {"SELECT 1", true},
		"published again, other bytes":   {"INSERT INTO assessment_act SELECT run, 8, kind, stage, who, at, remark, detail, " + other + " FROM assessment_act WHERE number = 7", false},
		"the published bytes are others": {"UPDATE assessment_act SET document = " + other + " WHERE number = 7", false},
		"all bytes are others":           {"UPDATE assessment_act SET document = " + other, false},
		"another score from the first":   {"UPDATE assessment_act SET document = " + scored, true},
		"sent back after all":            {"INSERT INTO assessment_act SELECT run, 8, 'send_back', 'review', who, at, remark, detail, document FROM assessment_act WHERE number = 7", false},
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
		stored, err := d.state.AssessmentRun(t.Context(), run)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Check(t.Context(), d.state, stored); (err == nil) != (what == "nothing") {
			t.Errorf("%s: the doctor says %v", what, err)
		}
		if _, err := d.Run(t.Context(), preparer, run); (err == nil) != c.shown || err != nil && codeOf(err) != warehouse.Internal {
			t.Errorf("%s: who asks is told %v", what, err)
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
