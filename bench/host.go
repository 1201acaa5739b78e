package main

import (
	"errors"
	"fmt"
	"os"
)

// host lets servers of tests run in a program: what would end a test ends the part that is measured.
type host struct{ ends []func() }

// stop is what a part is ended with; missing says that a server is not installed.
type stop struct {
	err     error
	missing bool
}

// Helper marks nothing here.
func (h *host) Helper() {}

// Cleanup keeps what is to be done in the end.
func (h *host) Cleanup(end func()) { h.ends = append(h.ends, end) }

// Fatal ends the part.
func (h *host) Fatal(args ...any) { panic(stop{err: errors.New(fmt.Sprint(args...))}) }

// Fatalf ends the part.
func (h *host) Fatalf(format string, args ...any) { panic(stop{err: fmt.Errorf(format, args...)}) }

// Skip ends the part without a fault.
func (h *host) Skip(args ...any) {
	panic(stop{err: errors.New(fmt.Sprint(args...)), missing: true})
}

// Errorf tells.
func (h *host) Errorf(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// run measures one part.
func (h *host) run(part func() error) (err error) {
	defer func() {
		switch ended := recover().(type) {
		case nil:
		case stop:
			if err = ended.err; ended.missing {
				fmt.Fprintln(os.Stderr, "  left out:", ended.err)
				err = nil
			}
		default:
			panic(ended)
		}
	}()
	return part()
}

// end cleans up, the last first.
func (h *host) end() {
	for i := len(h.ends) - 1; i >= 0; i-- {
		h.ends[i]()
	}
}
