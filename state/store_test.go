package state_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"anlan/safety"
	"anlan/state"
	"anlan/test/databases"
)

// Both databases pass the same tests: every test gets an empty state and a way to open it again, as another server does.
func TestState(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		conform(t, func(t *testing.T) state.Config {
			return state.Config{File: filepath.Join(t.TempDir(), "state.db")}
		})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		server := databases.PostgreSQL(t)
		conform(t, func(t *testing.T) state.Config {
			return state.Config{URL: newDatabase(t, server)}
		})
		t.Run("TheServerIsKilled", func(t *testing.T) {
			own := databases.PostgreSQL(t, "synchronous_commit=on")
			testServerAway(t, open(t, state.Config{URL: own.URL()}), own.Kill, own.Start)
		})
	})
}

func conform(t *testing.T, fresh func(*testing.T) state.Config) {
	for name, test := range map[string]func(*testing.T, state.Config){
		"TwoServersStartAtOnce":          testStartAtOnce,
		"ALeaseHasOneHolder":             testLease,
		"AHeartbeatKeepsALease":          testHeartbeat,
		"AHolderLearnsThatItLost":        testLost,
		"ADueTimeIsAdmittedOnce":         testAdmit,
		"ATaskIsBegunOnce":               testBegin,
		"ATaskOfADeadServerIsFree":       testTakeover,
		"APauseSurvives":                 testPause,
		"ABackfillKnowsItsProgress":      testBackfill,
		"AnOutageIsToldOnce":             testOutage,
		"ACancelReachesTheServer":        testCancel,
		"WhatIsOldIsForgotten":           testPrune,
		"WhoTookDataAwayIsKeptLonger":    testPruneAudits,
		"AuditsOfAMoment":                testAuditsOfAMoment,
		"TheClockIsTheDatabases":         testClock,
		"AnOutcomeNeedsTheClaim":         testFinish,
		"AnotherTryWaitsForItsTime":      testRetry,
		"ALeaseThatIsWaitedForIsHeld":    testWaitForLease,
		"TokensGrowWithEveryNewHolder":   testTokens,
		"NoticesWaitForTheirTime":        testNotices,
		"TheAuditSaysWhoDidWhat":         testAudit,
		"SeveralHoldersOneAtATime":       testContention,
		"ARunFindsItsTask":               testTaskOfRun,
		"RegisteringAgainChangesNothing": testRegister,
		"AWarningAndItsHistory":          testAlert,
		"WarningsAreListedGravestFirst":  testAlertList,
		"EvaluationsTakeTurns":           testAlertTurns,
		"AResultIsKeptWhole":             testAssessment,
		"AResultIsNeverChanged":          testAssessmentStays,
		"APublishedResultIsNotReplaced":  testAssessmentReplaced,
		"AChangedRunIsNotTold":           testAssessmentSealed,
		"AChangedResultIsNotServed":      testAssessmentDamaged,
		"TwoActAtOnceOnAResult":          testAssessmentAtOnce,
		"AnActIsStoredWhole":             testAssessmentWhole,
		"ABulletinIsKeptWhole":           testBulletin,
		"ANumberIsTheNextOrNone":         testBulletinNumbers,
		"TwoTakeTheNextNumberAtOnce":     testBulletinNumbersAtOnce,
		"ABulletinIsNeverChanged":        testBulletinStays,
		"BulletinsAreDeliveredOnce":      testDeliveries,
		"WhatCouldNotBeDraftedIsKept":    testDrafting,
		"ASameExportIsMadeOnce":          testExportOnce,
		"AnExportNeedsItsLease":          testExportFenced,
		"AnExportIsKeptForATime":         testExportExpires,
		"AnExportIsItsOwners":            testExportOwners,
		"ExportsTakeTurns":               testExportTurns,
		"ExportsAreBounded":              testExportBounds,
		"ManifestsAreKeptForATime":       testExportManifests,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, fresh(t))
		})
	}
}

// newDatabase makes an empty one on a server, named after the test.
func newDatabase(t *testing.T, server *databases.Server) string {
	t.Helper()
	db, err := sql.Open("pgx", server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // a test's
	name := strings.ToLower(t.Name()[strings.LastIndex(t.Name(), "/")+1:])
	if _, err := db.ExecContext(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return server.DatabaseURL(name)
}

func open(t *testing.T, c state.Config) *state.Store {
	t.Helper()
	s, err := state.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

var six = time.Date(2026, 5, 6, 6, 0, 0, 0, safety.Beijing())

func testStartAtOnce(t *testing.T, c state.Config) {
	var wait sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wait.Go(func() {
			s, err := state.Open(context.Background(), c)
			if err == nil {
				err = s.Close()
			}
			errs[i] = err
		})
	}
	wait.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
}

func testLease(t *testing.T, c state.Config) {
	a, b := open(t, c), open(t, c)
	lease, err := a.Acquire(t.Context(), "run/hazards", "server A", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Acquire(t.Context(), "run/hazards", "server B", time.Minute); !errors.Is(err, state.ErrHeld) || !strings.Contains(err.Error(), "server A") {
		t.Errorf("the second gets %v, expected to be told that server A holds it", err)
	}
	if err := a.Release(t.Context(), lease); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Acquire(t.Context(), "run/hazards", "server B", time.Minute); err != nil {
		t.Errorf("given back: %v", err)
	}
	if _, err := a.Renew(t.Context(), lease, time.Minute); !errors.Is(err, state.ErrLost) {
		t.Errorf("to renew what another holds: %v, expected lost", err)
	}
	if err := a.Release(t.Context(), lease); err != nil {
		t.Fatal(err)
	}
	if holder, err := a.Holder(t.Context(), "run/hazards"); err != nil || holder.Holder != "server B" {
		t.Errorf("after a late release %v holds it (%v), expected server B", holder, err)
	}
}

func testTokens(t *testing.T, c state.Config) {
	s := open(t, c)
	last := int64(0)
	for _, holder := range []string{"A", "B", "B", "A"} {
		lease, err := s.Acquire(t.Context(), "writer", holder, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if lease.Token <= last {
			t.Errorf("the token of %s is %d, after %d", holder, lease.Token, last)
		}
		last = lease.Token
		if err := s.Release(t.Context(), lease); err != nil {
			t.Fatal(err)
		}
	}
}

func testHeartbeat(t *testing.T, c state.Config) {
	a, b := open(t, c), open(t, c)
	held, err := a.Hold(t.Context(), "writer", "A", 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	first, err := b.Holder(t.Context(), "writer")
	for later := first; err == nil && later.Until.Equal(first.Until); time.Sleep(50 * time.Millisecond) {
		later, err = b.Holder(t.Context(), "writer")
	}
	if err != nil {
		t.Fatalf("nobody holds it longer than at first: %v", err)
	}
	for _, want := range []error{state.ErrHeld, nil} {
		if _, err := b.Acquire(t.Context(), "writer", "B", time.Minute); !errors.Is(err, want) {
			t.Errorf("after it was held longer and given back: %v, expected %v", err, want)
		}
		held.Release()
	}
}

func testLost(t *testing.T, c state.Config) {
	a, b := open(t, c), open(t, c)
	held, err := a.Hold(t.Context(), "writer", "A", 600*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Release()
	if err := b.ReleaseAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Acquire(t.Context(), "writer", "B", time.Minute); err != nil {
		t.Fatal(err)
	}
	if err := held.Confirm(t.Context()); !errors.Is(err, state.ErrLost) {
		t.Errorf("confirmed with %v, expected lost", err)
	}
	select {
	case <-held.Lost():
	case <-time.After(time.Minute):
		t.Error("the holder does not learn that it lost the lease")
	}
}

func testWaitForLease(t *testing.T, c state.Config) {
	a, b := open(t, c), open(t, c)
	first, err := a.Hold(t.Context(), "writer", "A", time.Second)
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan error)
	go func() {
		second, err := b.HoldWhenFree(context.Background(), "writer", "B", time.Second)
		if err == nil {
			second.Release()
		}
		got <- err
	}()
	first.Release()
	if err := <-got; err != nil {
		t.Error(err)
	}
	if held, err := a.Hold(t.Context(), "writer", "A", time.Minute); err != nil {
		t.Error(err)
	} else {
		defer held.Release()
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.HoldWhenFree(ctx, "writer", "B", time.Second); !errors.Is(err, context.Canceled) {
		t.Errorf("a wait that was ended says %v", err)
	}
}

// Twelve take turns; a counter that only the holder changes, in two steps, misses nothing.
func testContention(t *testing.T, c state.Config) {
	stores := []*state.Store{open(t, c), open(t, c), open(t, c)}
	var wait sync.WaitGroup
	inside, most, turns := 0, 0, 0
	var mu sync.Mutex
	for i := range 12 {
		wait.Go(func() {
			held, err := stores[i%3].HoldWhenFree(context.Background(), "writer", string(rune('A'+i)), time.Minute)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			inside++
			most, turns = max(most, inside), turns+1
			mu.Unlock()
			time.Sleep(2 * time.Millisecond)
			mu.Lock()
			inside--
			mu.Unlock()
			held.Release()
		})
	}
	wait.Wait()
	if most != 1 || turns != 12 {
		t.Errorf("%d turns, at most %d at once", turns, most)
	}
}

func testClock(t *testing.T, c state.Config) {
	now, err := open(t, c).Now(t.Context())
	if off := time.Since(now).Abs(); err != nil || off > time.Minute {
		t.Errorf("the clock says %v (%v)", now, err)
	}
	if now.Format("-07:00") != "+08:00" {
		t.Errorf("%v is not in Beijing", now)
	}
}

func testRegister(t *testing.T, c state.Config) {
	s := open(t, c)
	for _, at := range []time.Time{six, six.Add(time.Hour)} {
		if err := s.RegisterJobs(t.Context(), map[string]string{"accidents": "", "hazards": "30 6 * * *"}, at); err != nil {
			t.Fatal(err)
		}
	}
	if job := jobNamed(t, s, "hazards"); !job.Handled.Equal(six) {
		t.Errorf("handled until %v, expected %v of the first time", job.Handled, six)
	}
	later := six.Add(2 * time.Hour)
	if err := s.RegisterJobs(t.Context(), map[string]string{"hazards": "0 7 * * *"}, later); err != nil {
		t.Fatal(err)
	}
	if job := jobNamed(t, s, "hazards"); !job.Handled.Equal(later) {
		t.Errorf("after its schedule was changed handled until %v, expected %v: nothing of the new one was missed", job.Handled, later)
	}
}

func jobNamed(t *testing.T, s *state.Store, name string) state.Job {
	t.Helper()
	jobs, err := s.Jobs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range jobs {
		if j.Name == name {
			return j
		}
	}
	t.Fatalf("no job %s in %v", name, jobs)
	return state.Job{}
}

func testPause(t *testing.T, c state.Config) {
	s := open(t, c)
	if err := s.RegisterJobs(t.Context(), map[string]string{"hazards": "30 6 * * *"}, six); err != nil {
		t.Fatal(err)
	}
	if err := s.Pause(t.Context(), "hazards", "张三", "系统割接", six); err != nil {
		t.Fatal(err)
	}
	if err := s.Pause(t.Context(), "hazards", "李四", "again", six.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, c)
	if job := jobNamed(t, s, "hazards"); !job.Paused() || job.PausedBy != "张三" || job.PausedWhy != "系统割接" || !job.PausedAt.Equal(six) {
		t.Errorf("after a restart %+v, expected the pause of 张三", job)
	}
	if err := s.Resume(t.Context(), "hazards", "张三", "", six); err != nil {
		t.Fatal(err)
	}
	if job := jobNamed(t, s, "hazards"); job.Paused() || job.PausedBy != "" {
		t.Errorf("resumed: %+v", job)
	}
	if err := s.Pause(t.Context(), "harzards", "张三", "", six); !errors.Is(err, state.ErrNotFound) {
		t.Errorf("a job that is not there: %v", err)
	}
}

func testAudit(t *testing.T, c state.Config) {
	s := open(t, c)
	if err := s.RegisterJobs(t.Context(), map[string]string{"hazards": "30 6 * * *"}, six); err != nil {
		t.Fatal(err)
	}
	if err := s.Pause(t.Context(), "hazards", "张三", "系统割接", six); err != nil {
		t.Fatal(err)
	}
	if err := s.Resume(t.Context(), "hazards", "李四", "", six.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	audits, err := s.Audits(t.Context(), 10)
	if err != nil || len(audits) != 2 || audits[0].Who != "李四" || audits[0].Action != "resume" || audits[1].Detail != "系统割接" {
		t.Errorf("audits %+v (%v), expected 李四's resume before 张三's pause", audits, err)
	}
}

// What is wrong with the file or the server is said in words that help.
func TestStateThatCannotBeOpened(t *testing.T) {
	folder := t.TempDir()
	garbage := filepath.Join(folder, "garbage.db")
	if err := os.WriteFile(garbage, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		config state.Config
		want   string
	}{
		{state.Config{}, "neither a file nor an address"},
		{state.Config{File: garbage}, "is no SQLite database"},
		{state.Config{File: filepath.Join(folder, "nowhere", "state.db")}, "cannot be opened: let the user who runs anlan write to its folder"},
		{state.Config{URL: "postgres://anlan:s3cret@127.0.0.1:1/anlan?connect_timeout=2"}, "open state in postgres://anlan:xxxxx@127.0.0.1:1/anlan"},
		{state.Config{URL: "mysql://anlan:s3cret@127.0.0.1/anlan"}, "is not an address such as postgres://"},
	} {
		_, err := state.Open(t.Context(), c.config)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%+v: %v, expected %q", c.config, err, c.want)
		}
	}
}
