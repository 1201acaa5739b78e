package demo

import (
	"crypto/sha256"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"testing"

	"anlan/warehouse"
)

func small(t *testing.T, seed uint64) (dir string, truth *Truth) {
	t.Helper()
	dir = t.TempDir()
	truth, err := Generate(t.Context(), Options{Dir: dir, Scale: Small, Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	return dir, truth
}

func fingerprints(t *testing.T, dir string) map[string][sha256.Size]byte {
	t.Helper()
	sums := map[string][sha256.Size]byte{}
	for _, fact := range warehouse.Delivered() {
		text, err := os.ReadFile(filepath.Join(dir, FileName(fact.Name)))
		if err != nil {
			t.Fatal(err)
		}
		sums[fact.Name] = sha256.Sum256(text)
	}
	return sums
}

func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	first, _ := small(t, 7)
	again, _ := small(t, 7)
	other, _ := small(t, 8)
	a, b, c := fingerprints(t, first), fingerprints(t, again), fingerprints(t, other)
	for fact := range a {
		if a[fact] != b[fact] {
			t.Errorf("%s differs between two runs of one seed", FileName(fact))
		}
		if a[fact] == c[fact] {
			t.Errorf("%s is the same for two seeds", FileName(fact))
		}
	}
}

// Every good row has a field for every column; the rows of the truth are the rows of the file.
func TestRowsFitTheHeader(t *testing.T) {
	dir, truth := small(t, 1)
	for _, fact := range warehouse.Delivered() {
		f, err := os.Open(filepath.Join(dir, FileName(fact.Name)))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r := csv.NewReader(f)
		r.LazyQuotes, r.FieldsPerRecord = true, -1
		columns := Columns(fact)
		rows, wrong := int64(-1), int64(0)
		for {
			record, err := r.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if rows++; rows == 0 {
				for i, c := range columns {
					if record[i] != c.Title.ZH {
						t.Errorf("%s: column %d is called %q, expected %q", fact.Name, i+1, record[i], c.Title.ZH)
					}
				}
			}
			if len(record) != len(columns) {
				wrong++
			}
		}
		got := truth.Facts[fact.Name]
		expected := got.Rejected[tooFewFields] + got.Rejected[tooManyFields] + got.Rejected[unclosedQuote]
		if rows != got.Rows || wrong != expected {
			t.Errorf("%s: %d rows with %d of the wrong width, the truth says %d with %d", fact.Name, rows, wrong, got.Rows, expected)
		}
	}
}
