package etl

import (
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Schedule is when a server runs a pipeline by itself, always in Beijing time. The zero value is never: the pipeline runs when
// it is asked to.
type Schedule struct {
	// Cron is a line of five fields; Every counts from midnight in Beijing when it divides the day, else from 1 January 1970.
	// At most one of them is given; with neither, After alone decides.
	Cron  string
	Every time.Duration
	// Calendar leaves out days: "workdays", "holidays" or "every".
	Calendar string
	// After names pipelines that must have succeeded first.
	After   []string
	Jitter  time.Duration // a run begins up to this much later, always the same for one due time
	Misfire string        // what becomes of missed times: MisfireOnce, MisfireAll or MisfireSkip
	CatchUp int           // the most missed times that MisfireAll makes up for
	Retry   Retry
	Timeout time.Duration // 0 means none

	line int
	cron cron.Schedule // Cron, read
}

// What becomes of due times that were missed, because no server ran or the job was paused or still running.
const (
	MisfireOnce = "once" // one run for all of them
	MisfireAll  = "all"  // a run for each, the oldest first
	MisfireSkip = "skip" // none
)

// Calendars of a Schedule.
const (
	CalendarEvery    = "every"
	CalendarWorkdays = "workdays" // as the State Council's office announces them, with the weekends that are worked
	CalendarHolidays = "holidays" // all other days
)

// Retry says what happens after a try that failed.
type Retry struct {
	Times   int           // tries after the first
	Wait    time.Duration // before the first of them
	Backoff float64       // how many times longer each later wait is; at least 1
	On      []Class       // classes of errors that are worth another try
}

// IsZero reports whether nothing runs the pipeline by itself.
func (s Schedule) IsZero() bool { return s.cron == nil && s.Every == 0 && len(s.After) == 0 }

// Times is what the due times come from, as a text: schedules with the same one have the same due times.
func (s Schedule) Times() string {
	return strings.Join([]string{s.Cron, s.Every.String(), s.Calendar, strings.Join(s.After, ",")}, "|")
}

// Timed reports whether the schedule has times of its own; otherwise only what it comes after starts it.
func (s Schedule) Timed() bool { return s.cron != nil || s.Every > 0 }
