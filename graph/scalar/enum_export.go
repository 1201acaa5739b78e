package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"anlan/export"
	"anlan/export/job"
	"anlan/warehouse"
)

// MarshalDataSetKind writes RECORD to FIGURE.
func MarshalDataSetKind(k warehouse.DataSetKind) graphql.Marshaler { return upper(k) }

// UnmarshalDataSetKind reads RECORD to FIGURE.
func UnmarshalDataSetKind(v any) (warehouse.DataSetKind, error) {
	return lower[warehouse.DataSetKind](v)
}

// MarshalExportFormat writes ARROW to XLSX.
func MarshalExportFormat(f export.Format) graphql.Marshaler { return upper(f) }

// UnmarshalExportFormat reads ARROW to XLSX.
func UnmarshalExportFormat(v any) (export.Format, error) { return lower[export.Format](v) }

// MarshalExportState writes QUEUED to EXPIRED.
func MarshalExportState(s job.State) graphql.Marshaler { return upper(s) }

// UnmarshalExportState reads QUEUED to EXPIRED.
func UnmarshalExportState(v any) (job.State, error) { return lower[job.State](v) }

// charsets are the words of the contract for those of export.Options.
var charsets = map[string]string{"UTF_8": "utf-8", "GB18030": "gb18030"}

// MarshalExportCharset writes UTF_8 or GB18030, null for none.
func MarshalExportCharset(c string) graphql.Marshaler {
	for word, known := range charsets {
		if known == c {
			return quoted(word)
		}
	}
	return graphql.Null
}

// UnmarshalExportCharset reads UTF_8 or GB18030; null is none.
func UnmarshalExportCharset(v any) (string, error) {
	if v == nil {
		return "", nil
	}
	word, _ := v.(string)
	known, ok := charsets[word]
	if !ok {
		return "", refuse("charset", show(v), "expected UTF_8 or GB18030")
	}
	return known, nil
}
