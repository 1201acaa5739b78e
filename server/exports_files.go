package server

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"anlan/access"
	"anlan/export"
	"anlan/export/job"
	"anlan/graph"
)

// ExportFiles gives out the files of exports in parts; *job.Jobs does.
type ExportFiles interface {
	File(ctx context.Context, caller access.Caller, id, name string) (*job.File, error)
	Manifest(ctx context.Context, caller access.Caller, id string) (*export.Manifest, error)
	// Fetched writes down that a caller begins to fetch a file, or the range of it that is asked for. What cannot be written down does not leave.
	Fetched(ctx context.Context, caller access.Caller, id, name, asked string) error
}

// exportFileRoutes are the addresses of the files of exports in parts.
func (s *Server) exportFileRoutes() map[string]http.Handler {
	if s.parts.Exports.Files == nil {
		return nil
	}
	return map[string]http.Handler{
		"GET /exports/{id}/" + job.ManifestName: http.HandlerFunc(s.exportJobManifest),
		"GET /exports/{id}/{name}":              http.HandlerFunc(s.exportJobFile),
	}
}

// exportJobManifest answers /exports/ID/manifest.json.
func (s *Server) exportJobManifest(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), s.timeout())
	defer cancel()
	caller, _ := access.From(ctx)
	w.Header().Set("Vary", "Authorization")
	w.Header().Set("Cache-Control", "no-store")
	m, err := s.parts.Exports.Files.Manifest(ctx, caller, r.PathValue("id"))
	if err != nil {
		s.refuseFile(w, r, err)
		return
	}
	writeDocument(w, m)
}

// exportJobFile answers /exports/ID/NAME with a file, or the range of it that is asked for: who lost the connection goes on where it broke. The ETag is the SHA-256 of
// the bytes. Several ranges at once are answered with the whole file.
func (s *Server) exportJobFile(w http.ResponseWriter, r *http.Request) {
	caller, _ := access.From(r.Context())
	id, name := r.PathValue("id"), r.PathValue("name")
	header := w.Header()
	header.Set("Vary", "Authorization")
	header.Set("Cache-Control", "private, no-cache")
	file, err := s.parts.Exports.Files.File(r.Context(), caller, id, name)
	if err != nil {
		s.refuseFile(w, r, err)
		return
	}
	defer file.Close()              //nolint:errcheck // it was only read
	if r.Method == http.MethodGet { // any range may be all of it, and which one it is settles later
		if err := s.parts.Exports.Files.Fetched(r.Context(), caller, id, file.Name, r.Header.Get("Range")); err != nil {
			s.refuse(w, r, err)
			return
		}
	}
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Time{}) // a file takes as long as it takes, as an export does
	if strings.Contains(r.Header.Get("Range"), ",") {
		r.Header.Del("Range")
	}
	header.Set("Content-Type", file.Media)
	header.Set("Content-Disposition", disposition(false, file.Name, file.Name))
	header.Set("ETag", `"`+file.SHA256+`"`)
	noteMore(r.Context(), "export", id, "file", file.Name)
	// A file that is cut off while it is read gives fewer bytes than were promised, and the connection breaks.
	ctx, stop := access.Watch(r.Context(), s.config.LookAgain)
	defer stop()
	body := &exportBody{writer: w, control: control, asleep: s.config.Asleep, over: ctx, begun: true}
	defer body.breakOff()()
	http.ServeContent(unhurried{w, body}, r, "", file.Modified, file)
}

// unhurried gives the reader of a long answer its time mouthful by mouthful.
type unhurried struct {
	http.ResponseWriter

	body *exportBody
}

// Write passes bytes on.
func (u unhurried) Write(bytes []byte) (int, error) { return u.body.pass(bytes) }

// refuseFile says why there is no file.
func (s *Server) refuseFile(w http.ResponseWriter, r *http.Request, err error) {
	if gone := (*job.GoneError)(nil); errors.As(err, &gone) {
		graph.Refuse(w, r, http.StatusGone, "GONE", gone.Reason)
		return
	}
	s.refuse(w, r, err)
}
