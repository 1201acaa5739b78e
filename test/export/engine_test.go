package export

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"anlan/warehouse"
)

// figures are what a reader, or the engine, says of a table; canonical.mjs says how they are computed.
type figures struct {
	Rows     uint64         `json:"rows"`
	Columns  []columnFigure `json:"columns"`
	Together string         `json:"together"` // of whole rows
}

// columnFigure is what is said of one column.
type columnFigure struct {
	Name     string            `json:"name"`
	Type     string            `json:"type"`
	Nullable bool              `json:"nullable"`
	Nulls    uint64            `json:"nulls"`
	Sum      string            `json:"sum"`
	Checksum string            `json:"checksum"`
	Metadata map[string]string `json:"metadata,omitempty"`
}

// encoder is what is asked of a reading: Native is the one format that is the engine's own, in it the rows go into a table.
type encoder interface {
	Columns() []warehouse.DataColumn
	Encode(ctx context.Context, format string, settings map[string]any, part *warehouse.DataPart) (io.ReadCloser, error)
}

// engineFigures computes the figures of a reading by SQL, over a table that holds its rows; and those that its texts have in
// a workbook, where it goes into one.
func engineFigures(t *testing.T, w *warehouse.Warehouse, reading encoder, workbook bool) (all, cells figures) {
	t.Helper()
	columns := reading.Columns()
	declared := make([]string, len(columns))
	for i, c := range columns {
		declared[i] = "`" + c.Name + "` " + c.Type
	}
	exec := func(sql string) {
		t.Helper()
		if err := w.Conn().Exec(t.Context(), sql); err != nil {
			t.Fatalf("%v\n%s", err, sql)
		}
	}
	exec("CREATE TABLE readback (" + strings.Join(declared, ", ") + ") ENGINE = Memory")
	defer exec("DROP TABLE readback SYNC")
	rows, err := reading.Encode(t.Context(), "Native", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	if err := w.Conn().InsertFormat(t.Context(), "Native", "INSERT INTO readback", rows); err != nil {
		t.Fatal(err)
	}
	all = tableFigures(t, w, "readback", columns, "toString(%s)")
	if workbook {
		cells = tableFigures(t, w, "readback", columns, unknownToXML)
	}
	return all, cells
}

// unknownToXML replaces the characters that XML cannot hold, as workbooks do.
const unknownToXML = `replaceRegexpAll(toString(%s), '[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]', '\xef\xbf\xbd')`

// tableFigures computes the figures of a table by SQL, which text says how to make a canonical text of a text with.
func tableFigures(t *testing.T, w *warehouse.Warehouse, table string, columns []warehouse.DataColumn, text string) figures {
	t.Helper()
	codes, told, together := make([]string, len(columns)), make([]string, len(columns)), "17"
	for i, c := range columns {
		name := "`" + c.Name + "`"
		codes[i] = fmt.Sprintf("toUInt64(CRC32(if(isNull(%[1]s), 'n', concat('v', %[2]s)))) AS c%[3]d, %[1]s AS v%[3]d", name, canonicalSQL("assumeNotNull("+name+")", plain(c.Type), text), i)
		sum := "''"
		if number.MatchString(plain(c.Type)) {
			sum = fmt.Sprintf("toDecimalString(sum(ifNull(toDecimal256(v%d, %d), 0)), %[2]d)", i, scaleOf(c.Type))
		}
		told[i] = fmt.Sprintf("tuple(toString(countIf(isNull(v%[1]d))), toString(sum(c%[1]d)), %[2]s)", i, sum)
		together = fmt.Sprintf("((%s * 31 + c%d) %% 4294967296)", together, i)
	}
	out := figures{}
	var texts []string
	sql := "SELECT count(), toString(sum(" + together + ")), arrayFlatten([" + strings.ReplaceAll(strings.Join(told, ", "), "tuple(", "array(") + "]) FROM (SELECT " + strings.Join(codes, ", ") + " FROM " + table + ")"
	if err := w.Conn().QueryRow(t.Context(), sql).Scan(&out.Rows, &out.Together, &texts); err != nil {
		t.Fatalf("%v\n%s", err, sql)
	}
	for i, c := range columns {
		figure := columnFigure{Name: c.Name, Type: c.Type, Nullable: strings.HasPrefix(c.Type, "Nullable("), Checksum: texts[3*i+1], Sum: texts[3*i+2]}
		if _, err := fmt.Sscan(texts[3*i], &figure.Nulls); err != nil {
			t.Fatal(err)
		}
		out.Columns = append(out.Columns, figure)
	}
	return out
}

var (
	nullable = regexp.MustCompile(`^Nullable\((.*)\)$`)
	scaled   = regexp.MustCompile(`^Decimal\(\d+, (\d+)\)$`)
	number   = regexp.MustCompile(`^(Decimal|U?Int)`)
)

// plain is a type without what says that there may be none.
func plain(chType string) string { return nullable.ReplaceAllString(chType, "$1") }

// scaleOf is the digits behind the point of a decimal, and 0 of anything else.
func scaleOf(chType string) (scale int) {
	if found := scaled.FindStringSubmatch(plain(chType)); found != nil {
		fmt.Sscan(found[1], &scale) //nolint:errcheck // digits
	}
	return scale
}

// canonicalSQL writes a value as every reader does, see canonical.mjs.
func canonicalSQL(value, chType, text string) string {
	switch {
	case chType == "Bool":
		return "toString(toUInt8(" + value + "))"
	case strings.HasPrefix(chType, "DateTime64"):
		return "toString(toUnixTimestamp64Second(" + value + "))"
	case strings.HasPrefix(chType, "Decimal"):
		return fmt.Sprintf("toDecimalString(%s, %d)", value, scaleOf(chType))
	case chType == "Float64":
		return "toString(reinterpretAsUInt64(" + value + "))"
	case strings.HasPrefix(chType, "Array"):
		return "arrayStringConcat(arrayMap(e -> concat(toString(length(e)), ':', e), " + value + "))"
	}
	if chType == "String" {
		return fmt.Sprintf(text, value)
	}
	return "toString(" + value + ")"
}
