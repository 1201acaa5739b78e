package export

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"anlan/export/arrowipc"
	"anlan/warehouse"
)

// Keys of the metadata in Arrow documents. Schemas have title, title_en, source (the systems that the rows come from), dataset, data_version, published_at
// and filter (a ManifestFilter as JSON); fields have title, title_en, unit, description, source and sensitive. What is empty is left out. Nothing stands there that is different
// when the same is asked again: the id and the time of an export are in its manifest.
const (
	metaTitle, metaTitleEN       = "title", "title_en"
	metaSource, metaDataset      = "source", "dataset"
	metaVersion, metaPublishedAt = "data_version", "published_at"
	metaFilter                   = "filter"
	metaUnit, metaDescription    = "unit", "description"
	metaSensitive                = "sensitive"
)

func writeArrowStream(ctx context.Context, x *Export, out *tally, part *warehouse.DataPart) error {
	return x.writeArrow(ctx, out, part, func(d arrowipc.Document, r *reader) error { return d.Stream(out, r) })
}

func writeArrowFile(ctx context.Context, x *Export, out *tally, part *warehouse.DataPart) error {
	return x.writeArrow(ctx, out, part, func(d arrowipc.Document, r *reader) error { return d.File(out, r) })
}

func (x *Export) writeArrow(ctx context.Context, out *tally, part *warehouse.DataPart, write func(arrowipc.Document, *reader) error) error {
	r, err := x.encode(ctx, "ArrowStream", arrowSettings(x.request.Options.Compression), part)
	if err != nil {
		return err
	}
	defer r.Close()
	return write(arrowipc.Document{Describe: x.describe, Passed: out.passed}, r)
}

// arrowSettings say how the engine writes Arrow: texts as utf8, never as dictionaries, and no type that it does not know as bytes.
func arrowSettings(compression string) map[string]any {
	if compression == "lz4" {
		compression = "lz4_frame"
	}
	return map[string]any{
		"output_format_arrow_compression_method":            compression,
		"output_format_arrow_string_as_string":              1,
		"output_format_arrow_low_cardinality_as_dictionary": 0,
		"output_format_arrow_unsupported_types_as_binary":   0,
	}
}

// describe is the engine's schema with what is known of the columns.
func (x *Export) describe(engine *arrow.Schema) (*arrow.Schema, error) {
	columns := x.reading.Columns()
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		if engine == nil {
			t, nullable, err := arrowipc.TypeOf(c.Type)
			if err != nil {
				return nil, fmt.Errorf("describe column %s: %w", c.Name, err)
			}
			fields[i] = arrow.Field{Name: c.Name, Type: t, Nullable: nullable}
		} else if i < engine.NumFields() {
			fields[i] = engine.Field(i)
		}
		if fields[i].Name != c.Name {
			return nil, fmt.Errorf("describe column %s: the engine wrote %q in its place", c.Name, fields[i].Name)
		}
		fields[i].Metadata = fieldMetadata(c, fields[i].Metadata)
	}
	meta, err := x.schemaMetadata()
	if err != nil {
		return nil, err
	}
	return arrow.NewSchema(fields, &meta), nil
}

// notes collect what is not empty.
type notes struct{ keys, values []string }

func (m *notes) add(key, value string) {
	if value != "" {
		m.keys, m.values = append(m.keys, key), append(m.values, value)
	}
}

func fieldMetadata(c warehouse.DataColumn, engine arrow.Metadata) arrow.Metadata {
	m := notes{keys: slices.Clone(engine.Keys()), values: slices.Clone(engine.Values())}
	m.add(metaTitle, c.Title.ZH)
	m.add(metaTitleEN, c.Title.EN)
	m.add(metaUnit, c.Unit)
	m.add(metaDescription, c.Doc)
	m.add(metaSource, c.Source)
	if c.Sensitive {
		m.add(metaSensitive, "true")
	}
	return arrow.NewMetadata(m.keys, m.values)
}

func (x *Export) schemaMetadata() (arrow.Metadata, error) {
	known := x.manifest()
	filter, err := json.Marshal(known.Filter)
	if err != nil {
		return arrow.Metadata{}, fmt.Errorf("describe the filter: %w", err)
	}
	var m notes
	m.add(metaTitle, known.Title.ZH)
	m.add(metaTitleEN, known.Title.EN)
	m.add(metaSource, strings.Join(systemsOf(known.Watermarks), ", "))
	m.add(metaDataset, known.DataSet)
	m.add(metaVersion, strconv.FormatUint(known.DataVersion, 10))
	m.add(metaPublishedAt, known.PublishedAt.Format(time.RFC3339))
	m.add(metaFilter, string(filter))
	return arrow.NewMetadata(m.keys, m.values), nil
}

// systemsOf lists the source systems, each once.
func systemsOf(marks []ManifestWater) []string {
	systems := make([]string, 0, len(marks))
	for _, w := range marks {
		systems = append(systems, w.System)
	}
	slices.Sort(systems)
	return slices.Compact(systems)
}
