package export

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/xuri/excelize/v2"
)

// jsonLines reads objects one by one; each has the keys of the first, in its order.
func (s *seen) jsonLines(in *bufio.Reader) error {
	d := json.NewDecoder(in)
	d.UseNumber()
	for {
		keys, err := object(d)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if s.columns == nil {
			s.columns = []seenColumn{}
			for _, k := range keys {
				s.columns = append(s.columns, seenColumn{name: k})
			}
		}
		if len(keys) != len(s.columns) {
			return fmt.Errorf("row %d has %d values where the first has %d", s.rows+1, len(keys), len(s.columns))
		}
		for i, k := range keys {
			if k != s.columns[i].name {
				return fmt.Errorf("row %d has %q where the first row has %q", s.rows+1, k, s.columns[i].name)
			}
		}
		s.rows++
	}
	return nil
}

// object reads one object and returns its keys as they come; io.EOF when there is none any more.
func object(d *json.Decoder) ([]string, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	if t != json.Delim('{') {
		return nil, fmt.Errorf("a line is no object but %v", t)
	}
	var keys []string
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, unexpected(err)
		}
		key, ok := t.(string)
		if !ok {
			return nil, fmt.Errorf("a key is %v", t)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, unexpected(err)
		}
		keys = append(keys, key)
	}
	_, err = d.Token()
	return keys, unexpected(err)
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// workbook reads the sheets of rows, each below its header; the last says what they are.
func (s *seen) workbook(ctx context.Context, f *os.File) error {
	book, err := excelize.OpenFile(f.Name())
	if err != nil {
		return err
	}
	defer book.Close() //nolint:errcheck // it was only read
	names := book.GetSheetList()
	if len(names) < 2 {
		return errors.New("it has no sheet of rows and one that says what they are")
	}
	for _, name := range names[:len(names)-1] {
		if err := s.sheet(ctx, book, name); err != nil {
			return fmt.Errorf("sheet %s: %w", name, err)
		}
	}
	return nil
}

func (s *seen) sheet(ctx context.Context, book *excelize.File, name string) error {
	rows, err := book.Rows(name)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // it was only read
	if !rows.Next() {
		return errors.New("it has no header")
	}
	head, err := rows.Columns()
	if err != nil {
		return err
	}
	columns := []seenColumn{}
	for _, h := range head {
		columns = append(columns, seenColumn{name: h})
	}
	if s.columns == nil {
		s.columns = columns
	}
	if fmt.Sprint(columns) != fmt.Sprint(s.columns) {
		return errors.New("its header is not that of the first sheet")
	}
	for rows.Next() {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if _, err := rows.Columns(excelize.Options{RawCellValue: true}); err != nil {
			return err
		}
		s.rows++
	}
	return rows.Error()
}
