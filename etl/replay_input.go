package etl

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"anlan/etl/source"
	"anlan/etl/source/web"
	"anlan/warehouse/dial"
)

// replayKind is what the ledger calls the input of a replay.
const replayKind = "quarantine"

// rejectedInput reads rejected rows as a source: the record's own JSON, or its columns as JSON, which is how the quarantine
// keeps rows. Row n of it is row n of the table.
type rejectedInput struct {
	conn  *dial.Conn
	table string
	keys  []string
	count uint64
	read  int64
	sum   string
}

func (i *rejectedInput) Name() string      { return replayKind }
func (i *rejectedInput) Columns() []string { return i.keys }
func (i *rejectedInput) Encoding() string  { return "Native" }
func (i *rejectedInput) Raw() bool         { return false }
func (i *rejectedInput) Size() int64       { return i.read }
func (i *rejectedInput) BytesRead() int64  { return 0 }
func (i *rejectedInput) SHA256() string    { return i.sum }
func (i *rejectedInput) Close() error      { return nil }

// Stream writes the rows in their order. A row without any of the keys is one whose columns are all empty.
func (i *rejectedInput) Stream(ctx context.Context, w io.Writer, layout source.Layout) (stats source.Stats, err error) {
	rows, err := i.conn.Query(ctx, "SELECT n, line, raw FROM "+i.table+" ORDER BY n")
	if err != nil {
		return stats, fmt.Errorf("read rejected rows: %w", err)
	}
	defer rows.Close()
	out, hash := source.NewRows(w, layout, len(i.keys), false), sha256.New()
	occurs := make([]bool, len(i.keys))
	for rows.Next() {
		var n, line uint64
		var raw string
		if err := rows.Scan(&n, &line, &raw); err != nil {
			return stats, fmt.Errorf("read rejected rows: %w", err)
		}
		i.read += int64(len(raw))
		_, _ = io.WriteString(hash, raw) // never fails
		record, bad := source.ParseRecord([]byte(raw))
		if bad != nil {
			return stats, fmt.Errorf("read rejected row %d: %s", n, bad.Reason)
		}
		for k, key := range i.keys {
			value, found := web.Find(record, key)
			occurs[k] = occurs[k] || found
			out.Text(k, source.PlainText(value))
		}
		if err := out.End(n, line); err != nil {
			return stats, err
		}
		stats.Rows, stats.Good = stats.Rows+1, stats.Good+1
	}
	if err := rows.Err(); err != nil {
		return stats, fmt.Errorf("read rejected rows: %w", err)
	}
	for k, found := range occurs {
		if !found && stats.Good > 0 {
			stats.Missing = append(stats.Missing, i.keys[k])
		}
	}
	i.sum = hex.EncodeToString(hash.Sum(nil))
	return stats, out.Flush()
}
