package chdb

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Config says where the engine lives and how much it may use.
type Config struct {
	Library     string        // file of libchdb; empty: looked for, see Open
	Dir         string        // data folder, absolute; made when missing
	Connections int           // statements that run at the same time; 0: 32
	MemoryLimit int64         // bytes that the engine as a whole may hold; 0: half of what the machine (or its cgroup) has
	Grace       time.Duration // how long a cancelled statement is waited for before its caller is let go; 0: 10 s
}

// withDefaults fills what is zero and reports every fault at once.
func (c Config) withDefaults() (Config, error) {
	var faults []error
	if !filepath.IsAbs(c.Dir) {
		faults = append(faults, fmt.Errorf("data folder %q is not an absolute path", c.Dir))
	}
	if c.Connections < 0 {
		faults = append(faults, fmt.Errorf("connections %d is negative", c.Connections))
	}
	if c.MemoryLimit < 0 || (c.MemoryLimit > 0 && c.MemoryLimit < 256<<20) {
		faults = append(faults, fmt.Errorf("memory limit %d is below 256 MiB", c.MemoryLimit))
	}
	if c.Connections == 0 {
		c.Connections = 32
	}
	if c.MemoryLimit == 0 {
		c.MemoryLimit = machineMemory() / 2
	}
	if c.Grace == 0 {
		c.Grace = 10 * time.Second
	}
	c.Dir = filepath.Clean(c.Dir)
	return c, errors.Join(faults...)
}

// Folders and files inside the data folder.
func (c Config) enginePath() string { return filepath.Join(c.Dir, "clickhouse") }
func (c Config) configPath() string { return filepath.Join(c.Dir, "clickhouse.xml") }
func (c Config) pipesPath() string  { return filepath.Join(c.Dir, "pipes") }

// engineXML is the server configuration: what no setting of a query can change. The mark cache defaults to 5 GiB, more than
// an embedded engine has any use for.
func (c Config) engineXML() string {
	var b strings.Builder
	b.WriteString("<clickhouse>\n")
	// On a terminal the library prints "current_thread contains invalid address" for every streamed insert, because it takes its
	// thread's state down on another thread than it was set up on. Errors reach us as results, not through this log.
	b.WriteString("  <logger><console>0</console><level>none</level></logger>\n")
	if c.MemoryLimit > 0 {
		fmt.Fprintf(&b, "  <max_server_memory_usage>%d</max_server_memory_usage>\n", c.MemoryLimit)
		fmt.Fprintf(&b, "  <mark_cache_size>%d</mark_cache_size>\n", min(512<<20, c.MemoryLimit/8))
	}
	b.WriteString("  <backups><allowed_path>" + xmlText(filepath.Join(c.Dir, "backups")) + "</allowed_path></backups>\n")
	b.WriteString("</clickhouse>\n")
	return b.String()
}

func xmlText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// base are the settings that every connection starts from. max_memory_usage alone makes a large query fail instead of
// spilling, so aggregation and sorting go to disk well before the limit. Expressions are not compiled to machine code: loads,
// rankings and maps of the medium demo cost as much without, and small loads a sixth less.
func (c Config) base() map[string]string {
	settings := map[string]string{"compile_expressions": "0", "compile_aggregate_expressions": "0", "compile_sort_description": "0"}
	if c.MemoryLimit > 0 {
		settings["max_memory_usage"] = strconv.FormatInt(c.MemoryLimit/4*3, 10)
		settings["max_bytes_before_external_group_by"] = strconv.FormatInt(c.MemoryLimit/4, 10)
		settings["max_bytes_before_external_sort"] = strconv.FormatInt(c.MemoryLimit/4, 10)
	}
	return settings
}

// machineMemory is the smaller of physical memory and the limit of the control group; 0 when neither can be read.
func machineMemory() int64 {
	var least int64
	consider := func(n int64) {
		if n > 0 && (least == 0 || n < least) {
			least = n
		}
	}
	if data, err := os.ReadFile("/proc/meminfo"); err == nil {
		for line := range strings.Lines(string(data)) {
			if f := strings.Fields(line); len(f) == 3 && f[0] == "MemTotal:" {
				kib, _ := strconv.ParseInt(f[1], 10, 64)
				consider(kib << 10)
			}
		}
	}
	for _, path := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		if data, err := os.ReadFile(path); err == nil {
			n, _ := strconv.ParseInt(strings.TrimSpace(string(data)), 10, 64)
			consider(n)
		}
	}
	return least
}
