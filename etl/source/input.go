package source

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
)

// Format is a kind of file.
type Format string

// The kinds of files.
const (
	CSV       Format = "csv"
	TSV       Format = "tsv"
	JSONLines Format = "jsonl"
	Parquet   Format = "parquet"
	XLSX      Format = "xlsx"
	XLS       Format = "xls"
)

// Formats lists the kinds of files that can be read.
func Formats() []Format { return []Format{CSV, TSV, JSONLines, Parquet, XLSX, XLS} }

// FormatOf guesses the format from a file's name, with or without .gz; "" when the name does not say.
func FormatOf(name string) Format {
	name = strings.TrimSuffix(strings.ToLower(filepath.Base(name)), ".gz")
	switch filepath.Ext(name) {
	case ".csv", ".txt":
		return CSV
	case ".tsv", ".tab":
		return TSV
	case ".jsonl", ".ndjson":
		return JSONLines
	case ".parquet":
		return Parquet
	case ".xlsx", ".xlsm", ".xltx":
		return XLSX
	case ".xls", ".et":
		return XLS
	}
	return ""
}

// Encodings of text files.
const (
	UTF8    = "utf-8"
	GB18030 = "gb18030" // GBK and GB 2312 are parts of it
)

// DefaultMaxRecord is the longest record read when Spec does not say: 1 MiB.
const DefaultMaxRecord = 1 << 20

// Spec says how a file is written.
type Spec struct {
	Name      string // what messages and the ledger call the file; "" means its base name
	Format    Format
	Encoding  string // UTF8 (also the zero value) or GB18030
	Delimiter byte   // of CSV and TSV; 0 means comma and tab
	NoQuotes  bool   // a quotation mark is a letter like any other
	MaxRecord int    // bytes; 0 means DefaultMaxRecord
	// Keys are the columns that are wanted: the keys of JSON lines to stage, in the order of the columns (other keys stay in the
	// record's raw text), and what the header of a sheet is known by.
	Keys []string
	// Optional are those of Keys that may be missing, Dates those in which a bare number of a workbook is a day.
	Optional, Dates []string
	// Amounts are those whose numbers are added up over records: one that is merged over several rows is that of all together.
	Amounts []string
	// Named are further columns that the pipeline knows by name without needing them: those that it withholds.
	Named []string
	// Repeat recognises numbered columns; nil when there are none.
	Repeat   *Repeat
	Workbook Workbook
}

func (s Spec) withDefaults() Spec {
	if s.Encoding == "" {
		s.Encoding = UTF8
	}
	if s.Delimiter == 0 {
		s.Delimiter = ','
		if s.Format == TSV {
			s.Delimiter = '\t'
		}
	}
	if s.MaxRecord == 0 {
		s.MaxRecord = DefaultMaxRecord
	}
	return s
}

// Begins is a set of first bytes of texts of up to 32 bytes.
type Begins [256]bool

// Layout says how the rows of a stream are numbered.
type Layout struct {
	File uint32 // index of the file among those of the run
	Base uint64 // rows of the files before it: added to every row number
	// Names are the staging columns that Columns go into, in their order; nil means c1, c2, …
	Names []string
	// Secret says, by staging column, what is written in place of a text that must not leave the program; nil of it is no text.
	Secret map[string]func([]byte) []byte
	// Begins says, by staging column, with which bytes short texts of the column begin, where the caller asks for it; inputs in the
	// engine's own columns (ArrowStream) do not know.
	Begins map[string]*Begins
	// Bad is called for every record that is left out; an error from it ends the reading.
	Bad func(Bad) error
	// Rows is called now and then with the number of records read so far, good and bad; may be nil.
	Rows func(uint64)
}

// Stats is what a stream held.
type Stats struct {
	Rows    uint64   // records, good and bad ones
	LastRow uint64   // the highest number of a record, where they are not simply counted; 0 otherwise
	Good    uint64   // records in the stream
	Missing []string // keys of JSON lines that no record had
}

// Input is one open file.
type Input interface {
	// Name is the Spec's name of the file.
	Name() string
	// Columns are the names in the header, in order; for JSON lines the keys of the Spec.
	Columns() []string
	// Encoding is the engine's format that Stream writes: "Native" or "ArrowStream".
	Encoding() string
	// Raw reports that the stream ends with a column "raw", the record's own text.
	Raw() bool
	// Stream writes the records as columns file UInt32, row UInt64, line UInt64, c1, c2, … and, with Raw, raw; all but
	// the first three are Nullable(String) or, in ArrowStream, what the engine turns into it. It ends early with ctx's error.
	Stream(ctx context.Context, w io.Writer, layout Layout) (Stats, error)
	// Size is the file's size in bytes and BytesRead how many were read so far; both may be asked during Stream.
	Size() int64
	BytesRead() int64
	// SHA256 is the hex digest of the file's bytes; it is known when Stream has returned without an error.
	SHA256() string
	Close() error
}

// Open opens a file, checks that it is what the Spec says and reads its header. Nothing is staged yet. Faults are *Error.
func Open(path string, spec Spec) (Input, error) {
	spec = spec.withDefaults()
	if spec.Name == "" {
		spec.Name = filepath.Base(path)
	}
	if spec.Format == XLSX || spec.Format == XLS {
		return nil, fault(NotText, spec.Name, nil, "is a workbook, which has several tables: see OpenAll")
	}
	if spec.Format == Parquet {
		return openParquet(path, spec.Name)
	}
	text, err := openText(path, spec)
	if err != nil {
		return nil, err
	}
	var in interface {
		Input
		begin() error
	}
	if spec.Format == JSONLines {
		in = newJSONInput(text, spec)
	} else {
		in = newDelimitedInput(text, spec)
	}
	if err := in.begin(); err != nil {
		return nil, errors.Join(err, text.Close())
	}
	return in, nil
}
