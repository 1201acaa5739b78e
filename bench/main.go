// Command bench measures Anlan on this machine and prints a table: each figure with its baseline, taken in the same run, and
// their ratio, because absolute numbers of a noisy machine say little. It writes build/bench.json.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"text/tabwriter"
)

// Result is one line of the table.
type Result struct {
	Name     string  `json:"name"`
	Value    float64 `json:"value"`
	Unit     string  `json:"unit"`
	Baseline float64 `json:"baseline,omitempty"`
	Against  string  `json:"against,omitempty"`
	Ratio    float64 `json:"ratio,omitempty"` // Value / Baseline
	Aim      string  `json:"aim,omitempty"`
}

type bench struct {
	scale   string
	dir     string
	binary  string
	results []Result
}

func main() {
	b := &bench{}
	flag.StringVar(&b.scale, "scale", "medium", "size of the demo data: small, medium or large")
	flag.StringVar(&b.dir, "dir", "", "folder to work in; a temporary one, removed afterwards, when empty")
	flag.StringVar(&b.binary, "binary", "bin/anlan", "the program to measure")
	only := flag.String("only", "", "one part: load, serve, assess, risk, bulletin, sources, export, pages or layout (layout runs only when named)")
	out := flag.String("o", "build/bench.json", "where the results go")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := b.run(ctx, *only, *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func (b *bench) run(ctx context.Context, only, out string) error {
	if b.dir == "" {
		dir, err := os.MkdirTemp("", "anlan-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		b.dir = dir
	}
	parts := []struct {
		name string
		run  func(context.Context) error
	}{{"load", b.load}, {"serve", b.serve}, {"assess", b.assess}, {"risk", b.risk}, {"bulletin", b.bulletin}, {"sources", b.sources}, {"export", b.exports}, {"pages", b.pages}, {"layout", b.layout}}
	for _, p := range parts {
		if only == "" && p.name == "layout" || only != "" && only != p.name {
			continue
		}
		if err := p.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return b.report(out)
}

func (b *bench) add(r Result) {
	if r.Baseline != 0 {
		r.Ratio = r.Value / r.Baseline
	}
	b.results = append(b.results, r)
	fmt.Fprintf(os.Stderr, "  %s: %.4g %s\n", r.Name, r.Value, r.Unit)
}

func (b *bench) report(out string) error {
	w := tabwriter.NewWriter(os.Stdout, 2, 4, 2, ' ', 0)
	fmt.Fprintln(w, "what\tmeasured\tunit\tagainst\tbaseline\tratio\taim")
	for _, r := range b.results {
		fmt.Fprintf(w, "%s\t%.4g\t%s\t%s\t", r.Name, r.Value, r.Unit, r.Against)
		if r.Baseline != 0 {
			fmt.Fprintf(w, "%.4g\t%.2f", r.Baseline, r.Ratio)
		} else {
			fmt.Fprint(w, "\t")
		}
		fmt.Fprintf(w, "\t%s\n", r.Aim)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	text, err := json.MarshalIndent(b.results, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(text, '\n'), 0o644)
}
