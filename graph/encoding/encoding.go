// Package encoding compresses whole answers in the coding that a client accepts.
package encoding

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Coding is a content coding of HTTP.
type Coding string

// The codings that are spoken here.
const (
	Identity Coding = ""
	Gzip     Coding = "gzip"
	Zstd     Coding = "zstd"
)

// worthwhile is the size in bytes below which compressing costs more than it saves.
const worthwhile = 1400

// Negotiate picks the best coding that a request accepts for a body of that size. A coding with weight 0 is refused by the
// client, and so is what it does not name.
func Negotiate(r *http.Request, size int) Coding {
	if size < worthwhile {
		return Identity
	}
	var gzipped bool
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if weight, found := strings.CutPrefix(strings.TrimSpace(params), "q="); found {
			if q, err := strconv.ParseFloat(weight, 64); err != nil || q == 0 {
				continue
			}
		}
		switch Coding(strings.ToLower(strings.TrimSpace(name))) {
		case Zstd:
			return Zstd
		case Gzip:
			gzipped = true
		case Identity:
		}
	}
	if gzipped {
		return Gzip
	}
	return Identity
}

// Encoder compresses bodies. It is safe for concurrent use; make one with New.
type Encoder struct {
	zstd    *zstd.Encoder
	writers sync.Pool
}

// New makes an encoder that prefers speed to size.
func New() *Encoder {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic(err) // only for options that contradict each other, and these are constant
	}
	return &Encoder{zstd: encoder, writers: sync.Pool{New: func() any {
		w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed)
		return w
	}}}
}

// Encode gives body in that coding; Identity gives body itself.
func (e *Encoder) Encode(coding Coding, body []byte) []byte {
	switch coding {
	case Zstd:
		return e.zstd.EncodeAll(body, make([]byte, 0, len(body)/4))
	case Gzip:
		var out bytes.Buffer
		out.Grow(len(body) / 4)
		w := e.writers.Get().(*gzip.Writer) //nolint:errcheck,forcetypeassert // the pool holds nothing else
		defer e.writers.Put(w)
		w.Reset(&out)
		_, _ = w.Write(body) // into memory
		_ = w.Close()
		return out.Bytes()
	case Identity:
	}
	return body
}
