package arrowipc

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v15/arrow"
)

// Inspect reads what a stream says of itself, without decoding its batches: its schema, and its rows up to where it is damaged. It needs little memory whatever the bytes are, which
// decoding does not promise; schema is nil when that cannot be read. A file is a stream behind its opening.
func Inspect(ctx context.Context, r io.Reader, file bool) (schema *arrow.Schema, rows uint64, err error) {
	in := &frames{r: bufio.NewReaderSize(r, block)}
	if file {
		if _, err := in.r.Discard(len(opening)); err != nil {
			return nil, 0, err
		}
	}
	for ctx.Err() == nil {
		fr, err := in.next()
		switch {
		case errors.Is(err, errMore) && file, errors.Is(err, io.EOF) && in.some:
			return schema, rows, nil
		case err != nil:
			return schema, rows, err
		case fr.kind == schemaMessage && schema == nil:
			if schema, err = schemaOf(fr.head); err != nil {
				return nil, 0, err
			}
		case fr.kind != recordBatch:
			return schema, rows, fmt.Errorf("there is a message of kind %d", fr.kind)
		}
		for left := fr.body; left > 0; { // Discard takes an int
			n, err := in.r.Discard(int(min(left, 1<<30)))
			if left -= int64(n); err != nil && left > 0 {
				return schema, rows, cut(err)
			}
		}
		rows += uint64(fr.rows)
	}
	return schema, rows, context.Cause(ctx)
}

// Fields of the tables, in the order of Schema.fbs.
const (
	schemaFields, schemaNotes = 1, 2
	fieldChildren, fieldNotes = 5, 6
)

// mostFields bounds how many fields a schema may have, those within others among them.
const mostFields = 100_000

// sound checks that a schema is not longer than its bytes, nor its lists: the library makes room for what they say.
func sound(head []byte) error {
	f := flat{data: head[min(8, len(head)):]}
	message := f.offset(0)
	if f.integer(message, messageBody, 8) != 0 {
		return errors.New("a schema has a body")
	}
	schema := f.table(message, messageHeader)
	f.vector(schema, schemaNotes)
	left := mostFields
	f.fields(schema, schemaFields, &left)
	if f.bad || left < 0 {
		return errors.New("the schema is damaged")
	}
	return nil
}

// fields walks through a list of fields and those within them.
func (f *flat) fields(table, number int, left *int) {
	place, count := f.vector(table, number)
	for i := range count {
		if *left--; *left < 0 || f.bad {
			return
		}
		field := f.offset(place + 4*i)
		f.vector(field, fieldNotes)
		f.fields(field, fieldChildren, left)
	}
}

// vector is where the elements of a list begin, and how many there are: places of four bytes each.
func (f *flat) vector(table, number int) (place, count int) {
	at := f.field(table, number)
	if at == 0 || f.bad {
		return 0, 0
	}
	place = f.offset(at)
	count = int(binary.LittleEndian.Uint32(f.at(place, 4)))
	if f.at(place+4, 0); f.bad || count > (len(f.data)-place-4)/4 {
		f.bad = true
		return 0, 0
	}
	return place + 4, count
}
