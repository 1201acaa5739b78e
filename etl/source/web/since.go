package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Forms are the ways in which APIs write instants.
func Forms() []string { return []string{"iso", "datetime", "date", "seconds", "milliseconds"} }

// beijing is where times without an offset are.
var beijing = time.FixedZone("UTC+8", 8*60*60)

// moment reads an instant and says how it was written, so that the next one is written alike.
func moment(text string) (t time.Time, form string, ok bool) {
	text = strings.TrimSpace(text)
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		switch {
		case n >= 1e8 && n < 1e11:
			return time.Unix(n, 0), "seconds", true
		case n >= 1e11 && n < 1e14:
			return time.UnixMilli(n), "milliseconds", true
		}
		return time.Time{}, "", false
	}
	for _, f := range []struct{ layout, form string }{
		{time.RFC3339Nano, "iso"}, {"2006-01-02T15:04:05.999", "local"}, {"2006-01-02 15:04:05.999", "datetime"}, {"2006-01-02 15:04", "datetime"},
		{"2006/01/02 15:04:05", "datetime"}, {"2006-01-02", "date"},
	} {
		if t, err := time.ParseInLocation(f.layout, text, beijing); err == nil {
			return t, f.form, true
		}
	}
	return time.Time{}, "", false
}

// write is an instant in one of the forms, in Beijing time where the form has no offset.
func write(t time.Time, form string) string {
	t = t.In(beijing)
	switch form {
	case "seconds":
		return strconv.FormatInt(t.Unix(), 10)
	case "milliseconds":
		return strconv.FormatInt(t.UnixMilli(), 10)
	case "date":
		return t.Format("2006-01-02")
	case "datetime":
		return t.Format("2006-01-02 15:04:05")
	case "local":
		return t.Format("2006-01-02T15:04:05")
	}
	return t.Format(time.RFC3339)
}

// watermark follows the highest value of the column of Since.
type watermark struct {
	text  string // as the API wrote it
	value time.Time
	seen  bool // any record had a value
}

// note takes a record's value; an error when it is no instant. What lies after now would make later runs pass over everything
// in between, so it counts as now.
func (w *watermark) note(text string, now time.Time) error {
	if text == "" {
		return nil
	}
	t, form, ok := moment(text)
	if !ok {
		return fmt.Errorf("“%s” is no time that a later run could start from; expected 2025-04-01T08:30:00+08:00, 2025-04-01 08:30:00, 2025-04-01, or seconds or milliseconds since 1970", shorten(text, 40))
	}
	w.seen = true
	if t.After(now) {
		t, text = now, write(now, form)
	}
	if t.After(w.value) {
		w.text, w.value = text, t
	}
	return nil
}

// start is the parameter that asks for what came after a cursor, and for the stretch before it that may have come in late.
func (s Since) start(cursor string) (string, error) {
	if cursor == "" {
		return s.Start, nil
	}
	t, form, ok := moment(cursor)
	if !ok {
		return "", fmt.Errorf("the ledger's cursor “%s” is no time", shorten(cursor, 40))
	}
	if s.Form != "" {
		form = s.Form
	}
	return write(t.Add(-s.Lookback), form), nil
}
