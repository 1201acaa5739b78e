package main

import (
	"context"
	"io"
	"os"
	"syscall"
	"testing"
)

// The first signal lets what runs finish; the second ends the process at once.
func TestTwoSignals(t *testing.T) {
	ended := make(chan int, 1)
	ctx, stop := untilSignal(context.Background(), process{stderr: io.Discard, exit: func(code int) { ended <- code }})
	defer stop()
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	<-ctx.Done()
	select {
	case code := <-ended:
		t.Fatalf("the first signal ended the process with %d", code)
	default:
	}
	if err := self.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := <-ended; code != exitFailed {
		t.Errorf("the second signal ended the process with %d, expected %d", code, exitFailed)
	}
}
