package etl

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"anlan/safety"
)

func scheduleOf(t *testing.T, yaml string) (Schedule, error) {
	t.Helper()
	p, err := ParsePipeline("p.yaml", []byte("pipeline: p\nfact: accident\nsystem: s\nsource: {files: x.csv}\nschedule: "+yaml+"\ncolumns: {id: id, region: region, occurred_on: day}\n"))
	if err != nil {
		return Schedule{}, err
	}
	return p.Schedule, nil
}

// Times are worked out by hand. 2025: 春节 is 28 January to 4 February with Sunday 26 January and Saturday 8 February worked;
// 国庆节 is 1 to 8 October with Sunday 28 September and Saturday 11 October worked. 2026: 春节 is 15 to 23 February with
// Saturday 14 and 28 February worked.
func TestDueTimes(t *testing.T) {
	for _, c := range []struct{ schedule, after, want string }{
		{`30 6 * * *`, "2026-05-06 06:29", "2026-05-06 06:30"},
		{`30 6 * * *`, "2026-05-06 06:30", "2026-05-07 06:30"},
		{`0 3 29 2 *`, "2023-03-01 00:00", "2024-02-29 03:00"},
		{`0 3 29 2 *`, "2024-02-29 03:00", "2028-02-29 03:00"},
		{`0 3 * * *`, "2028-02-28 12:00", "2028-02-29 03:00"},
		{`0 3 31 * *`, "2026-01-31 03:00", "2026-03-31 03:00"},
		{`{cron: "0 8 * * *", calendar: workdays}`, "2025-01-24 12:00", "2025-01-26 08:00"},
		{`{cron: "0 8 * * *", calendar: workdays}`, "2025-01-27 12:00", "2025-02-05 08:00"},
		{`{cron: "0 8 * * *", calendar: workdays}`, "2025-02-07 12:00", "2025-02-08 08:00"},
		{`{cron: "0 8 * * *", calendar: workdays}`, "2025-09-30 12:00", "2025-10-09 08:00"},
		{`{cron: "0 8 * * *", calendar: workdays}`, "2025-10-10 12:00", "2025-10-11 08:00"},
		{`{cron: "0 8 * * *", calendar: workdays}`, "2026-02-13 12:00", "2026-02-14 08:00"},
		{`{cron: "0 8 * * *", calendar: workdays}`, "2026-02-14 12:00", "2026-02-24 08:00"},
		{`{cron: "0 8 * * *", calendar: holidays}`, "2026-02-27 12:00", "2026-03-01 08:00"},
		{`{every: 15m, calendar: workdays}`, "2026-02-14 23:45", "2026-02-24 00:00"},
		{`{every: 15m}`, "2026-05-06 06:15", "2026-05-06 06:30"},
		{`{every: 12h}`, "2026-05-06 12:00", "2026-05-07 00:00"},
		{`{every: 1d}`, "2026-05-06 12:00", "2026-05-07 00:00"},
	} {
		s, err := scheduleOf(t, c.schedule)
		if err != nil {
			t.Errorf("%s: %v", c.schedule, err)
			continue
		}
		after, err := time.ParseInLocation("2006-01-02 15:04", c.after, safety.Beijing())
		if err != nil {
			t.Fatal(err)
		}
		// the zone of who asks does not matter
		due, known := s.Next(after.UTC())
		if got := due.Format("2006-01-02 15:04"); got != c.want || !known {
			t.Errorf("%s after %s: %s (known %v), expected %s", c.schedule, c.after, got, known, c.want)
		}
		if last := s.Last(due.Add(time.Second)); !last.Equal(due) {
			t.Errorf("%s: the last before %v is %v", c.schedule, due, last)
		}
	}
}

func TestFaultsOfSchedules(t *testing.T) {
	for _, c := range []struct{ schedule, want string }{
		{`nightly`, `5:1: expected five fields of cron in Beijing time`},
		{`99 * * * *`, `expected five fields of cron`},
		{`"TZ=UTC 0 6 * * *"`, `expected five fields of cron`},
		{`"@daily"`, `expected five fields of cron`},
		{`{cron: "0 6 * * *", every: 15m}`, `cron or every, not both`},
		{`{every: 10s}`, `the shortest interval is 1m`},
		{`{every: 1.5h}`, `expected a time such as 30s, 15m, 26h or 3d`},
		{`{jitter: 5m}`, `needs one of cron, every and after`},
		{`{cron: "0 6 30 2 *"}`, `the schedule never comes`},
		{`{cron: "0 6 * * *", calendar: workday}`, `"workday" is none of every, workdays, holidays`},
		{`{cron: "0 6 * * *", misfire: never}`, `"never" is none of once, all, skip`},
		{`{cron: "0 6 * * *", retry: {times: 2, on: [data]}}`, `"data" is none of source_unavailable, timeout, engine`},
		{`{cron: "0 6 * * *", retry: {backoff: 0.5}}`, `from 1 to 10`},
		{`{cron: "0 6 * * *", retries: 2}`, `unknown key "retries"; there are: after, calendar`},
		{`{cron: "0 6 * * *", after: [Hazards]}`, `expected the name of a pipeline, found "Hazards"`},
	} {
		_, err := scheduleOf(t, c.schedule)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, expected %q", c.schedule, err, c.want)
		}
	}
}

func TestPipelinesThatComeAfterOthers(t *testing.T) {
	after := func(name string, others ...string) *Pipeline {
		return &Pipeline{Name: name, File: name + ".yaml", Schedule: Schedule{After: others}}
	}
	for want, pipelines := range map[string][]*Pipeline{
		"":                                {after("a"), after("b", "a"), after("c", "a", "b")},
		`there is no pipeline "acidents"`: {after("accidents"), after("b", "acidents")},
		"a and b wait for each other":     {after("a", "b"), after("b", "a")},
		"a and c wait for each other":     {after("a", "c"), after("b", "a"), after("c", "b")},
		"a and a wait for each other":     {after("a", "a")},
	} {
		if got := fmt.Sprint(checkAfter(pipelines).orNil()); want == "" && got != "<nil>" || !strings.Contains(got, want) {
			t.Errorf("%s, expected %q", got, want)
		}
	}
}

// The schedules that the documentation shows are ones.
func TestTheDocumentedSchedules(t *testing.T) {
	text, err := os.ReadFile("../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("```yaml\n(schedule:(?s:.*?))```").FindAllStringSubmatch(string(text), -1)
	if len(examples) != 2 {
		t.Fatalf("%d examples, expected 2", len(examples))
	}
	for _, example := range examples {
		p, err := ParsePipeline("operations.md", []byte("pipeline: p\nfact: accident\nsystem: s\nsource: {files: x.csv}\ncolumns: {id: id, region: region, occurred_on: day}\n"+example[1]))
		if err != nil {
			t.Errorf("%s\n%v", example[1], err)
			continue
		}
		if s := p.Schedule; s.Cron != "30 6 * * *" || len(s.After) == 1 && (s.Retry.Times != 3 || s.Timeout != 2*time.Hour || p.StaleAfter != 26*time.Hour) {
			t.Errorf("read as %+v", s)
		}
	}
}
