package state_test

import (
	"strings"
	"testing"

	"anlan/state"
)

// A published result can neither be followed by another one under its name nor have a row put in the place of one of its own, with
// the triggers in their places; and it is said when they are not.
func testAssessmentReplaced(t *testing.T, c state.Config) {
	s := open(t, c)
	r := addRun(t, s)
	if err := s.AddAssessmentAct(t.Context(), publish(r, "李四")); err != nil {
		t.Fatal(err)
	}
	db := directly(t, c)
	if _, err := db.ExecContext(t.Context(), "INSERT INTO assessment_document (sha256, body) VALUES ('another', 'x')"); err != nil {
		t.Fatal(err)
	}
	const columns = " INTO assessment_act (run, number, kind, stage, who, at, remark, detail, document) SELECT run, "
	for what, statement := range map[string]string{
		"published again":      "INSERT" + columns + "3, kind, stage, who, at, remark, detail, 'another' FROM assessment_act WHERE number = 2",
		"sent back":            "INSERT" + columns + "3, 'send_back', 'initial', who, at, remark, detail, document FROM assessment_act WHERE number = 2",
		"void with other data": "INSERT" + columns + "3, 'void', 'void', who, at, remark, detail, 'another' FROM assessment_act WHERE number = 2",
		"with a gap":           "INSERT" + columns + "4, 'void', 'void', who, at, remark, detail, document FROM assessment_act WHERE number = 2",
	} {
		if _, err := db.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "never changed") {
			t.Errorf("%s: %v, expected it to be refused", what, err)
		}
	}
	if c.URL == "" { // the other database has no such statement
		for _, statement := range []string{
			"INSERT OR REPLACE" + columns + "number, kind, stage, 'mallory', at, remark, detail, 'another' FROM assessment_act WHERE number = 2",
			"REPLACE INTO assessment_run SELECT id, case_key, number, scheme, region, '2027Q1', head, added FROM assessment_run",
			"REPLACE INTO assessment_document SELECT sha256, 'x' FROM assessment_document",
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
	acts, err := s.AssessmentActs(t.Context(), r.ID)
	if err != nil || len(acts) != 2 || acts[1].Who != "李四" {
		t.Errorf("the acts are %+v (%v)", acts, err)
	}
	if _, err := s.AssessmentDocument(t.Context(), r.Document); err != nil {
		t.Error(err)
	}
	if err := s.AddAssessmentAct(t.Context(), state.AssessmentAct{Run: r.ID, Number: 3, Kind: "void", Stage: "void", Detail: "{}", Document: r.Document}); err != nil {
		t.Errorf("a published result cannot be ended: %v", err)
	}
	if missing, err := s.MissingGuards(t.Context()); err != nil || len(missing) != 0 {
		t.Errorf("missing are %v (%v)", missing, err)
	}
	drop := "DROP TRIGGER assessment_act_fits"
	if c.URL != "" {
		drop += " ON assessment_act"
	}
	if _, err := db.ExecContext(t.Context(), drop); err != nil {
		t.Fatal(err)
	}
	if missing, err := s.MissingGuards(t.Context()); err != nil || strings.Join(missing, " ") != "assessment_act_fits" {
		t.Errorf("missing are %v (%v), expected the one that was dropped", missing, err)
	}
	if audits, err := s.AuditsOf(t.Context(), r.ID); err != nil || len(audits) != 3 {
		t.Errorf("the audit holds %+v (%v)", audits, err)
	}
	if runs, err := s.AuditedAssessments(t.Context()); err != nil || len(runs) != 1 || runs[0] != r.ID {
		t.Errorf("the audit knows of %v (%v)", runs, err)
	}
}
