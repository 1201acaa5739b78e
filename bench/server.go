package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// server is the program under test as a process of its own.
type server struct {
	process *exec.Cmd
	url     string
	client  *http.Client
	started time.Duration
}

// startServer starts the program, with more in its environment, and waits for its first answer that needs data.
func startServer(ctx context.Context, binary, dir string, environment ...string) (*server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return nil, err
	}
	s := &server{
		url:     "http://" + address + "/graphql",
		client:  &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64}},
		process: exec.CommandContext(ctx, binary, "serve", "--data", dir, "--listen", address),
	}
	s.process.Env = append(append(os.Environ(), "ANLAN_LOG_LEVEL=error"), environment...)
	s.process.Stderr = os.Stderr
	start := time.Now()
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	for time.Since(start) < time.Minute {
		if err = s.ask(ctx, `{metrics(query: {measures: ["hazards_found"], region: "370300", period: "2026Q3"}) {rows}}`); err == nil {
			s.started = time.Since(start)
			return s, nil
		}
		time.Sleep(5 * time.Millisecond)
	}
	s.stop()
	return nil, fmt.Errorf("no answer within a minute: %w", err)
}

func (s *server) stop() {
	_ = s.process.Process.Signal(syscall.SIGTERM)
	_ = s.process.Wait()
}

// ask sends one question and reads the answer whole; an answer with errors is an error.
func (s *server) ask(ctx context.Context, query string) error {
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := s.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK || bytes.Contains(answer[:min(len(answer), 200)], []byte(`"errors"`)) {
		return fmt.Errorf("status %d: %.300s", response.StatusCode, answer)
	}
	return nil
}

// loadResult is what a number of clients saw who asked one after the other.
type loadResult struct {
	times times
	rate  float64 // requests a second over all clients
}

// hammer lets clients ask for five seconds, at least ten questions each.
func (s *server) hammer(ctx context.Context, clients int, question func(i int) string) (loadResult, error) {
	if err := s.ask(ctx, question(0)); err != nil {
		return loadResult{}, err
	}
	var (
		mu     sync.Mutex
		group  sync.WaitGroup
		result loadResult
		faults []error
		next   = 1
	)
	start := time.Now()
	for range clients {
		group.Go(func() {
			for mine := 0; mine < 10 || time.Since(start) < 5*time.Second; mine++ {
				mu.Lock()
				i := next
				next++
				mu.Unlock()
				began := time.Now()
				err := s.ask(ctx, question(i))
				mu.Lock()
				result.times = append(result.times, time.Since(began))
				mu.Unlock()
				if err != nil {
					mu.Lock()
					faults = append(faults, err)
					mu.Unlock()
					return
				}
			}
		})
	}
	group.Wait()
	result.rate = float64(len(result.times)) / time.Since(start).Seconds()
	return result, errors.Join(faults...)
}

func (s *server) residentMiB() float64 { return memoryOf(s.process.Process.Pid, "VmRSS") }
func (s *server) peakMiB() float64     { return memoryOf(s.process.Process.Pid, "VmHWM") }

// memoryOf reads a line of a process's status in MiB; 0 where the system has none.
func memoryOf(pid int, name string) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			kib, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kib / 1024
		}
	}
	return 0
}

// processorOf is the processor time that a process has used; 0 where the system does not say.
func processorOf(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(text), ") ") // the name may have spaces
	fields := strings.Fields(after)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond // clock ticks: 100 a second on every Linux
}
