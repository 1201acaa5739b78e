// Package json prints a document as its model: what programs read that want the figures, their questions and their places in the
// text. docs/bulletin-json.md tells of it, and bulletin.schema.json is its JSON Schema.
package json
