package export

import (
	"time"

	"anlan/warehouse"
)

// Format is what a data set leaves as.
type Format string

// The formats.
const (
	ArrowStream Format = "arrow"      // Arrow IPC stream, the default
	ArrowFile   Format = "arrow_file" // Arrow IPC file, Feather 2
	Parquet     Format = "parquet"
	CSV         Format = "csv"
	JSONLines   Format = "jsonl"
	XLSX        Format = "xlsx"
)

// Request asks for one file.
type Request struct {
	Query   warehouse.DataQuery
	Format  Format
	Options Options
}

// Options say more of a format. What a format does not have is a bad_request.
type Options struct {
	Compression string `json:"compression,omitempty"` // within Arrow and Parquet: none, lz4, zstd (Parquet also snappy, gzip); empty: none in Arrow, zstd in Parquet
	BOM         bool   `json:"bom,omitempty"`         // CSV begins with a byte order mark, for Excel
	Charset     string `json:"charset,omitempty"`     // of CSV: utf-8 (empty) or gb18030
}

// Manifest proves what left. It is complete once the export is whole.
type Manifest struct {
	ID          string            `json:"id"`
	DataSet     string            `json:"dataSet"`
	Title       warehouse.Text    `json:"title"`
	Format      Format            `json:"format"`
	Options     Options           `json:"options"`
	Rows        uint64            `json:"rows"`
	Bytes       uint64            `json:"bytes"`
	SHA256      string            `json:"sha256"` // of the file before any compression of HTTP; of a job's parts: empty, each has its own
	Parts       []ManifestPart    `json:"parts,omitempty"`
	Columns     []ManifestColumn  `json:"columns"`
	Ordered     bool              `json:"ordered"` // the question names an order; otherwise rows lie as they are stored, and another export of the same may order them differently
	Filter      ManifestFilter    `json:"filter"`
	DataVersion uint64            `json:"dataVersion"`
	PublishedAt time.Time         `json:"publishedAt"`
	Watermarks  []ManifestWater   `json:"watermarks"`
	CreatedAt   time.Time         `json:"createdAt"`
	Program     string            `json:"program"`
	Altered     uint64            `json:"altered,omitempty"` // cells of a workbook that could not be written as they are: too long, or with control characters
	Extra       map[string]string `json:"extra,omitempty"`
}

// ManifestPart is one file of an export that consists of several.
type ManifestPart struct {
	Name   string `json:"name"`
	Rows   uint64 `json:"rows"`
	Bytes  uint64 `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// together is what the parts have, all of them.
func (m Manifest) together() (all ManifestPart) {
	for _, p := range m.Parts {
		all.Rows += p.Rows
		all.Bytes += p.Bytes
	}
	return all
}

// ManifestColumn is a column as it left.
type ManifestColumn struct {
	Name  string         `json:"name"`
	Type  string         `json:"type"` // of ClickHouse
	Title warehouse.Text `json:"title"`
	Unit  string         `json:"unit,omitempty"`
}

// ManifestFilter is what was asked, in the words of the address.
type ManifestFilter struct {
	Region   string   `json:"region,omitempty"`
	Tree     string   `json:"tree,omitempty"`
	Sector   string   `json:"sector,omitempty"`
	From     string   `json:"from,omitempty"`
	To       string   `json:"to,omitempty"`
	Where    string   `json:"where,omitempty"`
	Order    []string `json:"order,omitempty"`
	Limit    *uint64  `json:"limit,omitempty"`
	Offset   uint64   `json:"offset,omitempty"`
	TreeDate string   `json:"treeDate,omitempty"`
	Distinct bool     `json:"distinct,omitempty"`
	GroupBy  []string `json:"groupBy,omitempty"`
	Having   string   `json:"having,omitempty"`
	Scope    []string `json:"scope"`             // regions that the caller may see; * for all
	Sectors  []string `json:"sectors,omitempty"` // that the caller may see; none for all
}

// ManifestWater says how far the records of one source reach.
type ManifestWater struct {
	System     string    `json:"system"`
	Fact       string    `json:"fact"`
	LastRecord string    `json:"lastRecord"`
	LoadedAt   time.Time `json:"loadedAt"`
}
