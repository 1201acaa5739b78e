package graph_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"anlan/access"
	"anlan/etl"
	"anlan/graph"
)

const progress = `{"query":"subscription { runProgress(run: \"r1\") { phase rowsRead } }"}`

func twoReports() chan etl.Progress {
	ch := make(chan etl.Progress, 2)
	ch <- etl.Progress{Run: "r1", Phase: etl.Staging, State: "running", RowsRead: 5_000_000_000}
	ch <- etl.Progress{Run: "r1", Phase: etl.Done, State: "succeeded", RowsRead: 5_000_000_001}
	return ch
}

// serve puts the contract behind an HTTP server whose callers are the local administrator where let is true.
func serve(t *testing.T, b *testBundle, let bool) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if let {
			r = r.WithContext(access.With(r.Context(), access.Local()))
		}
		b.handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

func stream(t *testing.T, server *httptest.Server, body string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	response, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

// A run is followed over server-sent events: its state at once, its end, and a sign of life in between.
func TestProgressOverServerSentEvents(t *testing.T) {
	reported := twoReports()
	b := setup(t, func(f *fake, o *graph.Options) { f.progress, o.Ping = reported, 5*time.Millisecond })
	response := stream(t, serve(t, b, true), progress) //nolint:bodyclose // stream closes it
	if got := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || !strings.HasPrefix(got, "text/event-stream") {
		t.Fatalf("status %d, %s", response.StatusCode, got)
	}
	lines := bufio.NewScanner(response.Body)
	var seen []string
	for lines.Scan() {
		if lines.Text() == "" || lines.Text() == ":" {
			continue
		}
		if lines.Text() == ": ping" {
			if reported != nil {
				close(reported) // the run ends after the first sign of life
				reported = nil
			}
			continue
		}
		seen = append(seen, lines.Text())
	}
	want := []string{
		"event: next", `data: {"data":{"runProgress":{"phase":"STAGING","rowsRead":5000000000}}}`,
		"event: next", `data: {"data":{"runProgress":{"phase":"DONE","rowsRead":5000000001}}}`,
		"event: complete", "data: ",
	}
	if strings.Join(seen, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s", strings.Join(seen, "\n"))
	}
}

// What is wrong with a stream's request is said as for any other, without what was sent.
func TestRefusedStreams(t *testing.T) {
	b := setup(t, nil)
	server := serve(t, b, true)
	response := stream(t, server, `{"query":"secret`) //nolint:bodyclose // stream closes it
	if response.StatusCode != http.StatusBadRequest {
		t.Errorf("broken JSON: status %d", response.StatusCode)
	}
	response = stream(t, server, `{"query":"subscription { nonsense }"}`) //nolint:bodyclose // stream closes it
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "GRAPHQL_VALIDATION_FAILED") || !strings.Contains(string(text), "event: complete") {
		t.Errorf("%s", text)
	}
}

// A client that leaves ends its subscription.
func TestSubscriptionsEndWithTheirClient(t *testing.T) {
	left := make(chan struct{})
	b := setup(t, func(f *fake, _ *graph.Options) { f.progress = make(chan etl.Progress) })
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.handler.ServeHTTP(w, r.WithContext(access.With(r.Context(), access.Local())))
		close(left)
	}))
	defer server.Close()
	response := stream(t, server, progress)
	response.Body.Close()
	select {
	case <-left:
	case <-time.After(time.Minute):
		t.Fatal("the subscription goes on without its client")
	}
}

func dial(t *testing.T, server *httptest.Server, origin string) (*websocket.Conn, int) {
	t.Helper()
	header := http.Header{}
	if origin != "" {
		header.Set("Origin", origin)
	}
	dialer := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}}
	conn, response, err := dialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(server.URL, "http"), header)
	if response != nil && response.Body != nil {
		defer response.Body.Close()
	}
	if err != nil {
		if response == nil {
			t.Fatal(err)
		}
		return nil, response.StatusCode
	}
	t.Cleanup(func() { conn.Close() })
	return conn, response.StatusCode
}

type message struct {
	ID      string `json:"id,omitempty"`
	Type    string `json:"type"`
	Payload any    `json:"payload,omitempty"`
}

func exchange(t *testing.T, conn *websocket.Conn, send message) message {
	t.Helper()
	if err := conn.WriteJSON(send); err != nil {
		t.Fatal(err)
	}
	return receive(t, conn)
}

func receive(t *testing.T, conn *websocket.Conn) message {
	t.Helper()
	var got message
	if err := conn.ReadJSON(&got); err != nil {
		return message{Type: "closed"}
	}
	if got.Type == "ping" {
		return receive(t, conn)
	}
	return got
}

// A WebSocket brings its token in the connection's parameters; nothing is answered before.
func TestWebSocketAuthentication(t *testing.T) {
	b := setup(t, func(f *fake, o *graph.Options) {
		f.progress = twoReports()
		close(f.progress)
		o.Authenticate = func(ctx context.Context, authorization string) (context.Context, error) {
			if authorization != "Bearer good" {
				return ctx, errors.New("a token is needed")
			}
			return access.With(ctx, access.Local()), nil
		}
	})
	server := serve(t, b, false)
	subscribe := message{ID: "1", Type: "subscribe", Payload: map[string]any{"query": "subscription { runProgress(run: \"r1\") { phase } }"}}

	conn, _ := dial(t, server, "")
	if got := exchange(t, conn, subscribe); got.Type == "next" {
		t.Errorf("answered before the connection was let in: %+v", got)
	}
	conn, _ = dial(t, server, "")
	if got := exchange(t, conn, message{Type: "connection_init", Payload: map[string]any{"Authorization": "Bearer bad"}}); got.Type == "connection_ack" {
		t.Errorf("let in with a bad token")
	}
	conn, _ = dial(t, server, "")
	if got := exchange(t, conn, message{Type: "connection_init", Payload: map[string]any{"authorization": "Bearer good"}}); got.Type != "connection_ack" {
		t.Fatalf("%+v", got)
	}
	if got := exchange(t, conn, subscribe); got.Type != "next" {
		t.Errorf("%+v", got)
	}
	if got := receive(t, conn); got.Type != "next" {
		t.Errorf("%+v", got)
	}
	if got := receive(t, conn); got.Type != "complete" {
		t.Errorf("%+v", got)
	}
}

// One connection cannot run more than twenty operations at once.
func TestWebSocketOperationsAreBounded(t *testing.T) {
	b := setup(t, func(f *fake, _ *graph.Options) { f.progress = make(chan etl.Progress) })
	conn, _ := dial(t, serve(t, b, true), "")
	if got := exchange(t, conn, message{Type: "connection_init"}); got.Type != "connection_ack" {
		t.Fatalf("%+v", got)
	}
	for i := range 21 {
		id := string(rune('a' + i))
		if err := conn.WriteJSON(message{ID: id, Type: "subscribe", Payload: map[string]any{"query": "subscription { runProgress(run: \"r1\") { phase } }"}}); err != nil {
			t.Fatal(err)
		}
	}
	if got := receive(t, conn); got.Type != "next" || !strings.Contains(toText(got), "TOO_LARGE") {
		t.Errorf("%+v", got)
	}
}

// A page of another site cannot open a WebSocket.
func TestWebSocketOrigin(t *testing.T) {
	b := setup(t, nil)
	server := serve(t, b, true)
	if _, status := dial(t, server, "https://elsewhere.example"); status != http.StatusForbidden {
		t.Errorf("status %d", status)
	}
	if conn, _ := dial(t, server, server.URL); conn == nil {
		t.Error("its own page was refused")
	}
}
