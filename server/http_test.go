package server_test

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"anlan/etl"
	"anlan/graph"
	"anlan/server"
	"anlan/warehouse"
)

// Every answer forbids browsers what pages of this server never need.
func TestSecurityHeaders(t *testing.T) {
	r := start(t, server.Config{}, server.Parts{})
	for _, path := range []string{"/", "/graphiql/", "/healthz", "/nothing", "/export/hazards"} {
		got := r.send(t, http.MethodGet, path, nil, "")
		policy := got.header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'self'") || !strings.Contains(policy, "frame-ancestors 'none'") ||
			got.header.Get("X-Content-Type-Options") != "nosniff" || got.header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", path, got.header)
		}
		if got.header.Get("X-Request-ID") == "" {
			t.Errorf("%s: no request id", path)
		}
	}
	for _, path := range []string{"/nothing", "/export/hazards"} {
		if got := r.send(t, http.MethodGet, path, nil, ""); got.status != 404 || !strings.Contains(got.body, `"NOT_FOUND"`) {
			t.Errorf("%s: status %d: %s", path, got.status, got.body)
		}
	}
}

// A request keeps the id that its client gave it when that is a plain word; errors carry it.
func TestRequestIDs(t *testing.T) {
	r := start(t, server.Config{}, server.Parts{})
	for given, kept := range map[string]bool{"case-4711": true, "a b": false, strings.Repeat("x", 65): false, "<script>": false} {
		got := r.send(t, http.MethodPost, "/graphql", asJSON("X-Request-ID", given), `{"query":"{"}`)
		id := got.header.Get("X-Request-ID")
		if (id == given) != kept || !strings.Contains(got.body, `"requestId":"`+id+`"`) {
			t.Errorf("%q: %q: %s", given, id, got.body)
		}
	}
}

// The log has a line a request, without the query, its variables or an address beyond its path.
func TestTheLogKeepsNoQuestions(t *testing.T) {
	r := start(t, server.Config{}, server.Parts{})
	r.send(t, http.MethodGet, "/graphql?query=%7Bsecret%7D&variables=%7B%22a%22:%22secret%22%7D", nil, "")
	r.send(t, http.MethodPost, "/graphql", asJSON(), `{"query":"{ __typename }","variables":{"a":"secret"}}`)
	log := r.log.String()
	if strings.Contains(log, "secret") || strings.Count(log, "path=/graphql") != 2 {
		t.Errorf("%s", log)
	}
}

// Prometheus is told how much is asked and how long it takes.
func TestMetrics(t *testing.T) {
	r := start(t, server.Config{}, server.Parts{Version: "1.2.3"})
	r.send(t, http.MethodPost, "/graphql", asJSON(), typename)
	got := r.send(t, http.MethodGet, "/metrics", nil, "")
	for _, line := range []string{
		`anlan_http_requests_total{route="/graphql",status="200"} 1`, `anlan_http_request_seconds_count{route="/graphql"} 1`,
		"anlan_answers_found_total 1", "anlan_answers_kept 1", `anlan_build_info{version="1.2.3"} 1`, "go_goroutines ",
	} {
		if !strings.Contains(got.body, line) {
			t.Errorf("%q is not told", line)
		}
	}
}

// slow is a warehouse whose metric queries wait.
type slow struct {
	graph.Figures

	asked   chan struct{}
	release chan struct{}
}

func (s slow) Metrics(ctx context.Context, _ warehouse.Scope, _ warehouse.MetricQuery) (*warehouse.MetricTable, error) {
	s.asked <- struct{}{}
	select {
	case <-s.release:
		return &warehouse.MetricTable{Rows: 42}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

const waits = `{ metrics(query: {measures: ["deaths"], region: "37", period: "2025"}) { rows } }`

// A server that is told to stop takes nothing new and lets what runs end.
func TestGracefulStop(t *testing.T) {
	s := slow{asked: make(chan struct{}), release: make(chan struct{})}
	sources := empty()
	sources.Figures = s
	r := start(t, server.Config{}, server.Parts{Sources: sources})
	answers := make(chan answer, 1)
	go func() { answers <- r.ask(t, "", waits) }()
	<-s.asked
	r.stop()
	for { // the listener closes first
		conn, err := net.DialTimeout("tcp", strings.TrimPrefix(r.url, "http://"), time.Second)
		if err != nil {
			break
		}
		conn.Close()
		time.Sleep(time.Millisecond)
	}
	close(s.release)
	if got := <-answers; got.status != 200 || !strings.Contains(got.body, "42") {
		t.Errorf("status %d: %s", got.status, got.body)
	}
}

// jobs is a loader whose one run goes on for ever.
type jobs struct{ graph.Jobs }

func (j jobs) Subscribe(ctx context.Context, run string) <-chan etl.Progress {
	reports := make(chan etl.Progress, 1)
	reports <- etl.Progress{Run: run, Phase: etl.Staging, State: warehouse.RunRunning}
	context.AfterFunc(ctx, func() { close(reports) })
	return reports
}

// Streams pass through the server, by events and by WebSocket, and end at once when it is told to stop.
func TestStreamsEndWithTheServer(t *testing.T) {
	sources := empty()
	sources.Jobs = jobs{}
	r := start(t, server.Config{Grace: time.Minute}, server.Parts{Sources: sources})
	const subscription, report = `{"query":"subscription { runProgress(run: \"r\") { phase } }"}`, `"phase":"STAGING"`

	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+"/graphql", strings.NewReader(subscription))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	events, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer events.Body.Close()
	lines := bufio.NewScanner(events.Body)
	for lines.Scan() && !strings.Contains(lines.Text(), report) {
	}
	if lines.Err() != nil || !strings.Contains(lines.Text(), report) {
		t.Fatalf("the events end without a report: %v", lines.Err())
	}
	dialer := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}}
	socket, response, err := dialer.DialContext(t.Context(), strings.Replace(r.url, "http", "ws", 1)+"/graphql", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	defer socket.Close()
	for _, message := range []string{`{"type":"connection_init"}`, `{"id":"1","type":"subscribe","payload":` + subscription + `}`} {
		if err := socket.WriteMessage(websocket.TextMessage, []byte(message)); err != nil {
			t.Fatal(err)
		}
	}
	for told := ""; !strings.Contains(told, report); {
		_, message, err := socket.ReadMessage()
		if err != nil {
			t.Fatalf("the socket ends without a report: %s, %v", told, err)
		}
		told = string(message)
	}
	r.stop()
	for lines.Scan() { // to its end, which would not come
	}
	for err := error(nil); err == nil; {
		_, _, err = socket.ReadMessage()
	}
}

// What does not end within the grace is ended.
func TestStopDoesNotWaitForEver(t *testing.T) {
	s := slow{asked: make(chan struct{}), release: make(chan struct{})}
	sources := empty()
	sources.Figures = s
	r := start(t, server.Config{Grace: 10 * time.Millisecond}, server.Parts{Sources: sources})
	failed := make(chan error, 1)
	go func() {
		response, err := http.Post(r.url+"/graphql", "application/json", strings.NewReader(`{"query":"{ metrics(query: {measures: [\"deaths\"], region: \"37\", period: \"2025\"}) { rows } }"}`))
		if err == nil {
			response.Body.Close()
		}
		failed <- err
	}()
	<-s.asked
	r.stop()
	if err := <-r.done; err != nil {
		t.Errorf("serve: %v", err)
	}
	r.done <- nil
	if err := <-failed; err == nil {
		t.Error("the request was answered")
	}
}

// A connection that sends its request slowly is closed.
func TestSlowHeaders(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("waits for a timeout of seconds")
	}
	r := start(t, server.Config{}, server.Parts{})
	conn, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("POST /graphql HTTP/1.1\r\nHost: localhost\r\n")); err != nil {
		t.Fatal(err)
	}
	if err := conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	_, err = bufio.NewReader(conn).ReadString('\n')
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		t.Error("the connection stays open")
	}
}

// Headers are bounded.
func TestLargeHeaders(t *testing.T) {
	r := start(t, server.Config{}, server.Parts{})
	if got := r.send(t, http.MethodGet, "/healthz", map[string]string{"X-Large": strings.Repeat("x", 200<<10)}, ""); got.status != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("status %d", got.status)
	}
}
