package state_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"anlan/state"
)

// asked is a job that somebody asks for: about 1,000 bytes in two parts.
func asked(question string) state.ExportJob {
	return state.ExportJob{
		ID: state.NewExportID(), Fingerprint: question, DataSet: "hazard", Format: "parquet", Version: 7, Request: "{}", AskedBy: "{}", Revision: "1",
		Parts: 2, TotalRows: 10, TotalBytes: 1000, Manifest: "{}",
	}
}

func addExport(t *testing.T, s *state.Store, question, owner string, bounds state.ExportBounds) state.ExportJob {
	t.Helper()
	j, _, err := s.AddExport(t.Context(), asked(question), owner, bounds, noon)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// begin takes a job for a server as its runner does.
func begin(t *testing.T, s *state.Store, id, server string, ttl time.Duration) state.Lease {
	t.Helper()
	l, err := s.Acquire(t.Context(), state.ExportLease(id), server, ttl)
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := s.BeginExport(t.Context(), id, l, noon); err != nil || !ok {
		t.Fatalf("not begun: %v", err)
	}
	return l
}

// Eight ask for the same at once, on two servers: there is one job, and it is everybody's.
func testExportOnce(t *testing.T, c state.Config) {
	stores := []*state.Store{open(t, c), open(t, c)}
	ids, added := make([]string, 8), make([]bool, 8)
	var wait sync.WaitGroup
	for i := range ids {
		wait.Go(func() {
			j, first, err := stores[i%2].AddExport(context.Background(), asked("same"), string(rune('a'+i)), state.ExportBounds{}, noon)
			if err != nil {
				t.Error(err)
			}
			ids[i], added[i] = j.ID, first
		})
	}
	wait.Wait()
	slices.Sort(ids)
	if len(slices.Compact(ids)) != 1 || slices.Index(added, true) < 0 || slices.Index(added[slices.Index(added, true)+1:], true) >= 0 {
		t.Errorf("jobs %v, added %v", ids, added)
	}
	owners, err := stores[0].ExportOwners(t.Context(), ids[0])
	if err != nil || len(owners) != 8 {
		t.Errorf("it is of %v (%v)", owners, err)
	}
	if other := addExport(t, stores[0], "another", "a", state.ExportBounds{}); other.ID == ids[0] {
		t.Error("another question is given the same job")
	}
}

// A job runs for who holds its lease: it notes how far it is, adds parts and ends it; who lost the lease changes nothing, and who cancels it ends it for both.
func testExportFenced(t *testing.T, c state.Config) {
	s, ctx := open(t, c), t.Context()
	j := addExport(t, s, "q", "分析员", state.ExportBounds{})
	lost := begin(t, s, j.ID, "A", time.Hour)
	if due, err := s.DueExports(ctx, noon, 10); err != nil || len(due) != 0 {
		t.Errorf("due while A makes it: %v (%v)", due, err)
	}
	if held, err := s.HeldExportVersions(ctx); err != nil || !slices.Equal(held, []uint64{7}) {
		t.Errorf("held are %v (%v)", held, err)
	}
	if _, err := s.Renew(ctx, lost, time.Millisecond); err != nil { // A is gone
		t.Fatal(err)
	}
	due, err := s.DueExports(ctx, noon, 10)
	for tries := 0; tries < 6000 && err == nil && len(due) == 0; tries++ {
		time.Sleep(10 * time.Millisecond)
		due, err = s.DueExports(ctx, noon, 10)
	}
	if err != nil || len(due) != 1 || due[0].ID != j.ID || due[0].Attempts != 1 {
		t.Fatalf("due are %+v (%v)", due, err)
	}
	l := begin(t, s, j.ID, "B", time.Minute)
	part := state.ExportPart{Number: 1, Name: "hazard-2026-05.parquet", Rows: 6, Bytes: 600, SHA256: "aa", WrittenAt: noon}
	if ok, err := s.AddExportPart(ctx, j.ID, lost, part); err != nil || ok {
		t.Errorf("A added a part after it lost the lease (%v)", err)
	}
	if ok, err := s.EndExport(ctx, j.ID, lost, state.ExportOutcome{State: state.ExportFailed, At: noon}); err != nil || ok {
		t.Errorf("A ended the job after it lost the lease (%v)", err)
	}
	if ok, err := s.NoteExportWriting(ctx, j.ID, l, 300); err != nil || !ok {
		t.Errorf("B cannot say how far it is (%v)", err)
	}
	if now, err := s.Export(ctx, j.ID); err != nil || now.Writing != 300 || now.BytesDone != 0 || now.Attempts != 2 || now.State != state.ExportRunning || !now.StartedAt.Equal(noon) {
		t.Errorf("it is %+v (%v)", now, err)
	}
	if ok, err := s.AddExportPart(ctx, j.ID, l, part); err != nil || !ok {
		t.Errorf("B cannot add a part (%v)", err)
	}
	if now, err := s.Export(ctx, j.ID); err != nil || now.Writing != 0 || now.BytesDone != 600 || now.RowsDone != 6 || now.PartsDone != 1 || now.Attempts != 1 {
		t.Errorf("it is %+v (%v)", now, err)
	}
	if parts, err := s.ExportParts(ctx, j.ID); err != nil || len(parts) != 1 || parts[0].Name != part.Name || !parts[0].WrittenAt.Equal(noon) {
		t.Errorf("parts %+v (%v)", parts, err)
	}
	if err := s.CancelExport(ctx, j.ID, "分析员", "cancelled", noon); err != nil {
		t.Fatal(err)
	}
	if ok, err := s.NoteExportWriting(ctx, j.ID, l, 1); err != nil || ok {
		t.Errorf("B goes on with a cancelled job (%v)", err)
	}
	if err := s.CancelExport(ctx, j.ID, "分析员", "cancelled", noon); !errors.Is(err, state.ErrNotFound) {
		t.Errorf("cancelled twice: %v", err)
	}
	if parts, err := s.ExportParts(ctx, j.ID); err != nil || len(parts) != 0 {
		t.Errorf("a cancelled job has the parts %+v (%v)", parts, err)
	}
}

// What is done is given to who asks again, and kept anew; when its time is over it is made anew.
func testExportExpires(t *testing.T, c state.Config) {
	s, ctx := open(t, c), t.Context()
	week := 7 * 24 * time.Hour
	keep := state.ExportBounds{Until: func(_ state.ExportJob, now time.Time) time.Time { return now.Add(week) }}
	j := addExport(t, s, "q", "a", keep)
	l := begin(t, s, j.ID, "A", time.Minute)
	if ok, err := s.EndExport(ctx, j.ID, l, state.ExportOutcome{State: state.ExportDone, Manifest: `{"id":"x"}`, At: noon, ExpiresAt: noon.Add(week)}); err != nil || !ok {
		t.Fatalf("not ended: %v", err)
	}
	again, added, err := s.AddExport(ctx, asked("q"), "b", keep, noon.Add(week-time.Minute))
	if err != nil || added || again.ID != j.ID || again.Manifest != `{"id":"x"}` || !again.ExpiresAt.Equal(noon.Add(2*week-time.Minute)) {
		t.Errorf("asked again: %+v, %v (%v)", again, added, err)
	}
	if expired, err := s.ExpiredExports(ctx, noon.Add(week)); err != nil || len(expired) != 0 {
		t.Errorf("expired are %+v (%v)", expired, err)
	}
	if expired, err := s.ExpiredExports(ctx, noon.Add(2*week)); err != nil || len(expired) != 1 {
		t.Errorf("expired are %+v (%v)", expired, err)
	}
	for first := range 2 {
		if ok, err := s.ExpireExport(ctx, j.ID, "over"); err != nil || ok != (first == 0) {
			t.Errorf("expired %v (%v)", ok, err)
		}
	}
	if anew := addExport(t, s, "q", "a", keep); anew.ID == j.ID {
		t.Error("an expired job is given again")
	}
	if old, err := s.OldExports(ctx, noon.Add(3*week)); err != nil || !slices.Equal(old, []string{j.ID}) {
		t.Errorf("old are %v (%v)", old, err)
	}
	if err := s.RemoveExport(ctx, j.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Export(ctx, j.ID); !errors.Is(err, state.ErrNotFound) {
		t.Errorf("a removed job: %v", err)
	}
}

// Jobs are listed for their owners, page by page, the latest first; one who leaves a job of two leaves it to the other.
func testExportOwners(t *testing.T, c state.Config) {
	s, ctx := open(t, c), t.Context()
	var ids []string
	for i, question := range []string{"one", "two", "three"} {
		j, _, err := s.AddExport(ctx, asked(question), "a", state.ExportBounds{}, noon.Add(time.Duration(i)*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, j.ID)
	}
	addExport(t, s, "two", "b", state.ExportBounds{})
	list := func(owner, after string, first int) (got []string) {
		jobs, err := s.Exports(ctx, owner, after, first)
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range jobs {
			got = append(got, j.ID)
		}
		return got
	}
	if got := list("a", "", 2); !slices.Equal(got, []string{ids[2], ids[1]}) {
		t.Errorf("first page %v", got)
	}
	if got := list("a", ids[1], 2); !slices.Equal(got, ids[:1]) {
		t.Errorf("second page %v", got)
	}
	if got := list("b", "", 9); !slices.Equal(got, ids[1:2]) {
		t.Errorf("of b %v", got)
	}
	if got := list("", "", 9); len(got) != 3 {
		t.Errorf("of all %v", got)
	}
	if left, err := s.LeaveExport(ctx, ids[1], "a", "export cancel", noon); err != nil || left != 1 {
		t.Errorf("left to %d (%v)", left, err)
	}
	if _, err := s.LeaveExport(ctx, ids[1], "c", "export cancel", noon); !errors.Is(err, state.ErrNotFound) {
		t.Errorf("c left what was never c's: %v", err)
	}
	if left, err := s.LeaveExport(ctx, ids[1], "b", "export cancel", noon); err != nil || left != 0 || len(list("b", "", 9)) != 1 {
		t.Errorf("the last owner stays until it ends: %d (%v)", left, err)
	}
	audits, err := s.Audits(ctx, 10)
	if err != nil || len(audits) != 5 { // four were asked for, one was left
		t.Errorf("the audit says %+v (%v)", audits, err)
	}
}

// One caller has so many jobs that are not over, and all together take so much: 1,000 bytes each as estimated, or what was written where that is more.
func testExportBounds(t *testing.T, c state.Config) {
	s, ctx := open(t, c), t.Context()
	var seen uint64
	bounds := state.ExportBounds{Open: 2, Room: func(used uint64) error {
		if seen = used; used >= 3000 {
			return errors.New("no room")
		}
		return nil
	}}
	first := addExport(t, s, "one", "a", bounds)
	addExport(t, s, "two", "a", bounds)
	if _, _, err := s.AddExport(ctx, asked("three"), "a", bounds, noon); !errors.Is(err, state.ErrTooManyExports) {
		t.Errorf("a third one: %v", err)
	}
	if again := addExport(t, s, "one", "a", bounds); again.ID != first.ID {
		t.Error("asking again for what is there is refused")
	}
	l := begin(t, s, first.ID, "A", time.Minute)
	if _, err := s.AddExportPart(ctx, first.ID, l, state.ExportPart{Number: 1, Name: "x", Bytes: 1500}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.NoteExportWriting(ctx, first.ID, l, 600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.AddExport(ctx, asked("three"), "b", bounds, noon); err == nil || seen != 3100 {
		t.Errorf("with %d bytes used: %v", seen, err)
	}
	if _, err := s.EndExport(ctx, first.ID, l, state.ExportOutcome{State: state.ExportFailed, At: noon}); err != nil {
		t.Fatal(err)
	}
	if used, err := s.ExportsUsed(ctx); err != nil || used != 1000 {
		t.Errorf("after the failure %d are used (%v)", used, err)
	}
}

// One who asks for much does not keep others waiting: after one job of the first it is the other's turn.
func testExportTurns(t *testing.T, c state.Config) {
	s, ctx := open(t, c), t.Context()
	add := func(question, by string, second int) string {
		t.Helper()
		j := asked(question)
		j.AskedBy = by
		j, _, err := s.AddExport(ctx, j, by, state.ExportBounds{}, noon.Add(time.Duration(second)*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		return j.ID
	}
	ids := []string{add("1", "a", 1), add("2", "a", 2), add("3", "a", 3), add("4", "b", 4)}
	order := func() (got []string) {
		due, err := s.DueExports(ctx, noon.Add(time.Minute), 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range due {
			got = append(got, j.ID)
		}
		return got
	}
	if got := order(); !slices.Equal(got, ids) {
		t.Errorf("before anything was begun: %v, expected %v", got, ids)
	}
	begin(t, s, ids[0], "A", time.Minute)
	if got, want := order(), []string{ids[3], ids[1], ids[2]}; !slices.Equal(got, want) {
		t.Errorf("after the first of a: %v, expected %v", got, want)
	}
}

// A manifest is found by its id until its time is over; of one that runs nobody knows any more it is said that it failed.
func testExportManifests(t *testing.T, c state.Config) {
	s, ctx := open(t, c), t.Context()
	m := state.ExportManifest{ID: "ex_1", Owner: "分析员", Status: state.ManifestRunning, Body: `{"id":"ex_1"}`, CreatedAt: noon, UpdatedAt: noon, ExpiresAt: noon.Add(time.Hour)}
	if err := s.KeepExportManifest(ctx, m); err != nil {
		t.Fatal(err)
	}
	other := m
	other.ID = "ex_2"
	if err := s.KeepExportManifest(ctx, other); err != nil {
		t.Fatal(err)
	}
	m.Status, m.Body, m.Owner = state.ManifestWhole, `{"id":"ex_1","rows":5}`, "somebody else"
	if err := s.KeepExportManifest(ctx, m); err != nil {
		t.Fatal(err)
	}
	if err := s.FailExportManifests(ctx, "the server ended", noon.Add(time.Second), noon.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got, err := s.ExportManifest(ctx, "ex_1"); err != nil || got.Status != state.ManifestWhole || got.Owner != "分析员" || got.Body != m.Body || !got.CreatedAt.Equal(noon) {
		t.Errorf("kept is %+v (%v)", got, err)
	}
	if got, err := s.ExportManifest(ctx, "ex_2"); err != nil || got.Status != state.ManifestFailed || got.Reason != "the server ended" {
		t.Errorf("kept is %+v (%v)", got, err)
	}
	if err := s.ForgetExportManifests(ctx, noon.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ExportManifest(ctx, "ex_1"); !errors.Is(err, state.ErrNotFound) {
		t.Errorf("a manifest whose time is over: %v", err)
	}
}
