package scalar

import (
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"anlan/safety"
)

// MarshalDate writes YYYY-MM-DD, null for no date.
func MarshalDate(d safety.Date) graphql.Marshaler {
	if d.IsZero() {
		return graphql.Null
	}
	return quoted(d.String())
}

// UnmarshalDate reads YYYY-MM-DD; null is no date.
func UnmarshalDate(v any) (safety.Date, error) {
	return parse(v, "a date as 2025-04-17", safety.ParseDate)
}

// MarshalDay writes the calendar day of a date column (midnight of any zone), null for the zero time.
func MarshalDay(t time.Time) graphql.Marshaler {
	if t.IsZero() {
		return graphql.Null
	}
	return MarshalDate(safety.DateOf(t))
}

// UnmarshalDay reads YYYY-MM-DD as midnight UTC.
func UnmarshalDay(v any) (time.Time, error) {
	d, err := UnmarshalDate(v)
	return d.Time(time.UTC), err
}

// MarshalDateText writes a date that the domain keeps as text, null for none.
func MarshalDateText(s string) graphql.Marshaler {
	if s == "" {
		return graphql.Null
	}
	return quoted(s)
}

// UnmarshalDateText reads YYYY-MM-DD as text; null is the empty one.
func UnmarshalDateText(v any) (string, error) {
	d, err := UnmarshalDate(v)
	if err != nil || d.IsZero() {
		return "", err
	}
	return d.String(), nil
}

// MarshalDateTime writes RFC 3339 in Beijing time with milliseconds where there are any, null for the zero time.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	if t.IsZero() {
		return graphql.Null
	}
	return quoted(t.In(safety.Beijing()).Truncate(time.Millisecond).Format(time.RFC3339Nano))
}

// UnmarshalDateTime reads RFC 3339 with an offset.
func UnmarshalDateTime(v any) (time.Time, error) {
	return parse(v, "a moment as 2025-04-17T08:30:00+08:00", func(s string) (time.Time, error) {
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return t, refuse("moment", s, "expected 2025-04-17T08:30:00+08:00")
		}
		return t, nil
	})
}

// MarshalPeriodCode writes the code of a period, null for no period.
func MarshalPeriodCode(p safety.Period) graphql.Marshaler {
	if p.IsZero() {
		return graphql.Null
	}
	return quoted(p.Code)
}

// UnmarshalPeriodCode reads what safety.ParsePeriod reads; null is no period.
func UnmarshalPeriodCode(v any) (safety.Period, error) {
	return parse(v, "a period as 2025-04", safety.ParsePeriod)
}

// MarshalMilliseconds writes a duration as a number of milliseconds.
func MarshalMilliseconds(d time.Duration) graphql.Marshaler {
	return raw(strconv.AppendFloat(nil, float64(d.Microseconds())/1000, 'f', -1, 64))
}

// UnmarshalMilliseconds reads a number of milliseconds.
func UnmarshalMilliseconds(v any) (time.Duration, error) {
	ms, err := UnmarshalFloat(v)
	return time.Duration(ms * float64(time.Millisecond)), err
}

// MarshalMonth writes the code of a month, null for none.
func MarshalMonth(m safety.Month) graphql.Marshaler {
	if m == 0 {
		return graphql.Null
	}
	return quoted(m.String())
}

// UnmarshalMonth reads YYYY-MM; null is no month.
func UnmarshalMonth(v any) (safety.Month, error) {
	return parse(v, "a month as 2025-04", safety.ParseMonth)
}
