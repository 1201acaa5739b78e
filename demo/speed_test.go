package demo

import "testing"

// Writing must never be what a measurement of loading waits for. Reports rows and bytes a second.
func BenchmarkGenerate(b *testing.B) {
	for _, scale := range []Scale{Small, Medium} {
		b.Run(string(scale), func(b *testing.B) {
			rows, bytes := int64(0), int64(0)
			for b.Loop() {
				truth, err := Generate(b.Context(), Options{Dir: b.TempDir(), Scale: scale, Seed: 1})
				if err != nil {
					b.Fatal(err)
				}
				for _, f := range truth.Facts {
					rows += f.Rows
					bytes += f.Bytes
				}
			}
			b.SetBytes(bytes / int64(b.N))
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
