package job

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anlan/access"
	"anlan/safety"
	"anlan/warehouse"
)

// The same export is made once: for whoever asks the same of the same version and may see the same.
func TestTheSameExportIsMadeOnce(t *testing.T) {
	b := setup(t)
	first := b.create(t, analyst, lines)
	colleague := analyst
	colleague.Name = "同事"
	if same := b.create(t, colleague, lines); same.ID != first.ID {
		t.Error("a colleague who may see the same is given another job while it waits")
	}
	if _, err := b.Job(t.Context(), colleague, first.ID); err != nil {
		t.Errorf("it is the colleague's too: %v", err)
	}
	different := map[string]*Job{"another question": b.create(t, analyst, limited(3)), "another scope": b.create(t, county, lines)}
	named := lines
	named.Query.Version = 7
	if same := b.create(t, analyst, named); same.ID != first.ID {
		t.Error("the newest version by its number is given another job")
	}
	b.run(t)
	b.until(t, analyst, first.ID, Done)
	if same := b.create(t, analyst, lines); same.ID != first.ID || same.State != Done {
		t.Error("asked again when it is done, it is made anew")
	}
	b.version = 8
	different["another version"] = b.create(t, analyst, lines)
	for how, j := range different {
		if j.ID == first.ID {
			t.Errorf("%s is given the same job", how)
		}
	}
}

// One of two who asked leaves; the job stays the other's, also its files.
func TestAJobOfTwoIsLeftToTheOther(t *testing.T) {
	b := setup(t)
	colleague := analyst
	colleague.Name = "同事"
	j := b.create(t, analyst, lines)
	b.create(t, colleague, lines)
	if left, err := b.Cancel(t.Context(), analyst, j.ID); err != nil || left != nil {
		t.Errorf("left: %+v (%v)", left, err)
	}
	if _, err := b.Job(t.Context(), analyst, j.ID); codeOf(err) != warehouse.NotFound {
		t.Errorf("still the analyst's: %v", err)
	}
	b.create(t, analyst, lines) // and back again
	b.run(t)
	b.until(t, colleague, j.ID, Done)
	if err := b.Delete(t.Context(), analyst, j.ID); err != nil {
		t.Fatal(err)
	}
	if f, err := b.File(t.Context(), colleague, j.ID, names[0]); err != nil {
		t.Errorf("the other's file: %v", err)
	} else {
		_ = f.Close()
	}
	if err := b.Delete(t.Context(), colleague, j.ID); err != nil || b.files(t, j.ID) != nil {
		t.Errorf("deleted by the last: %v, %v", b.files(t, j.ID), err)
	}
	if _, err := b.Job(t.Context(), admin, j.ID); codeOf(err) != warehouse.NotFound {
		t.Errorf("a deleted job: %v", err)
	}
}

// A job that is another's does not exist, in whatever way one asks; who runs the installation sees all.
func TestOthersSeeNothing(t *testing.T) {
	b := setup(t)
	j := b.create(t, analyst, lines)
	b.run(t)
	b.until(t, analyst, j.ID, Done)
	stranger := analyst
	stranger.Name = "陌生人"
	for what, ask := range map[string]func(id string) error{
		"the job":      func(id string) error { _, err := b.Job(t.Context(), stranger, id); return err },
		"a file":       func(id string) error { _, err := b.File(t.Context(), stranger, id, names[0]); return err },
		"the manifest": func(id string) error { _, err := b.Manifest(t.Context(), stranger, id); return err },
		"cancelling":   func(id string) error { _, err := b.Cancel(t.Context(), stranger, id); return err },
		"deleting":     func(id string) error { return b.Delete(t.Context(), stranger, id) },
	} {
		mine, none := ask(j.ID), ask("ej_0123456789abcdef")
		if codeOf(mine) != warehouse.NotFound || mine.Error() != fmt.Sprintf("there is no export %q", j.ID) || codeOf(none) != warehouse.NotFound {
			t.Errorf("%s of another: %v; of none: %v", what, mine, none)
		}
	}
	if list, more, err := b.List(t.Context(), stranger, 10, ""); err != nil || more || len(list) != 0 {
		t.Errorf("listed %v (%v)", list, err)
	}
	if told, err := b.Follow(t.Context(), stranger, j.ID); err != nil {
		t.Error(err)
	} else if one, ok := <-told; ok {
		t.Errorf("told %+v", one)
	}
	if list, _, err := b.List(t.Context(), admin, 10, ""); err != nil || len(list) != 1 {
		t.Errorf("the administrator is listed %v (%v)", list, err)
	}
	if f, err := b.File(t.Context(), admin, j.ID, names[0]); err != nil {
		t.Error(err)
	} else {
		_ = f.Close()
	}
}

// Rights are those of now: what the token may not see any more, the job made under it is not given out either.
func TestRightsThatShrank(t *testing.T) {
	b := setup(t)
	wide := access.Caller{Name: "市分析员", Role: access.Analyst, Scope: access.Scope{Regions: []safety.RegionCode{"370300", "370400"}, Sectors: []string{"mine", "road"}}}
	j := b.create(t, wide, lines)
	b.run(t)
	b.until(t, wide, j.ID, Done)
	now := func(change func(*access.Caller)) access.Caller {
		c := wide
		change(&c)
		return c
	}
	for what, c := range map[string]struct {
		caller access.Caller
		code   string
	}{
		"as it was":         {wide, ""},
		"the whole country": {now(func(c *access.Caller) { c.Scope = access.Everything() }), ""},
		"another sector":    {now(func(c *access.Caller) { c.Scope.Sectors = []string{"mine", "road", "fire"} }), ""},
		"one region less":   {now(func(c *access.Caller) { c.Scope.Regions = c.Scope.Regions[:1] }), warehouse.Forbidden},
		"one sector less":   {now(func(c *access.Caller) { c.Scope.Sectors = c.Scope.Sectors[:1] }), warehouse.Forbidden},
		"no hazards":        {now(func(c *access.Caller) { c.Scope.Facts = []string{"accident"} }), warehouse.Forbidden},
		"nothing":           {now(func(c *access.Caller) { c.Scope = access.Scope{} }), warehouse.Forbidden},
		"a reader":          {now(func(c *access.Caller) { c.Role = access.Reader }), warehouse.Forbidden},
	} {
		f, err := b.File(t.Context(), c.caller, j.ID, names[0])
		if err == nil {
			_ = f.Close()
		}
		_, looking := b.Job(t.Context(), c.caller, j.ID)
		list, _, listing := b.List(t.Context(), c.caller, 10, "")
		if codeOf(err) != c.code || codeOf(looking) != c.code || listing != nil || (len(list) == 1) != (c.code == "") {
			t.Errorf("%s: %v, %v, %d listed", what, err, looking, len(list))
		}
	}
	if err := b.Delete(t.Context(), now(func(c *access.Caller) { c.Scope.Regions = c.Scope.Regions[:1] }), j.ID); err != nil {
		t.Errorf("it is still the token's to delete: %v", err)
	}
}

// An administrator of one county ends nobody's export that holds more than the county; one that is the administrator's too is left to the others.
func TestAnAdministratorOfOneCounty(t *testing.T) {
	b := setup(t)
	local := access.Caller{Name: "县管理员", Role: access.Admin, Scope: county.Scope}
	waiting := b.create(t, analyst, limited(3))
	if _, err := b.Cancel(t.Context(), local, waiting.ID); codeOf(err) != warehouse.Forbidden {
		t.Errorf("cancelling the province's: %v", err)
	}
	all := b.create(t, analyst, lines)
	before := local // the county's administrator was once that of the province
	before.Scope = access.Everything()
	b.create(t, before, lines)
	own := b.create(t, county, lines)
	b.run(t)
	for _, j := range []*Job{waiting, all} {
		b.until(t, analyst, j.ID, Done)
	}
	b.until(t, county, own.ID, Done)
	if err := b.Delete(t.Context(), local, waiting.ID); codeOf(err) != warehouse.Forbidden || b.files(t, waiting.ID) == nil {
		t.Errorf("deleting the province's: %v", err)
	}
	if err := b.Delete(t.Context(), local, all.ID); err != nil || b.files(t, all.ID) == nil {
		t.Errorf("leaving what is the analyst's too: %v, %v", err, b.files(t, all.ID))
	}
	if err := b.Delete(t.Context(), local, own.ID); err != nil || b.files(t, own.ID) != nil {
		t.Errorf("deleting the county's: %v, %v", err, b.files(t, own.ID))
	}
}

// Sensitive columns leave for who runs the installation only, also out of a file that is there.
func TestSensitiveColumns(t *testing.T) {
	b := setup(t)
	r := lines
	r.Query.Select = []warehouse.Selected{{Expr: &warehouse.Expr{Column: "phone"}}}
	if _, err := b.Create(t.Context(), analyst, r); codeOf(err) != warehouse.Forbidden {
		t.Errorf("an analyst's: %v", err)
	}
	j := b.create(t, admin, r)
	b.run(t)
	b.until(t, admin, j.ID, Done)
	demoted := admin
	demoted.Role = access.Analyst
	if _, err := b.File(t.Context(), demoted, j.ID, names[0]); codeOf(err) != warehouse.Forbidden {
		t.Errorf("who does not run it any more: %v", err)
	}
}

// Names that lead out of the job's folder, or to what is not recorded, are files that there are not.
func TestNoFileButTheRecordedOnes(t *testing.T) {
	b := setup(t)
	j := b.create(t, analyst, lines)
	b.run(t)
	b.until(t, analyst, j.ID, Done)
	for _, name := range []string{"half", ".hazard.tmp"} {
		if err := os.WriteFile(filepath.Join(b.dir, j.ID, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"", ".", "..", "../../state.db", "/etc/hostname", "half", ".hazard.tmp", names[0] + "/", "./" + names[0], strings.ToUpper(names[0]), names[0] + "\x00"} {
		if _, err := b.File(t.Context(), analyst, j.ID, name); codeOf(err) != warehouse.NotFound {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, id := range []string{"", "..", "../exports/" + j.ID, j.ID + "/", "ej_%"} {
		if _, err := b.File(t.Context(), analyst, id, names[0]); codeOf(err) != warehouse.NotFound {
			t.Errorf("of %q: %v", id, err)
		}
	}
	if err := os.Truncate(filepath.Join(b.dir, j.ID, names[0]), 5); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(b.dir, j.ID, names[1])); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/hostname", filepath.Join(b.dir, j.ID, names[1])); err != nil {
		t.Fatal(err)
	}
	for _, name := range names[:2] {
		_, err := b.File(t.Context(), analyst, j.ID, name)
		if gone := (*GoneError)(nil); !errors.As(err, &gone) || !strings.Contains(err.Error(), "is not as it was written") || !strings.Contains(err.Error(), "ask for it anew") {
			t.Errorf("%s is not as it was written: %v", name, err)
		}
	}
	if err := os.Remove(filepath.Join(b.dir, j.ID, names[0])); err != nil {
		t.Fatal(err)
	}
	if _, err := b.File(t.Context(), analyst, j.ID, names[0]); err == nil || !strings.Contains(err.Error(), names[0]+" is gone") {
		t.Errorf("%s is gone: %v", names[0], err)
	}
}

// Who follows a job is told how it is at once, and of its end.
func TestFollow(t *testing.T) {
	b := setup(t)
	b.middle, b.reached = make(chan struct{}), make(chan struct{})
	j := b.create(t, analyst, lines)
	told, err := b.Follow(t.Context(), analyst, j.ID)
	if err != nil {
		t.Fatal(err)
	}
	if first := <-told; first.State != Queued {
		t.Errorf("first told %+v", first)
	}
	b.run(t)
	<-b.reached
	if second := <-told; second.State != Running {
		t.Errorf("then told %+v", second)
	}
	go func() {
		b.middle <- struct{}{}
		<-b.reached
		b.middle <- struct{}{}
		<-b.reached
		b.middle <- struct{}{}
	}()
	var last Job
	for one := range told {
		if one.RowsDone < last.RowsDone || one.PartsDone < last.PartsDone {
			t.Errorf("after %+v told %+v", last, one)
		}
		last = one
	}
	if last.State != Done || last.RowsDone != 30 || last.Manifest == "" {
		t.Errorf("last told %+v", last)
	}
}

// A job is kept so long after it is done, then its files go; being asked for again it is kept anew. A clock that goes back takes nothing away.
func TestExpiry(t *testing.T) {
	b := setup(t, func(c *Config) { c.Keep = time.Hour })
	j := b.create(t, analyst, lines)
	stop := b.run(t)
	b.until(t, analyst, j.ID, Done)
	stop()
	sweep := func(at time.Time) *Job {
		t.Helper()
		b.at(at)
		if err := b.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, err := b.Job(t.Context(), analyst, j.ID)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := sweep(noon.Add(-30 * 24 * time.Hour)); got.State != Done {
		t.Errorf("a month back it is %+v", got)
	}
	if got := sweep(noon.Add(59 * time.Minute)); got.State != Done {
		t.Errorf("before its time it is %+v", got)
	}
	b.create(t, analyst, lines) // kept until 13:59
	if got := sweep(noon.Add(90 * time.Minute)); got.State != Done || !got.ExpiresAt.Equal(noon.Add(119*time.Minute)) {
		t.Errorf("asked for again it is %+v", got)
	}
	b.at(noon.Add(2 * time.Hour))
	gone := (*GoneError)(nil)
	if err := fileErr(b, j.ID); !errors.As(err, &gone) {
		t.Errorf("after its time, before anybody looked: %v", err)
	}
	if got := sweep(noon.Add(2 * time.Hour)); got.State != Expired || got.Reason != "its files were kept until 2026-06-01 13:59:00: ask for it anew" || b.files(t, j.ID) != nil {
		t.Errorf("after its time it is %+v with %v", got, b.files(t, j.ID))
	}
	if got := sweep(noon.Add(3 * time.Hour)); got.State != Expired {
		t.Errorf("and then %+v", got)
	}
	if anew := b.create(t, analyst, lines); anew.ID == j.ID {
		t.Error("an expired job is given again")
	}
	b.at(noon.Add(91 * 24 * time.Hour))
	if err := b.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Job(t.Context(), analyst, j.ID); codeOf(err) != warehouse.NotFound {
		t.Errorf("after ninety days: %v", err)
	}
}
