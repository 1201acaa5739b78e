package server

import (
	"sync"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"

	"anlan/export"
)

// exportMeter knows the exports that run, and counts those that did.
type exportMeter struct {
	exports *prometheus.CounterVec
	rows    *prometheus.CounterVec
	bytes   *prometheus.CounterVec
	running prometheus.GaugeFunc

	mu     sync.Mutex
	going  map[string]*goingExport
	nobody *sync.Cond // no export runs
}

func newExportMeter() *exportMeter {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	m := &exportMeter{
		exports: counter("anlan_exports_total", "Exports that ended, by data set, format and whether they were whole.", "data_set", "format", "outcome"),
		rows:    counter("anlan_export_rows_total", "Rows that left in exports, those of broken ones too.", "data_set", "format"),
		bytes:   counter("anlan_export_bytes_total", "Bytes that left in exports before any compression of HTTP, those of broken ones too.", "data_set", "format"),
		going:   map[string]*goingExport{},
	}
	m.nobody = sync.NewCond(&m.mu)
	m.running = prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "anlan_exports_running", Help: "Exports that are being written, or wait for their turn."}, func() float64 {
		m.mu.Lock()
		defer m.mu.Unlock()
		return float64(len(m.going))
	})
	return m
}

func (m *exportMeter) register(on *prometheus.Registry) {
	on.MustRegister(m.exports, m.rows, m.bytes, m.running)
}

// goingExport is an export on its way.
type goingExport struct {
	meter       *exportMeter
	id          string
	set         string
	format      string
	rows, bytes atomic.Uint64
}

// begin counts an export as running until its end.
func (m *exportMeter) begin(x *export.Export) *goingExport {
	g := &goingExport{meter: m, id: x.ID(), set: x.Reading().Set().Name, format: string(x.Request().Format)}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.going[g.id] = g
	return g
}

// progress notes how far it is.
func (g *goingExport) progress(rows, bytes uint64) {
	g.rows.Store(rows)
	g.bytes.Store(bytes)
}

// end counts it as ended.
func (g *goingExport) end(whole bool) {
	outcome := "failed"
	if whole {
		outcome = "whole"
	}
	m := g.meter
	m.exports.WithLabelValues(g.set, g.format, outcome).Inc()
	m.rows.WithLabelValues(g.set, g.format).Add(float64(g.rows.Load()))
	m.bytes.WithLabelValues(g.set, g.format).Add(float64(g.bytes.Load()))
}

// leave takes it from those that run.
func (g *goingExport) leave() {
	m := g.meter
	m.mu.Lock()
	defer m.mu.Unlock()
	if delete(m.going, g.id); len(m.going) == 0 {
		m.nobody.Broadcast()
	}
}

// soFar tells how far an export is that runs here.
func (m *exportMeter) soFar(id string) (rows, bytes uint64, here bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	g, here := m.going[id]
	if !here {
		return 0, 0, false
	}
	return g.rows.Load(), g.bytes.Load(), true
}

// wait returns when no export runs.
func (m *exportMeter) wait() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for len(m.going) > 0 {
		m.nobody.Wait()
	}
}
