package export_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"anlan/export"
	"anlan/warehouse"
)

// Readers that are not ours find in every file what its manifest says: rows, names, kinds of values.
func TestEveryFormatIsWhatItsManifestSays(t *testing.T) {
	for _, n := range []int{0, 1, 8000} {
		b := setup(t, hazards(t, n))
		for _, r := range every() {
			t.Run(fmt.Sprint(named(r), " ", n), func(t *testing.T) {
				data, m := b.file(r)
				path := filepath.Join(t.TempDir(), "file")
				if err := os.WriteFile(path, data, 0o600); err != nil {
					t.Fatal(err)
				}
				report, err := export.Verify(context.Background(), path, *m)
				if err != nil {
					t.Fatal(err)
				}
				if !report.Whole() || m.Rows != uint64(n) || report.Rows != uint64(n) || m.Bytes != uint64(len(data)) || report.Bytes != m.Bytes {
					t.Errorf("manifest: %d rows, %d bytes; file: %d bytes; report %+v", m.Rows, m.Bytes, len(data), report)
				}
			})
		}
	}
}

// What is not the file that left is told from it, in words that say what happened.
func TestVerifySaysWhatDiffers(t *testing.T) {
	b := setup(t, hazards(t, 3000))
	fewer := setup(t, hazards(t, 2999))
	other := hazards(t, 3000)
	other.set.Columns[1] = column("remark", "Nullable(String)", "备注")
	other.sql = strings.Replace(other.sql, "AS note", "AS remark", 1)
	others := setup(t, other)
	for _, r := range every() {
		t.Run(named(r), func(t *testing.T) {
			data, m := b.file(r)
			short, _ := fewer.file(r)
			foreign, _ := others.file(r)
			changed := bytes.Clone(data)
			changed[len(data)/2] ^= 1
			for _, c := range []struct {
				what string
				data []byte
				want string
			}{
				{"the last 100 bytes are gone", data[:len(data)-100], "100 are missing"},
				{"one bit is another", changed, "was changed"},
				{"bytes came on", append(bytes.Clone(data), "more"...), "4 too many"},
				{"a row is missing", short, "2999 rows where 3000 left"},
				{"it is of other columns", foreign, `"remark" where "note" left`},
				{"it is empty", nil, "are missing"},
			} {
				path := filepath.Join(t.TempDir(), "file")
				if err := os.WriteFile(path, c.data, 0o600); err != nil {
					t.Fatal(err)
				}
				report, err := export.Verify(context.Background(), path, *m)
				if err != nil {
					t.Fatal(err)
				}
				if all := strings.Join(report.Faults, "\n"); !strings.Contains(all, c.want) {
					t.Errorf("%s: the report says %q, want %q", c.what, all, c.want)
				}
			}
		})
	}
}

// Whatever is damaged is found, and nothing that damaged bytes say makes verifying panic or take memory without bound.
func TestVerifyOfDamagedFiles(t *testing.T) {
	b := setup(t, hazards(t, 50))
	dice := rand.New(rand.NewPCG(3, 4))
	path := filepath.Join(t.TempDir(), "file")
	for _, r := range every() {
		data, m := b.file(r)
		for range 60 {
			damaged := bytes.Clone(data)
			for range 1 + dice.IntN(3) {
				damaged[dice.IntN(len(damaged))] ^= byte(1 + dice.IntN(255))
			}
			if err := os.WriteFile(path, damaged[:len(damaged)-dice.IntN(2)*dice.IntN(len(damaged))], 0o600); err != nil {
				t.Fatal(err)
			}
			if report, err := export.Verify(context.Background(), path, *m); err != nil || report.Whole() {
				t.Fatalf("%s: %+v, %v", named(r), report, err)
			}
		}
	}
}

// An export in parts is a folder: each part is proven, none is missing, none too many.
func TestVerifyOfParts(t *testing.T) {
	b := setup(t, hazards(t, 600))
	dir := t.TempDir()
	x := b.open(export.Request{Format: export.CSV})
	parts := make([]export.ManifestPart, 0, 2)
	for _, p := range x.Reading().Parts() {
		var out bytes.Buffer
		done, err := x.WritePart(context.Background(), &out, p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, done.Name), out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if again, err := x.WritePart(context.Background(), io.Discard, p, nil); err != nil || again != done {
			t.Errorf("written again the part is %+v, %v, not %+v", again, err, done)
		}
		parts = append(parts, done)
	}
	m := x.Manifest(parts)
	// Days 1 to 60 from 1 May on, ten rows each: 31 days in May, 29 in June.
	if m.Rows != 600 || parts[0].Rows != 310 || parts[1].Rows != 290 || parts[1].Name != "hazard-v12-2026-06.csv" {
		t.Fatalf("parts: %+v", m.Parts)
	}
	check := func(want ...string) {
		t.Helper()
		report, err := export.Verify(context.Background(), dir, m)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(report.Faults, want) {
			t.Errorf("faults %q, want %q", report.Faults, want)
		}
	}
	check()
	// What the manifest says of all parts is what it says of each: 310 and 290 rows are 600.
	whole := m
	m.Rows, m.Bytes, m.SHA256, m.Parts = 1, 2, parts[0].SHA256, append(slices.Clone(parts), parts[0])
	size := 2*parts[0].Bytes + parts[1].Bytes
	check("the manifest contradicts itself: its parts have 910 rows together, and it says 1", fmt.Sprintf("the manifest contradicts itself: its parts have %d bytes together, and it says 2", size),
		"the manifest contradicts itself: it has parts, and a SHA-256 of one file", "the manifest contradicts itself: it names the part "+parts[0].Name+" twice")
	m = whole
	if err := os.WriteFile(filepath.Join(dir, "hazard-v12-2026-07.csv"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	check("hazard-v12-2026-07.csv: the export has no such part")
	if err := os.Remove(filepath.Join(dir, "hazard-v12-2026-07.csv")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, parts[0].Name)); err != nil {
		t.Fatal(err)
	}
	check(parts[0].Name + ": the part is missing")
	if report, err := export.Verify(context.Background(), filepath.Join(dir, parts[1].Name), m); err != nil || !report.Whole() {
		t.Errorf("one part alone: %+v, %v", report, err)
	}
	// A part that is no file does not hide what else differs.
	if err := os.Mkdir(filepath.Join(dir, parts[0].Name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, parts[1].Name)); err != nil {
		t.Fatal(err)
	}
	check(parts[0].Name+" cannot be read: is a directory", parts[1].Name+": the part is missing")
	m.Parts[1].Name = "../" + parts[1].Name
	if _, err := export.Verify(context.Background(), dir, m); err == nil {
		t.Error("a manifest may name a file outside of the folder")
	}
}

// Moments are whole seconds of Beijing's clock, in the manifest as in Arrow: 18:05 of 30 June in Greenwich is 02:05 of 1 July.
func TestMoments(t *testing.T) {
	b := setup(t, hazards(t, 1))
	data, m := b.file(export.Request{})
	said, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"createdAt":"2026-07-02T12:00:00+08:00"`, `"publishedAt":"2026-07-01T10:00:00+08:00"`, `"loadedAt":"2026-07-01T02:05:00+08:00"`} {
		if !strings.Contains(string(said), want) {
			t.Errorf("the manifest lacks %s: %s", want, said)
		}
	}
	if !bytes.Contains(data, []byte("2026-07-01T10:00:00+08:00")) || bytes.Contains(data, []byte("02:00:00Z")) {
		t.Error("the Arrow document says another time of publication")
	}
}

// Equal questions are equal bytes, whatever the time: with an order always, and a workbook has one.
func TestEqualQuestionsAreEqualBytes(t *testing.T) {
	b := setup(t, hazards(t, 6000))
	for _, r := range every() {
		r.Query.Order = []warehouse.OrderedBy{{Expr: &warehouse.Expr{Column: "id"}}}
		first, m := b.file(r)
		second, n := b.file(r)
		if !bytes.Equal(first, second) || m.SHA256 != n.SHA256 || m.ID == n.ID || !m.Ordered {
			t.Errorf("%s: %d and %d bytes, hashes %s and %s", named(r), len(first), len(second), m.SHA256, n.SHA256)
		}
	}
	_, m := b.file(export.Request{Format: export.XLSX})
	_, n := b.file(export.Request{Format: export.XLSX})
	if m.SHA256 != n.SHA256 || !m.Ordered || m.Filter.Order[0] != "id" {
		t.Errorf("workbooks without an order: %+v and %+v", m, n)
	}
	if _, m := b.file(export.Request{Format: export.CSV}); m.Ordered {
		t.Error("a CSV without an order says that it has one")
	}
}
