package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// pages measures the dashboard in a real browser, against a line of text from the same server.
func (b *bench) pages(ctx context.Context) error {
	node, err := exec.LookPath("node")
	if err != nil {
		return err
	}
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		return err
	}
	dir := filepath.Join(b.dir, "data")
	if _, err := os.Stat(dir); err != nil {
		if err := b.load(ctx); err != nil {
			return err
		}
	}
	s, err := startServer(ctx, b.binary, dir)
	if err != nil {
		return err
	}
	defer s.stop()
	script := exec.CommandContext(ctx, node, "test/pages/bench.mjs", strings.TrimSuffix(s.url, "graphql"), chromium)
	script.Stderr = os.Stderr
	out, err := script.Output()
	if err != nil {
		return fmt.Errorf("open the pages: %w", err)
	}
	var results []Result
	if err := json.Unmarshal(out, &results); err != nil {
		return fmt.Errorf("read what the browser measured: %w", err)
	}
	for _, r := range results {
		b.add(r)
	}
	return nil
}
