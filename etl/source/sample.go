package source

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"slices"
)

// sampleBytes is how much of an input Sample looks at.
const sampleBytes = 12 << 20

var errSampled = errors.New("enough was seen")

// Sample returns the first values of each column, at most so many, empty ones left out. Inputs whose stream is not Native
// give none.
func Sample(ctx context.Context, in Input, most int) ([][]string, error) {
	values := make([][]string, len(in.Columns()))
	if in.Encoding() != "Native" {
		return values, nil
	}
	var seen bytes.Buffer
	_, err := in.Stream(ctx, writerFunc(func(p []byte) (int, error) {
		if seen.Len() > sampleBytes {
			return 0, errSampled
		}
		return seen.Write(p)
	}), Layout{Bad: func(Bad) error { return nil }})
	if err != nil && !errors.Is(err, errSampled) {
		return nil, err
	}
	d := nativeReader{rest: seen.Bytes()}
	for d.block(values, most) {
	}
	return values, nil
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// nativeReader reads what nativeWriter writes, up to where it is cut off.
type nativeReader struct {
	rest []byte
	cut  bool
}

func (d *nativeReader) number() int {
	v, n := binary.Uvarint(d.rest)
	if n <= 0 {
		d.cut = true
		return 0
	}
	d.rest = d.rest[n:]
	return int(v) //nolint:gosec // lengths
}

func (d *nativeReader) take(n int) []byte {
	if n > len(d.rest) {
		d.cut = true
		return nil
	}
	out := d.rest[:n]
	d.rest = d.rest[n:]
	return out
}

// block adds the texts of one block to the values of their columns.
func (d *nativeReader) block(values [][]string, most int) bool {
	if len(d.rest) == 0 {
		return false
	}
	columns, rows := d.number(), d.number()
	for i := 0; i < columns && !d.cut; i++ {
		d.take(d.number())
		switch typ := string(d.take(d.number())); typ {
		case "UInt32":
			d.take(4 * rows)
		case "UInt64":
			d.take(8 * rows)
		default:
			nulls := d.take(rows)
			for r := 0; r < rows && !d.cut; r++ {
				text := d.take(d.number())
				if c := i - 3; c < len(values) && !d.cut && nulls[r] == 0 && len(values[c]) < most {
					values[c] = append(values[c], string(text))
				}
			}
		}
	}
	return !d.cut
}

// JSONKeys lists the keys of the first objects of a file with one JSON object a line, in the order in which they come.
func JSONKeys(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	var keys []string
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, DefaultMaxRecord)
	for n := 0; n < 200 && lines.Scan(); n++ {
		d := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		if t, err := d.Token(); err != nil || t != json.Delim('{') {
			continue
		}
		for d.More() {
			t, err := d.Token()
			key, ok := t.(string)
			if err != nil || !ok {
				break
			}
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
			var skipped json.RawMessage
			if d.Decode(&skipped) != nil {
				break
			}
		}
	}
	return keys, nil
}
