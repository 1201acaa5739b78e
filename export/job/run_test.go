package job

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"anlan/access"
	"anlan/export"
	"anlan/state"
	"anlan/warehouse"
)

// A job gives a file a month, and a manifest of all of them.
func TestAJobMakesAFileAMonth(t *testing.T) {
	b := setup(t)
	j := b.create(t, analyst, lines)
	if j.State != Queued || j.PartsTotal != 3 || j.RowsTotal != 30 || !j.RowsExact || j.DataVersion != 7 || j.Title.ZH != "隐患" || j.Manifest != "" {
		t.Errorf("taken on: %+v", j)
	}
	if _, err := b.Manifest(t.Context(), analyst, j.ID); codeOf(err) != warehouse.Conflict {
		t.Errorf("the manifest of a job that waits: %v", err)
	}
	b.run(t)
	j = b.until(t, analyst, j.ID, Done)
	if j.RowsDone != 30 || j.RowsTotal != 30 || j.PartsDone != 3 || j.BytesDone != j.BytesTotal || !j.ExpiresAt.Equal(noon.Add(7*24*time.Hour)) || j.Reason != "" {
		t.Errorf("done: %+v", j)
	}
	parts, err := b.Parts(t.Context(), j)
	if err != nil || len(parts) != 3 || parts[2].Address != "/exports/"+j.ID+"/hazard-v7-2026-05.jsonl" || parts[2].Rows != 10 {
		t.Errorf("parts %+v (%v)", parts, err)
	}
	for i, name := range names {
		f, err := b.File(t.Context(), analyst, j.ID, name)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(f)
		if err != nil || string(text) != b.lines(months[i]) || f.SHA256 != parts[i].SHA256 || f.Media != "application/x-ndjson" {
			t.Errorf("%s holds %q (%v)", name, text, err)
		}
		_ = f.Close()
	}
	m, err := b.Manifest(t.Context(), analyst, j.ID)
	if err != nil || m.ID != j.ID || m.Rows != 30 || len(m.Parts) != 3 || m.Parts[0].Name != names[0] || m.Parts[0].SHA256 != parts[0].SHA256 || m.SHA256 != "" {
		t.Errorf("manifest %+v (%v)", m, err)
	}
	if got := b.files(t, j.ID); !slices.Equal(got, names) {
		t.Errorf("on the disk are %v", got)
	}
}

// A workbook is one file, and so is what the warehouse does not divide.
func TestAWorkbookIsOnePart(t *testing.T) {
	b := setup(t)
	r := lines
	r.Format = export.XLSX
	if e, err := b.Estimate(t.Context(), analyst, r); err != nil || e.Parts != 1 || e.Rows != 30 || !e.Exact || e.DataVersion != 7 {
		t.Errorf("estimate %+v (%v)", e, err)
	}
	if e, err := b.Estimate(t.Context(), analyst, lines); err != nil || e.Parts != 3 {
		t.Errorf("estimate %+v (%v)", e, err)
	}
}

// What is on the disk and recorded is not written again; what is gone or has another size is.
func TestAJobGoesOnWithWhatIsMissing(t *testing.T) {
	b := setup(t)
	b.middle, b.reached = make(chan struct{}), make(chan struct{})
	j := b.create(t, analyst, lines)
	stop := b.run(t)
	for range 2 {
		<-b.reached // the first part stands in its middle, then the second
		b.middle <- struct{}{}
	}
	<-b.reached
	stop() // the server is told to stop while it writes the third part
	if got := b.files(t, j.ID); !slices.Equal(got, names[:2]) {
		t.Errorf("left are %v", got)
	}
	if got := b.until(t, analyst, j.ID, Running); got.PartsDone != 2 || got.RowsDone != 20 {
		t.Errorf("left is %+v", got)
	}
	if err := os.Truncate(filepath.Join(b.dir, j.ID, names[0]), 3); err != nil {
		t.Fatal(err)
	}
	orphan := filepath.Join(b.dir, j.ID, ".hazard-v7-2026-05.jsonl.1.tmp")
	if err := os.WriteFile(orphan, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.middle = nil
	b.run(t)
	b.until(t, analyst, j.ID, Done)
	if got := []int{b.begun("2026-03"), b.begun("2026-04"), b.begun("2026-05")}; !slices.Equal(got, []int{2, 1, 2}) {
		t.Errorf("written %v times", got)
	}
	if got := b.files(t, j.ID); !slices.Equal(got, names) {
		t.Errorf("on the disk are %v", got)
	}
}

// Two servers share the work: every part is written once, whoever does it; and one goes on with what another left.
func TestSeveralServersShareTheWork(t *testing.T) {
	dir := t.TempDir()
	a := setupIn(t, dir, func(c *Config) { c.Server = "A" })
	b := setupIn(t, dir, func(c *Config) { c.Server = "B" })
	ids := make([]string, 0, 4)
	for n := range uint64(4) {
		ids = append(ids, a.create(t, analyst, limited(n)).ID)
	}
	// A server that died held the first.
	l, err := a.store.Acquire(t.Context(), state.ExportLease(ids[0]), "C", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := a.store.BeginExport(t.Context(), ids[0], l, noon); err != nil || !ok {
		t.Fatal(err)
	}
	if _, err := a.store.Renew(t.Context(), l, time.Millisecond); err != nil {
		t.Fatal(err)
	}
	a.run(t)
	b.run(t)
	for _, id := range ids {
		a.until(t, analyst, id, Done)
	}
	for _, month := range months {
		if n := a.begun(month) + b.begun(month); n != 4 {
			t.Errorf("%s was written %d times for four jobs", month, n)
		}
	}
}

// A cancelled job leaves no file, wherever it is made and however far it is.
func TestCancelMidPartLeavesNoFile(t *testing.T) {
	for _, elsewhere := range []bool{false, true} {
		dir := t.TempDir()
		b := setupIn(t, dir)
		other := b
		if elsewhere {
			other = setupIn(t, dir, func(c *Config) { c.Server = "B" })
		}
		b.middle, b.reached = make(chan struct{}), make(chan struct{})
		j := b.create(t, analyst, lines)
		stop := b.run(t)
		<-b.reached
		b.middle <- struct{}{}
		<-b.reached // in the middle of the second part
		got, err := other.Cancel(t.Context(), analyst, j.ID)
		if err != nil || got.State != Cancelled || got.Reason != "cancelled by 省分析员" {
			t.Errorf("cancelled: %+v (%v)", got, err)
		}
		if got := b.left(t, j.ID); got != nil {
			t.Errorf("left are %v", got)
		}
		stop()
		if _, err := b.Cancel(t.Context(), analyst, j.ID); codeOf(err) != warehouse.Conflict {
			t.Errorf("cancelled twice: %v", err)
		}
		if gone := (*GoneError)(nil); !errors.As(fileErr(b, j.ID), &gone) {
			t.Errorf("its files: %v", fileErr(b, j.ID))
		}
		if anew := b.create(t, analyst, lines); anew.ID == j.ID {
			t.Error("a cancelled job is given to who asks again")
		}
	}
}

func fileErr(b *bundle, id string) error {
	_, err := b.File(context.Background(), analyst, id, names[0])
	return err
}

// What may pass is tried again, some time later; what does not is told, with what to do, and leaves no file.
func TestFailures(t *testing.T) {
	t.Run("the engine comes back", func(t *testing.T) {
		b := setup(t)
		b.fail = warehouse.Fault(warehouse.Unavailable, "the engine does not answer")
		j := b.create(t, analyst, lines)
		b.run(t)
		for b.begun("2026-03") == 0 {
			time.Sleep(time.Millisecond)
		}
		if got := b.until(t, analyst, j.ID, Queued); got.State != Queued {
			t.Errorf("it is %+v", got)
		}
		b.hazards.mu.Lock()
		b.fail = nil
		b.hazards.mu.Unlock()
		b.at(noon.Add(time.Minute))
		if got := b.until(t, analyst, j.ID, Done); got.Reason != "" || got.RowsDone != 30 {
			t.Errorf("it is %+v", got)
		}
	})
	t.Run("the data version is gone", func(t *testing.T) {
		b := setup(t)
		j := b.create(t, analyst, lines)
		b.gone = true
		b.run(t)
		if got := b.until(t, analyst, j.ID, Failed); got.Reason != "data version 7 is no longer kept: ask for it anew, of the newest data" || b.left(t, j.ID) != nil {
			t.Errorf("it is %+v with %v", got, b.left(t, j.ID))
		}
	})
	t.Run("in words", func(t *testing.T) {
		b := setup(t)
		kept := state.ExportJob{Attempts: 1}
		for _, c := range []struct {
			err   error
			state string
			says  string
		}{
			{&os.PathError{Op: "write", Err: syscall.ENOSPC}, state.ExportFailed, "make room"},
			{&os.PathError{Op: "open", Err: syscall.EROFS}, state.ExportFailed, "export.dir"},
			{warehouse.Fault(warehouse.Forbidden, "you may not read hazard"), state.ExportFailed, "you may not read hazard"},
			{errors.New("code: 241, memory limit of SELECT phone exceeded"), state.ExportQueued, "the log of the server says why"},
		} {
			o := b.outcome(kept, c.err)
			if o.State != c.state || !strings.Contains(o.Message, c.says) || strings.Contains(o.Message, "phone") {
				t.Errorf("%v: %+v", c.err, o)
			}
		}
		kept.Attempts = mostAttempts
		if o := b.outcome(kept, errors.New("x")); o.State != state.ExportFailed {
			t.Errorf("after %d tries: %+v", mostAttempts, o)
		}
	})
}

// Parts of two programs do not go together: a job that another revision began is made anew.
func TestAnotherProgramBeginsAnew(t *testing.T) {
	dir := t.TempDir()
	old := setupIn(t, dir)
	old.middle, old.reached = make(chan struct{}), make(chan struct{})
	j := old.create(t, analyst, lines)
	stop := old.run(t)
	<-old.reached
	old.middle <- struct{}{}
	<-old.reached
	stop()
	newer := setupIn(t, dir, func(c *Config) { c.Revision = "2" })
	newer.run(t)
	newer.until(t, analyst, j.ID, Done)
	if n := newer.begun("2026-03"); n != 1 {
		t.Errorf("the part of the old program was written %d times", n)
	}
	if same := newer.create(t, analyst, lines); same.ID == j.ID {
		t.Error("the new program gives what the old one was asked")
	}
}

// What is kept of a question is the question.
func TestAnOrderIsReadAsItWasWritten(t *testing.T) {
	n := uint64(5)
	o := order{Request: export.Request{Format: export.CSV, Options: export.Options{BOM: true}, Query: warehouse.DataQuery{
		Set: "hazard", Select: []warehouse.Selected{{Expr: &warehouse.Expr{Column: "id"}}}, Limit: &n, Version: 7, Tree: warehouse.Managing,
		Where: &warehouse.Expr{Call: "in", Args: []*warehouse.Expr{{Column: "id"}, {Literal: &warehouse.Literal{List: []warehouse.Literal{{Type: "String", Text: "隐患"}}}}}},
		Order: []warehouse.OrderedBy{{Expr: &warehouse.Expr{Column: "id"}, Desc: true}},
	}}, Caller: access.Caller{Name: "a", Role: access.Analyst, Local: true, Scope: county.Scope}}
	request, caller, err := o.text()
	if err != nil {
		t.Fatal(err)
	}
	back, err := orderOf(state.ExportJob{Request: request, AskedBy: caller})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back, o) {
		t.Errorf("read as %+v, written as %+v", back, o)
	}
}
