package chdb

import (
	"io"

	"github.com/ClickHouse/ch-go/compress"
)

// packedBlock is how much of an answer goes into one compressed block.
const packedBlock = 256 << 10

// blockBody packs an answer in ClickHouse's compressed blocks, as compress=1 asks for.
type blockBody struct {
	src io.ReadCloser
	w   *compress.Writer
	raw []byte
	out []byte
	err error
}

func newBlockBody(src io.ReadCloser, m compress.Method) *blockBody {
	return &blockBody{src: src, w: compress.NewWriter(compress.LevelZero, m), raw: make([]byte, packedBlock)}
}

func (b *blockBody) Read(p []byte) (int, error) {
	for len(b.out) == 0 {
		if b.err != nil {
			return 0, b.err
		}
		var n int
		n, b.err = b.src.Read(b.raw)
		if n > 0 {
			if err := b.w.Compress(b.raw[:n]); err != nil {
				b.err = err
				return 0, err
			}
			b.out = b.w.Data
		}
	}
	n := copy(p, b.out)
	b.out = b.out[n:]
	return n, nil
}

func (b *blockBody) Close() error { return b.src.Close() }
