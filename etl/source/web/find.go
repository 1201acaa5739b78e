package web

import "encoding/json"

// Find follows a path of keys from a record that is taken apart, as reading an API does: a key that holds dots itself is found
// as it stands.
func Find(record map[string]json.RawMessage, path string) (json.RawMessage, bool) {
	return follow(record, path)
}
