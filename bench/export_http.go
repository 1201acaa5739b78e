package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

// sink takes an export in.
type sink func(io.Reader) (int64, error)

func discarded(r io.Reader) (int64, error) {
	return io.CopyBuffer(struct{ io.Writer }{io.Discard}, r, make([]byte, 256<<10))
}

// intoFile writes a file anew.
func intoFile(path string) sink {
	return func(r io.Reader) (int64, error) {
		f, err := os.Create(path)
		if err != nil {
			return 0, err
		}
		defer f.Close()
		n, err := io.Copy(f, r)
		if err == nil {
			err = f.Close()
		}
		return n, err
	}
}

// export takes all hazards and says how many bytes they were. What broke off is an error.
func (s *server) export(ctx context.Context, query string, to sink) (int64, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(s.url, "/graphql")+"/export/hazard?"+query, nil)
	if err != nil {
		return 0, err
	}
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, ReadBufferSize: 256 << 10}}
	defer client.CloseIdleConnections()
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(response.Body, 500))
		return 0, fmt.Errorf("status %d: %s", response.StatusCode, text)
	}
	return to(response.Body)
}

// watchPeak looks at the server's memory every 20 ms until it is asked for the most, in MiB.
func watchPeak(s *server) func() float64 {
	stop := make(chan struct{})
	var group sync.WaitGroup
	most := 0.0
	group.Go(func() {
		for {
			most = max(most, s.residentMiB())
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	})
	return func() float64 {
		close(stop)
		group.Wait()
		return most
	}
}

// clients measures four exports at once against one.
func (e *exporting) clients(ctx context.Context) error {
	var one, four times
	for range exportRounds {
		start := time.Now()
		if _, err := e.server.export(ctx, "format=arrow", discarded); err != nil {
			return err
		}
		one = append(one, time.Since(start))
		start = time.Now()
		if err := atOnce(4, func() error {
			_, err := e.server.export(ctx, "format=arrow", discarded)
			return err
		}); err != nil {
			return err
		}
		four = append(four, time.Since(start))
	}
	rows := float64(e.rows)
	e.add(Result{Name: "export " + millions(rows) + ", arrow, four clients together", Value: 4 * rows / (four.at(0.5) / 1000), Unit: "rows/s", Baseline: rows / (one.at(0.5) / 1000), Against: "one client"})
	return nil
}

// atOnce does the same several times at once; its error is one of theirs.
func atOnce(n int, do func() error) error {
	faults := make(chan error, n)
	for range n {
		go func() { faults <- do() }()
	}
	var err error
	for range n {
		if fault := <-faults; fault != nil {
			err = fault
		}
	}
	return err
}

// freeAddress is one of this machine that nobody listens on.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}
