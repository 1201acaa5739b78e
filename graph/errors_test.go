package graph_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"anlan/graph"
	"anlan/warehouse"
)

// A caller is told what the warehouse says in plain words, never what caused it; the log has both, under the request id.
func TestWhatCallersAreTold(t *testing.T) {
	cause := errors.New("code: 60, SELECT deaths FROM accident: http://user:hunter2@ch:8123")
	cases := []struct {
		err             error
		code, message   string
		retryable, logs bool
	}{
		{warehouse.Fault(warehouse.BadRequest, "there is no metric %q", "x"), "BAD_REQUEST", `there is no metric "x"`, false, false},
		{warehouse.Fault(warehouse.NotFound, "gone"), "NOT_FOUND", "gone", false, false},
		{warehouse.Fault(warehouse.Forbidden, "outside"), "FORBIDDEN", "outside", false, false},
		{warehouse.Fault(warehouse.TooLarge, "too many rows"), "TOO_LARGE", "too many rows", false, false},
		{warehouse.Fault(warehouse.Conflict, "busy"), "CONFLICT", "busy", true, false},
		{&warehouse.Error{Code: warehouse.Timeout, Message: "it took too long", Err: cause}, "TIMEOUT", "it took too long", true, true},
		{&warehouse.Error{Code: warehouse.Unavailable, Message: "the engine does not answer", Err: cause}, "UNAVAILABLE", "the engine does not answer", true, true},
		{&warehouse.Error{Code: warehouse.Internal, Message: "could not compute", Err: cause}, "INTERNAL", "could not compute", false, true},
		{fmt.Errorf("compute: %w", &warehouse.Error{Code: warehouse.Internal, Message: "could not compute", Err: cause}), "INTERNAL", "could not compute", false, true},
		{&warehouse.Error{Code: "made up", Message: "odd"}, "INTERNAL", "odd", false, false},
		{fmt.Errorf("read rows: %w", cause), "INTERNAL", "something went wrong here", false, true},
		{context.Canceled, "CANCELLED", "given up", false, false},
	}
	for _, c := range cases {
		t.Run(c.code, func(t *testing.T) {
			var log bytes.Buffer
			b := setup(t, func(f *fake, o *graph.Options) {
				f.fail = c.err
				o.Logger = slog.New(slog.NewTextHandler(&log, nil))
			})
			got := b.ask(t, `{ metrics(query: {measures: ["deaths"], region: "37", period: "2025"}) { rows } }`, nil)
			if len(got.Errors) != 1 || got.status != 200 || string(got.Data) != "null" {
				t.Fatalf("status %d: %s", got.status, got.body)
			}
			e := got.Errors[0]
			if e.Extensions.Code != c.code || !strings.Contains(e.Message, c.message) || e.Extensions.Retryable != c.retryable {
				t.Errorf("%+v", e)
			}
			if e.Extensions.RequestID != "request-1" || len(e.Path) != 1 || e.Path[0] != "metrics" {
				t.Errorf("the error does not say where: %+v", e)
			}
			if strings.Contains(got.body, "hunter2") || strings.Contains(got.body, "SELECT") {
				t.Errorf("the cause came out: %s", got.body)
			}
			if logged := strings.Contains(log.String(), "hunter2") && strings.Contains(log.String(), "request-1"); logged != c.logs {
				t.Errorf("logged %v: %s", logged, log.String())
			}
		})
	}
}

// A panic ends one field; what panicked goes to the log only.
func TestPanics(t *testing.T) {
	var log bytes.Buffer
	b := setup(t, func(_ *fake, o *graph.Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	got := b.ask(t, "{ departments { code } }", nil)
	if got.code() != "INTERNAL" || strings.Contains(got.body, "secret") || strings.Contains(got.body, ".go:") {
		t.Errorf("status %d: %s", got.status, got.body)
	}
	if !strings.Contains(log.String(), "the secret of the departments") || !strings.Contains(log.String(), "setup_test.go") {
		t.Errorf("the log does not say what panicked where: %s", log.String())
	}
}

// The deadline reaches the engine: a question that waits for it ends with the context.
func TestDeadline(t *testing.T) {
	b := setup(t, func(f *fake, o *graph.Options) {
		f.hold = make(chan struct{})
		o.Limits.Timeout = 200 * time.Millisecond
	})
	got := b.ask(t, `{ metrics(query: {measures: ["deaths"], region: "37", period: "2025"}) { rows } }`, nil)
	if got.code() != "TIMEOUT" || !got.Errors[0].Extensions.Retryable {
		t.Errorf("%s", got.body)
	}
}

// While the engine does not answer, the contract can still be read and every question says so.
func TestEngineDown(t *testing.T) {
	b := setup(t, func(f *fake, _ *graph.Options) {
		f.down = warehouse.Fault(warehouse.Unavailable, "the engine does not answer")
	})
	if got := b.ask(t, introspection, nil); len(got.Errors) > 0 {
		t.Errorf("%s", got.body)
	}
	for _, query := range []string{"{ version { number } }", "{ regions { name } }", "{ freshness { version { number } } }"} {
		if got := b.ask(t, query, nil); got.code() != "UNAVAILABLE" || !got.Errors[0].Extensions.Retryable {
			t.Errorf("%s: %s", query, got.body)
		}
	}
}

// Names that were not asked for correctly are not given away.
func TestNoSuggestions(t *testing.T) {
	b := setup(t, nil)
	for _, query := range []string{"{ hazard_ }", "{ viewer { nam } }", `{ regions(tre: MANAGING) { name } }`,
		"{ regions(tree: MANAGIN) { name } }", "{ viewer { ... on Viewe { name } } }", `query ($t: Tre) { regions(tree: $t) { name } }`,
		`{ metrics(query: {measure: ["deaths"], region: "37", period: "2025"}) { rows } }`} {
		if got := b.ask(t, query, nil); got.code() != "GRAPHQL_VALIDATION_FAILED" || strings.Contains(got.body, "Did you mean") {
			t.Errorf("%s: %s", query, got.body)
		}
	}
}
