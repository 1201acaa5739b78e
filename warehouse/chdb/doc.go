// Package chdb runs ClickHouse inside this process: libchdb, reached without cgo, behind an http.RoundTripper that speaks
// ClickHouse's HTTP interface. The driver github.com/ClickHouse/clickhouse-go/v2 cannot tell it from a server.
//
// What differs from a server, and cannot be hidden:
//   - there are no users, quotas or row policies; SQL that reaches the engine may read every file of this process;
//   - an empty result of a streaming format is zero bytes: no columns;
//   - an INSERT is atomic per part only; a stream that breaks off after about a million rows leaves what was written;
//   - sessions (session_id) do not exist: SET, USE and temporary tables end with their request;
//   - formats with an envelope (JSON, Parquet, Arrow, CSVWithNames …) are written by INSERT INTO FUNCTION file(…), so
//     totals and extremes are not part of them and column names must differ;
//   - a statement that sets log_comment in its own SETTINGS clause cannot be cancelled.
package chdb
