package sheet

import (
	"archive/zip"
	"bufio"
	"context"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
)

// archive is the ZIP file that a workbook is. excelize hands over the sheets in no order and would keep the whole file in memory: each entry is packed into a file of the folder,
// and all are put together in one order, without a time, when the last is there.
type archive struct {
	ctx     context.Context //nolint:containedctx // of one writing
	dir     string
	out     io.Writer
	entries []*entry
}

// entry is one file within the archive.
type entry struct {
	ctx    context.Context //nolint:containedctx // of one writing
	name   string
	file   *os.File // packed
	buffer *bufio.Writer
	pack   *flate.Writer
	sum    hash.Hash32
	size   uint64 // unpacked
}

// packing is how hard it is tried to make entries small: sheets are large and much alike.
const packing = 3

// Create begins the next entry, which ends the one before.
func (a *archive) Create(name string) (io.Writer, error) {
	if err := a.endLast(); err != nil {
		return nil, err
	}
	file, err := os.CreateTemp(a.dir, "entry-")
	if err != nil {
		return nil, fmt.Errorf("make a file for %s: %w", name, err)
	}
	e := &entry{ctx: a.ctx, name: name, file: file, buffer: bufio.NewWriterSize(file, 64<<10), sum: crc32.NewIEEE()}
	a.entries = append(a.entries, e)
	if e.pack, err = flate.NewWriter(e.buffer, packing); err != nil {
		return nil, fmt.Errorf("pack %s: %w", name, err)
	}
	return e, nil
}

// AddFS is part of what excelize asks for; it never calls it.
func (a *archive) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close ends the last entry. It is called after errors too, so that nothing is put together here.
func (a *archive) Close() error { return a.endLast() }

// deliver puts the entries together.
func (a *archive) deliver() error {
	slices.SortFunc(a.entries, func(x, y *entry) int { return strings.Compare(x.name, y.name) }) // [Content_Types].xml is the first
	z := zip.NewWriter(a.out)
	for _, e := range a.entries {
		if err := e.into(z); err != nil {
			return err
		}
	}
	return z.Close()
}

func (a *archive) endLast() error {
	if len(a.entries) == 0 {
		return nil
	}
	return a.entries[len(a.entries)-1].end()
}

// discard closes what is open and removes it.
func (a *archive) discard() {
	for _, e := range a.entries {
		_ = e.file.Close()
		_ = os.Remove(e.file.Name())
	}
}

func (e *entry) Write(p []byte) (int, error) {
	if e.ctx.Err() != nil {
		return 0, context.Cause(e.ctx)
	}
	e.size += uint64(len(p))
	_, _ = e.sum.Write(p) // never fails
	return e.pack.Write(p)
}

func (e *entry) end() error {
	if e.pack == nil {
		return nil
	}
	err := errors.Join(e.pack.Close(), e.buffer.Flush())
	e.pack, e.buffer = nil, nil
	if err != nil {
		return fmt.Errorf("pack %s: %w", e.name, err)
	}
	if e.size > math.MaxUint32 {
		return fmt.Errorf("pack %s: a sheet of %d bytes is larger than Excel reads", e.name, e.size)
	}
	return nil
}

func (e *entry) into(z *zip.Writer) error {
	packed, err := e.file.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = e.file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return fmt.Errorf("read %s again: %w", e.name, err)
	}
	h := &zip.FileHeader{Name: e.name, Method: zip.Deflate, CRC32: e.sum.Sum32(), CompressedSize64: uint64(packed), UncompressedSize64: e.size}
	w, err := z.CreateRaw(h)
	if err != nil {
		return fmt.Errorf("begin %s: %w", e.name, err)
	}
	_, err = io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{e.file}, make([]byte, 256<<10))
	return err
}
