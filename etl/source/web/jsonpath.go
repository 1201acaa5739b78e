package web

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"anlan/etl/source"
)

// at follows a path of keys. A key that holds dots itself is found as it stands. Through a list the rest of the path is
// followed in each item, and what is found becomes a list.
func at(value json.RawMessage, path string) (json.RawMessage, bool) {
	if path == "" {
		return value, true
	}
	value = bytes.TrimSpace(value)
	if len(value) == 0 {
		return nil, false
	}
	switch value[0] {
	case '{':
		var object map[string]json.RawMessage
		if json.Unmarshal(value, &object) != nil {
			return nil, false
		}
		return follow(object, path)
	case '[':
		var items, found []json.RawMessage
		if json.Unmarshal(value, &items) != nil {
			return nil, false
		}
		for _, item := range items {
			if v, ok := at(item, path); ok {
				found = append(found, v)
			}
		}
		list, err := json.Marshal(found)
		return list, err == nil && len(found) > 0
	}
	return nil, false
}

// follow follows a path from an object that is taken apart already.
func follow(object map[string]json.RawMessage, path string) (json.RawMessage, bool) {
	if v, ok := object[path]; ok {
		return v, true
	}
	for i := range len(path) {
		if path[i] != '.' {
			continue
		}
		if inner, ok := object[path[:i]]; ok {
			if v, ok := at(inner, path[i+1:]); ok {
				return v, true
			}
		}
	}
	return nil, false
}

// textAt is the plain text at a path; "" for null and for nothing.
func textAt(value json.RawMessage, path string) string {
	v, ok := at(value, path)
	if !ok {
		return ""
	}
	return string(source.PlainText(v))
}

// keysOf names the keys of an object, for messages.
func keysOf(value json.RawMessage) string {
	var object map[string]json.RawMessage
	if json.Unmarshal(value, &object) != nil {
		return ""
	}
	keys := make([]string, 0, len(object))
	for k := range object {
		keys = append(keys, shorten(k, 40))
	}
	slices.Sort(keys)
	if len(keys) > 12 {
		keys = append(keys[:12], "…")
	}
	return strings.Join(keys, ", ")
}

// shorten cuts a text for a message and puts it on one line.
func shorten(s string, runes int) string {
	s = strings.Join(strings.Fields(s), " ")
	for i := range s {
		if runes == 0 {
			return s[:i] + "…"
		}
		runes--
	}
	return s
}
