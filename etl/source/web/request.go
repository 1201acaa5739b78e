package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// place is where in the source the next answer is: only one of its fields matters, by the kind of paging.
type place struct {
	number int // of the page, or the offset
	cursor string
	link   *url.URL
}

// parameters are what this request adds to the fixed ones.
func (in *Input) parameters(p place) []parameter {
	var list []parameter
	paging := in.spec.Paging
	switch paging.Kind {
	case ByPage, ByOffset:
		list = append(list, parameter{paging.Param, json.Number(strconv.Itoa(p.number))})
	case ByCursor:
		if p.cursor != "" {
			list = append(list, parameter{paging.Param, p.cursor})
		}
	}
	if paging.SizeParam != "" {
		list = append(list, parameter{paging.SizeParam, json.Number(strconv.Itoa(paging.Size))})
	}
	if s := in.spec.Since; s != nil && in.since != "" && s.Param != "" {
		list = append(list, parameter{s.Param, in.since})
	}
	return list
}

type parameter struct {
	path  string
	value any // string or json.Number
}

// fill puts the run's values into a text; false when one of them is not known in this run.
func (in *Input) fill(text string) (string, bool) {
	for name, value := range in.values {
		if !strings.Contains(text, name) {
			continue
		}
		if value == "" {
			return "", false
		}
		text = strings.ReplaceAll(text, name, value)
	}
	return text, true
}

// request builds the request for a place.
func (in *Input) request(ctx context.Context, p place) (*http.Request, error) {
	target := *in.address
	query := url.Values{}
	var body io.Reader
	var contentType string
	if p.link != nil {
		target = *p.link
		query = target.Query()
	} else {
		for _, q := range in.spec.Query {
			if v, ok := in.fill(q.Value); ok {
				query.Add(q.Name, v)
			}
		}
		if in.spec.Method == http.MethodGet {
			for _, q := range in.parameters(p) {
				query.Set(q.path, fmt.Sprint(q.value))
			}
		}
	}
	if in.spec.Method == http.MethodPost {
		content, kind, err := in.body(p)
		if err != nil {
			return nil, err
		}
		body, contentType = bytes.NewReader(content), kind
	}
	target.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, in.spec.Method, target.String(), body)
	if err != nil {
		return nil, errors.New("the address cannot be asked for")
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "anlan")
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	for _, h := range in.spec.Headers {
		if v, ok := in.fill(h.Value); ok {
			request.Header.Set(h.Name, v)
		}
	}
	identify(in.connection, request)
	return request, nil
}

// body is the template with the run's values and the parameters in it.
func (in *Input) body(p place) (content []byte, contentType string, err error) {
	filled, _ := in.fillTree(in.spec.Body)
	tree, ok := filled.(map[string]any)
	if !ok || tree == nil {
		tree = map[string]any{}
	}
	if p.link == nil {
		for _, q := range in.parameters(p) {
			put(tree, q.path, q.value)
		}
	}
	if in.spec.Form {
		form := url.Values{}
		for name, value := range tree {
			if text, ok := value.(string); ok {
				form.Set(name, text)
				continue
			}
			text, err := json.Marshal(value)
			if err != nil {
				return nil, "", err
			}
			form.Set(name, string(text))
		}
		return []byte(form.Encode()), "application/x-www-form-urlencoded", nil
	}
	content, err = json.Marshal(tree)
	return content, "application/json", err
}

// fillTree copies a tree with the run's values in its texts; what has a placeholder without a value is left out.
func (in *Input) fillTree(value any) (any, bool) {
	switch v := value.(type) {
	case string:
		return in.fill(v)
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, inner := range v {
			if filled, ok := in.fillTree(inner); ok {
				out[key] = filled
			}
		}
		return out, true
	case []any:
		out := make([]any, 0, len(v))
		for _, inner := range v {
			if filled, ok := in.fillTree(inner); ok {
				out = append(out, filled)
			}
		}
		return out, true
	}
	return value, true
}

// put sets a value by its path, making the objects on the way.
func put(tree map[string]any, path string, value any) {
	key, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		tree[path] = value
		return
	}
	inner, ok := tree[key].(map[string]any)
	if !ok {
		inner = map[string]any{}
		tree[key] = inner
	}
	put(inner, rest, value)
}
