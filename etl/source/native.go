package source

import (
	"encoding/binary"
	"io"
	"strconv"
)

// Blocks are flushed at whichever comes first.
const (
	blockRows  = 32 << 10
	blockBytes = 8 << 20
)

// shortText is the longest text that Begins knows of.
const shortText = 32

// nativeWriter collects rows column by column and writes blocks of the engine's Native format (revision 0):
// file UInt32, row UInt64, line UInt64 and texts as Nullable(String).
type nativeWriter struct {
	w          io.Writer
	names      []string
	file       []byte
	rows       []byte
	lines      []byte
	columns    []nativeColumn
	count      int
	bytes      int
	block      []byte
	fileNumber uint32
	secret     []func([]byte) []byte // by column; nil for what is no secret
	begins     []*Begins             // by column; nil where nobody asks
}

type nativeColumn struct {
	nulls []byte
	data  []byte
}

// newNativeWriter prepares the columns of those names.
func newNativeWriter(w io.Writer, names []string, layout Layout) *nativeWriter {
	n := &nativeWriter{w: w, names: names, columns: make([]nativeColumn, len(names)), fileNumber: layout.File, secret: make([]func([]byte) []byte, len(names)), begins: make([]*Begins, len(names))}
	for i, name := range names {
		n.begins[i] = layout.Begins[name]
		n.secret[i] = layout.Secret[name]
	}
	return n
}

// names are the staging columns of n columns.
func (l Layout) names(n int) []string {
	if l.Names != nil {
		return l.Names
	}
	names := make([]string, n)
	for i := range names {
		names[i] = "c" + strconv.Itoa(i+1)
	}
	return names
}

// text appends a value to column i; every column of a row is given exactly once, then endRow is called.
func (n *nativeWriter) text(i int, value []byte) {
	c := &n.columns[i]
	value = trim(value)
	if hide := n.secret[i]; hide != nil && len(value) > 0 {
		value = hide(value)
	}
	if len(value) == 0 {
		n.null(i)
		return
	}
	if b := n.begins[i]; b != nil && len(value) <= shortText {
		b[value[0]] = true
	}
	c.nulls = append(c.nulls, 0)
	if len(value) < 0x80 {
		c.data = append(c.data, byte(len(value)))
	} else {
		c.data = binary.AppendUvarint(c.data, uint64(len(value)))
	}
	c.data = append(c.data, value...)
	n.bytes += len(value)
}

func (n *nativeWriter) null(i int) {
	c := &n.columns[i]
	c.nulls = append(c.nulls, 1)
	c.data = append(c.data, 0)
}

func (n *nativeWriter) endRow(row, line uint64) error {
	n.file = binary.LittleEndian.AppendUint32(n.file, n.fileNumber)
	n.rows = binary.LittleEndian.AppendUint64(n.rows, row)
	n.lines = binary.LittleEndian.AppendUint64(n.lines, line)
	n.count++
	if n.count >= blockRows || n.bytes >= blockBytes {
		return n.flush()
	}
	return nil
}

// flush writes what was collected as one block.
func (n *nativeWriter) flush() error {
	if n.count == 0 {
		return nil
	}
	b := binary.AppendUvarint(n.block[:0], uint64(len(n.columns)+3))
	b = binary.AppendUvarint(b, uint64(n.count))
	b = append(appendHead(b, "file", "UInt32"), n.file...)
	b = append(appendHead(b, "row", "UInt64"), n.rows...)
	b = append(appendHead(b, "line", "UInt64"), n.lines...)
	if _, err := n.w.Write(b); err != nil {
		return err
	}
	for i := range n.columns {
		c := &n.columns[i]
		b = append(appendHead(b[:0], n.names[i], "Nullable(String)"), c.nulls...)
		if _, err := n.w.Write(b); err != nil {
			return err
		}
		if _, err := n.w.Write(c.data); err != nil {
			return err
		}
		c.nulls, c.data = c.nulls[:0], c.data[:0]
	}
	n.block, n.file, n.rows, n.lines = b[:0], n.file[:0], n.rows[:0], n.lines[:0]
	n.count, n.bytes = 0, 0
	return nil
}

func appendHead(b []byte, name, typ string) []byte {
	b = append(binary.AppendUvarint(b, uint64(len(name))), name...)
	return append(binary.AppendUvarint(b, uint64(len(typ))), typ...)
}

// invisible reports whether three bytes are the ideographic space that Chinese input methods make, or a mark without width that
// comes along when somebody copies from a page: U+200B, U+FEFF. Nobody sees those, and no message could show them.
func invisible(b []byte) bool {
	switch string(b) {
	case "\u3000", "\u200b", "\ufeff":
		return true
	}
	return false
}

// trim cuts blanks off both ends: ASCII ones, the no-break space and what invisible says.
func trim(b []byte) []byte {
	for len(b) > 0 {
		switch {
		case b[0] <= ' ':
			b = b[1:]
		case len(b) >= 3 && b[0] >= 0xe2 && invisible(b[:3]):
			b = b[3:]
		case len(b) >= 2 && b[0] == 0xc2 && b[1] == 0xa0:
			b = b[2:]
		default:
			return trimEnd(b)
		}
	}
	return b
}

func trimEnd(b []byte) []byte {
	for n := len(b); n > 0; n = len(b) {
		switch {
		case b[n-1] <= ' ':
			b = b[:n-1]
		case n >= 3 && b[n-3] >= 0xe2 && invisible(b[n-3:]):
			b = b[:n-3]
		case n >= 2 && b[n-1] == 0xa0 && b[n-2] == 0xc2:
			b = b[:n-2]
		default:
			return b
		}
	}
	return b
}
