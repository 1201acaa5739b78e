package server

import (
	"context"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"anlan/graph/encoding"
)

const (
	// heldBack is how much of an export waits until more comes: one that fails before can still be answered with what was wrong.
	heldBack = 64 << 10
	// mouthful is what a reader must take before he counts as asleep.
	mouthful = 256 << 10
)

// exportBody is the way of an export to its reader. Its header goes out with the first byte, and that only once there are more
// than heldBack or the end has come. A reader who takes nothing for as long as asleep ends it.
type exportBody struct {
	writer  http.ResponseWriter
	control *http.ResponseController
	asleep  time.Duration
	over    context.Context //nolint:containedctx // of one answer: nothing goes out once it has ended
	begin   func()          // writes the header
	held    []byte
	begun   bool
}

// Write passes bytes on, or holds them back.
func (b *exportBody) Write(bytes []byte) (int, error) {
	if !b.begun {
		if len(b.held)+len(bytes) <= heldBack {
			b.held = append(b.held, bytes...)
			return len(bytes), nil
		}
		if err := b.release(); err != nil {
			return 0, err
		}
	}
	return b.pass(bytes)
}

func (b *exportBody) release() error {
	if b.begun {
		return nil
	}
	b.begun = true
	b.begin()
	_, err := b.pass(b.held)
	b.held = nil
	return err
}

func (b *exportBody) pass(bytes []byte) (written int, err error) {
	for piece := range slices.Chunk(bytes, mouthful) {
		if err := b.hurry(); err != nil {
			return written, err
		}
		n, err := b.writer.Write(piece)
		if written += n; err != nil {
			return written, err
		}
	}
	return written, nil
}

// hurry gives the reader the time of one mouthful from now on, but for one whose answer is over.
func (b *exportBody) hurry() error {
	if err := b.control.SetWriteDeadline(time.Now().Add(b.asleep)); err != nil {
		return err
	}
	return context.Cause(b.over) // after the deadline was set: breakOff sets one that has passed
}

// breakOff ends what waits for its reader once the answer is over; the result ends that.
func (b *exportBody) breakOff() (stop func() bool) {
	return context.AfterFunc(b.over, func() { _ = b.control.SetWriteDeadline(time.Unix(1, 0)) })
}

// finish sends what was held back.
func (b *exportBody) finish() error {
	if err := b.release(); err != nil {
		return err
	}
	if err := b.hurry(); err != nil {
		return err
	}
	return b.control.Flush()
}

// compressed gives a writer that writes to another in a coding. Its Close ends the coding and leaves the other open; an export that
// failed is not closed, so that its end is missing.
func coded(coding encoding.Coding, to io.Writer) io.WriteCloser {
	switch coding {
	case encoding.Zstd:
		// A window that every browser takes (RFC 9659), and no goroutines that a failure would leave behind.
		w, err := zstd.NewWriter(to, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(1<<20), zstd.WithEncoderConcurrency(1))
		if err != nil {
			panic(err) // only for options that contradict each other, and these are constant
		}
		return w
	case encoding.Gzip:
		w, _ := gzip.NewWriterLevel(to, gzip.BestSpeed) // it is a level
		return w
	case encoding.Identity:
	}
	return open{to}
}

// open is a writer that needs no end.
type open struct{ io.Writer }

// Close does nothing.
func (open) Close() error { return nil }
