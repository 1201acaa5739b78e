package scalar_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/shopspring/decimal"

	"anlan/graph/scalar"
	"anlan/safety"
	"anlan/warehouse"
)

func written(m graphql.Marshaler) string {
	var out bytes.Buffer
	m.MarshalGQL(&out)
	return out.String()
}

// What is not known is null; everything else has one form.
func TestWritten(t *testing.T) {
	cases := map[string]struct {
		got  graphql.Marshaler
		want string
	}{
		"a day":                      {scalar.MarshalDate(safety.NewDate(2025, 4, 17)), `"2025-04-17"`},
		"no day":                     {scalar.MarshalDate(safety.Date{}), `null`},
		"the day of a column":        {scalar.MarshalDay(time.Date(2025, 4, 17, 0, 0, 0, 0, time.UTC)), `"2025-04-17"`},
		"no day of a column":         {scalar.MarshalDay(time.Time{}), `null`},
		"a moment, in Beijing":       {scalar.MarshalDateTime(time.Date(2025, 4, 17, 16, 0, 0, 0, time.UTC)), `"2025-04-18T00:00:00+08:00"`},
		"a moment with milliseconds": {scalar.MarshalDateTime(time.Date(2025, 4, 17, 0, 0, 0, 123_456_789, time.UTC)), `"2025-04-17T08:00:00.123+08:00"`},
		"no moment":                  {scalar.MarshalDateTime(time.Time{}), `null`},
		"no period":                  {scalar.MarshalPeriodCode(safety.Period{}), `null`},
		"no region":                  {scalar.MarshalRegionCode(""), `null`},
		"money, exactly":             {scalar.MarshalDecimal(decimal.RequireFromString("1234567890123.10")), `"1234567890123.1"`},
		"a large figure":             {scalar.MarshalFloat(12_345_678_901), `12345678901`},
		"a rate":                     {scalar.MarshalFloat(2.0 / 3), `0.6666666666666666`},
		"a very large figure":        {scalar.MarshalFloat(1e300), `1e+300`},
		"no figure":                  {scalar.MarshalFloat(math.NaN()), `null`},
		"no end":                     {scalar.MarshalFloat(math.Inf(1)), `null`},
		"a time in milliseconds":     {scalar.MarshalMilliseconds(1500 * time.Microsecond), `1.5`},
		"a size":                     {scalar.MarshalBytes(5 << 40), `5497558138880`},
		"a level":                    {scalar.MarshalRegionLevel(safety.LevelCounty), `"COUNTY"`},
		"no level":                   {scalar.MarshalRegionLevel(safety.LevelUnknown), `null`},
		"a state":                    {scalar.MarshalState(warehouse.NotReported), `"NOT_REPORTED"`},
		"no state":                   {scalar.MarshalState(""), `null`},
		"a word with quotes":         {scalar.MarshalCode("a\"b\\\n"), `"a\"b\\\n"`},
	}
	for name, c := range cases {
		if got := written(c.got); got != c.want {
			t.Errorf("%s: %s, expected %s", name, got, c.want)
		}
		if !json.Valid([]byte(written(c.got))) {
			t.Errorf("%s is no JSON", name)
		}
	}
}

// What is read is read as strictly as the domain reads it, and refused in words that whoever typed it may see.
func TestRefused(t *testing.T) {
	read := func(_ any, err error) error { return err }
	cases := map[string]error{
		"a day that does not exist":        read(scalar.UnmarshalDate("2025-02-30")),
		"a day with a time":                read(scalar.UnmarshalDate("2025-02-03T00:00:00Z")),
		"a day as a number":                read(scalar.UnmarshalDate(json.Number("20250203"))),
		"a day as an object":               read(scalar.UnmarshalDate(map[string]any{"secret": 1})),
		"a moment without an offset":       read(scalar.UnmarshalDateTime("2025-02-03T00:00:00")),
		"a period of 13 months":            read(scalar.UnmarshalPeriodCode("2025-13")),
		"a region of five digits":          read(scalar.UnmarshalRegionCode("37032")),
		"a credit code with a wrong digit": read(scalar.UnmarshalCreditCode("91370303MA3XXXXX00")),
		"an empty code":                    read(scalar.UnmarshalCode("")),
		"a number of 33 bits":              read(scalar.UnmarshalInt(json.Number("4294967296"))),
		"half a number":                    read(scalar.UnmarshalInt(json.Number("1.5"))),
		"a negative version":               read(scalar.UnmarshalUint64(int64(-1))),
		"a count beyond 2^53":              read(scalar.UnmarshalCount(json.Number("9007199254740993"))),
		"money with letters":               read(scalar.UnmarshalDecimal("12x")),
		"money with a million digits":      read(scalar.UnmarshalDecimal("1e1000000")),
		"a text that is no UTF-8":          read(scalar.UnmarshalCode("\xff")),
		"a level that does not exist":      read(scalar.UnmarshalRegionLevel("PLANET")),
	}
	for name, err := range cases {
		if _, ok := errors.AsType[*safety.ParseError](err); !ok {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "map[") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Null is the zero value, which the questions read as "not given".
func TestNull(t *testing.T) {
	if d, err := scalar.UnmarshalDate(nil); err != nil || !d.IsZero() {
		t.Errorf("%v %v", d, err)
	}
	if n, err := scalar.UnmarshalInt(nil); err != nil || n != 0 {
		t.Errorf("%v %v", n, err)
	}
	if l, err := scalar.UnmarshalRegionLevel(nil); err != nil || l != safety.LevelUnknown {
		t.Errorf("%v %v", l, err)
	}
	if tree, err := scalar.UnmarshalTree(nil); err != nil || tree != "" {
		t.Errorf("%v %v", tree, err)
	}
}
