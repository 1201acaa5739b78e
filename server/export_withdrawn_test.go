package server_test

import (
	"io"
	"os"
	"testing"
	"time"

	"anlan/export"
	"anlan/server"
)

// An export whose caller's token is taken away breaks off at once: the engine's query ends, and the audit says so, although its reader takes nothing just then.
func TestAnExportOfATokenThatIsTakenAway(t *testing.T) {
	data := &leaving{rows: endless, closed: make(chan struct{}, 8)}
	e := startExporting(t, data, server.Config{LookAgain: 10 * time.Millisecond}, export.Config{})
	response := e.open(t, e.analyst, "/hazard?format=csv")
	if response.StatusCode != 200 {
		t.Fatalf("%d", response.StatusCode)
	}
	if err := os.Remove(e.tokens); err != nil {
		t.Fatal(err)
	}
	soon(t, "it goes on", func() bool {
		said := e.book.all()
		return said[len(said)-1].Action == "export broken"
	})
	<-data.closed
	if n, err := io.Copy(io.Discard, response.Body); err == nil {
		t.Errorf("%d bytes look like the whole file", n)
	}
}
