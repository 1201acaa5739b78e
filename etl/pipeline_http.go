package etl

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"anlan/etl/source/web"
)

// httpSource is a source of records behind an HTTP API.
type httpSource struct{ spec web.Spec }

// readHTTP reads the key http of a source.
func readHTTP(n yamlNode) *httpSource {
	s := web.Spec{Method: http.MethodGet, Limits: web.DefaultLimits()}
	records := false
	n.fields(map[string]func(yamlNode){
		"connection": func(n yamlNode) { s.Connection = n.text() },
		"path": func(n yamlNode) {
			if s.Path = n.text(); strings.ContainsAny(s.Path, "?#") || strings.Contains(s.Path, "://") || slices.Contains(strings.Split(s.Path, "/"), "..") {
				n.faultf("a path is what comes behind the connection's address, as /api/hazards; parameters stand under query, the host stands in the connection")
			}
		},
		"method":  func(n yamlNode) { s.Method = n.choice(http.MethodGet, http.MethodPost) },
		"query":   func(n yamlNode) { s.Query = readParams(n) },
		"headers": func(n yamlNode) { s.Headers = readHTTPHeaders(n) },
		"body": func(n yamlNode) {
			tree, ok := tree(n).(map[string]any)
			if !ok {
				n.faultf("the body is written as keys and values; it goes out as JSON, or as a form with body_format: form")
			}
			s.Body = tree
		},
		"body_format":    func(n yamlNode) { s.Form = n.choice("json", "form") == "form" },
		"records":        func(n yamlNode) { s.Records, records = n.text(), true },
		"success":        func(n yamlNode) { s.Success = readSuccess(n) },
		"paging":         func(n yamlNode) { s.Paging = readPaging(n) },
		"since":          func(n yamlNode) { s.Since = readSince(n) },
		"max_pages":      func(n yamlNode) { s.Limits.Pages = wholeNumber(n, 1, 1_000_000) },
		"max_records":    func(n yamlNode) { s.Limits.Records = uint64(wholeNumber(n, 1, 1_000_000_000)) },
		"max_page_bytes": func(n yamlNode) { s.Limits.PageBytes = int64(wholeNumber(n, 1024, 1<<30)) },
		"timeout":        func(n yamlNode) { s.Limits.Request = span(n, time.Second, time.Hour) },
		"max_time":       func(n yamlNode) { s.Limits.Total = span(n, time.Second, 48*time.Hour) },
		"attempts":       func(n yamlNode) { s.Limits.Attempts = wholeNumber(n, 1, 20) },
		"max_waiting":    func(n yamlNode) { s.Limits.Waiting = span(n, 0, 24*time.Hour) },
		"pause":          func(n yamlNode) { s.Limits.Pause = span(n, 0, time.Minute) },
	})
	for _, missing := range []struct {
		name string
		yes  bool
	}{{"connection", s.Connection == ""}, {"path", s.Path == ""}, {"records (the path of the list in the answer, as data.items; \"\" when the answer is the list)", !records}} {
		if missing.yes {
			n.faultf("http needs the key %s", missing.name)
		}
	}
	if s.Method == http.MethodGet && s.Body != nil {
		n.faultf("a body goes with method: POST")
	}
	return &httpSource{spec: s}
}

func readParams(n yamlNode) []web.Param {
	entries := n.entries()
	list := make([]web.Param, 0, len(entries))
	for _, e := range entries {
		for _, value := range e.value.texts() {
			checkPlaceholders(e.value, value)
			list = append(list, web.Param{Name: e.name, Value: value})
		}
	}
	return list
}

func readHTTPHeaders(n yamlNode) []web.Param {
	list := readParams(n)
	for _, h := range list {
		if slices.Contains([]string{"authorization", "cookie", "proxy-authorization", "host"}, strings.ToLower(h.Name)) {
			n.faultf("the header %s belongs to the connection, where secrets are kept", h.Name)
		}
	}
	return list
}

// placeholders may stand in the values of parameters and in the body.
var placeholders = []string{"{window_from}", "{window_to}", "{since}"}

func checkPlaceholders(n yamlNode, value string) {
	rest := value
	for _, p := range placeholders {
		rest = strings.ReplaceAll(rest, p, "")
	}
	if from := strings.IndexByte(rest, '{'); from >= 0 && strings.IndexByte(rest[from:], '}') > 0 {
		word := rest[from : from+strings.IndexByte(rest[from:], '}')+1]
		if !strings.ContainsAny(word, `": `) {
			n.faultf("%s is no placeholder%s", word, didYouMean(word, placeholders))
		}
	}
}

// tree is a part of a YAML file as values for JSON; numbers stay as they are written.
func tree(n yamlNode) any {
	switch n.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		out := map[string]any{}
		for _, e := range n.entries() {
			out[e.name] = tree(e.value)
		}
		return out
	case *ast.SequenceNode:
		out := []any{}
		for _, item := range n.items() {
			out = append(out, tree(item))
		}
		return out
	case *ast.IntegerNode, *ast.FloatNode:
		if number := json.Number(n.text()); json.Valid([]byte(number)) {
			return number
		}
		n.faultf("%q is no number as JSON writes them", n.text())
	case *ast.BoolNode:
		return n.boolean()
	case *ast.NullNode:
		return nil
	}
	text := n.text()
	checkPlaceholders(n, text)
	return text
}

func readSuccess(n yamlNode) *web.Success {
	s := &web.Success{}
	n.fields(map[string]func(yamlNode){
		"at":      func(n yamlNode) { s.At = n.text() },
		"is":      func(n yamlNode) { s.Is = n.texts() },
		"message": func(n yamlNode) { s.Message = n.text() },
	})
	if s.At == "" || len(s.Is) == 0 {
		n.faultf("success needs at and is, as {at: code, is: 200, message: msg}")
	}
	return s
}

func readPaging(n yamlNode) web.Paging {
	p := web.Paging{First: 1}
	kind := func(name string) func(yamlNode) {
		return func(n yamlNode) {
			if p.Kind != "" {
				n.faultf("paging goes by one of page, offset, cursor and link")
			}
			p.Kind, p.Param = name, n.text()
		}
	}
	first := false
	n.fields(map[string]func(yamlNode){
		web.ByPage: kind(web.ByPage), web.ByOffset: kind(web.ByOffset), web.ByCursor: kind(web.ByCursor), web.ByLink: kind(web.ByLink),
		"first":    func(n yamlNode) { p.First, first = wholeNumber(n, 0, 1_000_000), true },
		"size":     func(n yamlNode) { p.SizeParam = n.text() },
		"per_page": func(n yamlNode) { p.Size = wholeNumber(n, 1, 1_000_000) },
		"from":     func(n yamlNode) { p.From = n.text() },
		"total":    func(n yamlNode) { p.Total = n.text() },
		"more":     func(n yamlNode) { p.More = n.text() },
		"last":     func(n yamlNode) { p.Last = n.text() },
	})
	if p.Kind == web.ByLink { // link: header, or link: the path of the link in the answer
		if p.From = p.Param; p.From == "header" {
			p.From = ""
		}
	}
	switch {
	case p.Kind == "":
		n.faultf("paging needs one of page (the parameter of the page's number), offset, cursor and link")
	case p.Kind == web.ByCursor && p.From == "":
		n.faultf("paging by cursor needs from: the path of the next cursor in the answer")
	case p.Kind != web.ByCursor && p.Kind != web.ByLink && p.From != "":
		n.faultf("from goes with cursor")
	case first && p.Kind != web.ByPage:
		n.faultf("first goes with page")
	case (p.SizeParam == "") != (p.Size == 0):
		n.faultf("size (the parameter) and per_page (the number) go together")
	}
	return p
}

func readSince(n yamlNode) *web.Since {
	s := &web.Since{}
	n.fields(map[string]func(yamlNode){
		"param":    func(n yamlNode) { s.Param = n.text() },
		"column":   func(n yamlNode) { s.Column = n.text() },
		"lookback": func(n yamlNode) { s.Lookback = span(n, 0, 366*24*time.Hour) },
		"start":    func(n yamlNode) { s.Start = n.text() },
		"form":     func(n yamlNode) { s.Form = n.choice(web.Forms()...) },
	})
	if s.Column == "" {
		n.faultf("since needs column: where a record says when it was changed")
	}
	return s
}

// span reads a length of time, as 30s, 1h30m or 7d.
func span(n yamlNode, least, most time.Duration) time.Duration {
	text := n.text()
	d, err := time.ParseDuration(text)
	var days int
	if err != nil {
		if k, scanned := fmt.Sscanf(text+"$", "%dd$", &days); scanned == nil && k == 1 {
			d, err = time.Duration(days)*24*time.Hour, nil
		}
	}
	if err != nil || d < least || d > most {
		n.faultf("expected a length of time between %s and %s, as 500ms, 30s, 1h30m or 7d; not %q", least, most, text)
	}
	return d
}

func wholeNumber(n yamlNode, least, most int) int {
	number := n.number()
	if number != float64(int(number)) || int(number) < least || int(number) > most {
		n.faultf("expected a whole number between %d and %d", least, most)
		return least
	}
	return int(number)
}
