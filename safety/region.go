package safety

import "strings"

// RegionCode names a region in its canonical form. There are two kinds:
//   - statutory codes of GB/T 2260 and the statistics bureau, digits only: 6 for a province (370000), city (370300)
//     or county (370321), 9 for a town or street (370303008), 12 for a village (370303008001);
//   - codes that a user assigns to what is in no code table (functional zones, grids) or that come from abroad: 2 to
//     32 ASCII letters, digits, '-' and '_' that begin with a letter (ZB-GXQ, US-CA). Case counts.
//
// A statutory code says its level and its parents by code. Which unit manages a region, and what a code that has been
// abolished became, is data and not known here.
type RegionCode string

// maxRegionCode is the most characters of a user's code.
const maxRegionCode = 32

const regionForms = "expected a statutory code of 2, 4, 6, 9 or 12 digits (37, 3703, 370321, 370303008, 370303008001) " +
	"or a code of 2 to 32 letters, digits, '-' and '_' that begins with a letter (US-CA)"

// provinces are the first two digits of GB/T 2260, with 66, under which the Xinjiang Production and Construction Corps
// reports like a province.
const provinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 66 71 81 82"

// countryCode stands for the whole country, as in the credit codes that national authorities give out.
const countryCode = "100000"

// ParseRegionCode reads a code and gives its canonical form: 37 and 370000 are the province 370000, 3703 and 370300
// the city 370300; zeros that fill a code up to 9 or 12 digits are dropped (370303000000 is 370303), short ones are filled to six (3700 is
// 370000). It checks the
// form only: a code may be abolished or never given out.
func ParseRegionCode(s string) (RegionCode, error) {
	if s == "" {
		return "", refuse("region code", s, regionForms)
	}
	if !allDigits(s) {
		return parseUserRegion(s)
	}
	switch len(s) {
	case 2, 4:
		s += strings.Repeat("0", 6-len(s))
	case 6, 9, 12:
	default:
		return "", refuse("region code", s, "%d digits; %s", len(s), regionForms)
	}
	return parseStatutory(s)
}

func parseStatutory(s string) (RegionCode, error) {
	code := strings.TrimSuffix(s, "000")
	switch {
	case len(s) == 6:
		code = s
	case len(s) == 12 && len(code) == 9:
		code = code[:6] + strings.TrimSuffix(code[6:], "000")
	case len(s) == 12 && s[6:9] == "000":
		return "", refuse("region code", s, "expected a town in digits 7 to 9 above the village in digits 10 to 12")
	}
	if code == countryCode {
		return RegionCode(code), nil
	}
	if !isProvince(code[:2]) {
		return "", refuse("region code", s, "expected the first two digits of a province, as 37")
	}
	if code[2:4] == "00" && code[4:] != "00" {
		return "", refuse("region code", s, "expected a city in digits 3 and 4 above what follows")
	}
	return RegionCode(code), nil
}

func parseUserRegion(s string) (RegionCode, error) {
	if !isLetter(s[0]) {
		return "", refuse("region code", s, regionForms)
	}
	place := 0
	for _, r := range s {
		place++
		if r > 'z' || !isLetter(byte(r)) && (r < '0' || r > '9') && r != '-' && r != '_' {
			return "", refuse("region code", s, "character %q at place %d; %s", r, place, regionForms)
		}
	}
	if place < 2 || place > maxRegionCode {
		return "", refuse("region code", s, "%d characters; %s", place, regionForms)
	}
	return RegionCode(s), nil
}

// IsStatutory reports whether the code is one of digits, so that its level and parents are known by code.
func (c RegionCode) IsStatutory() bool { return c.Level() != LevelUnknown }

// Level gives the level of a statutory code, LevelUnknown for a user's code: that one's level is data. 441900 is a city
// also where it stands above towns, since cities without counties exist.
func (c RegionCode) Level() RegionLevel {
	if !allDigits(string(c)) {
		return LevelUnknown
	}
	switch len(c) {
	case 6:
		switch {
		case c == countryCode:
			return LevelCountry
		case c[2:] == "0000":
			return LevelProvince
		case c[4:] == "00":
			return LevelCity
		}
		return LevelCounty
	case 9:
		return LevelTown
	case 12:
		return LevelVillage
	}
	return LevelUnknown
}

// Parent gives the statutory region above by code: 370303008 → 370303 → 370300 → 370000. A town of a city without
// counties has the city (441900003 → 441900). ok is false for provinces and for users' codes, whose parents are data.
func (c RegionCode) Parent() (parent RegionCode, ok bool) {
	switch c.Level() {
	case LevelVillage:
		return c[:9], true
	case LevelTown:
		return c[:6], true
	case LevelCounty:
		return c[:4] + "00", true
	case LevelCity:
		return c[:2] + "0000", true
	}
	return "", false
}

// Province gives the province of a statutory code, itself for a province; ok is false for the country and users' codes.
func (c RegionCode) Province() (province RegionCode, ok bool) {
	switch c.Level() {
	case LevelUnknown, LevelCountry:
		return "", false
	}
	return c[:2] + "0000", true
}

// String gives the code.
func (c RegionCode) String() string { return string(c) }

// UnmarshalText reads what [ParseRegionCode] reads; the empty text is no region.
func (c *RegionCode) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*c = ""
		return nil
	}
	parsed, err := ParseRegionCode(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

// isProvince looks two digits up; the spaces between the provinces keep two neighbours from matching.
func isProvince(two string) bool { return strings.Contains(provinces, two) }

func isLetter(b byte) bool { return b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' }
