package safety

import "strings"

// CreditCode is a unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, capital letters.
type CreditCode string

// creditAlphabet gives each character its value by place; I, O, S, V and Z are not used.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

const creditLength = 18

// ParseCreditCode checks a code by GB 32100-2015 and gives it in capitals: length, alphabet, digits in places 3 to 8
// (the region of the registering authority), and the check digit in place 18. The first rule that fails is named with
// what was expected and found. Small letters are read as capitals; spaces are not removed.
func ParseCreditCode(s string) (CreditCode, error) {
	if n := len([]rune(s)); n != creditLength {
		return "", refuse("credit code", s, "%d characters, expected %d", n, creditLength)
	}
	place := 0
	for _, r := range s {
		place++
		switch {
		case r >= 'a' && r <= 'z':
			r -= 'a' - 'A'
		case r > 'Z':
			return "", refuse("credit code", s, "character %q at place %d, expected digits and letters", r, place)
		}
		if strings.IndexByte(creditAlphabet, byte(r)) < 0 {
			return "", refuse("credit code", s, "character %q at place %d, expected digits and letters without I, O, S, V and Z", r, place)
		}
		if place >= 3 && place <= 8 && r > '9' {
			return "", refuse("credit code", s, "character %q at place %d, expected a digit: places 3 to 8 are a region code", r, place)
		}
	}
	code := strings.ToUpper(s)
	if expected, found := creditCheckDigit(code[:creditLength-1]), code[creditLength-1]; expected != found {
		return "", refuse("credit code", s, "check digit %q at place 18, expected %q", found, expected)
	}
	return CreditCode(code), nil
}

// RegionPrefix gives places 3 to 8, the region of the authority that registered the holder. ok is false when they are no
// region code. It is not where the holder works now: enterprises move, regions are abolished, and 100000 stands for a
// national authority.
func (c CreditCode) RegionPrefix() (region RegionCode, ok bool) {
	if len(c) != creditLength {
		return "", false
	}
	region, err := ParseRegionCode(string(c[2:8]))
	return region, err == nil
}

// String gives the code.
func (c CreditCode) String() string { return string(c) }

// UnmarshalText reads what [ParseCreditCode] reads; the empty text is no code.
func (c *CreditCode) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*c = ""
		return nil
	}
	parsed, err := ParseCreditCode(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

// creditCheckDigit computes place 18 of a body of 17 valid characters: each value times 3^(place-1) mod 31, summed, and
// what is missing to a multiple of 31 (GB 32100-2015, appendix).
func creditCheckDigit(body string) byte {
	sum, weight := 0, 1
	for i := 0; i < len(body); i++ {
		sum += strings.IndexByte(creditAlphabet, body[i]) * weight
		weight = weight * 3 % 31
	}
	return creditAlphabet[(31-sum%31)%31]
}
