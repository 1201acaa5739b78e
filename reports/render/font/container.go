package font

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math/bits"
	"slices"
)

// Container writes the tables of a font as one TrueType or OpenType file. The same tables give the same bytes.
func Container(version string, tables map[string][]byte) []byte {
	tags := slices.Sorted(maps.Keys(tables))
	n := len(tags)
	power := bits.Len(uint(n)) - 1
	out := slices.Grow([]byte(nil), 12+16*n)[:12+16*n] // the list, then the tables
	copy(out, version)
	binary.BigEndian.PutUint16(out[4:], uint16(n))
	binary.BigEndian.PutUint16(out[6:], uint16(16<<power))
	binary.BigEndian.PutUint16(out[8:], uint16(power))
	binary.BigEndian.PutUint16(out[10:], uint16(16*n-16<<power))
	head := -1
	for i, tag := range tags {
		table := tables[tag]
		if tag == "head" && len(table) >= 54 {
			table = slices.Clone(table)
			binary.BigEndian.PutUint32(table[8:], 0) // the sum of the whole, below
			head = len(out)
		}
		entry := out[12+16*i:]
		copy(entry, tag)
		binary.BigEndian.PutUint32(entry[4:], sum(table))
		binary.BigEndian.PutUint32(entry[8:], uint32(len(out)))
		binary.BigEndian.PutUint32(entry[12:], uint32(len(table)))
		out = append(out, table...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	if head >= 0 {
		binary.BigEndian.PutUint32(out[head+8:], 0xB1B0AFBA-sum(out))
	}
	return out
}

// sum adds up a table as the format wants it, in words of four bytes.
func sum(b []byte) uint32 {
	total := uint32(0)
	for ; len(b) >= 4; b = b[4:] {
		total += binary.BigEndian.Uint32(b)
	}
	var last [4]byte
	copy(last[:], b)
	return total + binary.BigEndian.Uint32(last[:])
}

// split gives the fonts of a file each as a file of its own: a collection (TTC) holds several that share tables.
func split(file []byte) ([][]byte, error) {
	if len(file) < 16 {
		return nil, fmt.Errorf("%d bytes are no font", len(file))
	}
	if string(file[:4]) != "ttcf" {
		return [][]byte{file}, nil
	}
	var fonts [][]byte
	count := int(binary.BigEndian.Uint32(file[8:]))
	for i := range count {
		if len(file) < 16+4*i {
			return nil, fmt.Errorf("the collection ends before font %d", i+1)
		}
		font, err := member(file, int(binary.BigEndian.Uint32(file[12+4*i:])))
		if err != nil {
			return nil, fmt.Errorf("font %d of the collection: %w", i+1, err)
		}
		fonts = append(fonts, font)
	}
	return fonts, nil
}

// member is the font of a collection whose list of tables begins at a place.
func member(file []byte, at int) ([]byte, error) {
	tables, err := tablesAt(file, at)
	if err != nil {
		return nil, err
	}
	return Container(string(file[at:at+4]), tables), nil
}

// tablesAt reads the tables of a font by their tags.
func tablesAt(file []byte, at int) (map[string][]byte, error) {
	if at < 0 || at+12 > len(file) {
		return nil, errors.New("it begins behind the end of the file")
	}
	tables := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(file[at+4:])) {
		entry := at + 12 + 16*i
		if entry+16 > len(file) {
			return nil, errors.New("its list of tables is cut off")
		}
		begin, size := int(binary.BigEndian.Uint32(file[entry+8:])), int(binary.BigEndian.Uint32(file[entry+12:]))
		if begin+size > len(file) {
			return nil, fmt.Errorf("its table %q is cut off", file[entry:entry+4])
		}
		tables[string(file[entry:entry+4])] = file[begin : begin+size]
	}
	return tables, nil
}
