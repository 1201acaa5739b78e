package main

import (
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"
)

// size is a number of bytes, written 512MiB, 4GiB or plainly.
type size int64

var sizeUnits = []struct {
	name  string
	bytes int64
}{{"TiB", 1 << 40}, {"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}}

// UnmarshalText reads a whole number with one of the units, or without one.
func (s *size) UnmarshalText(text []byte) error {
	number, factor := string(text), int64(1)
	for _, u := range sizeUnits {
		if n, ok := strings.CutSuffix(number, u.name); ok {
			number, factor = strings.TrimSpace(n), u.bytes
			break
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || n > 1<<62/factor {
		return fmt.Errorf("expected bytes as 4GiB, 512MiB or a whole number, found %q", text)
	}
	*s = size(n * factor)
	return nil
}

// String gives the largest unit that divides the size.
func (s size) String() string {
	for _, u := range sizeUnits {
		if s > 0 && int64(s)%u.bytes == 0 {
			return strconv.FormatInt(int64(s)/u.bytes, 10) + u.name
		}
	}
	return strconv.FormatInt(int64(s), 10)
}

// duration is a time span, written 90s, 5m or 1h30m.
type duration time.Duration

// UnmarshalText reads what [time.ParseDuration] reads.
func (d *duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("expected a time as 30s, 5m or 1h30m, found %q", text)
	}
	*d = duration(parsed)
	return nil
}

// String gives the shortest form: 30s, 1m30s.
func (d duration) String() string {
	s := time.Duration(d).String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(s, zero) {
			s = strings.TrimSuffix(s, zero[1:])
		}
	}
	return s
}

// level is how much is logged.
type level slog.Level

// UnmarshalText reads debug, info, warn or error.
func (l *level) UnmarshalText(text []byte) error {
	var parsed slog.Level
	if err := parsed.UnmarshalText(text); err != nil {
		return fmt.Errorf("expected debug, info, warn or error, found %q", text)
	}
	*l = level(parsed)
	return nil
}

// String gives the word in small letters.
func (l level) String() string { return strings.ToLower(slog.Level(l).String()) }
