package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"anlan/etl/source"
)

// What changed since the last run: the highest value is the cursor, the next run starts a lookback before it, in the form that
// the API writes.
func TestSince(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, form   string
		values       []string // in JSON
		cursor, asks string
	}{
		{"with an offset", "", []string{`"2025-05-01T08:30:00+08:00"`, `"2025-05-01T01:00:00Z"`, `null`}, "2025-05-01T01:00:00Z", "2025-05-01T08:00:00+08:00"},
		{"Beijing time", "", []string{`"2025-05-01 08:30:00"`, `"2025-05-01 08:29:59.999"`}, "2025-05-01 08:30:00", "2025-05-01 07:30:00"},
		{"without an offset", "", []string{`"2025-05-01T08:30:00.123"`}, "2025-05-01T08:30:00.123", "2025-05-01T07:30:00"},
		{"days", "", []string{`"2025-05-01"`, `"2025-04-30"`}, "2025-05-01", "2025-04-30"},
		{"seconds", "", []string{`1746059400`, `1746059399`}, "1746059400", "1746055800"},
		{"milliseconds as text", "", []string{`"1746059400123"`}, "1746059400123", "1746055800123"},
		{"asked in another form", "datetime", []string{`"2025-05-01T01:00:00Z"`}, "2025-05-01T01:00:00Z", "2025-05-01 08:00:00"},
		{"a clock that goes wrong", "", []string{`"2099-01-01 00:00:00"`, `"2025-05-01 08:30:00"`}, "2025-05-15 10:00:00", "2025-05-15 09:00:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			list := make([]string, len(test.values))
			for i, v := range test.values {
				list[i] = fmt.Sprintf(`{"id":1,"name":"","at":{"updated":%s}}`, v)
			}
			b := setup(t, serve("["+strings.Join(list, ",")+"]"))
			b.spec.Since = &Since{Param: "since", Column: "at.updated", Lookback: time.Hour, Start: "2020-01-01", Form: test.form}
			out := b.read()
			if out.err != nil || out.in.Cursor() != test.cursor || !strings.Contains(b.asked[0], "since=2020-01-01") {
				t.Fatalf("cursor %q, want %q; %v; asked %v", out.in.Cursor(), test.cursor, out.err, b.asked)
			}
			b.ask.Cursor = test.cursor
			in, err := Open(b.conn, b.spec, b.ask)
			if err != nil || in.since != test.asks {
				t.Errorf("asks since %q, want %q; %v", in.since, test.asks, err)
			}
		})
	}
}

func TestACursorNeverGoesBack(t *testing.T) {
	t.Parallel()
	answer := `[{"id":1,"name":"","updated":"2025-05-01 08:00:00"}]`
	b := setup(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, answer) })
	b.spec.Since = &Since{Param: "since", Column: "updated"}
	b.ask.Cursor = "2025-05-02 08:00:00"
	if out := b.read(); out.err != nil || out.in.Cursor() != "2025-05-02 08:00:00" {
		t.Errorf("%q %v", out.in.Cursor(), out.err)
	}
	answer = "[]"
	if out := b.read(); out.err != nil || out.in.Cursor() != "2025-05-02 08:00:00" {
		t.Errorf("nothing new: %q %v", out.in.Cursor(), out.err)
	}
	// A backfill of a window says nothing of what is newest; a full run asks for everything.
	answer = `[{"id":1,"name":"","updated":"2025-05-03 08:00:00"}]`
	b.spec.Query = []Param{{"from", "{window_from}"}, {"to", "{window_to}"}}
	b.ask.From, b.ask.To, b.asked = "2025-04-01", "2025-04-30", nil
	if out := b.read(); out.err != nil || out.in.Cursor() != "2025-05-02 08:00:00" || b.asked[0] != "/api/hazards?from=2025-04-01&to=2025-04-30" {
		t.Errorf("window: %q %v %v", out.in.Cursor(), out.err, b.asked)
	}
	b.ask.From, b.ask.To, b.ask.Full, b.asked = "", "", true, nil
	if out := b.read(); out.err != nil || out.in.Cursor() != "2025-05-03 08:00:00" || b.asked[0] != "/api/hazards" {
		t.Errorf("full: %q %v %v", out.in.Cursor(), out.err, b.asked)
	}
}

func TestSinceWithoutTimes(t *testing.T) {
	t.Parallel()
	answer := `[{"id":1,"updated":"昨天"}]`
	b := setup(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, answer) })
	b.spec.Since = &Since{Param: "since", Column: "updated"}
	b.read().fails(t, source.BadAnswer, "record 1, updated: “昨天” is no time")
	answer = `[{"id":1}]`
	b.read().fails(t, source.BadAnswer, "no record has a value in updated")
}
