package server

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"

	"anlan/access"
	"anlan/graph"
	"anlan/reports/geo"
	"anlan/reports/risk"
	"anlan/safety"
	"anlan/warehouse"
)

// Maps is what the layers of maps are made from. Without an Atlas there are none.
type Maps struct {
	Atlas *geo.Atlas
	Data  MapData
	Risks geo.Risks
}

// MapData lists regions and counts by hexagon; *warehouse.Warehouse is one.
type MapData interface {
	geo.Regions

	Hexagons(ctx context.Context, scope warehouse.Scope, q warehouse.HexagonQuery) (*warehouse.HexagonTable, error)
	Today() safety.Date
}

const (
	mediaGeoJSON = "application/geo+json" // RFC 7946, section 12
	defaultZoom  = 7                      // a province on a screen
)

// layer makes the bytes of a layer for a caller.
type layer func(ctx context.Context, scope warehouse.Scope, ask *arguments) ([]byte, error)

// mapRoutes are the addresses of maps.
func (s *Server) mapRoutes() map[string]http.Handler {
	if s.parts.Maps.Atlas == nil {
		return nil
	}
	m := s.parts.Maps
	return map[string]http.Handler{
		"GET /map/regions.geojson":  s.layer(m.regions),
		"GET /map/risk.geojson":     s.layer(m.risk),
		"GET /map/hexagons.geojson": s.layer(m.hexagons),
	}
}

func (m Maps) regions(ctx context.Context, scope warehouse.Scope, ask *arguments) ([]byte, error) {
	q := geo.Query{Zoom: ask.number("zoom", defaultZoom), RegionQuery: warehouse.RegionQuery{
		Region: ask.region(), Level: ask.level(), Tree: ask.tree(), On: ask.date("on"), Version: ask.version(),
	}}
	if err := ask.fault(); err != nil {
		return nil, err
	}
	l, err := m.Atlas.Layer(ctx, m.Data, scope, q)
	if err != nil {
		return nil, err
	}
	return l.GeoJSON(), nil
}

func (m Maps) risk(ctx context.Context, scope warehouse.Scope, ask *arguments) ([]byte, error) {
	q := risk.MapQuery{
		Model: ask.text("model"), Region: ask.region(), Level: ask.level(), Tree: ask.tree(), AsOf: ask.date("asOf"), Version: ask.version(),
		Period: ask.period(safety.Period{}), Sectors: ask.list("sector"),
	}
	zoom := ask.number("zoom", defaultZoom)
	if err := ask.fault(); err != nil {
		return nil, err
	}
	l, err := m.Atlas.Risk(ctx, m.Data, m.Risks, scope, q, zoom)
	if err != nil {
		return nil, err
	}
	return l.GeoJSON(), nil
}

// hexagons lowers the resolution until the answer is small enough, unless one was asked for.
func (m Maps) hexagons(ctx context.Context, scope warehouse.Scope, ask *arguments) ([]byte, error) {
	zoom := ask.number("zoom", defaultZoom)
	given := ask.number("resolution", 0)
	q := warehouse.HexagonQuery{
		Region: ask.region(), Tree: ask.tree(), Measures: ask.list("measures"), Sectors: ask.list("sector"), Period: ask.period(safety.Period{}), AsOf: ask.date("asOf"), Version: ask.version(),
	}
	if err := ask.fault(); err != nil {
		return nil, err
	}
	q.Resolution = given
	if given == 0 {
		q.Resolution = geo.ResolutionAt(zoom)
	}
	for {
		table, err := m.Data.Hexagons(ctx, scope, q)
		var fault *warehouse.Error
		if errors.As(err, &fault) && fault.Code == warehouse.TooLarge && given == 0 && q.Resolution > geo.ResolutionAt(0) {
			q.Resolution--
			continue
		}
		if err != nil {
			return nil, err
		}
		return geo.Hexagons(table), nil
	}
}

// layer answers with what make gives, compressed where the client reads it. The same bytes have the same ETag; an address that names
// it as hash may be kept for good, because what it stands for never changes.
func (s *Server) layer(make layer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller, _ := access.From(r.Context())
		if !caller.May(access.ReadMetrics) {
			graph.Refuse(w, r, http.StatusForbidden, "FORBIDDEN", "the role "+string(caller.Role)+" may not ask for maps")
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), s.timeout())
		defer cancel()
		ask := &arguments{values: r.URL.Query(), today: s.parts.Maps.Data.Today()}
		text, err := make(ctx, caller.Scope, ask)
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		sum := sha256.Sum256(text)
		hash := hex.EncodeToString(sum[:8])
		header := w.Header()
		header.Set("ETag", `"`+hash+`"`)
		header.Set("Vary", "Accept-Encoding, Authorization")
		header.Set("Cache-Control", "private, no-cache")
		if ask.values.Get("hash") == hash {
			header.Set("Cache-Control", "private, max-age=31536000, immutable")
		}
		if slices.Contains(strings.Split(strings.ReplaceAll(r.Header.Get("If-None-Match"), " ", ""), ","), `"`+hash+`"`) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		header.Set("Content-Type", mediaGeoJSON+"; charset=utf-8")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			header.Set("Content-Encoding", "gzip")
			text = compressed(text)
		}
		header.Set("Content-Length", strconv.Itoa(len(text)))
		_, _ = w.Write(text)
	})
}

var writers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

func compressed(text []byte) []byte {
	var out bytes.Buffer
	zip, _ := writers.Get().(*gzip.Writer)
	defer writers.Put(zip)
	zip.Reset(&out)
	_, _ = zip.Write(text) // into memory
	_ = zip.Close()
	return out.Bytes()
}

// statuses maps the codes of faults to those of HTTP.
var statuses = map[string]int{
	warehouse.BadRequest: http.StatusBadRequest, warehouse.NotFound: http.StatusNotFound, warehouse.Forbidden: http.StatusForbidden,
	warehouse.TooLarge: http.StatusUnprocessableEntity, warehouse.Timeout: http.StatusGatewayTimeout,
	warehouse.Unavailable: http.StatusServiceUnavailable, warehouse.Conflict: http.StatusConflict,
}

// refuse says what was wrong, in the words and the form of GraphQL's errors; the cause of what is nobody's fault is for the log.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var fault *warehouse.Error
	var wrong *safety.ParseError
	switch {
	case errors.As(err, &fault) && statuses[fault.Code] != 0:
		if fault.Code == warehouse.Unavailable {
			w.Header().Set("Retry-After", "30")
		}
		graph.Refuse(w, r, statuses[fault.Code], strings.ToUpper(fault.Code), fault.Message)
	case errors.As(err, &wrong):
		graph.Refuse(w, r, http.StatusBadRequest, "BAD_REQUEST", wrong.Error())
	case errors.Is(err, context.DeadlineExceeded):
		graph.Refuse(w, r, http.StatusGatewayTimeout, "TIMEOUT", "the answer took too long: ask for a smaller region or a shorter period")
	case errors.Is(err, context.Canceled):
		graph.Refuse(w, r, 499, "CANCELLED", "the request was given up")
	default:
		s.log.Error("answer a request", "error", err, "requestId", graph.RequestID(r.Context()))
		graph.Refuse(w, r, http.StatusInternalServerError, "INTERNAL", "something went wrong here; the log of the server says more under this request id")
	}
}
