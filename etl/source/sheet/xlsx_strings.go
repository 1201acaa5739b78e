package sheet

import (
	"fmt"
	"io"
	"math"
	"os"
)

// stringTable keeps the texts that the cells of a workbook share. Beyond what fits into memory they lie in a temporary file;
// cells mostly ask for them in the order in which they stand there.
type stringTable struct {
	memory []byte
	ends   []uint32 // of string i
	file   *os.File
	kept   uint32 // bytes before those in memory while writing, all in the file
	blocks map[uint32][]byte
	order  []uint32 // of blocks, the oldest first
	long   []byte
	most   int // bytes in memory while writing
}

const (
	stringMemory = 64 << 20
	blockSize    = 64 << 10
	blocksKept   = 256
)

func (s *stringTable) count() int { return len(s.ends) }

func (s *stringTable) add(text []byte) error {
	total := uint64(s.kept) + uint64(len(s.memory)) + uint64(len(text))
	if total > math.MaxUint32 {
		return fmt.Errorf("its texts are longer than 4 GiB: %w", ErrTooLarge)
	}
	if len(s.memory)+len(text) > s.most {
		if err := s.spill(); err != nil {
			return err
		}
	}
	s.memory = append(s.memory, text...)
	s.ends = append(s.ends, uint32(total)) //nolint:gosec // see above
	return nil
}

// spill moves what is in memory to the end of the file.
func (s *stringTable) spill() error {
	if s.file == nil {
		f, err := os.CreateTemp("", "anlan-strings-*")
		if err != nil {
			return fmt.Errorf("keep the texts of a workbook: %w", err)
		}
		s.file, s.blocks = f, map[uint32][]byte{}
	}
	if _, err := s.file.Write(s.memory); err != nil {
		return fmt.Errorf("keep the texts of a workbook: %w", err)
	}
	s.kept += uint32(len(s.memory)) //nolint:gosec // see add
	s.memory = s.memory[:0]
	return nil
}

// get is string i, good until the next call; false when there is none.
func (s *stringTable) get(i int) ([]byte, bool, error) {
	if i < 0 || i >= len(s.ends) {
		return nil, false, nil
	}
	from, to := uint32(0), s.ends[i]
	if i > 0 {
		from = s.ends[i-1]
	}
	if from >= s.kept {
		return s.memory[from-s.kept : to-s.kept], true, nil
	}
	if from/blockSize == (max(to, 1)-1)/blockSize {
		block, err := s.block(from / blockSize)
		if err != nil {
			return nil, false, err
		}
		return block[from%blockSize : from%blockSize+to-from], true, nil
	}
	s.long = append(s.long[:0], make([]byte, to-from)...)
	_, err := s.file.ReadAt(s.long, int64(from))
	return s.long, true, err
}

func (s *stringTable) block(n uint32) ([]byte, error) {
	if b, ok := s.blocks[n]; ok {
		return b, nil
	}
	b := make([]byte, blockSize)
	if len(s.order) == blocksKept {
		b = s.blocks[s.order[0]]
		delete(s.blocks, s.order[0])
		s.order = append(s.order[:0], s.order[1:]...)
	}
	if _, err := s.file.ReadAt(b, int64(n)*blockSize); err != nil && err != io.EOF { //nolint:errorlint // as os returns it
		return nil, fmt.Errorf("read the texts of a workbook: %w", err)
	}
	s.blocks[n] = b
	s.order = append(s.order, n)
	return b, nil
}

func (s *stringTable) close() error {
	if s == nil || s.file == nil {
		return nil
	}
	name := s.file.Name()
	err := s.file.Close()
	s.file = nil
	if gone := os.Remove(name); err == nil {
		err = gone
	}
	return err
}
