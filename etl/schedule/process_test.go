package schedule_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"anlan/etl"
	"anlan/etl/schedule"
	"anlan/safety"
	"anlan/state"
	"anlan/test/databases"
	"anlan/warehouse"
)

// TestMain is also a server of the test below: this program again, with an address in its environment.
func TestMain(m *testing.M) {
	if address := os.Getenv("ANLAN_TEST_STATE"); address != "" {
		if err := beServer(address, os.Getenv("ANLAN_TEST_AHEAD"), os.Getenv("ANLAN_TEST_HANGS") != ""); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// The servers' day: jobs every quarter of an hour, from midnight to 08:00.
const (
	serverJobs = 3
	serverDay  = 8 * time.Hour
	serverStep = 5 * time.Minute // of its clock, each look
)

// beServer is a server whose clock goes fast, and may be ahead of the other's. It ends when everything is done, or never when
// its first run hangs.
func beServer(address, ahead string, hangs bool) error {
	ctx := context.Background()
	store, err := state.Open(ctx, state.Config{URL: address})
	if err != nil {
		return err
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	offset, err := time.ParseDuration(ahead)
	if err != nil {
		return err
	}
	begin := time.Date(2026, 5, 11, 0, 0, 0, 0, safety.Beijing())
	clock := clockwork.NewFakeClockAt(begin)
	var jobs []schedule.Job
	for i := range serverJobs {
		p, err := etl.ParsePipeline("p.yaml", fmt.Appendf(nil, "pipeline: job_%d\nfact: accident\nsystem: s\nsource: {files: x.csv}\nschedule: {every: 15m, misfire: all, catch_up: 1000}\ncolumns: {id: id, region: region, occurred_on: day}\n", i))
		if err != nil {
			return err
		}
		jobs = append(jobs, schedule.Job{Pipeline: p.Name, Schedule: p.Schedule})
	}
	s, err := schedule.New(schedule.Config{State: store, Runner: &recorder{db: db, hangs: hangs}, Jobs: jobs, Clock: clock, Lease: 6 * time.Second})
	if err != nil {
		return err
	}
	if err := s.Prepare(ctx); err != nil {
		return err
	}
	clock.Advance(offset)
	for {
		if clock.Now().Before(begin.Add(serverDay)) {
			clock.Advance(serverStep)
		}
		if err := s.Look(ctx); err != nil {
			return err
		}
		time.Sleep(20 * time.Millisecond)
		if open, err := store.OpenTasks(ctx); err != nil || len(open) == 0 && !clock.Now().Before(begin.Add(serverDay)) {
			return err
		}
	}
}

// recorder writes into a table what runs.
type recorder struct {
	db    *sql.DB
	hangs bool
	begun atomic.Int32
}

func (r *recorder) Start(_ context.Context, pipeline string, o etl.RunOptions) (string, func() (warehouse.Run, error), error) {
	var id string
	err := r.db.QueryRow("INSERT INTO ran (job, pid, attempt) VALUES ($1, $2, $3) RETURNING id::text", pipeline, os.Getpid(), o.Attempt).Scan(&id)
	hang := r.begun.Add(1) == 1 && r.hangs
	return id, func() (warehouse.Run, error) {
		if hang {
			select {}
		}
		time.Sleep(10 * time.Millisecond)
		_, err := r.db.Exec("UPDATE ran SET ended = true WHERE id = $1::bigint", id)
		return warehouse.Run{ID: id}, err
	}, err
}

// Two servers with clocks that differ share one state; one is killed half-way, in the midst of a run. Every quarter of an hour from 00:15 to 08:00,
// 32 of each job, runs once; only what the dead server was running runs again, on the other.
func TestTwoServersRunEachJobOnce(t *testing.T) {
	server := databases.PostgreSQL(t)
	db, err := sql.Open("pgx", server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // a test's
	if _, err := db.Exec("CREATE TABLE ran (id bigserial PRIMARY KEY, job text, pid int, attempt int, ended bool NOT NULL DEFAULT false)"); err != nil {
		t.Fatal(err)
	}
	start := func(more ...string) *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(append(os.Environ(), "ANLAN_TEST_STATE="+server.URL()), more...)
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	until := func(condition string, args ...any) {
		for reached := false; !reached; time.Sleep(5 * time.Millisecond) {
			if err := db.QueryRowContext(t.Context(), "SELECT coalesce("+condition+", false) FROM ran", args...).Scan(&reached); err != nil {
				t.Fatal(err)
			}
		}
	}
	dying := start("ANLAN_TEST_AHEAD=0m", "ANLAN_TEST_HANGS=yes")
	until("count(*) > 0") // its first run, which does not end and holds one job back
	living := start("ANLAN_TEST_AHEAD=7m")
	until("count(*) FILTER (WHERE pid <> $1) > 10 OR count(*) > 2*32", dying.Process.Pid)
	if err := dying.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = dying.Wait() // it was killed
	if err := living.Wait(); err != nil {
		t.Fatal(err)
	}
	store, err := state.Open(t.Context(), state.Config{URL: server.URL()})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close() //nolint:errcheck // a test's
	again := 0
	for i := range serverJobs {
		name := fmt.Sprintf("job_%d", i)
		tasks, err := store.Tasks(t.Context(), name, 1000)
		if err != nil {
			t.Fatal(err)
		}
		dues := map[time.Time]bool{}
		for _, task := range tasks {
			if dues[task.Due] = true; task.State != state.TaskSucceeded {
				t.Errorf("%s is %s: %s", task.ID, task.State, task.Message)
			}
			again += task.Attempts - 1
		}
		if len(tasks) != 32 || len(dues) != 32 {
			t.Errorf("%s has %d tasks for %d due times, expected 32", name, len(tasks), len(dues))
		}
	}
	var ran, byOther int
	if err := db.QueryRow("SELECT count(*), count(*) FILTER (WHERE pid <> $1) FROM ran", dying.Process.Pid).Scan(&ran, &byOther); err != nil {
		t.Fatal(err)
	}
	// at most two run at once on a server
	if ran != serverJobs*32+again || again < 1 || again > 2 || byOther == 0 || byOther == ran {
		t.Errorf("%d runs began (%d on the server that lives), %d of them again: expected %d and those again, 1 or 2", ran, byOther, again, serverJobs*32)
	}
	t.Logf("%d runs, %d by the server that lived on, %d again", ran, byOther, again)
}
