package export

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v15/parquet/metadata"

	"anlan/warehouse"
)

// writeParquet passes the engine's document on. The engine writes no metadata of keys and values: what an Arrow document says of itself stands in the manifest only.
func writeParquet(ctx context.Context, x *Export, out *tally, part *warehouse.DataPart) error {
	r, err := x.encode(ctx, "Parquet", parquetSettings(x.request.Options.Compression), part)
	if err != nil {
		return err
	}
	defer r.Close()
	tail := &tail{}
	n, err := copyAll(io.MultiWriter(out, tail), r, nil)
	if err != nil {
		return err
	}
	if n == 0 {
		return errors.New("the engine wrote no Parquet file")
	}
	rows, err := tail.rows()
	if err != nil {
		// Its footer is larger than what was kept of it: count.
		if rows, err = x.reading.Count(ctx, part); err != nil {
			return fmt.Errorf("count the rows of a Parquet file: %w", err)
		}
	}
	out.passed(rows)
	return nil
}

// parquetSettings say how the file is written; how much lies in a row group is a matter of the memory of streaming, which the reading settles.
func parquetSettings(compression string) map[string]any {
	return map[string]any{
		"output_format_parquet_compression_method": compression,
		"output_format_parquet_string_as_string":   1,
	}
}

// copyBlock is how much moves at a time.
const copyBlock = 256 << 10

// copyAll copies to the end. each is told of what has left; nil for nobody.
func copyAll(w io.Writer, r io.Reader, each func(p []byte)) (n int64, err error) {
	buf := make([]byte, copyBlock)
	for {
		got, err := r.Read(buf)
		if got > 0 {
			if _, err := w.Write(buf[:got]); err != nil {
				return n, err
			}
			n += int64(got)
			if each != nil {
				each(buf[:got])
			}
		}
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}

// tail keeps the end of a file.
type tail struct{ kept []byte }

// tailSize holds the footer of some ten thousand column chunks.
const tailSize = 2 << 20

func (t *tail) Write(p []byte) (int, error) {
	if len(t.kept)+len(p) > 2*tailSize {
		keep := max(0, len(t.kept)-tailSize)
		t.kept = t.kept[:copy(t.kept, t.kept[keep:])]
	}
	t.kept = append(t.kept, p...)
	return len(p), nil
}

// rows reads the footer of a Parquet file: its metadata, their length, and PAR1.
func (t *tail) rows() (uint64, error) {
	const magic = "PAR1"
	end := len(t.kept) - len(magic) - 4
	if end < 0 || !bytes.HasSuffix(t.kept, []byte(magic)) {
		return 0, errors.New("a Parquet file without its end")
	}
	size := int(binary.LittleEndian.Uint32(t.kept[end:]))
	if size > end {
		return 0, fmt.Errorf("a Parquet footer of %d bytes", size)
	}
	m, err := metadata.NewFileMetaData(t.kept[end-size:end], nil)
	if err != nil {
		return 0, fmt.Errorf("read Parquet footer: %w", err)
	}
	return uint64(max(0, m.NumRows)), nil
}
