package server

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"anlan/access"
	"anlan/reports/dispatch"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/reports/render/html"
	"anlan/warehouse"
)

// Bulletins gives out dispatch bulletins as files, and says what their figures are; *dispatch.Bulletins is one.
type Bulletins interface {
	File(ctx context.Context, caller access.Caller, id string, p dispatch.Printing) (*dispatch.Printed, error)
	Figure(ctx context.Context, caller access.Caller, id string, language document.Language, figure string) (*dispatch.Traced, error)
}

// shown are the formats that a browser shows itself.
var shown = []render.Format{render.PDF, render.HTML}

// bulletinRoutes are the addresses of bulletins.
func (s *Server) bulletinRoutes() map[string]http.Handler {
	if s.parts.Bulletins == nil {
		return nil
	}
	return map[string]http.Handler{
		"GET /bulletins/{file}":                http.HandlerFunc(s.bulletinFile),
		"GET /bulletins/{id}/figures/{figure}": http.HandlerFunc(s.bulletinFigure),
	}
}

// bulletinFile gives out /bulletins/ID.FORMAT?lang=zh&appendix=1&original=1. Its ETag is the SHA-256 of the bytes. What is issued
// may be kept by who asks again whether it still is; drafts by nobody.
func (s *Server) bulletinFile(w http.ResponseWriter, r *http.Request) {
	ask := &arguments{values: r.URL.Query()}
	printing := dispatch.Printing{Language: ask.language(), Appendix: ask.flag("appendix"), Original: ask.flag("original")}
	id, format, named := strings.Cut(r.PathValue("file"), ".")
	printing.Format = render.Format(format)
	if err := ask.fault(); err != nil {
		s.refuse(w, r, err)
		return
	}
	if !named || !slices.Contains(render.Formats(), printing.Format) {
		s.refuse(w, r, warehouse.Fault(warehouse.NotFound, "there is no such file; expected /bulletins/ID.FORMAT with one of the formats %v", render.Formats()))
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.timeout())
	defer cancel()
	caller, _ := access.From(ctx)
	file, err := s.parts.Bulletins.File(ctx, caller, id, printing)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	header := w.Header()
	header.Set("Content-Type", printing.Format.MediaType())
	header.Set("Content-Disposition", disposition(slices.Contains(shown, printing.Format), id+"."+format, file.Name))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("ETag", `"`+file.SHA256+`"`)
	header.Set("Vary", "Authorization")
	header.Set("Cache-Control", "no-store")
	if file.Stored {
		header.Set("Cache-Control", "private, no-cache") // it may be superseded: the address then gives it with a mark
	}
	if printing.Format == render.HTML {
		header.Set("Content-Security-Policy", html.PolicyOf(file.Body)+"; frame-ancestors 'none'")
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(file.Body))
}

// disposition names a file as RFC 6266 and 5987 say: plainly for old programs, and as it is really called.
func disposition(shown bool, plain, name string) string {
	how := "attachment"
	if shown {
		how = "inline"
	}
	return fmt.Sprintf(`%s; filename="%s"; filename*=UTF-8''%s`, how, strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' {
			return '_'
		}
		return r
	}, plain), strings.ReplaceAll(url.QueryEscape(name), "+", "%20"))
}

func (a *arguments) language() document.Language {
	switch text := a.text("lang"); text {
	case "", string(document.Chinese):
		return document.Chinese
	case string(document.English):
		return document.English
	default:
		a.faults = append(a.faults, "lang: expected zh or en")
		return document.Chinese
	}
}

func (a *arguments) flag(name string) bool {
	switch a.text(name) {
	case "", "0":
		return false
	case "1":
		return true
	}
	a.faults = append(a.faults, name+": expected 1 or 0")
	return false
}

// bulletinFigure answers /bulletins/ID/figures/FIGURE?lang=zh with a page that says what a printed figure is: its exact number,
// the question that it answers, the data, and where the records are.
func (s *Server) bulletinFigure(w http.ResponseWriter, r *http.Request) {
	ask := &arguments{values: r.URL.Query()}
	language := ask.language()
	if err := ask.fault(); err != nil {
		s.refuse(w, r, err)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.timeout())
	defer cancel()
	caller, _ := access.From(ctx)
	traced, err := s.parts.Bulletins.Figure(ctx, caller, r.PathValue("id"), language, r.PathValue("figure"))
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	var page bytes.Buffer
	if err := figurePage.Execute(&page, s.figureView(traced, language, caller.May(access.ReadRecords))); err != nil {
		s.refuse(w, r, err)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Vary", "Authorization")
	header.Set("Cache-Control", "no-store")
	_, _ = w.Write(page.Bytes())
}
