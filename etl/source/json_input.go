package source

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// jsonInput is a file with one JSON object a line.
type jsonInput struct {
	*textFile
	window *window
	keys   []string
}

func newJSONInput(t *textFile, spec Spec) *jsonInput {
	return &jsonInput{textFile: t, window: newWindow(t, spec.MaxRecord), keys: spec.Keys}
}

func (j *jsonInput) Columns() []string { return j.keys }
func (j *jsonInput) Encoding() string  { return "Native" }
func (j *jsonInput) Raw() bool         { return true }

// begin looks at the first bytes.
func (j *jsonInput) begin() error {
	for len(bytes.TrimSpace(j.window.rest())) == 0 && j.window.more() {
	}
	if j.window.err != nil {
		return j.readError(j.window.err)
	}
	head := bytes.TrimSpace(j.window.rest())
	if len(head) > 0 && head[0] == '[' {
		return fault(WrongShape, j.name, nil, "is one JSON array; write one object a line instead (jq -c '.[]')")
	}
	return nil
}

// Stream writes all objects.
func (j *jsonInput) Stream(ctx context.Context, w io.Writer, layout Layout) (Stats, error) { //nolint:gocognit // one loop whose steps share its state
	var stats Stats
	out := newNativeWriter(w, append(slices.Clone(layout.names(len(j.keys))), "raw"), layout)
	occurs := make([]bool, len(j.keys))
	object := map[string]json.RawMessage{}
	for line := uint64(1); ; line++ {
		if line%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return stats, err
			}
			if layout.Rows != nil {
				layout.Rows(stats.Rows)
			}
		}
		text, bad, ok := j.next()
		if !ok {
			break
		}
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		stats.Rows++
		if bad == nil && !utf8.Valid(text) {
			return stats, j.encodingFault(stats.Rows, line, "?", text)
		}
		if bad == nil {
			clear(object)
			bad = parseObject(text, object)
		}
		if bad != nil {
			bad.Row, bad.Line, bad.Raw = stats.Rows, line, cut(text)
			if err := layout.Bad(*bad); err != nil {
				return stats, err
			}
			continue
		}
		for i, key := range j.keys {
			value, found := object[key]
			occurs[i] = occurs[i] || found
			out.text(i, plainText(value))
		}
		out.text(len(j.keys), text)
		if err := out.endRow(layout.Base+stats.Rows, line); err != nil {
			return stats, err
		}
		stats.Good++
	}
	if j.window.err != nil {
		return stats, j.readError(j.window.err)
	}
	for i, found := range occurs {
		if !found && stats.Good > 0 {
			stats.Missing = append(stats.Missing, j.keys[i])
		}
	}
	return stats, out.flush()
}

// next cuts off the next line; bad is set when it is too long.
func (j *jsonInput) next() (text []byte, bad *Bad, ok bool) {
	from := 0
	for {
		rest := j.window.rest()
		if n := bytes.IndexByte(rest[from:], '\n'); n >= 0 {
			j.window.advance(from + n + 1)
			return rest[:from+n], nil, true
		}
		from = len(rest)
		if atEnd := j.window.eof; j.window.more() || j.window.eof != atEnd {
			continue
		}
		if j.window.err != nil || len(rest) == 0 {
			return nil, nil, false
		}
		if !j.window.full() {
			j.window.advance(len(rest))
			return rest, nil, true
		}
		text = bytes.Clone(cut(rest))
		j.window.skipLine()
		return text, &Bad{Code: TooLong, Reason: fmt.Sprintf("the line is longer than %d bytes", j.window.max)}, true
	}
}

func parseObject(text []byte, into map[string]json.RawMessage) *Bad {
	if err := json.Unmarshal(text, &into); err != nil {
		why := strings.TrimPrefix(err.Error(), "json: ")
		if trimmed := bytes.TrimSpace(text); json.Valid(trimmed) {
			why = "the line is no object"
		}
		return &Bad{Code: BadJSON, Reason: "not a JSON object: " + why}
	}
	if into == nil {
		return &Bad{Code: BadJSON, Reason: "not a JSON object: null"}
	}
	if bytes.Contains(text, []byte(`\u0000`)) {
		return &Bad{Code: NulByte, Reason: "a value holds a zero character"}
	}
	return nil
}

// plainText is a JSON value as the text of a column: strings unquoted, null as nothing, an array of plain values joined by
// semicolons, everything else as it stands.
func plainText(value json.RawMessage) []byte {
	if len(value) == 0 || value[0] == 'n' {
		return nil
	}
	switch value[0] {
	case '"':
		var s string
		if json.Unmarshal(value, &s) == nil {
			return []byte(s)
		}
	case '[':
		var items []json.RawMessage
		if json.Unmarshal(value, &items) == nil {
			texts := make([][]byte, len(items))
			for i, item := range items {
				texts[i] = plainText(item)
			}
			return bytes.Join(texts, []byte(";"))
		}
	}
	return value
}
