package etl

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// What a schedule is when nothing is said.
const (
	defaultCatchUp   = 100
	defaultRetryWait = 5 * time.Minute
	// shortestEvery keeps a server from doing nothing but looking.
	shortestEvery = time.Minute
)

// readSchedule reads the key schedule: a cron line, or keys.
func readSchedule(n yamlNode) Schedule {
	s := Schedule{Calendar: CalendarEvery, Misfire: MisfireOnce, CatchUp: defaultCatchUp, line: n.line()}
	if n.scalar() {
		s.readCron(n)
		return s
	}
	n.fields(map[string]func(yamlNode){
		"cron":     s.readCron,
		"every":    s.readEvery,
		"calendar": func(n yamlNode) { s.Calendar = n.choice(CalendarEvery, CalendarWorkdays, CalendarHolidays) },
		"after": func(n yamlNode) {
			for _, item := range n.items() {
				name := item.text()
				if !namePattern.MatchString(name) {
					item.faultf("expected the name of a pipeline, found %q", name)
				}
				s.After = append(s.After, name)
			}
		},
		"jitter":   func(n yamlNode) { s.Jitter = n.duration() },
		"misfire":  func(n yamlNode) { s.Misfire = n.choice(MisfireOnce, MisfireAll, MisfireSkip) },
		"catch_up": func(n yamlNode) { s.CatchUp = readCount(n, 1, 1000) },
		"retry":    func(n yamlNode) { s.Retry = readRetry(n) },
		"timeout":  func(n yamlNode) { s.Timeout = n.duration() },
	})
	switch {
	case s.Cron != "" && s.Every > 0:
		n.faultf("a schedule has cron or every, not both")
	case !s.Timed() && len(s.After) == 0 && len(n.r.faults) == 0:
		n.faultf("a schedule needs one of cron, every and after")
	}
	if first, _ := s.Next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)); s.Timed() && first.IsZero() && len(n.r.faults) == 0 {
		n.faultf("the schedule never comes: no day of the calendar has this time")
	}
	return s
}

func (s *Schedule) readCron(n yamlNode) {
	s.Cron = n.text()
	line, err := cron.ParseStandard(s.Cron)
	if err != nil || len(strings.Fields(s.Cron)) != 5 || strings.Contains(s.Cron, "TZ=") {
		n.faultf("expected five fields of cron in Beijing time (minute hour day month weekday), such as 30 6 * * 1-5: not %q", s.Cron)
		return
	}
	s.cron = line
}

func (s *Schedule) readEvery(n yamlNode) {
	if s.Every = n.duration(); s.Every > 0 && s.Every < shortestEvery {
		n.faultf("the shortest interval is 1m")
	}
}

func readRetry(n yamlNode) Retry {
	r := Retry{Times: 1, Wait: defaultRetryWait, Backoff: 2, On: RetryClasses()}
	n.fields(map[string]func(yamlNode){
		"times": func(n yamlNode) { r.Times = readCount(n, 0, 100) },
		"wait":  func(n yamlNode) { r.Wait = n.duration() },
		"backoff": func(n yamlNode) {
			if r.Backoff = n.number(); r.Backoff < 1 || r.Backoff > 10 {
				n.faultf("backoff is how many times longer each later wait is: from 1 to 10")
			}
		},
		"on": func(n yamlNode) {
			words := make([]string, 0, len(RetryClasses()))
			for _, class := range RetryClasses() {
				words = append(words, string(class))
			}
			r.On = nil
			for _, item := range n.items() {
				r.On = append(r.On, Class(item.choice(words...)))
			}
		},
	})
	return r
}

func readCount(n yamlNode, least, most int) int {
	v := n.number()
	if v != float64(int(v)) || int(v) < least || int(v) > most {
		n.faultf("expected a whole number from %d to %d", least, most)
		return least
	}
	return int(v)
}

var durationPattern = regexp.MustCompile(`^([0-9]{1,5})(s|m|h|d)$`)

// duration reads 90s, 15m, 26h or 3d.
func (n yamlNode) duration() time.Duration {
	match := durationPattern.FindStringSubmatch(n.text())
	if match == nil {
		n.faultf("expected a time such as 30s, 15m, 26h or 3d")
		return 0
	}
	count, _ := strconv.Atoi(match[1])
	unit := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}[match[2]]
	return time.Duration(count) * unit
}

// checkAfter names pipelines that come after one that is not there, or after each other in a circle.
func checkAfter(pipelines []*Pipeline) Faults {
	var faults Faults
	names := make([]string, 0, len(pipelines))
	after := map[string][]string{}
	for _, p := range pipelines {
		names = append(names, p.Name)
		after[p.Name] = p.Schedule.After
	}
	for _, p := range pipelines {
		for _, other := range p.Schedule.After {
			switch {
			case !slices.Contains(names, other):
				faults = append(faults, Fault{File: p.File, Line: p.Schedule.line, Message: "schedule.after: there is no pipeline " + strconv.Quote(other) + didYouMean(other, names)})
			case reaches(after, other, p.Name, map[string]bool{}):
				faults = append(faults, Fault{File: p.File, Line: p.Schedule.line, Message: "schedule.after: " + p.Name + " and " + other + " wait for each other"})
			}
		}
	}
	return faults
}

// reaches reports whether from comes after to, directly or through others.
func reaches(after map[string][]string, from, to string, seen map[string]bool) bool {
	if from == to {
		return true
	}
	if seen[from] {
		return false
	}
	seen[from] = true
	return slices.ContainsFunc(after[from], func(next string) bool { return reaches(after, next, to, seen) })
}
