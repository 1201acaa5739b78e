package server

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"anlan/graph"
)

// meter counts what the server does, for Prometheus.
type meter struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	running  prometheus.Gauge
}

func newMeter(parts Parts, contract *graph.Handler, exports *exportMeter) *meter {
	m := &meter{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "anlan_http_requests_total", Help: "Requests answered, by route and status.",
		}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "anlan_http_request_seconds", Help: "Time that answers took, by route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"route"}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "anlan_http_requests_running", Help: "Requests that are being answered, streams included.",
		}),
	}
	count := func(name, help string, value func() float64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, value)
	}
	m.registry.MustRegister(
		m.requests, m.seconds, m.running,
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		count("anlan_answers_reused_total", "Questions answered with an answer that was kept.",
			func() float64 { return float64(contract.CacheStats().Hits) }),
		count("anlan_answers_found_total", "Questions whose answer may be kept and had to be found.",
			func() float64 { return float64(contract.CacheStats().Misses) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "anlan_answers_kept", Help: "Answers kept now."},
			func() float64 { return float64(contract.CacheStats().Answers) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "anlan_build_info", Help: "Version of the program.", ConstLabels: prometheus.Labels{"version": parts.Version},
		}, func() float64 { return 1 }),
	)
	exports.register(m.registry)
	m.registry.MustRegister(parts.Collectors...)
	return m
}

func (m *meter) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// watch counts the requests of a route. Streams are counted, but their length is no time that an answer took.
func (m *meter) watch(pattern string, next http.Handler) http.Handler {
	route := pattern[strings.IndexByte(pattern, '/'):]
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		m.running.Inc()
		defer m.running.Dec()
		seen := &recorder{ResponseWriter: w}
		defer func() { // also of one that is broken off
			m.requests.WithLabelValues(route, strconv.Itoa(seen.code())).Inc()
			if !isStream(r) {
				m.seconds.WithLabelValues(route).Observe(time.Since(start).Seconds())
			}
		}()
		next.ServeHTTP(seen, r)
	})
}
