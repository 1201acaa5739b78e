package state_test

import (
	"database/sql"
	"errors"
	"strings"
	"testing"

	"anlan/state"
)

// A published result can neither be followed by another one under its name nor have a row put in the place of one of its own, with
// the triggers in their places; and it is said when they are not.
func testAssessmentReplaced(t *testing.T, c state.Config) {
	s := open(t, c)
	r := addRun(t, s)
	if err := s.AddAct(t.Context(), state.Assessments, publish(r, "李四")); err != nil {
		t.Fatal(err)
	}
	db := directly(t, c)
	if _, err := db.ExecContext(t.Context(), "INSERT INTO assessment_document (sha256, body) VALUES ('another', 'x')"); err != nil {
		t.Fatal(err)
	}
	const columns = " INTO assessment_act (run, number, kind, stage, who, at, remark, detail, document, seal) SELECT run, "
	for what, statement := range map[string]string{
		"published again":      "INSERT" + columns + "3, kind, stage, who, at, remark, detail, 'another', seal FROM assessment_act WHERE number = 2",
		"sent back":            "INSERT" + columns + "3, 'send_back', 'initial', who, at, remark, detail, document, seal FROM assessment_act WHERE number = 2",
		"void with other data": "INSERT" + columns + "3, 'void', 'void', who, at, remark, detail, 'another', seal FROM assessment_act WHERE number = 2",
		"before the first":     "INSERT" + columns + "0, 'void', 'void', who, at, remark, detail, document, seal FROM assessment_act WHERE number = 2",
		"with a gap":           "INSERT" + columns + "4, 'void', 'void', who, at, remark, detail, document, seal FROM assessment_act WHERE number = 2",
	} {
		if _, err := db.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "never changed") {
			t.Errorf("%s: %v, expected it to be refused", what, err)
		}
	}
	if c.URL == "" { // the other database has no such statement
		for _, statement := range []string{
			"INSERT OR REPLACE" + columns + "number, kind, stage, 'mallory', at, remark, detail, 'another', seal FROM assessment_act WHERE number = 2",
			"REPLACE INTO assessment_run SELECT id, case_key, number, scheme, region, '2027Q1', head, added FROM assessment_run",
			"REPLACE INTO assessment_document SELECT sha256, 'x' FROM assessment_document",
			// An act of another number takes the place of the publication in the file.
			"REPLACE INTO assessment_act (rowid, run, number, kind, stage, who, at, remark, detail, document, seal) SELECT rowid, run, 3, 'void', 'void', who, at, remark, detail, document, seal FROM assessment_act WHERE number = 2",
		} {
			if _, err := db.ExecContext(t.Context(), statement); err != nil {
				t.Errorf("%s: %v", statement, err)
			}
		}
	}
	now, err := s.AssessmentRun(t.Context(), r.ID)
	if err != nil || now.Acts != 2 || now.Document != r.Document || now.Period != r.Period {
		t.Errorf("%+v (%v), expected it as it was published", now, err)
	}
	acts, err := s.Acts(t.Context(), state.Assessments, r.ID)
	if err != nil || len(acts) != 2 || acts[1].Who != "李四" {
		t.Errorf("the acts are %+v (%v)", acts, err)
	}
	if _, err := s.Document(t.Context(), state.Assessments, r.Document); err != nil {
		t.Error(err)
	}
	if err := s.AddAct(t.Context(), state.Assessments, state.Act{Of: r.ID, Number: 3, Kind: "void", Stage: "void", Detail: "{}", Document: r.Document}); err != nil {
		t.Errorf("a published result cannot be ended: %v", err)
	}
	if missing, err := s.MissingGuards(t.Context(), state.Assessments); err != nil || len(missing) != 0 {
		t.Errorf("missing are %v (%v)", missing, err)
	}
	drop := []string{"DROP TRIGGER assessment_act_fits", "DROP TRIGGER assessment_run_stays", "CREATE TRIGGER assessment_run_stays BEFORE UPDATE ON assessment_run BEGIN SELECT 1; END"}
	if c.URL != "" {
		drop = []string{"ALTER TABLE assessment_act DISABLE TRIGGER assessment_act_fits", "DROP TRIGGER assessment_run_stays ON assessment_run",
			"CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$", "CREATE TRIGGER assessment_run_stays BEFORE UPDATE ON assessment_run FOR EACH ROW EXECUTE FUNCTION nothing()"}
	}
	for _, statement := range drop {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if missing, err := s.MissingGuards(t.Context(), state.Assessments); err != nil || strings.Join(missing, " ") != "assessment_run_stays assessment_act_fits" {
		t.Errorf("missing are %v (%v), expected the one that does nothing and the one that was dropped", missing, err)
	}
	if audits, err := s.AuditsOf(t.Context(), r.ID); err != nil || len(audits) != 3 {
		t.Errorf("the audit holds %+v (%v)", audits, err)
	}
	if runs, err := s.Audited(t.Context(), state.Assessments); err != nil || len(runs) != 1 || runs[0] != r.ID {
		t.Errorf("the audit knows of %v (%v)", runs, err)
	}
}

// Whoever takes the triggers away and changes a run, or a piece of one of its acts, is found out by the seals: the run is not told any
// more, and nobody acts on it. Deleting its last acts is not among these: what is left was once so.
func testAssessmentSealed(t *testing.T, c state.Config) {
	s := open(t, c)
	db := directly(t, c)
	for _, table := range []string{"document", "run", "act"} {
		unguard(t, db, c, "assessment_"+table)
	}
	const insert = "INSERT INTO assessment_act (run, number, kind, stage, who, at, remark, detail, document, seal) SELECT run, "
	for what, statement := range map[string]string{
		"of another period":    "UPDATE assessment_run SET period = '2026Q2' WHERE id = $1",
		"of another case":      "UPDATE assessment_run SET case_key = 'x' WHERE id = $1",
		"for others to see":    "UPDATE assessment_run SET head = '{\"x\":1}' WHERE id = $1",
		"computed earlier":     "UPDATE assessment_run SET added = added - 1 WHERE id = $1",
		"by another":           "UPDATE assessment_act SET who = 'mallory' WHERE run = $1 AND number = 3",
		"at another time":      "UPDATE assessment_act SET at = at - 1 WHERE run = $1 AND number = 1",
		"with other words":     "UPDATE assessment_act SET remark = '' WHERE run = $1 AND number = 3",
		"about something else": "UPDATE assessment_act SET detail = '{ }' WHERE run = $1 AND number = 2",
		"other bytes":          "UPDATE assessment_act SET document = '" + state.Digest([]byte("scheme: county_quarterly")) + "' WHERE run = $1 AND number = 3",
		"published again":      insert + "4, kind, stage, who, at, remark, detail, document, seal FROM assessment_act WHERE run = $1 AND number = 3",
		"sent back":            insert + "4, 'send_back', 'initial', who, at, remark, detail, document, seal FROM assessment_act WHERE run = $1 AND number = 3",
		"an act in the middle": "DELETE FROM assessment_act WHERE run = $1 AND number = 2",
		"the first act":        "DELETE FROM assessment_act WHERE run = $1 AND number = 1",
		"all acts":             "DELETE FROM assessment_act WHERE run = $1",
		"under another number": "UPDATE assessment_act SET number = 7 WHERE run = $1 AND number = 3",
		"without seals":        "UPDATE assessment_act SET seal = '' WHERE run = $1",
	} {
		r := addRun(t, s)
		for range 2 { // the remark may be of any letters
			next := publish(r, "李四")
			next.Kind, next.Stage, next.Remark = "feedback", "feedback", "3:属实\n 1:\t“'"
			if err := s.AddAct(t.Context(), state.Assessments, next); err != nil {
				t.Fatal(err)
			}
			r.Acts++
		}
		if acts, err := s.Acts(t.Context(), state.Assessments, r.ID); err != nil || len(acts) != 3 {
			t.Fatalf("%s: before anything was done there are %d acts (%v)", what, len(acts), err)
		}
		if _, err := db.ExecContext(t.Context(), statement, r.ID); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if acts, err := s.Acts(t.Context(), state.Assessments, r.ID); !errors.Is(err, state.ErrDamaged) || !strings.Contains(err.Error(), r.ID) {
			t.Errorf("%s: told are %+v (%v)", what, acts, err)
		}
		if what == "all acts" {
			continue // a first one may follow, which its seal ties to the run as it is
		}
		if err := s.AddAct(t.Context(), state.Assessments, publish(r, "张三")); !errors.Is(err, state.ErrDamaged) {
			t.Errorf("%s: an act on it: %v", what, err)
		}
	}
}

// unguard takes the triggers of a table away.
func unguard(t *testing.T, db *sql.DB, c state.Config, table string) {
	t.Helper()
	statements := []string{"ALTER TABLE " + table + " DISABLE TRIGGER USER"}
	if c.URL == "" {
		statements = nil
		for _, name := range []string{"stays", "kept", "once", "fits"} {
			statements = append(statements, "DROP TRIGGER IF EXISTS "+table+"_"+name)
		}
	}
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}
