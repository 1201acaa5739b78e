package encoding_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"anlan/graph/encoding"
)

// A client gets the best coding that it accepts, and none for a body that is too small to gain.
func TestNegotiate(t *testing.T) {
	const large = 10_000
	for accept, want := range map[string]encoding.Coding{
		"": encoding.Identity, "gzip": encoding.Gzip, "GZIP": encoding.Gzip, "gzip, deflate, br, zstd": encoding.Zstd, "zstd;q=0, gzip": encoding.Gzip,
		"gzip;q=0": encoding.Identity, "gzip; q=0.000": encoding.Identity, "gzip;q=nonsense": encoding.Identity, "br": encoding.Identity, "*": encoding.Identity,
	} {
		r := &http.Request{Header: http.Header{"Accept-Encoding": {accept}}}
		if got := encoding.Negotiate(r, large); got != want {
			t.Errorf("%q: %q, expected %q", accept, got, want)
		}
		if got := encoding.Negotiate(r, 100); got != encoding.Identity {
			t.Errorf("%q: a small body in %q", accept, got)
		}
	}
}

// What is encoded is read back as it was, also when many encode at once.
func TestEncode(t *testing.T) {
	e := encoding.New()
	readers := map[encoding.Coding]func([]byte) (io.Reader, error){
		encoding.Identity: func(b []byte) (io.Reader, error) { return bytes.NewReader(b), nil },
		encoding.Gzip:     func(b []byte) (io.Reader, error) { return gzip.NewReader(bytes.NewReader(b)) },
		encoding.Zstd:     func(b []byte) (io.Reader, error) { return zstd.NewReader(bytes.NewReader(b)) },
	}
	var all sync.WaitGroup
	for coding, open := range readers {
		for i := range 8 {
			all.Go(func() {
				body := []byte(strings.Repeat("隐患排查治理", 1000*(i+1)))
				reader, err := open(e.Encode(coding, body))
				if err != nil {
					t.Errorf("%q: %v", coding, err)
					return
				}
				if got, err := io.ReadAll(reader); err != nil || !bytes.Equal(got, body) {
					t.Errorf("%q: %d bytes of %d, %v", coding, len(got), len(body), err)
				}
			})
		}
	}
	all.Wait()
}
