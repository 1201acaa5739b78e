package etl

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"

	"anlan/etl/source"
	"anlan/etl/source/web"
	"anlan/warehouse/dial"
)

// replayKind is what the ledger calls the input of a replay.
const replayKind = "quarantine"

// placed are the columns that a sheet has beside its own: rejected rows keep them, because the quarantine does not know sheets.
func (b *plan) placed() (names, columns []string) {
	in := b.inputs[0]
	if !slices.ContainsFunc(in.places, func(p source.Place) bool { return p.Sheet != "" }) {
		return nil, nil
	}
	for _, name := range []string{fileColumn, sheetColumn, titleColumn} {
		if sql, fault := b.pseudo(0, name); fault == "" && !slices.Contains(in.columns, name) {
			names, columns = append(names, name), append(columns, sql)
		}
	}
	return names, columns
}

// rejectedKeys are the columns of a replay: those that the pipeline names, and those that every source has beside its own.
func rejectedKeys(needs []string) []string {
	keys := slices.Clone(needs)
	for _, name := range []string{fileColumn, sheetColumn, titleColumn, rowColumn, itemColumn} {
		if !slices.Contains(keys, name) {
			keys = append(keys, name)
		}
	}
	return keys
}

// rejectedInput reads rejected rows as a source: the record's own JSON, or its columns as JSON, which is how the quarantine
// keeps rows. Row n of it is row n of the table.
type rejectedInput struct {
	conn  *dial.Conn
	table string
	keys  []string
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
	rows, err := i.conn.Query(ctx, "SELECT n, line, raw, file, row FROM "+i.table+" ORDER BY n")
	if err != nil {
		return stats, fmt.Errorf("read rejected rows: %w", err)
	}
	defer rows.Close()
	out, hash := source.NewRows(w, layout, len(i.keys), false), sha256.New()
	occurs := make([]bool, len(i.keys))
	for rows.Next() {
		var n, line, row uint64
		var raw, file string
		if err := rows.Scan(&n, &line, &raw, &file, &row); err != nil {
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
			text := source.PlainText(value)
			switch {
			case found:
			case key == fileColumn:
				text = []byte(file)
			case key == rowColumn:
				text = strconv.AppendUint(nil, row, 10)
			}
			out.Text(k, text)
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
		if !found && stats.Good > 0 && !pseudoColumn(i.keys[k]) {
			stats.Missing = append(stats.Missing, i.keys[k])
		}
	}
	i.sum = hex.EncodeToString(hash.Sum(nil))
	return stats, out.Flush()
}
