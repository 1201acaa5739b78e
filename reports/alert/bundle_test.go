package alert_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anlan/access"
	"anlan/reports/alert"
	"anlan/safety"
	"anlan/state"
	"anlan/test/prepared"
	"anlan/warehouse"
)

// bundle is a warehouse of Zibo's counties with a clock of its own, and what watches it.
type bundle struct {
	*alert.Alerts
	t     *testing.T
	w     *warehouse.Warehouse
	store *state.Store
	now   time.Time
	dir   string
}

// empty is the folder of a warehouse that was opened once.
var empty prepared.Folder

// watched opens an empty warehouse on the morning of 1 May 2025. Rules that ship are off.
func watched(t *testing.T, rules string) *bundle {
	t.Helper()
	b := &bundle{t: t, now: firstOfMay}
	config := warehouse.Config{Now: func() time.Time { return b.now }}
	config.Dir = empty.Copy(t, func(dir string) error {
		first := config
		first.Dir = dir
		w, err := warehouse.Open(t.Context(), first)
		if err != nil {
			return err
		}
		return w.Close(context.Background())
	})
	var err error
	if b.w, err = warehouse.Open(t.Context(), config); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	b.again(t, rules)
	return b
}

var firstOfMay = time.Date(2025, 5, 1, 2, 0, 0, 0, time.UTC)

// again begins anew on the same data: no signals, other rules, the clock as it was.
func (b *bundle) again(t *testing.T, rules string) {
	t.Helper()
	b.t, b.now, b.dir = t, firstOfMay, t.TempDir()
	var err error
	if b.store, err = state.Open(t.Context(), state.Config{File: filepath.Join(t.TempDir(), "state.db")}); err != nil {
		t.Fatal(err)
	}
	store := b.store
	t.Cleanup(func() { _ = store.Close() })
	ships, err := alert.Open(b.w, b.store, alert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	off := "alerts:\n"
	for _, r := range ships.Rules() {
		off += "  - {rule: " + r.Name + ", title: {zh: 停用, en: off}, kind: overdue_major_hazard, at: {red: 1}, off: true}\n"
	}
	if err := os.WriteFile(filepath.Join(b.dir, "off.yaml"), []byte(off), 0o600); err != nil {
		t.Fatal(err)
	}
	b.rules(rules)
}

// rules opens what watches anew, by other rules: as a server does that was started again.
func (b *bundle) rules(text string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.dir, "own.yaml"), []byte("alerts:\n"+text), 0o600); err != nil {
		b.t.Fatal(err)
	}
	var err error
	if b.Alerts, err = alert.Open(b.w, b.store, alert.Options{RuleDir: b.dir}); err != nil {
		b.t.Fatal(err)
	}
}

// load merges rows under a header; their system is "s".
func (b *bundle) load(name, header string, lines ...string) {
	b.t.Helper()
	fact, _ := warehouse.FactNamed(name)
	work, err := b.w.CreateWork(b.t.Context(), fact, "t")
	if err != nil {
		b.t.Fatal(err)
	}
	csv := "system," + header + "\ns," + strings.Join(lines, "\ns,") + "\n"
	if err := b.w.Conn().InsertFormat(b.t.Context(), "CSVWithNames", "INSERT INTO "+work+" (system,"+header+") SETTINGS max_partitions_per_insert_block = 0", strings.NewReader(csv)); err != nil {
		b.t.Fatal(err)
	}
	if _, _, err := b.w.Update(b.t.Context(), "run", "test", func(ctx context.Context, u *warehouse.Update) error {
		_, err := u.Merge(ctx, fact, work)
		return err
	}); err != nil {
		b.t.Fatal(err)
	}
	if err := b.w.DropWork(b.t.Context(), work); err != nil {
		b.t.Fatal(err)
	}
}

// evaluate says what happened, one "event severity subject" a change, in order of the text.
func (b *bundle) evaluate() string {
	b.t.Helper()
	e, err := b.Evaluate(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	for _, r := range e.Rules {
		if r.Error != "" {
			b.t.Errorf("%s: %s", r.Rule, r.Error)
		}
	}
	var said []string
	for _, c := range e.Changes {
		said = append(said, fmt.Sprintf("%s %s %s", c.Event, c.Signal.Severity, about(c.Signal.Subject)))
	}
	slices.Sort(said)
	return strings.Join(said, "; ")
}

func about(s alert.Subject) string {
	text := string(s.Region)
	for _, more := range []string{s.Sector, s.Record, s.Fact} {
		if more != "" {
			text += "/" + more
		}
	}
	if s.Record == "" && s.Enterprise != "" {
		text += "/" + s.Enterprise
	}
	return text
}

func (b *bundle) expect(want string) {
	b.t.Helper()
	if got := b.evaluate(); got != want {
		b.t.Errorf("happened: %s\nexpected: %s", got, want)
	}
}

// list says what a scope is shown, one "severity subject" a signal, in the order of the list.
func (b *bundle) list(scope access.Scope, q alert.Query) string {
	b.t.Helper()
	page, err := b.List(b.t.Context(), scope, q)
	if err != nil {
		b.t.Fatal(err)
	}
	var said []string
	for _, s := range page.Signals {
		said = append(said, string(s.Severity)+" "+about(s.Subject))
	}
	return strings.Join(said, "; ")
}

// only gives the one signal that is on or over for a subject.
func (b *bundle) only(subject string) alert.Signal {
	b.t.Helper()
	page, err := b.List(b.t.Context(), access.Everything(), alert.Query{State: alert.All, Records: true})
	if err != nil {
		b.t.Fatal(err)
	}
	i := slices.IndexFunc(page.Signals, func(s alert.Signal) bool { return about(s.Subject) == subject })
	if i < 0 {
		b.t.Fatalf("no signal about %s", subject)
	}
	return page.Signals[i]
}

// day moves the clock to the morning of another day.
func (b *bundle) day(year int, month time.Month, day int) {
	b.now = safety.NewDate(year, month, day).Time(safety.Beijing()).Add(10 * time.Hour)
}
