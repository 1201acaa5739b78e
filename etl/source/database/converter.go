package database

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"

	"anlan/etl/source"
)

// converter writes rows as text.
type converter struct {
	columns []column
	gb18030 *encoding.Decoder // nil for UTF-8
	scratch []byte
}

func newConverter(columns []column, spec Spec) *converter {
	c := &converter{columns: columns, scratch: make([]byte, 0, 256)}
	if spec.GB18030 {
		c.gb18030 = simplifiedchinese.GB18030.NewDecoder()
	}
	return c
}

// row gives all values of a row to the output and returns how many bytes they were.
func (c *converter) row(out *source.Rows, values [][]byte) (size int, err error) {
	for i, v := range values {
		if v == nil {
			out.Null(i)
			continue
		}
		size += len(v)
		if text := c.columns[i].text; text != nil {
			if v = text(c.scratch[:0], v); v == nil {
				out.Null(i)
				continue
			}
			c.scratch = v
		}
		if !plain(v) {
			if v, err = c.decode(v); err != nil {
				return size, fmt.Errorf("the column %q %w", c.columns[i].name, err)
			}
		}
		out.Text(i, v)
	}
	return size, nil
}

// plain reports that a value is ASCII.
func plain(v []byte) bool {
	for _, b := range v {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// decode makes UTF-8 of a value.
func (c *converter) decode(v []byte) ([]byte, error) {
	if c.gb18030 == nil {
		if utf8.Valid(v) {
			return v, nil
		}
		return nil, fmt.Errorf("holds bytes that are no UTF-8 (%x); when the database keeps GBK under another name, say encoding: gb18030", v[:min(len(v), 16)])
	}
	text, err := c.gb18030.Bytes(v)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return nil, fmt.Errorf("holds bytes that are no GB18030 (%x)", v[:min(len(v), 16)])
	}
	return text, nil
}
