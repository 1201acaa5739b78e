package export

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"anlan/warehouse"
)

// format is all that there is to know of a Format.
type format struct {
	media        string
	extension    string
	text         bool     // compresses well
	compressions []string // the first is the default; none: there is no choice
	charsets     []string // the first is the default
	admit        func(ctx context.Context, x *Export) error
	write        func(ctx context.Context, x *Export, out *tally, part *warehouse.DataPart) error
}

// formats is every Format; the order of FormatNames is theirs in documents.
func formats() map[Format]*format {
	return map[Format]*format{
		ArrowStream: {media: "application/vnd.apache.arrow.stream", extension: ".arrows", compressions: []string{"none", "lz4", "zstd"}, write: writeArrowStream},
		ArrowFile:   {media: "application/vnd.apache.arrow.file", extension: ".arrow", compressions: []string{"none", "lz4", "zstd"}, write: writeArrowFile},
		Parquet:     {media: "application/vnd.apache.parquet", extension: ".parquet", compressions: []string{"zstd", "none", "lz4", "snappy", "gzip"}, write: writeParquet},
		CSV:         {media: "text/csv", extension: ".csv", text: true, charsets: []string{"utf-8", "gb18030"}, write: writeCSV},
		JSONLines:   {media: "application/x-ndjson", extension: ".jsonl", text: true, write: writeJSONLines},
		XLSX:        {media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", extension: ".xlsx", admit: admitWorkbook, write: writeWorkbook},
	}
}

// FormatNames lists the formats, the default first.
func FormatNames() []Format {
	return []Format{ArrowStream, ArrowFile, Parquet, CSV, JSONLines, XLSX}
}

// MediaType is the Content-Type of a file of that format, the charset included; empty for a format that there is not.
func MediaType(f Format, o Options) string {
	if known, ok := formats()[f]; ok {
		return known.mediaType(o)
	}
	return ""
}

// settle checks a request's format and options, and writes the defaults into them: equal files have equal options. Every fault is named at once.
func settle(r *Request) (*format, error) {
	f, ok := formats()[r.Format]
	if !ok {
		return nil, warehouse.Fault(warehouse.BadRequest, "format: there is none called %q; expected %s", r.Format, names(FormatNames()))
	}
	o := &r.Options
	o.Compression, o.Charset = strings.ToLower(o.Compression), strings.ToLower(o.Charset)
	if o.Charset == "utf8" {
		o.Charset = "utf-8"
	}
	faults := slices.Concat(choose(r.Format, "compression", &o.Compression, f.compressions), choose(r.Format, "charset", &o.Charset, f.charsets))
	switch {
	case o.BOM && r.Format != CSV:
		faults = append(faults, "bom: only csv begins with a byte order mark, not "+string(r.Format))
	case o.BOM && o.Charset != "utf-8":
		faults = append(faults, "bom: a byte order mark belongs to utf-8, not to "+o.Charset)
	}
	if len(faults) > 0 {
		return nil, warehouse.Fault(warehouse.BadRequest, "%s", strings.Join(faults, "; "))
	}
	return f, nil
}

// choose settles one option of a format, or says what is wrong with it.
func choose(format Format, what string, value *string, allowed []string) (faults []string) {
	switch {
	case *value == "" && len(allowed) > 0:
		*value = allowed[0]
	case *value != "" && len(allowed) == 0:
		faults = append(faults, fmt.Sprintf("%s: %s has none to choose", what, format))
	case *value != "" && !slices.Contains(allowed, *value):
		faults = append(faults, fmt.Sprintf("%s: there is none called %q of %s; expected %s", what, *value, format, names(allowed)))
	}
	return faults
}

func names[T ~string](all []T) string {
	texts := make([]string, len(all))
	for i, n := range all {
		texts[i] = string(n)
	}
	return strings.Join(texts, ", ")
}

func (f *format) mediaType(o Options) string {
	if o.Charset != "" {
		return f.media + "; charset=" + o.Charset + "; header=present"
	}
	return f.media
}

// share is about how large a file is beside the engine's own values, by what records of hazards took; compression and charset are left out where they change little.
func share(f Format, compression string) float64 {
	switch f {
	case ArrowStream, ArrowFile:
		return map[string]float64{"none": 1, "lz4": 0.4, "zstd": 0.25}[compression]
	case Parquet:
		return map[string]float64{"none": 0.4, "lz4": 0.25, "snappy": 0.25, "zstd": 0.15, "gzip": 0.15}[compression]
	case XLSX:
		return 0.45
	case CSV, JSONLines:
	}
	return 1.1
}

// size guesses the bytes of a file from those of the engine's own values; lines of JSON name every column.
func (x *Export) size(rows, bytes uint64) uint64 {
	size := uint64(float64(bytes) * share(x.request.Format, x.request.Options.Compression))
	if x.request.Format == JSONLines {
		for _, c := range x.reading.Columns() {
			size += rows * uint64(len(c.Name)+len(`"":,`))
		}
	}
	return size
}
