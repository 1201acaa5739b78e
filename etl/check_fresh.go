package etl

import (
	"context"
	"fmt"
	"time"

	"anlan/safety"
	"anlan/warehouse"
)

// FreshTest wants the newest date of a load to be recent. A load without rows is as fresh as the one before it.
type FreshTest struct {
	Column string
	Within *int // days before today at most
	Newer  bool // later than in the last good load
}

// Kind is fresh.
func (FreshTest) Kind() string { return "fresh" }

// Subject names the column.
func (t FreshTest) Subject() string { return "newest(" + t.Column + ")" }

func (t FreshTest) expected() string {
	switch {
	case t.Within == nil:
		return "newer"
	case t.Newer:
		return fmt.Sprintf("≤ %d d, newer", *t.Within)
	}
	return fmt.Sprintf("≤ %d d", *t.Within)
}

func (t FreshTest) measure(ctx context.Context, l *loaded) (finding, error) {
	var newest *int32
	if err := l.run.conn.QueryRow(ctx, "SELECT maxOrNull(toInt32("+t.Column+")) FROM "+l.work).Scan(&newest); err != nil {
		return finding{}, err
	}
	before, err := l.history(ctx, t, 1)
	if err != nil {
		return finding{}, err
	}
	if newest == nil && len(before) > 0 {
		last := int32(before[0])
		newest = &last
	}
	if newest == nil {
		return noRows(t.expected()), nil
	}
	day := safety.DateOf(time.Unix(int64(*newest)*86400, 0).UTC())
	age := int(l.run.warehouse.Today().Time(time.UTC).Sub(day.Time(time.UTC)).Hours() / 24)
	f := finding{outcome: warehouse.CheckPassed, measured: day.String(), value: new(float64(*newest)), expected: t.expected(),
		zh: fmt.Sprintf("最新日期 %s，距今 %d 天", day, age), en: fmt.Sprintf("the newest date is %s, %d days ago", day, age)}
	if t.Within != nil && age > *t.Within {
		f.outcome = warehouse.CheckFailed
		f.zh += fmt.Sprintf("，超过 %d 天", *t.Within)
		f.en += fmt.Sprintf(", more than %d", *t.Within)
	}
	if !t.Newer {
		return f, nil
	}
	zh, en := l.partial()
	switch {
	case en != "" || len(before) == 0:
		if en == "" {
			zh, en = "没有以往的正常装载", "there is no good load before it"
		}
		if f.outcome == warehouse.CheckPassed {
			f.outcome = warehouse.CheckSkipped
		}
		f.zh, f.en = f.zh+"；未与以往比较："+zh, f.en+"; not compared with earlier loads: "+en
	case float64(*newest) <= before[0]:
		f.outcome = warehouse.CheckFailed
		f.zh, f.en = f.zh+"，不晚于上次装载", f.en+", no later than in the last load"
	}
	return f, nil
}
