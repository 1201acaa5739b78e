package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"anlan/test/databases"
)

// memoryRows are loaded, and memoryCap is what the whole program may take for it.
const (
	memoryRows = 5_000_000
	memoryCap  = 1.5 // GiB
)

const memoryPipeline = `pipeline: five_million
fact: hazard
system: bench
source:
  database:
    connection: bench
    query: |
      SELECT n AS id, CASE n % 2 WHEN 0 THEN '370303' ELSE '370304' END AS region, CASE WHEN n % 10 = 0 THEN '重大' ELSE '一般' END AS level,
        date '2022-01-01' + CAST(n % 1000 AS integer) AS found_on, CAST(n % 1000003 AS numeric(18, 2)) AS money, '基坑边坡未支护，编号' || n AS description
      FROM generate_series(1, ROWS) AS s(n)
columns:
  id: id
  region: region
  source: {value: self}
  level: level
  found_on: found_on
  money_spent: money
  description: description
`

// memory loads five million rows of a database by the program itself and reads its highest resident memory from the kernel.
func (b *bench) memory(ctx context.Context, server *databases.Server) error {
	rows := memoryRows
	if b.scale == "small" {
		rows /= 10
	}
	dir := filepath.Join(b.dir, "memory")
	for name, text := range map[string]string{
		"anlan.yaml":             "warehouse: {data: " + dir + "/data}\netl: {pipelines: " + dir + "/pipelines, connections: " + dir + "/connections.yaml}\n",
		"connections.yaml":       "connections: {bench: {url: \"" + server.URL() + "\"}}\n",
		"pipelines/bench.yaml":   strings.ReplaceAll(memoryPipeline, "ROWS", fmt.Sprint(rows)),
		"data/sources/.not-used": "",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return err
		}
	}
	command := exec.CommandContext(ctx, b.binary, "--config", filepath.Join(dir, "anlan.yaml"), "etl", "run", "five_million") //nolint:gosec // the program that is measured
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	if err := command.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	// What the kernel says of a process that has ended counts the memory of the one that started it, before it became another.
	var highest float64
	for running := true; running; {
		select {
		case err := <-ended:
			if err != nil {
				return fmt.Errorf("load %d rows: %w\n%s", rows, err, said.String())
			}
			running = false
		case <-time.After(50 * time.Millisecond):
			highest = max(highest, memoryOf(command.Process.Pid, "VmHWM"))
		}
	}
	b.add(Result{Name: fmt.Sprintf("load %d rows from postgres", rows), Value: float64(rows) / command.ProcessState.UserTime().Seconds(), Unit: "rows/s of CPU"})
	b.add(Result{Name: "highest memory of it", Value: highest / 1024, Unit: "GiB", Baseline: memoryCap, Against: "cap", Aim: "≤ 1"})
	return os.RemoveAll(dir)
}
