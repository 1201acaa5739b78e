package safety_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"anlan/safety"
)

const creditCharacters = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// wellKnownCode is worked by hand: the characters' values times 1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28
// are 9 + 3 + 27 + 135 + 0 + 26 + 0 + 0 + 21·20 + 0 + 0 + 0 + 8 + 0 + 0 + 30·30 + 4·28 = 1640 = 52·31 + 28, and 31 - 28 = 3.
const wellKnownCode = "91350100M000100Y43"

func TestACreditCodeIsChecked(t *testing.T) {
	code, err := safety.ParseCreditCode(wellKnownCode)
	if err != nil || code != wellKnownCode {
		t.Fatalf("%s reads as %s, %v", wellKnownCode, code, err)
	}
	if region, ok := code.RegionPrefix(); !ok || region != "350100" {
		t.Errorf("registered in %s, %v; expected 350100 福州", region, ok)
	}
	if small, err := safety.ParseCreditCode(strings.ToLower(wellKnownCode)); err != nil || small != code {
		t.Errorf("small letters read as %s, %v", small, err)
	}
}

func TestRefusedCreditCodesNameTheRule(t *testing.T) {
	for given, reason := range map[string]string{
		"":                      "0 characters, expected 18",
		"91350100M000100Y4":     "17 characters, expected 18",
		"91350100M000100Y433":   "19 characters, expected 18",
		"370303228001234":       "15 characters, expected 18", // the registration number of before 2015
		"91350100M000100Y44":    "check digit '4' at place 18, expected '3'",
		"91350100M000100Y34":    "check digit '4' at place 18",                // two places swapped
		"91350100M0001O0Y43":    "character 'O' at place 14, expected digits", // a letter O for a zero
		"9135010OM000100Y43":    "character 'O' at place 8",
		"91350A00M000100Y43":    "character 'A' at place 6, expected a digit: places 3 to 8",
		"91350100M000100Y4 ":    "character ' ' at place 18",
		"9135０100M000100Y43":    "character '０' at place 5",
		"913501００M000100Y43":    "character '０' at place 7",
		"91350100M000100Y4\xff": "at place 18",
	} {
		code, err := safety.ParseCreditCode(given)
		var refusal *safety.ParseError
		if !errors.As(err, &refusal) || !strings.Contains(refusal.Reason, reason) || code != "" {
			t.Errorf("%q: %q, %v; expected a refusal with %q", given, code, err, reason)
		}
	}
	if _, ok := safety.CreditCode("").RegionPrefix(); ok {
		t.Error("no code has a region")
	}
}

// creditCheck computes the last character by the standard's formula with full powers of three.
func creditCheck(body string) byte {
	sum, power := 0, 1
	for i := range len(body) {
		power = 1
		for range i {
			power = power * 3 % 31
		}
		sum += power * strings.IndexByte(creditCharacters, body[i])
	}
	for v := range 31 {
		if (sum+v)%31 == 0 {
			return creditCharacters[v]
		}
	}
	return 0
}

// anyCreditCode draws a code that is right.
func anyCreditCode(t *rapid.T) string {
	body := rapid.StringMatching(`[159NY][1239]37[0-9]{4}[0-9A-HJ-NPQRTUWXY]{9}`).Draw(t, "body")
	return body + string(creditCheck(body))
}

// 31 is prime and no weight is a multiple of it, so one wrong character, or two neighbours swapped, never pass.
func TestTheCheckDigitFindsSlipsOfThePen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		right := anyCreditCode(t)
		if code, err := safety.ParseCreditCode(right); err != nil || string(code) != right {
			t.Fatalf("%s reads as %s, %v", right, code, err)
		}
		wrong := []byte(right)
		place := rapid.IntRange(0, 17).Draw(t, "place")
		if rapid.Bool().Draw(t, "swap") && place < 17 {
			wrong[place], wrong[place+1] = wrong[place+1], wrong[place]
		} else {
			wrong[place] = rapid.SampledFrom([]byte(creditCharacters)).Draw(t, "character")
		}
		if _, err := safety.ParseCreditCode(string(wrong)); (err == nil) != (string(wrong) == right) {
			t.Fatalf("%s for %s: %v", wrong, right, err)
		}
	})
}
