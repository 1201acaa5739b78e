package state_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"anlan/state"
)

// result is what a run of county_quarterly for the first quarter of 2026 is stored as here; the bytes need not be text.
var result = []byte("{\"format\":1}\x00\xff")

func addRun(t *testing.T, s *state.Store) state.AssessmentRun {
	t.Helper()
	r, err := s.AddAssessmentRun(t.Context(), state.AssessmentRun{Case: "county_quarterly/370300/2026Q1", Scheme: "county_quarterly", Region: "370300", Period: "2026Q1", Head: "{}"},
		state.Act{Kind: "compute", Stage: "initial", Who: "张三", Remark: "一季度", Detail: "{}", Document: state.Digest(result)}, result, []byte("scheme: county_quarterly"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func publish(r state.AssessmentRun, who string) state.Act {
	return state.Act{Of: r.ID, Number: r.Acts + 1, Kind: "publish", Stage: "published", Who: who, Remark: "同意", Detail: "{}", Document: r.Document}
}

// A run, its acts and its bytes are there after the program began again, and the audit names who acted.
func testAssessment(t *testing.T, c state.Config) {
	s := open(t, c)
	first := addRun(t, s)
	if first.Number != 1 || first.Acts != 1 || first.Stage != "initial" || first.AddedBy != "张三" || time.Since(first.AddedAt).Abs() > time.Minute {
		t.Errorf("the first run is %+v", first)
	}
	if err := s.AddAct(t.Context(), state.Assessments, publish(first, "李四")); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, c)
	published, err := s.PublishedAssessments(t.Context())
	if err != nil || len(published) != 1 || published[0].ID != first.ID || published[0].Stage != state.AssessmentPublished || published[0].Acts != 2 || published[0].Document != first.Document ||
		published[0].PublishedAt.IsZero() || published[0].Head != "" {
		t.Errorf("published are %+v (%v), expected the first run", published, err)
	}
	second := addRun(t, s) // the same bytes are stored once
	if second.Number != 2 || second.Document != first.Document {
		t.Errorf("the second run is %+v", second)
	}
	if body, err := s.Document(t.Context(), state.Assessments, first.Document); err != nil || !bytes.Equal(body, result) {
		t.Errorf("%q (%v), expected the bytes as they were", body, err)
	}
	acts, err := s.Acts(t.Context(), state.Assessments, first.ID)
	if err != nil || len(acts) != 2 || acts[0].Who != "张三" || acts[1].Kind != "publish" || acts[1].Remark != "同意" || acts[1].At.Before(acts[0].At) {
		t.Errorf("the acts are %+v (%v)", acts, err)
	}
	audits, err := s.Audits(t.Context(), 10)
	if err != nil || len(audits) != 3 {
		t.Errorf("the audit holds %+v (%v), expected three acts", audits, err)
	}
	for filter, want := range map[*state.AssessmentFilter][]string{
		{First: 10}:                                         {second.ID, first.ID},
		{First: 1}:                                          {second.ID},
		{First: 10, After: second}:                          {first.ID},
		{First: 10, Stage: "published"}:                     {first.ID},
		{First: 10, Period: "2026Q2"}:                       nil,
		{First: 10, Case: first.Case, Stage: "initial"}:     {second.ID},
		{First: 10, Region: "370300", Scheme: first.Scheme}: {second.ID, first.ID},
	} {
		runs, err := s.AssessmentRuns(t.Context(), *filter)
		var ids []string
		for _, r := range runs {
			ids = append(ids, r.ID)
		}
		if err != nil || strings.Join(ids, " ") != strings.Join(want, " ") {
			t.Errorf("%+v gives %v (%v), expected %v", *filter, ids, err, want)
		}
	}
	if _, err := s.AssessmentRun(t.Context(), "as_nowhere"); !errors.Is(err, state.ErrNotFound) {
		t.Errorf("a run that is not there: %v", err)
	}
	if _, err := s.Document(t.Context(), state.Assessments, state.Digest(nil)); !errors.Is(err, state.ErrNotFound) {
		t.Errorf("a document that is not there: %v", err)
	}
}

// Whoever has the database in his hands cannot change a result by a statement either.
func testAssessmentStays(t *testing.T, c state.Config) {
	s := open(t, c)
	r := addRun(t, s)
	db := directly(t, c)
	for _, statement := range []string{
		"UPDATE assessment_document SET body = ''", "DELETE FROM assessment_document",
		"UPDATE assessment_run SET number = 7", "DELETE FROM assessment_run",
		"UPDATE assessment_act SET stage = 'published'", "DELETE FROM assessment_act",
	} {
		if _, err := db.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "never changed") {
			t.Errorf("%s: %v, expected it to be refused", statement, err)
		}
	}
	if c.URL != "" {
		if _, err := db.ExecContext(t.Context(), "TRUNCATE assessment_act"); err == nil || !strings.Contains(err.Error(), "never changed") {
			t.Errorf("the table was emptied: %v", err)
		}
	}
	if now, err := s.AssessmentRun(t.Context(), r.ID); err != nil || now.Number != r.Number || now.Acts != 1 || now.Stage != "initial" || now.Document != r.Document {
		t.Errorf("%+v (%v), expected it as it was: %+v", now, err, r)
	}
}

// Whoever takes the lock away and changes bytes is found out: they are not served.
func testAssessmentDamaged(t *testing.T, c state.Config) {
	s := open(t, c)
	r := addRun(t, s)
	db := directly(t, c)
	statements := []string{"DROP TRIGGER assessment_document_stays", "UPDATE assessment_document SET body = 'x'"}
	if c.URL != "" {
		statements[0] += " ON assessment_document"
	}
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Document(t.Context(), state.Assessments, r.Document); !errors.Is(err, state.ErrDamaged) {
		t.Errorf("changed bytes are given out: %v", err)
	}
}

// Two servers act on the same run at once, each having seen one act: one of them is told to look again, every time.
func testAssessmentAtOnce(t *testing.T, c state.Config) {
	servers := []*state.Store{open(t, c), open(t, c)}
	numbers := map[int]bool{}
	for range 8 {
		r := addRun(t, servers[0])
		numbers[r.Number] = true
		errs := make([]error, 2)
		var wait sync.WaitGroup
		for i, s := range servers {
			wait.Go(func() {
				errs[i] = s.AddAct(context.Background(), state.Assessments, publish(r, []string{"张三", "李四"}[i]), []byte{byte(i)})
			})
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), state.ErrConflict) {
			t.Errorf("the two were told %v, expected one act and one conflict", errs)
		}
		if acts, err := servers[1].Acts(t.Context(), state.Assessments, r.ID); err != nil || len(acts) != 2 {
			t.Errorf("%d acts (%v), expected the first and one more", len(acts), err)
		}
	}
	// Runs of one case that are added at once are numbered one after the other.
	var wait sync.WaitGroup
	var mu sync.Mutex
	for i := range 4 {
		wait.Go(func() {
			r := addRun(t, servers[i%2])
			mu.Lock()
			defer mu.Unlock()
			numbers[r.Number] = true
		})
	}
	wait.Wait()
	if len(numbers) != 12 || !numbers[1] || !numbers[12] {
		t.Errorf("the numbers given were %v, expected 1 to 12", numbers)
	}
}

// An act that cannot be stored whole leaves nothing, and another one may take its place.
func testAssessmentWhole(t *testing.T, c state.Config) {
	s := open(t, c)
	r := addRun(t, s)
	act := publish(r, "张三")
	act.Document = state.Digest([]byte("never stored"))
	adjusted := []byte("{\"format\":1,\"adjusted\":true}")
	if err := s.AddAct(t.Context(), state.Assessments, act, adjusted); err == nil {
		t.Error("an act names a result that is not there")
	}
	if _, err := s.Document(t.Context(), state.Assessments, state.Digest(adjusted)); !errors.Is(err, state.ErrNotFound) {
		t.Errorf("the half of it stayed: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.AddAct(ctx, state.Assessments, publish(r, "张三")); !errors.Is(err, context.Canceled) {
		t.Errorf("who left is told %v", err)
	}
	if err := s.AddAct(t.Context(), state.Assessments, publish(r, "李四")); err != nil {
		t.Error(err)
	}
}

// directly opens the database beside the program.
func directly(t *testing.T, c state.Config) *sql.DB {
	t.Helper()
	driver, source := "sqlite", c.File
	if c.URL != "" {
		driver, source = "pgx", c.URL
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}
