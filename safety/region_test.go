package safety_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"anlan/safety"
)

func TestRegionCodesHaveOneCanonicalForm(t *testing.T) {
	for _, c := range []struct {
		given, canonical string
		level            safety.RegionLevel
		parent, province string
	}{
		{"37", "370000", safety.LevelProvince, none, "370000"},
		{"370000", "370000", safety.LevelProvince, none, "370000"},
		{"370000000000", "370000", safety.LevelProvince, none, "370000"},
		{"3703", "370300", safety.LevelCity, "370000", "370000"},
		{"370300", "370300", safety.LevelCity, "370000", "370000"},
		{"370321", "370321", safety.LevelCounty, "370300", "370000"}, // 桓台县
		{"370321000", "370321", safety.LevelCounty, "370300", "370000"},
		{"370303008", "370303008", safety.LevelTown, "370303", "370000"}, // 四宝山街道
		{"370303008000", "370303008", safety.LevelTown, "370303", "370000"},
		{"370303008001", "370303008001", safety.LevelVillage, "370303008", "370000"},
		{"370282", "370282", safety.LevelCounty, "370200", "370000"},     // 即墨市, abolished: the form still holds
		{"371271", "371271", safety.LevelCounty, "371200", "370000"},     // a functional zone of the abolished 莱芜
		{"441900003", "441900003", safety.LevelTown, "441900", "440000"}, // 东莞 has towns and no counties
		{"100000", "100000", safety.LevelCountry, none, none},
		{"660000", "660000", safety.LevelProvince, none, "660000"}, // Xinjiang Production and Construction Corps
		{"US-CA", "US-CA", safety.LevelUnknown, none, none},
		{"ZB_gxq", "ZB_gxq", safety.LevelUnknown, none, none},
		{"Z1", "Z1", safety.LevelUnknown, none, none},
	} {
		code, err := safety.ParseRegionCode(c.given)
		if err != nil || string(code) != c.canonical {
			t.Errorf("%s reads as %s, %v; expected %s", c.given, code, err, c.canonical)
			continue
		}
		parent, hasParent := code.Parent()
		province, hasProvince := code.Province()
		if code.Level() != c.level || string(parent) != c.parent || hasParent != (c.parent != none) ||
			string(province) != c.province || hasProvince != (c.province != none) {
			t.Errorf("%s: level %s, parent %q, province %q; expected %s, %q, %q",
				c.given, code.Level(), parent, province, c.level, c.parent, c.province)
		}
	}
}

func TestRefusedRegionCodesSayWhy(t *testing.T) {
	for given, reason := range map[string]string{
		"":                       "2, 4, 6, 9 or 12 digits",
		"3":                      "1 digits",
		"370":                    "3 digits",
		"37030":                  "5 digits",
		"37030300":               "8 digits",
		"3703030080011":          "13 digits",
		"990000":                 "first two digits of a province",
		"000000":                 "first two digits of a province",
		"100001":                 "first two digits of a province",
		"370001":                 "a city in digits 3 and 4",
		"370000001":              "a city in digits 3 and 4",
		"370303000001":           "a town in digits 7 to 9",
		"3703a":                  "begins with a letter",
		"-37":                    "begins with a letter",
		"淄博市":                    "begins with a letter",
		"３７０３００":                 "begins with a letter",
		"Z":                      "1 characters",
		strings.Repeat("z", 33):  "33 characters",
		"ZB GXQ":                 `character ' ' at place 3`,
		"ZB高新区":                  `character '高' at place 3`,
		"ZB'; DROP TABLE hazard": `character '\'' at place 3`,
		"ZB\xff":                 "at place 3",
	} {
		code, err := safety.ParseRegionCode(given)
		var refusal *safety.ParseError
		if !errors.As(err, &refusal) || !strings.Contains(refusal.Reason, reason) || code != "" {
			t.Errorf("%q: %q, %v; expected a refusal with %q", given, code, err, reason)
		}
	}
	if _, err := safety.ParseRegionCode("37030"); !strings.Contains(err.Error(), `"37030"`) {
		t.Errorf("the message does not name the value: %v", err)
	}
}

func TestRegionLevels(t *testing.T) {
	for i, l := range safety.RegionLevels() {
		if int(l) != i+1 {
			t.Errorf("%s has value %d, expected %d: deeper levels are greater", l, l, i+1)
		}
		for _, word := range []string{l.String(), l.TitleZH(), l.TitleEN()} {
			if got, err := safety.ParseRegionLevel(word); err != nil || got != l {
				t.Errorf("%q reads as %s, %v; expected %s", word, got, err, l)
			}
		}
	}
	if got, err := safety.ParseRegionLevel("乡镇（街道）"); err != nil || got != safety.LevelTown {
		t.Errorf("乡镇（街道） reads as %s, %v", got, err)
	}
	if got, err := safety.ParseRegionLevel("星系"); err == nil || got != safety.LevelUnknown {
		t.Errorf("星系 reads as %s", got)
	}
	if safety.LevelUnknown.String() != "unknown" || safety.LevelUnknown.TitleZH() != "" {
		t.Error("an unknown level has no title")
	}
}

// anyStatutory draws a canonical statutory code of a province, city, county, town or village.
func anyStatutory(t *rapid.T) string {
	code := rapid.SampledFrom([]string{"11", "23", "37", "44", "66", "82"}).Draw(t, "province")
	two := rapid.StringMatching(`0[1-9]|[1-9][0-9]`)
	three := rapid.StringMatching(`00[1-9]|0[1-9][0-9]|[1-9][0-9]{2}`)
	switch rapid.IntRange(0, 4).Draw(t, "level") {
	case 0:
		return code + "0000"
	case 1:
		return code + two.Draw(t, "city") + "00"
	case 2:
		return code + two.Draw(t, "city") + two.Draw(t, "county")
	case 3:
		return code + two.Draw(t, "city") + two.Draw(t, "county") + three.Draw(t, "town")
	}
	return code + two.Draw(t, "city") + two.Draw(t, "county") + three.Draw(t, "town") + three.Draw(t, "village")
}

// Every statutory code climbs to its province, one level at a time, and zeros at its end change nothing.
func TestStatutoryCodesClimbToTheirProvince(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyStatutory(t)
		code, err := safety.ParseRegionCode(s)
		if err != nil || string(code) != s {
			t.Fatalf("%s reads as %s, %v", s, code, err)
		}
		if padded, err := safety.ParseRegionCode(s + strings.Repeat("0", 12-len(s))); err != nil || padded != code {
			t.Fatalf("%s with zeros up to 12 digits reads as %s, %v", s, padded, err)
		}
		province, ok := code.Province()
		if !ok {
			t.Fatalf("%s has no province", s)
		}
		for code != province {
			parent, ok := code.Parent()
			if !ok || parent.Level() != code.Level()-1 {
				t.Fatalf("above %s lies %s, %v", code, parent, ok)
			}
			code = parent
		}
	})
}
