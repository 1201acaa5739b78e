package export

import (
	"strings"
	"testing"
)

// typesOf says as what a column of the engine's type arrives: in Arrow as apache-arrow calls it, in Parquet as hyparquet does, and in DuckDB.
func typesOf(chType string) (arrow, parquet, duckdb string) {
	chType = plain(chType)
	known, ok := map[string][3]string{
		"String":                         {"Utf8", "STRING", "VARCHAR"},
		"Bool":                           {"Bool", "BOOLEAN", "BOOLEAN"},
		"Date32":                         {"Date32<DAY>", "DATE", "DATE"},
		"DateTime64(0, 'Asia/Shanghai')": {"Timestamp<SECOND, Asia/Shanghai>", "TIMESTAMP MILLIS UTC", "TIMESTAMP WITH TIME ZONE"}, // Parquet knows no seconds
		"UInt8":                          {"Uint8", "INTEGER U8", "UTINYINT"},
		"UInt16":                         {"Uint16", "INTEGER U16", "USMALLINT"},
		"UInt32":                         {"Uint32", "INTEGER U32", "UINTEGER"},
		"UInt64":                         {"Uint64", "INTEGER U64", "UBIGINT"},
		"Int64":                          {"Int64", "INTEGER 64", "BIGINT"},
		"Float64":                        {"Float64", "DOUBLE", "DOUBLE"},
		"Array(String)":                  {"List<Utf8>", "LIST<STRING>", "VARCHAR[]"},
	}[chType]
	if digits, isDecimal := strings.CutPrefix(chType, "Decimal"); isDecimal {
		short := strings.Trim(digits, "()")
		return "Decimal[" + strings.Replace(short, ", ", "e+", 1) + "]", "DECIMAL" + digits, "DECIMAL(" + strings.Replace(short, ", ", ",", 1) + ")"
	}
	if !ok {
		return "no type for " + chType, "", ""
	}
	return known[0], known[1], known[2]
}

// compare holds what a reader says against what the engine says.
func (s said) compare(t *testing.T, f *task) {
	t.Helper()
	what := s.Reader + ", " + f.File[strings.LastIndex(f.File, "/")+1:]
	if s.Error != "" {
		t.Errorf("%s: %s", what, s.Error)
		return
	}
	if s.Rows != f.Figures.Rows || len(s.Columns) != len(f.Figures.Columns) {
		t.Errorf("%s: %d rows of %d columns, the engine says %d of %d", what, s.Rows, len(s.Columns), f.Figures.Rows, len(f.Figures.Columns))
		return
	}
	rounded := s.Reader == "DuckDB" && f.Format == "jsonl" // it makes floating numbers of numbers; encoding/json reads them exactly
	for i, want := range f.Figures.Columns {
		got, chType := s.Columns[i], want.Type
		if rounded && strings.HasPrefix(plain(chType), "Decimal") {
			got.Sum, got.Checksum = want.Sum, want.Checksum
		}
		arrow, parquet, duckdb := typesOf(chType)
		wantType := map[string]string{"arrow": arrow, "arrow_file": arrow, "parquet": parquet}[f.Format]
		switch {
		case s.Reader == "DuckDB" && f.Format == "parquet":
			wantType = duckdb
		case s.Reader == "DuckDB":
			wantType = "VARCHAR"
		case got.Nullable != want.Nullable:
			t.Errorf("%s: %s may be null: %v, in the engine %v", what, want.Name, got.Nullable, want.Nullable)
		}
		if got.Type != wantType {
			t.Errorf("%s: %s %s came as %s, expected %s", what, want.Name, chType, got.Type, wantType)
		}
		if got.Name != want.Name || got.Nulls != want.Nulls || got.Sum != want.Sum || got.Checksum != want.Checksum {
			t.Errorf("%s: %s %s: read %+v, the engine says %+v", what, want.Name, chType, got, want)
		}
		if title := f.asked.columns[i].Title; got.Metadata != nil && (got.Metadata["title"] != title.ZH || got.Metadata["unit"] != f.asked.columns[i].Unit) {
			t.Errorf("%s: %s is described by %v, expected %s", what, want.Name, got.Metadata, title.ZH)
		}
	}
	if !rounded && s.Together != f.Figures.Together {
		t.Errorf("%s: values changed places", what)
	}
	if strings.HasPrefix(f.Format, "arrow") && (s.Metadata["dataset"] != f.asked.set.Name || s.Metadata["data_version"] != f.asked.address.Get("version") || s.Metadata["title"] != f.asked.set.Title.ZH) {
		t.Errorf("%s: the file says of itself %v", what, s.Metadata)
	}
	if f.asked.name == "200,000 rows" && f.Format == "arrow" && s.Batches < 2 {
		t.Errorf("%s: %d batches", what, s.Batches)
	}
}
