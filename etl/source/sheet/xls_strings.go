package sheet

import (
	"encoding/binary"
	"fmt"
	"unicode/utf16"
)

// shortText reads a text with its length in one or two bytes, and says where it ends.
func shortText(data []byte, at, lengthBytes int) (string, int) {
	if at+lengthBytes+1 > len(data) {
		return "", len(data)
	}
	n := int(data[at])
	if lengthBytes == 2 {
		n = int(u16(data, at))
	}
	flags := data[at+lengthBytes]
	from := at + lengthBytes + 1
	if flags&1 == 0 {
		end := min(from+n, len(data))
		return latin(data[from:end]), end
	}
	end := min(from+2*n, len(data))
	return wide(data[from:end]), end
}

func latin(s []byte) string {
	out := make([]rune, len(s))
	for i, c := range s {
		out[i] = rune(c)
	}
	return string(out)
}

func wide(s []byte) string {
	units := make([]uint16, len(s)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(s[2*i:])
	}
	return string(utf16.Decode(units))
}

// sstReader reads the table of shared texts, which runs over several records. Where the letters of a text are cut, the next
// record begins with a byte that says how wide the rest is.
type sstReader struct {
	parts [][]byte
	at    int // in parts[0]
	err   error
}

func readSST(parts [][]byte) ([]string, error) {
	r := &sstReader{parts: parts}
	r.take(4) // how often the texts are used
	count := int(binary.LittleEndian.Uint32(r.take(4)))
	var out []string
	for range count {
		if r.err != nil || len(r.parts) == 0 {
			break // some programs count wrongly
		}
		text := r.text()
		if r.err != nil {
			break
		}
		out = append(out, text)
	}
	if len(out) < count && r.err != nil && len(out) == 0 {
		return nil, r.err
	}
	return out, nil
}

// take is the next n bytes, from as many records as they lie in.
func (r *sstReader) take(n int) []byte {
	out := make([]byte, 0, min(n, 1<<16))
	for len(out) < n && len(r.parts) > 0 {
		if r.at == len(r.parts[0]) {
			r.parts, r.at = r.parts[1:], 0
			continue
		}
		k := min(n-len(out), len(r.parts[0])-r.at)
		out = append(out, r.parts[0][r.at:r.at+k]...)
		r.at += k
	}
	if len(out) < n {
		r.err = fmt.Errorf("the table of texts ends early: %w", ErrDamaged)
		return make([]byte, max(n, 8))
	}
	return out
}

// text reads one text with what hangs on it.
func (r *sstReader) text() string {
	n := int(binary.LittleEndian.Uint16(r.take(2)))
	flags := r.take(1)[0]
	var runs, extra int
	if flags&8 != 0 {
		runs = int(binary.LittleEndian.Uint16(r.take(2)))
	}
	if flags&4 != 0 {
		extra = int(binary.LittleEndian.Uint32(r.take(4)))
	}
	var units []uint16
	for n > 0 && r.err == nil && len(r.parts) > 0 {
		if r.at == len(r.parts[0]) {
			r.parts, r.at = r.parts[1:], 0
			if len(r.parts) > 0 {
				flags = r.take(1)[0]
			}
			continue
		}
		width := 1 + int(flags&1)
		k := min(n, (len(r.parts[0])-r.at)/width)
		if k == 0 {
			r.err = fmt.Errorf("a letter of the table of texts is cut: %w", ErrDamaged)
			break
		}
		letters := r.take(k * width)
		for i := range k {
			if width == 2 {
				units = append(units, binary.LittleEndian.Uint16(letters[2*i:]))
			} else {
				units = append(units, uint16(letters[i]))
			}
		}
		n -= k
	}
	if skip := 4*runs + extra; skip > 0 && skip <= maxXLS {
		r.take(skip)
	}
	return string(utf16.Decode(units))
}
