// Package export takes whole data sets away: it opens a data set of the warehouse under the caller's scope, lets the engine encode it, and passes the bytes through
// with bounded memory; what left is proven by a manifest.
//
//	warehouse.DataQuery -> Exporter.Open -> Export.WriteTo(io.Writer) -> Manifest
//
// Subpackages: query reads the SQL of Flight clients and the conditions of addresses, arrowipc puts the description of columns into Arrow streams, sheet writes workbooks,
// job makes the large ones in parts, flight serves Arrow Flight SQL.
package export
