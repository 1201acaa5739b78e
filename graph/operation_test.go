package graph_test

import (
	"slices"
	"strings"
	"testing"

	"anlan/access"
	"anlan/graph"
	"anlan/safety"
	"anlan/warehouse"
)

// Over the network a caller names files within the source folder; only a command of the user who runs the server may name any.
func TestFilesThatACallerMayName(t *testing.T) {
	other := access.Local()
	other.Local = false
	for _, c := range []struct {
		caller access.Caller
		file   string
		path   string // empty: refused
	}{
		{other, "2025/hazards.csv", "/sources/2025/hazards.csv"},
		{other, "/etc/passwd", ""},
		{other, "../tokens.yaml", ""},
		{access.Local(), "hazards.csv", "/sources/hazards.csv"},
		{access.Local(), "/home/clerk/hazards.csv", "/home/clerk/hazards.csv"},
		{access.Local(), "../tokens.yaml", ""},
	} {
		b := setup(t, nil)
		got := b.askAs(t, c.caller, `mutation($files: [String!]!) { runPipeline(name: "hazards", files: $files) { run { id } faults { code argument message } } }`,
			map[string]any{"files": []string{c.file}})
		if c.path == "" {
			if !strings.Contains(got.body, `"code":"bad_request","argument":"files"`) || !strings.Contains(got.body, `"run":null`) {
				t.Errorf("%s: %s", c.file, got.body)
			}
			continue
		}
		if !slices.Equal(b.started.Files, []string{c.path}) || !strings.Contains(got.body, `"faults":[]`) {
			t.Errorf("%s: read %v: %s", c.file, b.started.Files, got.body)
		}
	}
}

func TestOptionsOfARun(t *testing.T) {
	b := setup(t, nil)
	b.ask(t, `mutation { runPipeline(name: "hazards", dryRun: true, full: true, from: "2025-01-01", to: "2025-01-31") { run { id dryRun trigger attempt } faults { message } } }`, nil)
	o := b.started
	if !o.DryRun || !o.Full || o.Trigger != warehouse.TriggerManual || o.Window == nil ||
		o.Window.From != safety.NewDate(2025, 1, 1) || o.Window.To != safety.NewDate(2025, 1, 31) {
		t.Errorf("%+v", o)
	}
	if got := b.ask(t, `mutation { runPipeline(name: "hazards", from: "2025-02-01", to: "2025-01-31") { run { id } faults { code argument } } }`, nil); !strings.Contains(got.body, `{"code":"bad_request","argument":"to"}`) {
		t.Errorf("a window that ends before it begins: %s", got.body)
	}
}

func TestEndingARun(t *testing.T) {
	b := setup(t, func(f *fake, _ *graph.Options) { loaded(f) })
	if got := b.ask(t, `mutation { cancelRun(id: "r1") { run { id } faults { code } } }`, nil); !strings.Contains(got.body, `"faults":[]`) || !strings.Contains(got.body, `"id":"r1"`) {
		t.Errorf("%s", got.body)
	}
	if got := b.ask(t, `mutation { cancelRun(id: "r9") { run { id } faults { code argument } } }`, nil); !strings.Contains(got.body, `{"code":"not_found","argument":"id"}`) {
		t.Errorf("%s", got.body)
	}
}
