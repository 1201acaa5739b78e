package arrowipc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// Batch is a record batch as the engine wrote it. It is good until the next.
type Batch struct {
	Head []byte // the metadata, as a message of Flight carries them
	Body []byte
	Rows int64

	schema, message []byte // as they stand in the stream
}

// Batches hands over the record batches of the engine's stream one by one, none of them decoded, and comes back without an error when the stream was whole. The schema comes
// first; it is nil when the engine wrote nothing at all, as it does for a result without rows.
func Batches(engine io.Reader, schema func(*arrow.Schema) error, batch func(Batch) error) error {
	in := &frames{r: bufio.NewReaderSize(engine, block)}
	first, err := in.next()
	if errors.Is(err, io.EOF) && !in.some {
		return schema(nil)
	}
	if err == nil && first.kind != schemaMessage {
		err = errors.New("the stream does not begin with a schema")
	}
	if err != nil {
		return reading(err)
	}
	theirs, err := schemaOf(first.head)
	if err != nil {
		return reading(err)
	}
	if err := schema(theirs); err != nil {
		return err
	}
	one := Batch{schema: bytes.Clone(first.head)}
	for {
		next, err := in.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && next.kind != recordBatch {
			err = fmt.Errorf("a message of kind %d among record batches", next.kind)
		}
		if err != nil {
			return reading(err)
		}
		if one.Body, err = fill(in.r, one.Body, next.body); err != nil {
			return reading(err)
		}
		one.Head, one.Rows, one.message = next.head[8:], next.rows, next.head
		if err := batch(one); err != nil {
			return err
		}
	}
}

// fill reads a body into the memory of the last one; more is taken only as bytes are there.
func fill(r io.Reader, body []byte, size int64) ([]byte, error) {
	body = body[:0]
	for left := size; left > 0; {
		n := int(min(left, max(block, int64(cap(body)))))
		from := len(body)
		body = slices.Grow(body, n)[:from+n]
		if _, err := io.ReadFull(r, body[from:]); err != nil {
			return body, cut(err)
		}
		left -= int64(n)
	}
	return body, nil
}

// Record decodes the batch, for who has to take it apart. The record is to be released.
func (b Batch) Record(mem memory.Allocator) (record arrow.Record, err error) {
	records, err := ipc.NewReader(io.MultiReader(bytes.NewReader(b.schema), bytes.NewReader(b.message), bytes.NewReader(b.Body), bytes.NewReader(endMark)), ipc.WithAllocator(mem))
	if err != nil {
		return nil, reading(err)
	}
	defer records.Release()
	if !records.Next() {
		return nil, reading(errors.Join(records.Err(), errors.New("a record batch cannot be decoded")))
	}
	record = records.Record()
	record.Retain()
	return record, nil
}
