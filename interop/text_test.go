package interop

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// carriage stands for a carriage return while encoding/csv reads: it drops those before a line feed.
const carriage = "\uf8ff"

func TestEncodingCSVReads(t *testing.T) {
	ofFormat(t, func(_ *testing.T, f task) (table, error) {
		raw, err := os.ReadFile(f.Path)
		if err != nil {
			return table{}, err
		}
		switch f.Charset {
		case "gb18030":
			if raw, _, err = transform.Bytes(simplifiedchinese.GB18030.NewDecoder(), raw); err != nil {
				return table{}, err
			}
		case "bom":
			marked := false
			if raw, marked = bytes.CutPrefix(raw, []byte("\ufeff")); !marked {
				return table{}, fmt.Errorf("no byte order mark before %q", raw[:min(len(raw), 20)])
			}
		}
		r := csv.NewReader(bytes.NewReader(bytes.ReplaceAll(raw, []byte("\r"), []byte(carriage))))
		header, err := r.Read()
		if err != nil {
			return table{}, err
		}
		out := newTable(header)
		for {
			cells, err := r.Read()
			if err == io.EOF {
				return out, nil
			}
			if err != nil {
				return out, err
			}
			for i, cell := range cells {
				if cell == "" { // no column that must have a value has an empty one
					out.values[i] = append(out.values[i], nil)
					continue
				}
				text := fromText(strings.ReplaceAll(cell, carriage, "\r"), plain(f.Columns[i].Type))
				out.values[i] = append(out.values[i], &text)
			}
		}
	}, "csv")
}

// A line is an object whose fields stand in the order of the columns, numbers exact.
func TestEncodingJSONReads(t *testing.T) {
	ofFormat(t, func(_ *testing.T, f task) (table, error) {
		in, err := os.Open(f.Path)
		if err != nil {
			return table{}, err
		}
		defer in.Close()
		names := make([]string, len(f.Columns))
		for i, c := range f.Columns {
			names[i] = c.Name
		}
		out := newTable(names)
		lines := bufio.NewScanner(in)
		lines.Buffer(nil, 16<<20)
		for lines.Scan() {
			d := json.NewDecoder(bytes.NewReader(lines.Bytes()))
			d.UseNumber()
			if _, err := d.Token(); err != nil {
				return out, err
			}
			for i, name := range names {
				var value any
				if key, err := d.Token(); err != nil || key != name {
					return out, fmt.Errorf("field %v %w, expected %s", key, err, name)
				}
				if err := d.Decode(&value); err != nil {
					return out, err
				}
				text, err := fromJSON(value, plain(f.Columns[i].Type))
				if err != nil {
					return out, fmt.Errorf("%s: %w", name, err)
				}
				out.values[i] = append(out.values[i], text)
			}
			if end, err := d.Token(); err != nil || end != json.Delim('}') {
				return out, fmt.Errorf("more fields than columns: %v %w", end, err)
			}
		}
		return out, lines.Err()
	}, "jsonl")
}

// fromJSON is the canonical text of a value, which must be of the JSON type that its column has.
func fromJSON(value any, chType string) (*string, error) {
	var text string
	isText := !number.MatchString(chType) && chType != "Float64"
	switch v := value.(type) {
	case nil:
		return nil, nil //nolint:nilnil // NULL
	case bool:
		if text = "0"; v {
			text = "1"
		}
		if chType != "Bool" {
			return nil, fmt.Errorf("a boolean for %s", chType)
		}
	case json.Number:
		if isText {
			return nil, fmt.Errorf("a number for %s", chType)
		}
		text = fromText(v.String(), chType)
	case string:
		if !isText {
			return nil, fmt.Errorf("the text %q for %s", v, chType)
		}
		text = fromText(v, chType)
	case []any:
		elements := make([]string, len(v))
		for i, e := range v {
			elements[i], _ = e.(string)
		}
		text = list(elements)
	default:
		return nil, fmt.Errorf("%T", value)
	}
	return &text, nil
}

// fromText is the canonical text of a value as CSV and JSON write it.
func fromText(text, chType string) string {
	switch {
	case strings.HasPrefix(chType, "DateTime"):
		at, err := time.Parse(time.RFC3339, text)
		if err != nil || !strings.HasSuffix(text, "+08:00") && !strings.HasSuffix(text, "+09:00") { // summers of 1986 to 1991
			return "not a moment in Beijing: " + text
		}
		return strconv.FormatInt(at.Unix(), 10)
	case strings.HasPrefix(chType, "Decimal"):
		return fixed(text, scaleOf(chType))
	case chType == "Bool":
		if flag, ok := map[string]string{"true": "1", "false": "0"}[text]; ok {
			return flag
		}
		return "not a boolean: " + text
	case chType == "Float64":
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return "not a number: " + text
		}
		return strconv.FormatUint(math.Float64bits(v), 10)
	case strings.HasPrefix(chType, "Array"):
		var elements []string
		if err := json.Unmarshal([]byte(text), &elements); err != nil {
			return "not a list: " + text
		}
		return list(elements)
	}
	return text
}

// fixed gives a number's text all its digits behind the point.
func fixed(text string, scale int) string {
	whole, fraction, _ := strings.Cut(text, ".")
	if len(fraction) > scale {
		return "too many digits: " + text
	}
	if scale == 0 {
		return whole
	}
	return whole + "." + fraction + strings.Repeat("0", scale-len(fraction))
}
