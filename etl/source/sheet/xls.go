package sheet

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/richardlehane/mscfb"
)

// xls is a workbook of Excel 97 to 2003: records of BIFF8 ([MS-XLS]) in the stream Workbook of an OLE2 container. Such a workbook
// has at most 65,536 rows and 256 columns a sheet; its stream is kept in memory.
type xls struct {
	file     *os.File
	stream   []byte
	sheets   []xlsSheet
	strings  []string
	formats  []dateFormat // by the cells' XF
	from1904 bool
}

type xlsSheet struct {
	Info
	at int
}

// maxXLS bounds the stream of an old workbook.
const maxXLS = 512 << 20

// Records of BIFF8.
const (
	recDateMode   = 0x0022
	recFilePass   = 0x002f
	recContinue   = 0x003c
	recBoundSheet = 0x0085
	recMulRK      = 0x00bd
	recRString    = 0x00d6
	recXF         = 0x00e0
	recMerged     = 0x00e5
	recSST        = 0x00fc
	recLabelSST   = 0x00fd
	recNumber     = 0x0203
	recLabel      = 0x0204
	recBoolErr    = 0x0205
	recString     = 0x0207
	recRow        = 0x0208
	recRK         = 0x027e
	recFormula    = 0x0006
	recFormat     = 0x041e
	recBOF        = 0x0809
	recEOF        = 0x000a
)

func openXLS(f *os.File, size int64) (*xls, error) {
	b := &xls{file: f}
	container, err := mscfb.New(f)
	if err != nil {
		return nil, fmt.Errorf("its container cannot be read: %w: %w", ErrDamaged, err)
	}
	for {
		entry, err := container.Next()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("it is a document of an old office program, not a workbook: %w", ErrNotWorkbook)
		}
		if err != nil {
			return nil, fmt.Errorf("its container cannot be read: %w: %w", ErrDamaged, err)
		}
		switch entry.Name {
		case "EncryptedPackage":
			return nil, ErrEncrypted
		case "Book":
			return nil, fmt.Errorf("%s: %w", describe(biff5Magic), ErrNotWorkbook)
		case "Workbook":
			if entry.Size > min(size, maxXLS) {
				return nil, fmt.Errorf("its cells are said to take %d bytes: %w", entry.Size, ErrDamaged)
			}
			b.stream = make([]byte, entry.Size)
			if _, err := io.ReadFull(entry, b.stream); err != nil {
				return nil, fmt.Errorf("its end is missing, as of a file that was not copied whole: %w: %w", ErrDamaged, err)
			}
			return b, b.readGlobals()
		}
	}
}

// record is one record of the stream; next is where the one behind it begins.
func (b *xls) record(at int) (kind uint16, data []byte, next int, err error) {
	if at+4 > len(b.stream) {
		return 0, nil, 0, fmt.Errorf("it ends within a record: %w", ErrDamaged)
	}
	kind = binary.LittleEndian.Uint16(b.stream[at:])
	next = at + 4 + int(binary.LittleEndian.Uint16(b.stream[at+2:]))
	if next > len(b.stream) {
		return 0, nil, 0, fmt.Errorf("it ends within a record: %w", ErrDamaged)
	}
	return kind, b.stream[at+4 : next], next, nil
}

// u16 reads at an offset; 0 beyond the end.
func u16(data []byte, at int) uint16 {
	if at+2 > len(data) {
		return 0
	}
	return binary.LittleEndian.Uint16(data[at:])
}

func u32(data []byte, at int) uint32 {
	if at+4 > len(data) {
		return 0
	}
	return binary.LittleEndian.Uint32(data[at:])
}

// readGlobals reads what holds for all sheets.
func (b *xls) readGlobals() error {
	custom := map[uint16]dateFormat{}
	for at := 0; ; {
		kind, data, next, err := b.record(at)
		if err != nil {
			return err
		}
		switch kind {
		case recBOF:
			if version := u16(data, 0); version != 0x0600 {
				return fmt.Errorf("%s: %w", describe(biff5Magic), ErrNotWorkbook)
			}
		case recFilePass:
			return ErrEncrypted
		case recDateMode:
			b.from1904 = u16(data, 0) == 1
		case recFormat:
			code, _ := shortText(data, 2, 2)
			custom[u16(data, 0)] = formatOf(code)
		case recXF:
			id := u16(data, 2)
			f, ok := custom[id]
			if !ok {
				f = builtinFormat(int(id))
			}
			b.formats = append(b.formats, f)
		case recBoundSheet:
			if len(data) >= 8 && data[5] == 0 { // a worksheet, no chart or macro
				name, _ := shortText(data, 6, 1)
				b.sheets = append(b.sheets, xlsSheet{Info{Name: name, Hidden: data[4]&3 != 0}, int(u32(data, 0))})
			}
		case recSST:
			parts := [][]byte{data}
			for {
				k, more, after, err := b.record(next)
				if err != nil || k != recContinue {
					break
				}
				parts, next = append(parts, more), after
			}
			if b.strings, err = readSST(parts); err != nil {
				return err
			}
		case recEOF:
			return b.measure()
		}
		at = next
	}
}

// measure says how many bytes each sheet takes.
func (b *xls) measure() error {
	for i := range b.sheets {
		end := len(b.stream)
		for _, other := range b.sheets {
			if other.at > b.sheets[i].at {
				end = min(end, other.at)
			}
		}
		if b.sheets[i].at > end {
			return fmt.Errorf("a sheet begins behind its end: %w", ErrDamaged)
		}
		b.sheets[i].Size = int64(end - b.sheets[i].at)
	}
	return nil
}

func (b *xls) Sheets() []Info {
	out := make([]Info, len(b.sheets))
	for i, s := range b.sheets {
		out[i] = s.Info
	}
	return out
}

func (b *xls) Date1904() bool { return b.from1904 }

func (b *xls) Close() error { return b.file.Close() }

// Merged lists the merged ranges of a sheet.
func (b *xls) Merged(_ context.Context, i int) ([]Range, error) {
	var out []Range
	err := b.each(i, func(kind uint16, data []byte) error {
		if kind != recMerged {
			return nil
		}
		for k := range int(u16(data, 0)) {
			at := 2 + 8*k
			if at+8 > len(data) || len(out) == maxMerged {
				break
			}
			m := Range{FirstRow: uint64(u16(data, at)) + 1, LastRow: uint64(u16(data, at+2)) + 1, FirstColumn: int(u16(data, at+4)), LastColumn: int(u16(data, at+6))}
			if m.LastRow >= m.FirstRow && m.LastColumn >= m.FirstColumn {
				out = append(out, m)
			}
		}
		return nil
	})
	return out, err
}

// each calls do for every record of a sheet, but for those of charts within it.
func (b *xls) each(i int, do func(kind uint16, data []byte) error) error {
	depth := 0
	for at := b.sheets[i].at; ; {
		kind, data, next, err := b.record(at)
		if err != nil {
			return err
		}
		switch {
		case kind == recBOF:
			depth++
		case kind == recEOF:
			if depth--; depth <= 0 {
				return nil
			}
		case depth == 1:
			if err := do(kind, data); err != nil {
				return err
			}
		}
		at = next
	}
}
