package timetable_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"anlan/access"
	"anlan/reports/bulletin"
	"anlan/reports/dispatch"
	"anlan/reports/timetable"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// monthly is drafted on the third working day at eight.
func monthly() *bulletin.Kind {
	return &bulletin.Kind{Name: "monthly", Periods: []bulletin.Grain{{Grain: safety.GrainMonth}}, DraftOn: &bulletin.DraftOn{WorkingDay: 3, Time: "08:00"}}
}

// house keeps what was drafted in a state; it fails with err when there is one.
type house struct {
	t     *testing.T
	store *state.Store
	now   time.Time
	kind  *bulletin.Kind

	mu      sync.Mutex
	err     error
	asked   int
	remarks []string
}

func newHouse(t *testing.T, now string) *house {
	t.Helper()
	h := &house{t: t, kind: monthly()}
	h.at(now)
	var err error
	if h.store, err = state.Open(t.Context(), state.Config{File: filepath.Join(t.TempDir(), "state.db")}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	return h
}

func (h *house) at(now string) {
	var err error
	if h.now, err = time.ParseInLocation("2006-01-02 15:04:05", now, safety.Beijing()); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) Kind(name string, _ safety.Date) (*bulletin.Kind, error) {
	if name != h.kind.Name {
		return nil, warehouse.Fault(warehouse.NotFound, "there is no kind of bulletin %q", name)
	}
	return h.kind, nil
}

func (h *house) Below(_ context.Context, region safety.RegionCode, level safety.RegionLevel, _ safety.Date) ([]safety.RegionCode, error) {
	if region != "370300" || level != safety.LevelCounty && level != safety.LevelUnknown {
		return nil, nil
	}
	return []safety.RegionCode{"370302", "370321"}, nil
}

func (h *house) Draft(ctx context.Context, caller access.Caller, r dispatch.Request) (*dispatch.Bulletin, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.asked++; h.err != nil {
		return nil, h.err
	}
	body := []byte("{}")
	b, err := h.store.AddBulletin(ctx, state.Bulletin{Case: r.Key(), Number: 1, Kind: r.Kind, Region: string(r.Region), Period: r.Period.String(), Head: "{}"},
		state.Act{Kind: "draft", Stage: "draft", Who: caller.Name, Detail: "{}", Document: state.Digest(body)}, body)
	if errors.Is(err, state.ErrConflict) {
		return nil, warehouse.Fault(warehouse.Conflict, "somebody else drafted it")
	}
	h.remarks = append(h.remarks, r.Remark)
	return &dispatch.Bulletin{ID: b.ID}, err
}

// server is a server of the house with this schedule.
func (h *house) server(schedule string) *timetable.Timetable {
	h.t.Helper()
	entries, err := timetable.Read("schedule.yaml", []byte("schedule:\n"+schedule), []*bulletin.Kind{h.kind})
	if err != nil {
		h.t.Fatal(err)
	}
	return timetable.New(timetable.Config{State: h.store, Drafts: h, Kinds: h, Places: h, Entries: entries, Now: func() time.Time { return h.now }})
}

// drafted lists the cases that have a bulletin, in order.
func (h *house) drafted() string {
	h.t.Helper()
	found, err := h.store.Bulletins(h.t.Context(), state.BulletinFilter{First: 100})
	if err != nil {
		h.t.Fatal(err)
	}
	var cases []string
	for _, b := range found {
		cases = append(cases, b.Case)
	}
	slices.Sort(cases)
	return strings.Join(cases, " ")
}

const county = "  - {kind: monthly, region: 370321}\n"

// Working days as the State Council's office announced them.
func TestWhenDraftsAreDue(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		period string
		day    int
		want   string
		known  bool
	}{
		{"2026-01", 3, "2026-02-04 08:00", true},  // Monday 2, 3, 4 February
		{"2026-04", 3, "2026-05-08 08:00", true},  // 1–5 May are holidays: 6, 7, 8 May
		{"2026-09", 3, "2026-10-10 08:00", true},  // 1–7 October are holidays: 8, 9, and Saturday 10 October, which is worked
		{"2026Q3", 5, "2026-10-13 08:00", true},   // 8, 9, 10, 12, 13 October
		{"2026-W40", 1, "2026-10-08 08:00", true}, // the week ends on Sunday 4 October
		{"2026-12", 3, "2027-01-05 08:00", false}, // nobody has announced 2027: Friday 1, Monday 4, Tuesday 5 January
	} {
		p, err := safety.ParsePeriod(c.period)
		if err != nil {
			t.Fatal(err)
		}
		due, known := timetable.DueAt(safety.ChineseCalendar(), p, c.day, 8*time.Hour)
		if got := due.Format("2006-01-02 15:04"); got != c.want || known != c.known {
			t.Errorf("%s on working day %d is due at %s (known %v), expected %s", c.period, c.day, got, known, c.want)
		}
	}
}

func TestADraftIsMadeOnceWhenItIsDue(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "2026-10-10 07:59:59")
	server := h.server("  - {kind: monthly, region: 370321, from: 2026-10-01}\n")
	run := func(what, want string) {
		t.Helper()
		if err := server.Run(t.Context()); err != nil || h.drafted() != want {
			t.Errorf("%s there is %q (%v), expected %q", what, h.drafted(), err, want)
		}
	}
	run("a second before", "") // that of August was due before the first of October
	h.at("2026-10-10 08:00:00")
	run("at eight", "monthly/370321//2026-09")
	h.at("2026-10-10 08:01:00")
	run("a minute later", "monthly/370321//2026-09")
	server = h.server(county)
	run("after a restart", "monthly/370321//2026-09")
	// The server was away from November to February: of the months that went by the latest is made up for. 3rd working day of
	// January 2027, a year that is not known: Friday 1, Monday 4, Tuesday 5.
	h.at("2027-01-20 12:00:00")
	run("after two months away", "monthly/370321//2026-09 monthly/370321//2026-12")
	if h.asked != 2 || h.remarks[0] != "按日程生成" || h.remarks[1] != "按日程生成（2027年放假安排未收录，按周一至周五计工作日）" {
		t.Errorf("asked %d times, said %q", h.asked, h.remarks)
	}
}

// A person drafted it, and ended it: the calendar leaves the case alone.
func TestADraftThatIsThereIsLeftAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "2026-10-10 09:00:00")
	period, _ := safety.ParsePeriod("2026-09")
	b, err := h.Draft(t.Context(), access.Caller{Name: "张三"}, dispatch.Request{Case: dispatch.Case{Kind: "monthly", Region: "370321", Period: period}})
	if err != nil {
		t.Fatal(err)
	}
	stored, err := h.store.Bulletin(t.Context(), b.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.store.AddAct(t.Context(), state.Bulletins, state.Act{Of: b.ID, Number: 2, Kind: "void", Stage: "void", Who: "张三", Detail: "{}", Document: stored.Document}); err != nil {
		t.Fatal(err)
	}
	if err := h.server(county).Run(t.Context()); err != nil || h.asked != 1 {
		t.Errorf("asked %d times (%v)", h.asked, err)
	}
}

func TestTwoServersMakeOneDraft(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "2026-10-10 09:00:00")
	errs := make(chan error, 4)
	for range 4 {
		go func(s *timetable.Timetable) { errs <- s.Run(t.Context()) }(h.server("  - {kind: monthly, region: 370300, each: county}\n" + county))
	}
	for range 4 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if got := h.drafted(); got != "monthly/370302//2026-09 monthly/370321//2026-09" {
		t.Errorf("drafted are %s", got)
	}
}

// The engine is away for ten minutes: tried after 0, 10, 30, 70, 150, 310, 630 seconds; the reason is kept meanwhile.
func TestWhatFailsIsKeptAndTriedAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "2026-10-10 08:00:00")
	h.err = errors.New("the engine is away")
	server, begin := h.server(county), h.now
	faults := 0
	for ; h.now.Before(begin.Add(10 * time.Minute)); h.now = h.now.Add(5 * time.Second) {
		if server.Run(t.Context()) != nil {
			faults++
		}
	}
	kept, err := h.store.Draftings(t.Context())
	if err != nil || h.asked != 6 || faults != 6 || len(kept) != 1 || kept[0].Case != "monthly/370321//2026-09" || kept[0].Attempts != 6 || kept[0].Message != "the engine is away" || !kept[0].Due.Equal(begin) {
		t.Errorf("asked %d times, %d faults; kept is %+v (%v)", h.asked, faults, kept, err)
	}
	h.err, h.now = nil, begin.Add(time.Hour)
	if err := server.Run(t.Context()); err != nil || h.drafted() == "" {
		t.Errorf("it is not drafted: %v", err)
	}
	if kept, err = h.store.Draftings(t.Context()); err != nil || len(kept) != 0 {
		t.Errorf("kept is %+v (%v)", kept, err)
	}
}

// When the next period is due the one before is not tried any more.
func TestAFailureOfAPeriodThatIsOverIsForgotten(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "2026-10-10 08:00:00")
	h.err = errors.New("the engine is away")
	server := h.server(county)
	_ = server.Run(t.Context())
	h.err = nil
	h.at("2026-11-04 08:00:00") // 2, 3, 4 November
	if err := server.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if kept, err := h.store.Draftings(t.Context()); err != nil || len(kept) != 0 || h.drafted() != "monthly/370321//2026-10" {
		t.Errorf("drafted is %s, kept is %+v (%v)", h.drafted(), kept, err)
	}
}

func TestChildrenAndTimesOfOnesOwn(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "2026-10-08 14:29:00")
	h.kind.Scope = bulletin.Children
	server := h.server("  - {kind: monthly, region: 370300, working_day: 1, time: \"14:30\"}\n")
	h.asked = 0
	if err := server.Run(t.Context()); err != nil || strings.Contains(h.drafted(), "2026-09") {
		t.Errorf("a minute before there is %q (%v)", h.drafted(), err)
	}
	h.at("2026-10-08 14:30:00")
	if err := server.Run(t.Context()); err != nil || !strings.HasSuffix(h.drafted(), "monthly/370321//2026-08 monthly/370321//2026-09") {
		t.Errorf("there is %q (%v)", h.drafted(), err)
	}
}

func TestEveryFaultOfAScheduleIsNamedAtOnce(t *testing.T) {
	t.Parallel()
	plain, sector := monthly(), monthly()
	plain.Name, plain.DraftOn = "assessment", nil
	sector.Name, sector.Sectors = "sector", bulletin.OneSector
	_, err := timetable.Read("schedule.yaml", []byte(`schedule:
  - {kind: montly, region: 370321}
  - {kind: assessment, region: 370321}
  - {kind: sector, region: 370321, working_day: 0, time: "25:00"}
  - {kind: monthly, region: 37x, each: planet, sector: mine}
  - {kind: monthly, region: 370300}
  - {kind: monthly, region: 370300}
  - {region: 370300}
`), []*bulletin.Kind{monthly(), plain, sector})
	if err == nil {
		t.Fatal("it was taken")
	}
	for _, want := range []string{
		`2: schedule[0].kind: there is no kind of bulletin "montly"; expected monthly, assessment, sector`, "3: schedule[1]: the kind assessment does not say when", "4: schedule[2].sector: bulletins of the kind sector are of one",
		"4: schedule[2].working_day: expected 1", "4: schedule[2].time: expected a time", "5: schedule[3].region", "5: schedule[3].each", "5: schedule[3].sector: bulletins of the kind monthly are of all",
		"7: schedule[5]: the same stands above", "8: schedule[6].kind: required",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if t.Failed() {
		t.Log(err)
	}
}
