package dispatch

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"anlan/access"
	"anlan/safety"
	"anlan/state"
	"anlan/test/databases"
)

// TestMain is also a server with ten clients that issue bulletins until it is killed, and says of each that it is issued.
func TestMain(m *testing.M) {
	config := os.Getenv("ANLAN_TEST_BULLETINS")
	if config == "" {
		os.Exit(m.Run())
	}
	var c state.Config
	err := json.Unmarshal([]byte(config), &c)
	if err == nil {
		err = issueUntilKilled(context.Background(), c)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func issueUntilKilled(ctx context.Context, c state.Config) error {
	store, err := state.Open(ctx, c)
	if err != nil {
		return err
	}
	slow := press{edition: strings.Repeat("x", 2000), after: func() { time.Sleep(time.Duration(rand.IntN(300)) * time.Microsecond) }}
	failed := make(chan error)
	for client := range 10 {
		go func() {
			desk := newDesk()
			desk.nothingRequired = true
			b := New(store, desk, slow, shandong{}, Options{Today: func() safety.Date { return day("2027-12-31") }})
			b.lease = 2 * time.Second // others wait that long for a server that was killed; one that is slow must not lose it
			for i := 0; ; i++ {
				own := month("2026-05")
				own.Sector = fmt.Sprintf("s%d/%d/%d", os.Getpid(), client, i)
				if err := issueOne(ctx, b, own, i); err != nil {
					failed <- fmt.Errorf("client %d: %w", client, err)
				}
			}
		}()
	}
	return <-failed
}

// issueOne takes a bulletin all the way, in one of two years; every fourth is corrected and every fifth declared void.
func issueOne(ctx context.Context, b *Bulletins, c Case, i int) error {
	doing := Doing{Caller: access.Local(), Remark: "x"}
	issue := func(drafted *Bulletin, err error) error {
		if err != nil {
			return err
		}
		doing.Bulletin = drafted.ID
		if _, err := b.Review(ctx, doing); err != nil {
			return err
		}
		issued, err := b.Issue(ctx, doing, Issuing{Signer: "李四", Date: day("2026-06-03").AddDays(365 * (i % 2))})
		if err == nil {
			fmt.Println(issued.ID, issued.DocumentNumber)
		}
		return err
	}
	err := issue(b.Draft(ctx, doing.Caller, Request{Case: c}))
	if err == nil && i%4 == 0 {
		err = issue(b.Correct(ctx, doing))
	}
	if err == nil && i%5 == 0 {
		_, err = b.Void(ctx, doing)
	}
	return err
}

// Twenty clients of two servers issue at once, and both are killed at any moment, again and again: numbers have neither gap nor double,
// every file has its SHA-256, what was told to be issued is, and nothing is issued by halves.
func TestIssueUnderFire(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		issueUnderFire(t, state.Config{File: filepath.Join(t.TempDir(), "state.db")}, 2)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		issueUnderFire(t, state.Config{URL: databases.PostgreSQL(t).URL()}, 2)
	})
}

func issueUnderFire(t *testing.T, c state.Config, rounds int) {
	t.Helper()
	store, err := state.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	told := map[string]string{}
	var mu sync.Mutex
	for range rounds {
		var servers sync.WaitGroup
		for range 2 {
			servers.Go(func() {
				lines := underFire(t, c, atLeast+rand.IntN(8), time.Duration(rand.IntN(20))*time.Millisecond)
				mu.Lock()
				defer mu.Unlock()
				maps.Copy(told, lines)
			})
		}
		servers.Wait()
		if t.Failed() {
			t.FailNow()
		}
	}
	issued := wholeAfterFire(t, store, told)
	t.Logf("%d bulletins were issued, %d were told", issued, len(told))
	if len(told) < 2*atLeast*rounds {
		t.Errorf("only %d bulletins were told to be issued", len(told))
	}
}

// atLeast is how many bulletins a server issues before it is killed.
const atLeast = 4

// underFire runs a server until so long after it issued so many bulletins, kills it, and gives what it told to be issued.
func underFire(t *testing.T, c state.Config, bulletins int, after time.Duration) map[string]string {
	t.Helper()
	config, err := json.Marshal(c)
	if err != nil {
		t.Error(err)
		return nil
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "ANLAN_TEST_BULLETINS="+string(config))
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Error(err)
		return nil
	}
	told := map[string]string{}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if id, number, whole := strings.Cut(lines.Text(), " "); whole && strings.HasSuffix(number, "号") {
			told[id] = number
		}
		if len(told) == bulletins {
			time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait() // it was killed
	if said.Len() > 0 {
		t.Errorf("the server said %s", said.String())
	}
	return told
}

// wholeAfterFire checks everything that is kept, and counts what was issued.
func wholeAfterFire(t *testing.T, store *state.Store, told map[string]string) int {
	t.Helper()
	ctx := context.Background()
	numbers, err := store.BulletinNumbers(ctx, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	next := map[int]int{}
	numberOf := map[string]string{}
	for _, n := range numbers {
		if next[n.Year]++; n.Number != next[n.Year] || !n.Kept {
			t.Errorf("in %d the number after %d is %d", n.Year, next[n.Year]-1, n.Number)
		}
		numberOf[n.Bulletin] = "桓安办通报〔" + strconv.Itoa(n.Year) + "〕" + strconv.Itoa(n.Number) + "号"
	}
	if _, err := CheckNumbers(ctx, store); err != nil {
		t.Error(err)
	}
	stages, supersededBy := map[string]string{}, map[string]string{}
	issued, page := 0, state.BulletinFilter{First: 1000}
	for {
		found, err := store.Bulletins(ctx, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range found {
			if _, err := Check(ctx, store, b); err != nil {
				t.Errorf("%s: %v", b.ID, err)
			}
			stages[b.ID] = b.Stage
			if (numberOf[b.ID] != "") != !b.IssuedAt.IsZero() {
				t.Errorf("%s has the number %q and stands at %s", b.ID, numberOf[b.ID], b.Stage)
			}
			if !b.IssuedAt.IsZero() {
				issued++
			}
			var h head
			if err := json.Unmarshal([]byte(b.Head), &h); err != nil {
				t.Fatal(err)
			}
			if h.Supersedes != "" && !b.IssuedAt.IsZero() {
				supersededBy[h.Supersedes] = b.ID
			}
		}
		if len(found) < page.First {
			break
		}
		page.After = found[len(found)-1]
	}
	for id, stage := range stages {
		if (stage == state.BulletinSuperseded) != (supersededBy[id] != "") {
			t.Errorf("%s is %s, its correction is %q", id, stage, supersededBy[id])
		}
	}
	for id, number := range told {
		if numberOf[id] != number {
			t.Errorf("%s was told to be %s, it is %q", id, number, numberOf[id])
		}
	}
	if issued != len(numbers) || issued < len(told) {
		t.Errorf("%d are issued, %d numbers taken, %d told", issued, len(numbers), len(told))
	}
	return issued
}
