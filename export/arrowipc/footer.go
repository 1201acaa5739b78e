package arrowipc

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/ipc"
)

// alignment is that of messages within a file.
const alignment = 8

// opening begins a file, padded so that what follows is aligned; magic ends it.
var (
	opening = []byte("ARROW1\x00\x00")
	magic   = []byte("ARROW1")
)

// fileBlock says where a message lies in a file (File.fbs, Block).
type fileBlock struct {
	offset int64 // of its continuation
	head   int32 // bytes of its continuation, length, metadata and padding
	body   int64
}

// footerBatches is the field of the footer's table that lists the record batches (File.fbs, Footer).
const footerBatches = 3

// footer makes the end of a file: the footer, its length and the magic. The footer is that of an empty file with the same schema, which arrow-go writes, with the list of record
// batches put behind it: offsets in a flatbuffer point forward, so that nothing else moves.
func footer(s *arrow.Schema, blocks []fileBlock) ([]byte, error) {
	foot, err := emptyFooter(s)
	if err != nil {
		return nil, err
	}
	f := flat{data: foot}
	place := f.field(f.offset(0), footerBatches)
	if f.bad || place == 0 || place+4 > len(foot) {
		return nil, errors.New("the footer of an Arrow file is not laid out as expected")
	}
	for (len(foot)+4)%alignment != 0 { // the blocks behind the vector's length are aligned
		foot = append(foot, 0)
	}
	binary.LittleEndian.PutUint32(foot[place:], uint32(len(foot)-place))
	foot = binary.LittleEndian.AppendUint32(foot, uint32(len(blocks)))
	for _, b := range blocks {
		foot = binary.LittleEndian.AppendUint64(foot, uint64(b.offset))
		foot = binary.LittleEndian.AppendUint64(foot, uint64(b.head))
		foot = binary.LittleEndian.AppendUint64(foot, uint64(b.body))
	}
	size := uint32(len(foot))
	return append(binary.LittleEndian.AppendUint32(foot, size), magic...), nil
}

// emptyFooter is the footer of a file without rows.
func emptyFooter(s *arrow.Schema) ([]byte, error) {
	var m seekable
	w, err := ipc.NewFileWriter(&m, ipc.WithSchema(s))
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("write Arrow footer: %w", err)
	}
	file := m.Bytes()
	end := len(file) - len(magic) - 4
	if end < 0 {
		return nil, errors.New("an empty Arrow file has no footer")
	}
	size := int(binary.LittleEndian.Uint32(file[end:]))
	if size > end {
		return nil, errors.New("an empty Arrow file has no footer")
	}
	return bytes.Clone(file[end-size : end]), nil
}

// seekable is a file in memory as far as arrow-go's writer needs one: it only asks where it is.
type seekable struct{ bytes.Buffer }

func (s *seekable) Seek(offset int64, whence int) (int64, error) {
	if offset != 0 || whence != io.SeekCurrent {
		return 0, errors.New("only the place can be asked for")
	}
	return int64(s.Len()), nil
}

// counted knows how far a file has come.
type counted struct {
	w io.Writer
	n int64
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
