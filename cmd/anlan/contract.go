package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"anlan/server"
	"anlan/warehouse"
	"anlan/warehouse/chdb"
)

// contract asks the GraphQL contract for a command: of the server that has the data folder open, through its private socket,
// or of this process, which has opened the data itself. Either way the administrator of this machine asks, and the words are
// the same.
type contract struct {
	client *http.Client
	owner  int // pid of the server; 0: this process
}

// ownerWait is how long a command waits for a folder whose owner takes no commands: a server that starts, another command
// that ends.
const ownerWait = 10 * time.Second

// withContract runs work with whoever answers.
func (a *app) withContract(work func(ctx context.Context, ask *contract) error) error {
	c, err := a.configuration()
	if err != nil {
		return err
	}
	for deadline := time.Now().Add(ownerWait); ; {
		owner, err := folderOwner(c)
		if err != nil {
			return err
		}
		if ask, ok := through(a.ctx, owner); ok {
			return work(a.ctx, ask)
		}
		if owner.PID == 0 {
			err = a.withWarehouse(func(ctx context.Context, c config, w *warehouse.Warehouse, log *slog.Logger) error {
				return a.within(ctx, c, w, log, work)
			})
			if locked := (*chdb.LockedError)(nil); !errors.As(err, &locked) {
				return err
			}
		} else {
			err = &chdb.LockedError{Dir: c.Warehouse.Data, Owner: owner}
		}
		if time.Now().After(deadline) {
			return err
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-a.ctx.Done():
			return a.ctx.Err()
		}
	}
}

// folderOwner tells who has the data folder open; nobody, where there is none.
func folderOwner(c config) (chdb.Owner, error) {
	if c.Warehouse.URL != "" {
		return chdb.Owner{}, nil
	}
	dir, err := dataFolder(c)
	if err != nil {
		return chdb.Owner{}, err
	}
	owner, _, err := chdb.ReadOwner(dir)
	return owner, err
}

// within answers work from the warehouse that this process has opened.
func (a *app) within(ctx context.Context, c config, w *warehouse.Warehouse, log *slog.Logger, work func(context.Context, *contract) error) error {
	o, err := opened(ctx, c, w, log)
	if err != nil {
		return err
	}
	defer o.close(log) //nolint:contextcheck // closing has its own deadline
	door := o.door
	lifetime, end := context.WithCancel(context.WithoutCancel(ctx)) // work says when what it started ends
	defer end()
	handler, wait, err := server.New(door.config, door.parts).Private(lifetime)
	if err != nil {
		return err
	}
	inside := newPipe()
	here := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	served := make(chan error, 1)
	go func() { served <- here.Serve(inside) }()
	ask := &contract{client: &http.Client{Transport: &http.Transport{DialContext: inside.dial}}}
	err = work(ctx, ask)
	end()
	wait()
	o.publishNow(ctx, log) //nolint:contextcheck // it has its own deadline
	ask.client.CloseIdleConnections()
	closing := here.Close()
	if ended := <-served; !errors.Is(ended, http.ErrServerClosed) {
		closing = errors.Join(closing, ended)
	}
	return errors.Join(err, closing)
}

// through asks the server that has the folder, if it takes commands.
func through(ctx context.Context, owner chdb.Owner) (ask *contract, ok bool) {
	if owner.Socket == "" {
		return nil, false
	}
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", owner.Socket)
	}
	conn, err := dial(ctx, "", "")
	if err != nil {
		return nil, false // it is about to end
	}
	_ = conn.Close()
	return &contract{client: &http.Client{Transport: &http.Transport{DialContext: dial}}, owner: owner.PID}, true
}

// faultsError is what the contract says is wrong.
type faultsError struct{ faults []fault }

// fault is a fault of the input, or an error of an answer.
type fault struct {
	Code    string
	Message string
}

// Error gives one line a fault.
func (e *faultsError) Error() string {
	lines := make([]string, len(e.faults))
	for i, f := range e.faults {
		lines[i] = f.Message
	}
	return strings.Join(lines, "\n")
}

// has says whether one of the faults has a code, written as the payload of a mutation or the error of an answer writes it.
func (e *faultsError) has(code string) bool {
	for _, f := range e.faults {
		if strings.EqualFold(f.Code, code) {
			return true
		}
	}
	return false
}

// wireAnswer is an answer as it comes.
type wireAnswer struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Extensions struct{ Code string }
	}
}

func (w wireAnswer) into(answer any) error {
	if len(w.Errors) > 0 {
		e := &faultsError{}
		for _, one := range w.Errors {
			e.faults = append(e.faults, fault{one.Extensions.Code, one.Message})
		}
		return e
	}
	return json.Unmarshal(w.Data, answer)
}

// ask sends a query or mutation; the answer's names match those of the document without case.
func (c *contract) ask(ctx context.Context, document string, variables map[string]any, answer any) error {
	response, err := c.send(ctx, document, variables, "application/json")
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // read to its end
	var wire wireAnswer
	if err := json.NewDecoder(response.Body).Decode(&wire); err != nil { //nolint:musttag // names match without case
		return c.lost(ctx, err)
	}
	return wire.into(answer)
}

// follow sends a subscription and hands on what comes until it is over.
func (c *contract) follow(ctx context.Context, document string, variables map[string]any, each func(data []byte) error) error {
	response, err := c.send(ctx, document, variables, "text/event-stream")
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // read to its end
	lines := bufio.NewReader(response.Body)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return c.lost(ctx, err)
		}
		switch data, isData := strings.CutPrefix(line, "data: "); {
		case strings.HasPrefix(line, "event: complete"):
			_, _ = io.Copy(io.Discard, lines)
			return nil
		case isData && strings.TrimSpace(data) != "":
			var wire wireAnswer
			var raw json.RawMessage
			if err := json.Unmarshal([]byte(data), &wire); err != nil { //nolint:musttag // names match without case
				return fmt.Errorf("read a report of the server: %w", err)
			}
			if err := wire.into(&raw); err != nil {
				return err
			}
			if err := each(raw); err != nil {
				return err
			}
		}
	}
}

func (c *contract) send(ctx context.Context, document string, variables map[string]any, accept string) (*http.Response, error) {
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://anlan/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", accept)
	response, err := c.client.Do(request)
	if err != nil {
		return nil, c.lost(ctx, err)
	}
	return response, nil
}

// lost says what to do when an answer did not come whole.
func (c *contract) lost(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case c.owner == 0:
		return fmt.Errorf("read the answer: %w", err)
	}
	return fmt.Errorf("the server (process %d) ended during the command: what it had not published yet was not published.\n"+
		"Start it again with “anlan serve”, or repeat the command without it; “anlan etl runs” says what became of a run", c.owner)
}
