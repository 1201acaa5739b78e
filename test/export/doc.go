// Package export reads what leaves in bulk back with readers that are not ours (apache-arrow, hyparquet, DuckDB, arrow-go and its
// ADBC driver, excelize, encoding/csv) and holds it against SQL in the engine: rows, columns, types, sums and a checksum of every column, for
// every data set in every format.
package export
