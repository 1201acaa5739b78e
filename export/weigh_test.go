package export

import (
	"context"
	"testing"

	"anlan/warehouse"
)

// sampled is a reading of which a thousand rows take 5 kB of a text and 1 kB of anything else.
type sampled struct{ warehouse.DataReading }

func (sampled) Columns() []warehouse.DataColumn { return nil }

func (sampled) Sample(_ context.Context, format string, _ map[string]any, rows uint64) (bytes uint64, err error) {
	if format == "CSV" {
		return 5 * rows, nil
	}
	return rows, nil
}

// What rows of a hundred thousand take is told by some of them; a workbook takes its text at most, and less where the engine's values foretell less: 0.45 of 2 bytes a row.
func TestAFileIsWeighedByASample(t *testing.T) {
	for _, c := range []struct {
		format Format
		bytes  uint64 // of the engine's own values
		want   uint64
	}{{CSV, 10_000_000, 500_000}, {Parquet, 10_000_000, 100_000}, {XLSX, 10_000_000, 500_000}, {XLSX, 200_000, 90_000}} {
		x := &Export{reading: sampled{}, request: Request{Format: c.format}}
		if got := x.weigh(t.Context(), 100_000, c.bytes, true); got != c.want {
			t.Errorf("%s: %d bytes, want %d", c.format, got, c.want)
		}
	}
	csv := &Export{reading: sampled{}, request: Request{Format: CSV}}
	if got := csv.weigh(t.Context(), 100_000, 10_000_000, false); got != 11_000_000 { // how many rows a sample has is not known: 1.1 of the engine's values
		t.Errorf("where rows are not counted: %d bytes", got)
	}
}
