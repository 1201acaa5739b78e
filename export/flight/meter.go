package flight

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"google.golang.org/grpc/codes"
)

// meter counts what is served, for Prometheus.
type meter struct {
	calls   *prometheus.CounterVec
	seconds *prometheus.HistogramVec
	rows    *prometheus.CounterVec
	bytes   *prometheus.CounterVec
	running prometheus.GaugeFunc
}

func newMeter(a *answers) *meter {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	return &meter{
		calls: counter("anlan_flight_calls_total", "Calls of Flight SQL answered, by method and status.", "method", "status"),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "anlan_flight_call_seconds", Help: "Time that calls took, streams included, by method.",
			Buckets: []float64{.001, .005, .01, .05, .1, .5, 1, 5, 30, 120, 600},
		}, []string{"method"}),
		rows:  counter("anlan_flight_rows_total", "Rows sent, by data set.", "dataset"),
		bytes: counter("anlan_flight_bytes_total", "Bytes of Arrow sent, by data set.", "dataset"),
		running: prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "anlan_flight_streams_running", Help: "Queries that are read or wait for their turn."},
			func() float64 { return float64(a.running.count()) }),
	}
}

func (m *meter) all() []prometheus.Collector {
	return []prometheus.Collector{m.calls, m.seconds, m.rows, m.bytes, m.running}
}

// Describe describes all counters.
func (m *meter) Describe(descriptions chan<- *prometheus.Desc) {
	for _, c := range m.all() {
		c.Describe(descriptions)
	}
}

// Collect gives all counters.
func (m *meter) Collect(metrics chan<- prometheus.Metric) {
	for _, c := range m.all() {
		c.Collect(metrics)
	}
}

func (m *meter) add(method string, code codes.Code, tally *account, took time.Duration) {
	m.calls.WithLabelValues(method, code.String()).Inc()
	m.seconds.WithLabelValues(method).Observe(took.Seconds())
	if rows := tally.rows.Load(); rows > 0 {
		m.rows.WithLabelValues(tally.dataSet()).Add(float64(rows))
		m.bytes.WithLabelValues(tally.dataSet()).Add(float64(tally.bytes.Load()))
	}
}
