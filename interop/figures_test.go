package interop

import (
	"fmt"
	"hash/crc32"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// figures are what is said of a table; test/export/canonical.mjs says how they are computed.
type figures struct {
	Rows     uint64   `json:"rows"`
	Columns  []figure `json:"columns"`
	Together string   `json:"together"`
}

type figure struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Nullable bool   `json:"nullable"`
	Nulls    uint64 `json:"nulls"`
	Sum      string `json:"sum"`
	Checksum string `json:"checksum"`
}

// table is what a reader found: names, the types as it calls them (empty where the format has none), and canonical texts by column; nil is NULL.
type table struct {
	names  []string
	types  []string
	values [][]*string
}

func newTable(names []string) table {
	return table{names: names, types: make([]string, len(names)), values: make([][]*string, len(names))}
}

// compare holds what was read against what the engine says.
func (r table) compare(t *testing.T, what string, columns []column, want figures) {
	t.Helper()
	if len(r.names) != len(want.Columns) {
		t.Errorf("%s: %d columns, expected %d", what, len(r.names), len(want.Columns))
		return
	}
	got := r.figures(columns)
	for i, w := range want.Columns {
		g := got.Columns[i]
		if r.types[i] != "" && r.types[i] != arrowType(w) {
			t.Errorf("%s: %s %s came as %s, expected %s", what, w.Name, w.Type, r.types[i], arrowType(w))
		}
		g.Type, g.Nullable = w.Type, w.Nullable
		if g != w {
			t.Errorf("%s: read %+v, the engine says %+v", what, g, w)
		}
	}
	if got.Rows != want.Rows || got.Together != want.Together {
		t.Errorf("%s: %d rows %s, the engine says %d rows %s", what, got.Rows, got.Together, want.Rows, want.Together)
	}
}

func (r table) figures(columns []column) figures {
	var out figures
	var rows int
	if len(r.values) > 0 {
		rows = len(r.values[0])
	}
	together := make([]uint32, rows)
	for i := range together {
		together[i] = 17
	}
	for i, name := range r.names {
		f := figure{Name: name}
		var checksum uint64
		sum, summed := new(big.Int), number.MatchString(plain(columns[i].Type))
		for row, text := range r.values[i] {
			code := crc32.ChecksumIEEE([]byte("n"))
			if text == nil {
				f.Nulls++
			} else {
				code = crc32.Update(crc32.ChecksumIEEE([]byte("v")), crc32.IEEETable, []byte(*text))
				if summed {
					unscaled, ok := new(big.Int).SetString(strings.Replace(*text, ".", "", 1), 10)
					if !ok {
						unscaled = big.NewInt(0) // the checksum tells
					}
					sum.Add(sum, unscaled)
				}
			}
			checksum += uint64(code)
			together[row] = together[row]*31 + code
		}
		if f.Checksum = strconv.FormatUint(checksum, 10); summed {
			f.Sum = decimal(sum, scaleOf(columns[i].Type))
		}
		out.Columns = append(out.Columns, f)
	}
	var all uint64
	for _, code := range together {
		all += uint64(code)
	}
	out.Rows, out.Together = uint64(rows), strconv.FormatUint(all, 10)
	return out
}

var (
	nullable = regexp.MustCompile(`^Nullable\((.*)\)$`)
	scaled   = regexp.MustCompile(`^Decimal\(\d+, (\d+)\)$`)
	number   = regexp.MustCompile(`^(Decimal|U?Int)`)
)

func plain(chType string) string { return nullable.ReplaceAllString(chType, "$1") }

func scaleOf(chType string) int {
	found := scaled.FindStringSubmatch(plain(chType))
	if found == nil {
		return 0
	}
	scale, _ := strconv.Atoi(found[1])
	return scale
}

// decimal writes an unscaled number with its point.
func decimal(unscaled *big.Int, scale int) string {
	digits := new(big.Int).Abs(unscaled).String()
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale+1-len(digits)) + digits
	}
	sign := ""
	if unscaled.Sign() < 0 {
		sign = "-"
	}
	if scale == 0 {
		return sign + digits
	}
	return sign + digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
}

func list(elements []string) string {
	var out strings.Builder
	for _, e := range elements {
		fmt.Fprintf(&out, "%d:%s", len(e), e)
	}
	return out.String()
}

// arrowType is the type in Arrow of a column that the engine gives.
func arrowType(f figure) string {
	t := plain(f.Type)
	switch {
	case t == "String":
		t = "utf8"
	case t == "Date32":
		t = "date32"
	case t == "DateTime64(0, 'Asia/Shanghai')":
		t = "timestamp[s, tz=Asia/Shanghai]"
	case t == "DateTime64(3, 'Asia/Shanghai')":
		t = "timestamp[ms, tz=Asia/Shanghai]"
	case t == "Bool":
		t = "bool"
	case t == "Float64":
		t = "float64"
	case t == "Array(String)":
		t = "list<item: utf8>"
	case strings.HasPrefix(t, "Decimal("):
		t = "decimal" + strings.TrimPrefix(t, "Decimal")
	default:
		t = strings.ToLower(t)
	}
	if f.Nullable {
		t += " or null"
	}
	return t
}
