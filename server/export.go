package server

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/agnivade/levenshtein"

	"anlan/access"
	"anlan/export"
	"anlan/graph"
	"anlan/graph/encoding"
	"anlan/warehouse"
)

// Exports is what data sets leave through. Without an Exporter none do.
type Exports struct {
	Exporter *export.Exporter
	Sets     DataSets
	Audits   export.Audits
	Files    ExportFiles // of exports in parts; nil where none are made
}

// DataSets lists what may leave; *warehouse.Warehouse does.
type DataSets interface {
	DataSets() []*warehouse.DataSet
}

// exportRoutes are the addresses of exports.
func (s *Server) exportRoutes() map[string]http.Handler {
	if s.parts.Exports.Exporter == nil {
		return nil
	}
	routes := map[string]http.Handler{}
	for pattern, h := range map[string]http.HandlerFunc{
		"GET /export": s.exportList, "GET /export/{$}": s.exportList, "GET /export/{set}": s.exportSet, "GET /export/manifests/{id}": s.exportManifest,
	} {
		routes[pattern] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Vary", "Authorization, Accept, Accept-Encoding")
			w.Header().Set("Cache-Control", "no-store")
			if caller, _ := access.From(r.Context()); !caller.May(access.ExportData) {
				graph.Refuse(w, r, http.StatusForbidden, "FORBIDDEN", "the role "+string(caller.Role)+" may not take data sets away")
				return
			}
			h(w, r)
		})
	}
	maps.Copy(routes, s.exportFileRoutes())
	return routes
}

// exportSet answers /export/DATASET with the data set as a file, and HEAD with about how large it would be. What goes wrong once the
// file has begun breaks the connection off, so that half a file is never taken for a whole one.
func (s *Server) exportSet(w http.ResponseWriter, r *http.Request) {
	if !r.ProtoAtLeast(1, 1) {
		graph.Refuse(w, r, http.StatusHTTPVersionNotSupported, "BAD_REQUEST",
			"HTTP/1.0 cannot tell a file that broke off from a whole one: use HTTP/1.1 (in nginx: proxy_http_version 1.1;)")
		return
	}
	caller, _ := access.From(r.Context())
	set, err := s.exportable(r.PathValue("set"))
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	request, err := exportAsked(r, set)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	if request.Format == notAcceptable {
		graph.Refuse(w, r, http.StatusNotAcceptable, "BAD_REQUEST", "Accept names nothing that there is; expected one of "+offered()+", or format= with one of "+formatNames())
		return
	}
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Time{}) // exports take as long as they take; that the reader went away is noticed without it
	_ = control.SetWriteDeadline(time.Time{})
	x, err := s.parts.Exports.Exporter.Open(r.Context(), caller, request)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	defer x.Close()
	if r.Method == http.MethodHead {
		s.exportEstimate(w, r, x)
		return
	}
	s.exportFile(w, r, caller, x)
}

// exportable finds a data set; whether the caller may have it is asked when it is opened.
func (s *Server) exportable(name string) (*warehouse.DataSet, error) {
	all := s.parts.Exports.Sets.DataSets()
	if at := slices.IndexFunc(all, func(set *warehouse.DataSet) bool { return set.Name == name }); at >= 0 {
		return all[at], nil
	}
	for _, set := range all {
		if levenshtein.ComputeDistance(name, set.Name) <= max(1, len(name)/4) {
			return nil, warehouse.Fault(warehouse.NotFound, "there is no data set %q; did you mean %q?", name, set.Name)
		}
	}
	return nil, warehouse.Fault(warehouse.NotFound, "there is no data set %q; /export lists those that there are", name)
}

// exportEstimate says about how large an export would be.
func (s *Server) exportEstimate(w http.ResponseWriter, r *http.Request, x *export.Export) {
	ctx, cancel := context.WithTimeout(r.Context(), s.timeout())
	defer cancel()
	size, err := x.Estimate(ctx)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	header := w.Header()
	exportHeader(header, x)
	header.Set("X-Anlan-Rows", strconv.FormatUint(size.Rows, 10))
	header.Set("X-Anlan-Rows-Exact", strconv.FormatBool(size.Exact))
	header.Set("X-Anlan-Bytes-Estimate", strconv.FormatUint(size.Bytes, 10))
	w.WriteHeader(http.StatusOK)
}

func exportHeader(header http.Header, x *export.Export) {
	header.Set("Content-Type", x.MediaType())
	header.Set("Content-Disposition", disposition(false, x.FileName(), x.FileName()))
	header.Set("X-Anlan-Data-Version", strconv.FormatUint(x.DataVersion(), 10))
}

// exportFile writes an export, and down who took it.
func (s *Server) exportFile(w http.ResponseWriter, r *http.Request, caller access.Caller, x *export.Export) {
	going := s.exports.begin(x)
	defer going.leave()
	taken, err := export.Take(r.Context(), s.parts.Exports.Audits, time.Now, x.Taken())
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	w.Header().Set("X-Anlan-Export", x.ID())
	ctx, stop := access.Watch(r.Context(), s.config.LookAgain)
	defer stop()
	body := &exportBody{writer: w, control: http.NewResponseController(w), asleep: s.config.Asleep, over: ctx}
	ended := body.breakOff()
	err = s.writeExport(r.WithContext(ctx), x, body, going)
	ended()
	if err != nil && errors.Is(context.Cause(ctx), access.ErrWithdrawn) {
		err = &warehouse.Error{Code: warehouse.Forbidden, Message: access.ErrWithdrawn.Error(), Err: err}
		_ = body.control.SetWriteDeadline(time.Now().Add(s.config.Asleep)) // to say so
	}
	going.end(err == nil)
	rows, bytes := going.rows.Load(), going.bytes.Load()
	if failed := taken.End(r.Context(), rows, bytes, err == nil); failed != nil {
		s.log.Error("what left is not written down", "export", x.ID(), "rows", rows, "error", failed)
	}
	noteMore(r.Context(), "dataSet", x.Reading().Set().Name, "format", string(x.Request().Format), "rows", rows, "fileBytes", bytes,
		"export", x.ID(), "whole", err == nil)
	switch {
	case err == nil:
	case body.begun:
		s.log.Warn("an export broke off", "export", x.ID(), "rows", rows, "error", err, "requestId", graph.RequestID(r.Context()))
		panic(http.ErrAbortHandler) // chunks without their end tell the reader
	default:
		s.refuse(w, r, err)
	}
}

// writeExport writes an export in the coding that the reader accepts.
func (s *Server) writeExport(r *http.Request, x *export.Export, body *exportBody, going *goingExport) error {
	coding := encoding.Identity
	if x.Compressible() {
		coding = encoding.Negotiate(r, heldBack)
	}
	body.begin = func() {
		header := body.writer.Header()
		exportHeader(header, x)
		if coding != encoding.Identity {
			header.Set("Content-Encoding", string(coding))
		}
		body.writer.WriteHeader(http.StatusOK)
	}
	packed := coded(coding, body)
	if _, err := x.WriteTo(r.Context(), packed, going.progress); err != nil {
		return err
	}
	if err := packed.Close(); err != nil {
		return err
	}
	return body.finish()
}

// exportManifest answers /export/manifests/ID with the manifest of an export of the caller's.
func (s *Server) exportManifest(w http.ResponseWriter, r *http.Request) {
	caller, _ := access.From(r.Context())
	kept, err := s.parts.Exports.Exporter.Manifest(r.Context(), caller, r.PathValue("id"))
	switch {
	case err != nil:
		s.refuse(w, r, err)
	case kept.Status == export.Running:
		if rows, bytes, here := s.exports.soFar(kept.Manifest.ID); here {
			w.Header().Set("X-Anlan-Rows", strconv.FormatUint(rows, 10))
			w.Header().Set("X-Anlan-Bytes", strconv.FormatUint(bytes, 10))
		}
		w.Header().Set("Retry-After", "1")
		graph.Refuse(w, r, http.StatusConflict, "CONFLICT", "the export "+kept.Manifest.ID+" is not over yet")
	case kept.Status == export.Failed:
		graph.Refuse(w, r, http.StatusGone, "GONE", "the export "+kept.Manifest.ID+" is not whole: "+kept.Reason)
	default:
		writeDocument(w, kept.Manifest)
	}
}
