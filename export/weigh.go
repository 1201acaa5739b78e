package export

import "context"

// sampler is a reading that can tell what some of its rows take in a format of the engine.
type sampler interface {
	Sample(ctx context.Context, format string, settings map[string]any, rows uint64) (bytes uint64, err error)
}

// sampleRows are as many as the engine writes at a time.
const sampleRows = 16 << 10

// weigh says about how large the file is: what some of its rows take, encoded as they will be, which no share of the engine's own values foretells: what is not told
// takes 16 bytes of a decimal and none of a text. Where rows cannot be sampled it is such a share.
func (x *Export) weigh(ctx context.Context, rows, bytes uint64, exact bool) uint64 {
	from, able := x.reading.(sampler)
	if !able || !exact || rows == 0 {
		return x.size(rows, bytes)
	}
	var format string
	var settings map[string]any
	switch compression := x.request.Options.Compression; x.request.Format {
	case ArrowStream, ArrowFile:
		format, settings = "ArrowStream", arrowSettings(compression)
	case Parquet:
		format, settings = "Parquet", parquetSettings(compression)
	case CSV, XLSX:
		format, settings = "CSV", csvSettings()
	case JSONLines:
		format, settings = "JSONEachRow", jsonSettings()
	}
	few := min(rows, sampleRows)
	n, err := from.Sample(ctx, format, settings, few)
	if err != nil {
		return x.size(rows, bytes)
	}
	size := uint64(float64(n) / float64(few) * float64(rows))
	if x.request.Format == XLSX { // a workbook is about as large as its text at most, and mostly half of it
		size = min(size, x.size(rows, bytes))
	}
	return size
}
