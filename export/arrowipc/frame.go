package arrowipc

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Kinds of messages, as the format numbers them (Message.fbs, MessageHeader).
const (
	schemaMessage = 1
	recordBatch   = 3
)

// continuation begins every message; with a length of zero it ends the stream.
const continuation = 0xFFFFFFFF

// largestHead bounds the metadata of a message: thousands of columns fit into it.
const largestHead = 64 << 20

// frame is one message of a stream without its body.
type frame struct {
	kind byte
	head []byte // as it stands in the stream: continuation, length, metadata, padding
	body int64  // bytes that follow
	rows int64  // of a record batch
}

// frames reads an Arrow stream message by message.
type frames struct {
	r    *bufio.Reader
	head []byte
	some bool // anything was read
}

// next reads a message up to its body, which the caller has to read before the next. io.EOF means that the document was whole: its end was marked and
// nothing came after it. The head is good until the next call.
func (f *frames) next() (frame, error) {
	var prefix [8]byte
	if _, err := io.ReadFull(f.r, prefix[:]); err != nil {
		if errors.Is(err, io.EOF) && (f.some || errors.Is(err, io.ErrUnexpectedEOF)) {
			err = io.ErrUnexpectedEOF // no mark of the end
		}
		return frame{}, err
	}
	f.some = true
	if binary.LittleEndian.Uint32(prefix[:]) != continuation {
		return frame{}, errors.New("what should be an Arrow message is none")
	}
	size := binary.LittleEndian.Uint32(prefix[4:])
	if size == 0 {
		return frame{}, f.end()
	}
	if size > largestHead {
		return frame{}, fmt.Errorf("an Arrow message has %d bytes of metadata", size)
	}
	f.head = append(f.head[:0], prefix[:]...)
	for left := int(size); left > 0; { // no more room than bytes that are there
		n := min(left, block)
		f.head = append(f.head, make([]byte, n)...)
		if _, err := io.ReadFull(f.r, f.head[len(f.head)-n:]); err != nil {
			return frame{}, cut(err)
		}
		left -= n
	}
	return parse(f.head)
}

// errMore says that a stream is over, and something follows it.
var errMore = errors.New("bytes follow the end of an Arrow stream")

// end makes sure that the stream says of itself that it is over.
func (f *frames) end() error {
	_, err := f.r.ReadByte()
	if err == nil {
		return errMore
	}
	return err
}

// cut makes an end inside of a message an error.
func cut(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Fields of the tables, in the order of Message.fbs.
const (
	messageKind, messageHeader, messageBody = 1, 2, 3
	batchLength                             = 0
)

func parse(head []byte) (frame, error) {
	m := flat{data: head[8:]}
	message := m.offset(0)
	fr := frame{head: head, kind: byte(m.integer(message, messageKind, 1)), body: m.integer(message, messageBody, 8)}
	if fr.kind == recordBatch {
		fr.rows = m.integer(m.table(message, messageHeader), batchLength, 8)
	}
	if m.bad || fr.body < 0 || fr.rows < 0 {
		return frame{}, errors.New("the metadata of an Arrow message are damaged")
	}
	return fr, nil
}

// flat reads the few numbers that are needed of a flatbuffer. A place outside of it sets bad.
type flat struct {
	data []byte
	bad  bool
}

func (f *flat) at(place, width int) []byte {
	if place < 0 || place+width > len(f.data) {
		f.bad = true
		return make([]byte, width)
	}
	return f.data[place : place+width]
}

// offset follows a forward offset.
func (f *flat) offset(place int) int {
	return place + int(binary.LittleEndian.Uint32(f.at(place, 4)))
}

// field is where a table keeps a field; 0 when it has its default.
func (f *flat) field(table, number int) int {
	vtable := table - int(int32(binary.LittleEndian.Uint32(f.at(table, 4))))
	entry := 4 + 2*number
	if entry >= int(binary.LittleEndian.Uint16(f.at(vtable, 2))) {
		return 0
	}
	if o := int(binary.LittleEndian.Uint16(f.at(vtable+entry, 2))); o != 0 {
		return table + o
	}
	return 0
}

func (f *flat) table(table, number int) int {
	place := f.field(table, number)
	if place == 0 {
		f.bad = true
		return 0
	}
	return f.offset(place)
}

func (f *flat) integer(table, number, width int) int64 {
	place := f.field(table, number)
	switch {
	case place == 0:
		return 0
	case width == 1:
		return int64(f.at(place, 1)[0])
	}
	return int64(binary.LittleEndian.Uint64(f.at(place, 8)))
}
