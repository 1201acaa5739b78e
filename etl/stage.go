package etl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"anlan/etl/source"
	"anlan/warehouse"
)

// stage reads all files of one input into a staging table. Records that cannot be read go to quarantine.
func (r *run) stage(ctx context.Context, number int, inputs []source.Input) (staged, error) {
	columns, names := stagingColumns(inputs)
	in := staged{table: fmt.Sprintf("stage_%s_%d", r.id, number), columns: columns, text: inputs[0].Encoding() == "Native", raw: inputs[0].Raw()}
	secret, err := r.personal(number, columns)
	if err != nil {
		return in, err
	}
	if err := r.createStage(ctx, in); err != nil {
		return in, err
	}
	if in.text && (number > 0 || r.replay == nil) {
		in.begins = map[string]*source.Begins{}
		for i := range columns {
			in.begins[fmt.Sprintf("c%d", i+1)] = &source.Begins{}
		}
	}
	in.raw = in.raw && secret == nil // a record's own text has everything
	var missing []string
	var numbered uint64 // what the rows of the files so far are numbered up to
	for i, file := range inputs {
		in.files = append(in.files, file.Name())
		base := numbered
		if number == 0 {
			r.bases = append(r.bases, base)
		}
		in.places, in.bases = append(in.places, placeOf(file)), append(in.bases, base)
		stats, err := r.stageFile(ctx, in, number, i, base, file, names[i], secret)
		if err != nil {
			return in, err
		}
		numbered += max(stats.Rows, stats.LastRow)
		r.note(number, file)
		if number == 0 {
			r.rows += stats.Rows
		} else {
			r.joinRows += stats.Rows
		}
		r.ledger.Files = append(r.ledger.Files, warehouse.RunFile{Name: file.Name(), SHA256: file.SHA256(), Bytes: uint64(file.Size()), Rows: stats.Rows,
			Input: r.pipeline.input(number), Kind: r.kindOf(number), Base: &base})
		if at, ok := file.(cursor); ok && number == 0 {
			r.ledger.Cursor = at.Cursor()
		}
		r.ledger.BytesRead += uint64(file.Size())
		for _, key := range stats.Missing {
			if slices.Contains(r.pipeline.optional(number), key) {
				continue
			}
			missing = append(missing, fmt.Sprintf("%s: no record has the key %q", file.Name(), key))
		}
	}
	if len(missing) > 0 {
		return in, &RunError{Code: MissingColumn, Message: strings.Join(missing, "; ")}
	}
	if number == 0 && r.replay != nil {
		return in, nil // records, one a row
	}
	return r.repeat(ctx, number, in)
}

// createStage creates the table of an input, with its columns as text.
func (r *run) createStage(ctx context.Context, in staged) error {
	list := []string{"file UInt32", "row UInt64", "line UInt64"}
	for i := range in.columns {
		list = append(list, fmt.Sprintf("c%d Nullable(String)", i+1))
	}
	if in.raw {
		list = append(list, "raw Nullable(String)")
	}
	r.tables = append(r.tables, in.table)
	if err := r.conn.Exec(ctx, "CREATE TABLE "+in.table+" ("+strings.Join(list, ", ")+") "+stagingEngine); err != nil {
		return fmt.Errorf("create a staging table: %w", err)
	}
	return nil
}

// cursor is an incremental input: it says where its reading got to, once it is read to its end.
type cursor interface{ Cursor() string }

// stagingEngine writes compact parts, one file a part instead of two or four a column: a million rows of 20 columns take 1.24 s
// of CPU with them and 1.48 without; uncompressed columns, smaller blocks and String instead of Nullable(String) were all
// slower. Merging parts that are dropped in a moment would only burn what the conversion needs.
const stagingEngine = `ENGINE = MergeTree ORDER BY tuple() SETTINGS min_bytes_for_wide_part = 1073741824,
	max_bytes_to_merge_at_max_space_in_pool = 1, max_bytes_to_merge_at_min_space_in_pool = 1`

// stageFile streams one file into the table.
func (r *run) stageFile(ctx context.Context, in staged, number, index int, base uint64, file source.Input, names []string, secret map[string]func([]byte) []byte) (source.Stats, error) {
	before := r.progress.present()
	columns := append([]string{"file", "row", "line"}, names...)
	if file.Raw() {
		columns = append(columns, "raw")
	}
	layout := source.Layout{File: uint32(index), Base: base, Names: names, Secret: secret, Begins: in.begins,
		Bad: func(b source.Bad) error {
			if secret != nil {
				b.Raw, b.Reason = nil, b.Reason+withheld
			}
			return r.rejects.add(ctx, file.Name(), b, number > 0)
		},
		Rows: func(rows uint64) {
			r.progress.update(func(p *Progress) {
				p.BytesRead = before.BytesRead + file.BytesRead()
				p.RowsRead, p.RowsRejected = before.RowsRead+rows, r.rejects.count
			})
		},
	}
	reader, writer := io.Pipe()
	var stats source.Stats
	done := make(chan error, 1)
	go func() {
		var err error
		stats, err = file.Stream(ctx, writer, layout)
		_ = writer.CloseWithError(err) // never fails
		done <- err
	}()
	err := r.conn.InsertFormat(ctx, file.Encoding(), "INSERT INTO "+in.table+" ("+strings.Join(columns, ", ")+") "+stagingSettings, reader)
	_ = reader.CloseWithError(errInsertEnded)
	if streamed := <-done; streamed != nil && (err == nil || !errors.Is(streamed, errInsertEnded)) {
		return stats, streamed // it is why the insert failed
	}
	if err != nil {
		return stats, fmt.Errorf("stage %s: %w", file.Name(), err)
	}
	r.progress.update(func(p *Progress) {
		p.BytesRead, p.RowsRead = before.BytesRead+file.Size(), before.RowsRead+stats.Rows
	})
	return stats, r.rejects.flush(ctx)
}

// errInsertEnded is what the reading side sees when the engine takes no more.
var errInsertEnded = errors.New("the insert ended before its data")

// stagingSettings ask for blocks of moderate size: they bound the memory of an insert, and the engine makes parts of them.
const stagingSettings = "SETTINGS min_insert_block_size_rows = 262144, min_insert_block_size_bytes = 67108864"
