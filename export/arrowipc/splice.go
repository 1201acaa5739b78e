package arrowipc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/ipc"
)

// Document says how the engine's stream becomes a document.
type Document struct {
	// Describe makes the schema of the document from that of the engine: the same names and types, with metadata. It gets nil when the engine wrote nothing at all, as it
	// does for a result without rows.
	Describe func(engine *arrow.Schema) (*arrow.Schema, error)
	// Passed is told of every record batch before its body leaves, so that nobody takes rows without a trace by hanging up within it; nil for nobody.
	Passed func(rows uint64)
}

// block is how much is read at a time.
const block = 256 << 10

// endMark ends a stream.
var endMark = []byte{0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0}

// Stream copies the engine's stream as an Arrow IPC stream. The mark of the end is written when the engine said that all is whole, never before.
func (d Document) Stream(w io.Writer, engine io.Reader) error {
	return d.splice(w, engine, func(*arrow.Schema) error {
		_, err := w.Write(endMark)
		return err
	}, func(frame) error { return nil })
}

// File copies the engine's stream as an Arrow IPC file (Feather 2). Its footer, without which it is no file, comes last.
func (d Document) File(w io.Writer, engine io.Reader) error {
	c := &counted{w: w}
	if _, err := c.Write(opening); err != nil {
		return err
	}
	var blocks []fileBlock
	return d.splice(c, engine, func(s *arrow.Schema) error {
		foot, err := footer(s, blocks)
		if err != nil {
			return err
		}
		if _, err := c.Write(endMark); err != nil {
			return err
		}
		_, err = c.Write(foot)
		return err
	}, func(fr frame) error {
		if c.n%alignment != 0 || len(fr.head)%alignment != 0 || fr.body%alignment != 0 {
			return errors.New("the engine's record batches do not lie as an Arrow file wants them")
		}
		blocks = append(blocks, fileBlock{offset: c.n, head: int32(len(fr.head)), body: fr.body})
		return nil
	})
}

// splice writes the schema anew and passes the rest on.
func (d Document) splice(w io.Writer, engine io.Reader, end func(*arrow.Schema) error, noted func(frame) error) error {
	in := &frames{r: bufio.NewReaderSize(engine, block)}
	first, err := in.next()
	var theirs *arrow.Schema
	switch {
	case errors.Is(err, io.EOF) && !in.some:
	case err != nil:
		return reading(err)
	case first.kind != schemaMessage:
		return reading(errors.New("the stream does not begin with a schema"))
	default:
		if theirs, err = schemaOf(first.head); err != nil {
			return reading(err)
		}
	}
	ours, err := d.Describe(theirs)
	if err != nil {
		return err
	}
	message, err := schemaBytes(ours)
	if err != nil {
		return err
	}
	if _, err := w.Write(message); err != nil {
		return err
	}
	if theirs == nil {
		return end(ours)
	}
	buf := make([]byte, block)
	for {
		fr, err := in.next()
		switch {
		case errors.Is(err, io.EOF):
			return end(ours)
		case err != nil:
			return reading(err)
		case fr.kind != recordBatch:
			return reading(fmt.Errorf("the engine wrote a message of kind %d", fr.kind))
		}
		if err := noted(fr); err != nil {
			return err
		}
		if _, err := w.Write(fr.head); err != nil {
			return err
		}
		if d.Passed != nil {
			d.Passed(uint64(fr.rows))
		}
		if err := pass(w, in.r, fr.body, buf); err != nil {
			return err
		}
	}
}

// pass copies the body of a message.
func pass(w io.Writer, r io.Reader, n int64, buf []byte) error {
	for n > 0 {
		got, err := r.Read(buf[:min(n, int64(len(buf)))])
		if got > 0 {
			if _, err := w.Write(buf[:got]); err != nil {
				return err
			}
			n -= int64(got)
		}
		if err != nil && n > 0 {
			return reading(cut(err))
		}
	}
	return nil
}

func reading(err error) error { return fmt.Errorf("read the engine's Arrow stream: %w", err) }

// schemaOf decodes a schema message. What the library panics about is an error.
func schemaOf(message []byte) (s *arrow.Schema, err error) {
	if err := sound(message); err != nil {
		return nil, err
	}
	defer func() {
		if p := recover(); p != nil {
			s, err = nil, fmt.Errorf("the schema is damaged: %v", p)
		}
	}()
	r, err := ipc.NewReader(bytes.NewReader(append(bytes.Clone(message), endMark...)))
	if err != nil {
		return nil, err
	}
	defer r.Release()
	return r.Schema(), nil
}

// schemaBytes is a schema message as it stands in a stream.
func schemaBytes(s *arrow.Schema) ([]byte, error) {
	var b bytes.Buffer
	if err := ipc.NewWriter(&b, ipc.WithSchema(s)).Close(); err != nil {
		return nil, fmt.Errorf("write Arrow schema: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), endMark), nil
}
