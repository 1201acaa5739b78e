package export

import (
	"context"
	"io"

	"anlan/warehouse"
)

func writeArrowStream(ctx context.Context, x *Export, out *tally, part *warehouse.DataPart) error {
	return pass(ctx, x, out, part, "ArrowStream", nil)
}

func writeArrowFile(ctx context.Context, x *Export, out *tally, part *warehouse.DataPart) error {
	return pass(ctx, x, out, part, "Arrow", nil)
}

func writeParquet(ctx context.Context, x *Export, out *tally, part *warehouse.DataPart) error {
	return pass(ctx, x, out, part, "Parquet", nil)
}

func writeCSV(ctx context.Context, x *Export, out *tally, part *warehouse.DataPart) error {
	return pass(ctx, x, out, part, "CSVWithNames", nil)
}

func writeJSONLines(ctx context.Context, x *Export, out *tally, part *warehouse.DataPart) error {
	return pass(ctx, x, out, part, "JSONEachRow", nil)
}

func admitWorkbook(context.Context, *Export) error { return nil }

func writeWorkbook(context.Context, *Export, *tally, *warehouse.DataPart) error {
	return warehouse.Fault(warehouse.Unavailable, "workbooks cannot be written yet")
}

func pass(ctx context.Context, x *Export, out *tally, part *warehouse.DataPart, name string, settings map[string]any) error {
	r, err := x.encode(ctx, name, settings, part)
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // the error of its reading counts
	_, err = io.Copy(out, r)
	return err
}
