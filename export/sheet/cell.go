package sheet

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/xuri/excelize/v2"

	"anlan/warehouse"
)

// digits are how many a number of Excel has; what has more is written as text, exactly.
const digits = 15

// CutMark ends a text of which a cell holds only the beginning.
const CutMark = "…（已截断 cut）"

// cell gives the value of a column's cell in a row of its record: nil for NULL. altered tells that a text could not be held as it is.
type cell func(row int) (value any, altered bool, err error)

// looks are the styles of a workbook.
type looks struct {
	file                               *excelize.File
	head, bold, wrap, date, secs, fine int
	decimals                           map[int32]int // by their digits behind the point
}

func newLooks(f *excelize.File) (l looks, err error) {
	l = looks{file: f, decimals: map[int32]int{}}
	custom := func(s excelize.Style, format string) int {
		if format != "" {
			s.CustomNumFmt = &format
		}
		id, e := f.NewStyle(&s)
		if err == nil {
			err = e
		}
		return id
	}
	bold := &excelize.Font{Bold: true}
	l.bold = custom(excelize.Style{Font: bold}, "")
	l.wrap = custom(excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}, "")
	l.head = custom(excelize.Style{Font: bold, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDE6F0"}}}, "")
	l.date = custom(excelize.Style{}, "yyyy-mm-dd")
	l.secs = custom(excelize.Style{}, "yyyy-mm-dd hh:mm:ss")
	l.fine = custom(excelize.Style{}, "yyyy-mm-dd hh:mm:ss.000")
	for scale := int32(1); scale <= digits; scale++ {
		l.decimals[scale] = custom(excelize.Style{}, "0."+strings.Repeat("0", int(scale)))
	}
	return l, err
}

// cell says how the values of a column become cells.
func (l looks) cell(column arrow.Array) cell {
	value := l.value(column)
	return func(row int) (any, bool, error) {
		if column.IsNull(row) {
			return nil, false, nil
		}
		v, err := value(row)
		if text, ok := v.(string); ok && err == nil {
			return fit(text)
		}
		return v, false, err
	}
}

func (l looks) value(column arrow.Array) func(row int) (any, error) {
	switch c := column.(type) {
	case *array.String:
		return func(row int) (any, error) { return c.Value(row), nil }
	case *array.Boolean:
		return func(row int) (any, error) { return c.Value(row), nil }
	case *array.Date32:
		return func(row int) (any, error) { return l.day(int(c.Value(row))), nil }
	case *array.Timestamp:
		return l.moment(c)
	case *array.Decimal128:
		scale := scaleOf(c.DataType())
		return func(row int) (any, error) { return l.decimal(c.Value(row).ToString(scale), scale), nil }
	case *array.Decimal256:
		scale := scaleOf(c.DataType())
		return func(row int) (any, error) { return l.decimal(c.Value(row).ToString(scale), scale), nil }
	case *array.Float64:
		return func(row int) (any, error) { return float(c.Value(row)), nil }
	case *array.Float32:
		return func(row int) (any, error) { return float(float64(c.Value(row))), nil }
	case *array.List:
		return func(row int) (any, error) { return list(c, row) }
	}
	if arrow.IsInteger(column.DataType().ID()) {
		return func(row int) (any, error) { return l.decimal(column.ValueStr(row), 0), nil }
	}
	return func(row int) (any, error) { return column.ValueStr(row), nil }
}

func scaleOf(t arrow.DataType) int32 {
	switch t := t.(type) {
	case *arrow.Decimal128Type:
		return t.Scale
	case *arrow.Decimal256Type:
		return t.Scale
	}
	return 0
}

// firstDay is 1 March 1900, from which on Excel counts days as calendars do.
const (
	firstDay = -25508 // days since 1970-01-01
	zeroDay  = 25569  // the number of 1970-01-01 in Excel
)

func (l looks) day(days int) any {
	if days < firstDay {
		return time.Unix(int64(days)*86400, 0).UTC().Format(time.DateOnly)
	}
	return excelize.Cell{StyleID: l.date, Value: days + zeroDay}
}

// moment writes what clocks showed in the column's zone.
func (l looks) moment(c *array.Timestamp) func(row int) (any, error) {
	t, ok := c.DataType().(*arrow.TimestampType)
	if !ok {
		t = &arrow.TimestampType{Unit: arrow.Second}
	}
	style, layout := l.secs, time.DateTime
	if t.Unit != arrow.Second {
		style, layout = l.fine, "2006-01-02 15:04:05.000"
	}
	zone, err := time.LoadLocation(t.TimeZone)
	return func(row int) (any, error) {
		if err != nil {
			return nil, fmt.Errorf("time zone: %w", err)
		}
		at := c.Value(row).ToTime(t.Unit).In(zone)
		_, offset := at.Zone()
		seconds := at.Unix() + int64(offset)
		if seconds < firstDay*86400 {
			return at.Format(layout), nil
		}
		return excelize.Cell{StyleID: style, Value: zeroDay + (float64(seconds)+float64(at.Nanosecond())/1e9)/86400}, nil
	}
}

// decimal is a number where Excel keeps all of its digits, and its text where not.
func (l looks) decimal(text string, scale int32) any {
	if len(strings.TrimLeft(strings.Replace(strings.TrimPrefix(text, "-"), ".", "", 1), "0")) > digits {
		return text
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	if style := l.decimals[scale]; style != 0 {
		return excelize.Cell{StyleID: style, Value: v}
	}
	return v
}

func float(v float64) any {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return v
}

// list writes a list as JSON, as it stands in CSV.
func list(c *array.List, row int) (any, error) {
	from, to := c.ValueOffsets(row)
	values := c.ListValues()
	items := make([]any, 0, to-from)
	for i := int(from); i < int(to); i++ {
		switch v := values.(type) {
		case *array.String:
			if v.IsNull(i) {
				items = append(items, nil)
				continue
			}
			items = append(items, v.Value(i))
		default:
			items = append(items, v.GetOneForMarshal(i))
		}
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(items); err != nil {
		return nil, fmt.Errorf("write list: %w", err)
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}

// fit makes a text one that a cell can hold, and tells whether it had to be altered: its end cut off, or characters that XML does not know replaced. It stays a
// text whatever it begins with: no cell is a formula.
func fit(text string) (any, bool, error) {
	if !utf8.ValidString(text) {
		return nil, false, warehouse.Fault(warehouse.Conflict, "a text has bytes that are no characters (no UTF-8), which a workbook cannot hold: take csv or parquet")
	}
	altered := strings.ContainsFunc(text, unknownToXML)
	if len(text) > excelize.TotalCellChars {
		if short := beginning(text, excelize.TotalCellChars); short != text {
			return beginning(text, excelize.TotalCellChars-units(CutMark)) + CutMark, true, nil
		}
	}
	return text, altered, nil
}

func unknownToXML(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

// beginning is as much of a text as fits into so many units of UTF-16, by which Excel counts.
func beginning(text string, most int) string {
	n := 0
	for i, r := range text {
		if n += utf16.RuneLen(r); n > most {
			return text[:i]
		}
	}
	return text
}

func units(text string) (n int) {
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// least is how wide a column is at least, whatever its first values are: Excel shows ### for a number or a date that has no room.
func least(column arrow.Array) float64 {
	switch column.(type) {
	case *array.Date32:
		return 12
	case *array.Timestamp:
		return 25
	case *array.Decimal128, *array.Decimal256, *array.Float64, *array.Int64, *array.Uint64:
		return digits + 3
	}
	return 0
}
