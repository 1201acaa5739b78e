package export

import (
	"bytes"
	"context"
	"io"
	"strings"

	"anlan/warehouse"
)

// byteOrderMark tells old Excel that a text is UTF-8.
const byteOrderMark = "\ufeff"

// writeCSV writes RFC 4180 with a header: text is always quoted, so that "" is an empty text and nothing at all is NULL. Lines end with a line feed.
func writeCSV(ctx context.Context, x *Export, out *tally, part *warehouse.DataPart) error {
	r, err := x.encode(ctx, "CSV", csvSettings(), part)
	if err != nil {
		return err
	}
	defer r.Close()
	var w io.Writer = out
	if x.request.Options.Charset == "gb18030" {
		w = newGB18030(out)
	}
	head := csvHeader(x.reading.Columns())
	if x.request.Options.BOM {
		head = byteOrderMark + head
	}
	if _, err := io.WriteString(w, head); err != nil {
		return err
	}
	var lines csvRows
	if _, err = copyAll(w, r, func(p []byte) { out.passed(lines.count(p)) }); err != nil {
		return err
	}
	if c, ok := w.(io.Closer); ok {
		err = c.Close()
	}
	return err
}

func csvSettings() map[string]any {
	return map[string]any{
		"format_csv_null_representation":       "",
		"format_csv_delimiter":                 ",",
		"output_format_csv_crlf_end_of_line":   0,
		"bool_true_representation":             "true",
		"bool_false_representation":            "false",
		"output_format_decimal_trailing_zeros": 1,
	}
}

func csvHeader(columns []warehouse.DataColumn) string {
	cells := make([]string, len(columns))
	for i, c := range columns {
		cells[i] = `"` + strings.ReplaceAll(c.Name, `"`, `""`) + `"`
	}
	return strings.Join(cells, ",") + "\n"
}

// csvRows counts the records of a CSV text that comes in pieces: a line feed within quotes ends none. A quote within a quoted text is written twice, so that
// the number of quotes up to the end of a record is even.
type csvRows struct{ quotes int }

func (c *csvRows) count(p []byte) (rows uint64) {
	for len(p) > 0 {
		end := bytes.IndexByte(p, '\n')
		if end < 0 {
			c.quotes += bytes.Count(p, []byte{'"'})
			return rows
		}
		if c.quotes += bytes.Count(p[:end], []byte{'"'}); c.quotes%2 == 0 {
			rows, c.quotes = rows+1, 0
		}
		p = p[end+1:]
	}
	return rows
}

// writeJSONLines writes an object a line: numbers exact, as JSON numbers whatever their size, NULL as null.
func writeJSONLines(ctx context.Context, x *Export, out *tally, part *warehouse.DataPart) error {
	r, err := x.encode(ctx, "JSONEachRow", jsonSettings(), part)
	if err != nil {
		return err
	}
	defer r.Close()
	// A line feed within a text is escaped.
	_, err = copyAll(out, r, func(p []byte) { out.passed(uint64(bytes.Count(p, []byte{'\n'}))) })
	return err
}

func jsonSettings() map[string]any {
	return map[string]any{
		"output_format_json_quote_64bit_integers":   0,
		"output_format_json_quote_decimals":         0,
		"output_format_json_quote_denormals":        0,
		"output_format_json_escape_forward_slashes": 0,
		"output_format_json_array_of_rows":          0,
		"output_format_decimal_trailing_zeros":      1,
	}
}
