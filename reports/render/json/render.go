package json

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"

	"anlan/reports/document"
	"anlan/reports/render"
)

//go:embed bulletin.schema.json
var schema []byte

// Schema is the JSON Schema (2020-12) of what [Render] writes.
func Schema() []byte { return slices.Clone(schema) }

// Render writes the model, indented, as UTF-8; options change nothing. The same document gives the same bytes, and reading them
// gives the same document.
func Render(_ context.Context, d *document.Document, _ render.Options) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(d); err != nil { //nolint:musttag // questions are written as the warehouse names their parts
		return nil, fmt.Errorf("write the model: %w", err)
	}
	return b.Bytes(), nil
}
