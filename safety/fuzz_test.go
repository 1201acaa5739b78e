package safety_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"anlan/safety"
)

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2025-04-17", "2024-02-29", "2025-02-29", "1900-01-01", "2299-12-31", "0000-00-00", "2025-4-7", "", "２０２５-04-17"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := safety.ParseDate(s)
		day, reference := time.Parse(time.DateOnly, s)
		if right := reference == nil && day.Year() >= 1900 && day.Year() <= 2299; right != (err == nil) {
			t.Fatalf("%q: %v, the standard library says %v", s, err, reference)
		}
		if err != nil {
			checkRefusal(t, err)
			return
		}
		if d.String() != s || !d.Time(time.UTC).Equal(day) {
			t.Fatalf("%q reads as %s", s, d)
		}
	})
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"2025", "2025H1", "2025Q2", "2025-04", "2025-04-上旬", "2025-04-T2", "2025-01..04", "2025-W17", "2020-W53",
		"2025-04-17", "2025-04-01..2025-04-17", "2024-02-29..2024-02-29", "..", "2025-", "2025-04-", "2025-01..", "2025-W", "2025Q"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := safety.ParsePeriod(s)
		if err != nil {
			checkRefusal(t, err)
			return
		}
		if back, err := safety.ParsePeriod(p.Code); err != nil || back != p {
			t.Fatalf("%q is %+v, its code reads back as %+v: %v", s, p, back, err)
		}
		if p.To.Before(p.From) || p.TitleZH() == "" || p.TitleEN() == "" || len(p.Months()) == 0 {
			t.Fatalf("%q is %+v", s, p)
		}
		for _, kind := range safety.All[safety.ComparisonKind]() {
			for _, asOf := range []safety.Date{p.From, p.From.AddDays(p.Days() / 2), p.To} {
				base, ok := p.Comparison(kind, asOf)
				if !ok {
					continue
				}
				if back, err := safety.ParsePeriod(base.Code); err != nil || back != base {
					t.Fatalf("%q as of %s compares with %+v: %v", s, asOf, base, err)
				}
			}
		}
	})
}

func FuzzParseRegionCode(f *testing.F) {
	for _, s := range []string{"37", "3703", "370321", "370303008", "370303008001", "370000000000", "441900003", "100000", "66", "US-CA",
		"ZB_gxq", "370001", "99", "３７", "Z", "z\xff", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		code, err := safety.ParseRegionCode(s)
		if err != nil {
			checkRefusal(t, err)
			return
		}
		if back, err := safety.ParseRegionCode(string(code)); err != nil || back != code {
			t.Fatalf("%q is %s, which reads as %s: %v", s, code, back, err)
		}
		if !code.IsStatutory() {
			if string(code) != s {
				t.Fatalf("a user's code %q was changed to %s", s, code)
			}
			return
		}
		if !strings.HasPrefix(s, strings.TrimRight(string(code), "0")) {
			t.Fatalf("%q became %s", s, code)
		}
		province, _ := code.Province()
		for at := code; ; {
			parent, ok := at.Parent()
			if !ok {
				if at != province && at.Level() != safety.LevelCountry {
					t.Fatalf("%s climbs to %s, not to its province %s", code, at, province)
				}
				return
			}
			if back, err := safety.ParseRegionCode(string(parent)); err != nil || back != parent || parent.Level() >= at.Level() {
				t.Fatalf("above %s lies %s: %v", at, parent, err)
			}
			at = parent
		}
	})
}

func FuzzParseCreditCode(f *testing.F) {
	for _, s := range []string{wellKnownCode, strings.ToLower(wellKnownCode), "91350100M000100Y44", "91350100M0001O0Y43", "", "９1350100M000100Y43",
		"91350100M000100Y4\xff", "000000000000000000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		code, err := safety.ParseCreditCode(s)
		if err != nil {
			checkRefusal(t, err)
			return
		}
		if !strings.EqualFold(string(code), s) || len(code) != 18 || code[17] != creditCheck(string(code[:17])) {
			t.Fatalf("%q reads as %s", s, code)
		}
		if region, ok := code.RegionPrefix(); ok && region.Level() > safety.LevelCounty {
			t.Fatalf("%s was registered in %s", code, region)
		}
	})
}

// checkRefusal holds messages to what may be shown: valid text, of bounded length.
func checkRefusal(t *testing.T, err error) {
	t.Helper()
	if message := err.Error(); !utf8.ValidString(message) || len(message) > 1200 {
		t.Fatalf("a message of %d bytes: %q", len(message), message)
	}
}
