package export

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Report says whether a file is what a manifest proves.
type Report struct {
	Rows   uint64   `json:"rows"`   // counted by reading
	Bytes  uint64   `json:"bytes"`  // of the file, or of all parts together
	Faults []string `json:"faults"` // all that differs, in plain words; none: the file is what left
}

// Whole reports whether nothing differs.
func (r *Report) Whole() bool { return len(r.Faults) == 0 }

func (r *Report) faultf(format string, args ...any) {
	r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
}

// Verify compares a file with its manifest: its size, its SHA-256, and, by opening it, the number of its rows and the names and types of its columns. For an export in parts path is
// the folder that they lie in. The error is for what cannot be read at all; whatever differs is a fault of the report.
func Verify(ctx context.Context, path string, m Manifest) (Report, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Report{}, fmt.Errorf("verify: %w", err)
	}
	var r Report
	switch {
	case m.SHA256 == "" && len(m.Parts) == 0:
		return Report{}, fmt.Errorf("verify: the manifest of %s proves nothing: the export is not whole", m.ID)
	case len(m.Parts) == 0 && info.IsDir():
		return Report{}, fmt.Errorf("verify: %s is a folder, and the manifest is of one file", path)
	case len(m.Parts) == 0:
		err = r.file(ctx, path, m, ManifestPart{Name: filepath.Base(path), Rows: m.Rows, Bytes: m.Bytes, SHA256: m.SHA256})
	case !info.IsDir() && len(m.Parts) == 1:
		err = r.file(ctx, path, m, m.Parts[0])
	case !info.IsDir():
		err = r.onePart(ctx, path, m)
	default:
		err = r.folder(ctx, path, m)
	}
	if err != nil {
		return Report{}, fmt.Errorf("verify: %w", err)
	}
	r.together(m)
	return r, nil
}

// together holds what a manifest says of all parts to what it says of each.
func (r *Report) together(m Manifest) {
	if len(m.Parts) == 0 {
		return
	}
	all := m.together()
	if all.Rows != m.Rows {
		r.faultf("the manifest contradicts itself: its parts have %d rows together, and it says %d", all.Rows, m.Rows)
	}
	if all.Bytes != m.Bytes {
		r.faultf("the manifest contradicts itself: its parts have %d bytes together, and it says %d", all.Bytes, m.Bytes)
	}
	if m.SHA256 != "" {
		r.faultf("the manifest contradicts itself: it has parts, and a SHA-256 of one file")
	}
	names := map[string]bool{}
	for _, p := range m.Parts {
		if names[p.Name] {
			r.faultf("the manifest contradicts itself: it names the part %s twice", p.Name)
		}
		names[p.Name] = true
	}
}

// onePart compares a single file of an export in parts with the part of its name.
func (r *Report) onePart(ctx context.Context, path string, m Manifest) error {
	at := slices.IndexFunc(m.Parts, func(p ManifestPart) bool { return p.Name == filepath.Base(path) })
	if at < 0 {
		r.faultf("%s: the export has no part of this name", filepath.Base(path))
		return nil
	}
	return r.file(ctx, path, m, m.Parts[at])
}

// folder compares all parts, and names those that are missing or belong to nothing.
func (r *Report) folder(ctx context.Context, dir string, m Manifest) error {
	known := map[string]bool{}
	for _, p := range m.Parts {
		known[p.Name] = true
		if p.Name != filepath.Base(p.Name) {
			return fmt.Errorf("the manifest names a part %q outside of the folder", p.Name)
		}
		err := r.file(ctx, filepath.Join(dir, p.Name), m, p)
		var unread *fs.PathError
		switch {
		case errors.Is(err, fs.ErrNotExist):
			r.faultf("%s: the part is missing", p.Name)
		case errors.As(err, &unread):
			r.faultf("%s cannot be read: %v", p.Name, unread.Err)
		case err != nil:
			return err
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	extension := ""
	if f := formats()[m.Format]; f != nil {
		extension = f.extension
	}
	for _, e := range entries {
		if !known[e.Name()] && !e.IsDir() && filepath.Ext(e.Name()) == extension {
			r.faultf("%s: the export has no such part", e.Name())
		}
	}
	return nil
}

// file compares one file.
func (r *Report) file(ctx context.Context, path string, m Manifest, want ManifestPart) error {
	f, err := os.Open(filepath.Clean(path))
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // it was only read
	hash := sha256.New()
	size, err := copyAll(hash, inContext{ctx, f}, nil)
	if err != nil {
		return err
	}
	r.Bytes += uint64(size)
	found := uint64(size)
	sum := hex.EncodeToString(hash.Sum(nil))
	switch {
	case found < want.Bytes:
		r.faultf("%s is cut short: it has %d bytes of %d, %d are missing", want.Name, found, want.Bytes, want.Bytes-found)
	case found > want.Bytes:
		r.faultf("%s has %d bytes where %d left, %d too many", want.Name, found, want.Bytes, found-want.Bytes)
	case !strings.EqualFold(sum, want.SHA256):
		r.faultf("%s was changed: it has the right size, but its SHA-256 is %s where %s left", want.Name, sum, want.SHA256)
	}
	return r.open(ctx, f, m, want, found == want.Bytes && strings.EqualFold(sum, want.SHA256))
}

// open reads the file's rows; same tells that its bytes are those that left.
func (r *Report) open(ctx context.Context, f *os.File, m Manifest, want ManifestPart, same bool) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	seen, err := look(ctx, f, m, same)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	r.Rows += seen.rows
	if err != nil {
		r.faultf("%s cannot be read to its end as %s, after %d rows: %v", want.Name, m.Format, seen.rows, err)
	}
	if seen.columns != nil {
		if different := differ(m.Columns, seen.columns); different != "" {
			r.faultf("%s is of another export: %s", want.Name, different)
		}
	}
	if err == nil && seen.rows != want.Rows {
		r.faultf("%s has %d rows where %d left", want.Name, seen.rows, want.Rows)
	}
	return nil
}

// differ says in what the columns of a file are not those of the manifest; empty when they are.
func differ(want []ManifestColumn, got []seenColumn) string {
	for i := range max(len(want), len(got)) {
		switch {
		case i >= len(got):
			return fmt.Sprintf("the column %s is missing", want[i].Name)
		case i >= len(want):
			return "there is a column " + got[i].name
		case want[i].Name != got[i].name:
			return fmt.Sprintf("column %d is %q where %q left", i+1, got[i].name, want[i].Name)
		case got[i].is != "" && kindOf(want[i].Type) != "" && kindOf(want[i].Type) != got[i].is:
			return fmt.Sprintf("the column %s is %s where %s left", want[i].Name, got[i].is, kindOf(want[i].Type))
		}
	}
	return ""
}

// inContext ends a reading with its context.
type inContext struct {
	ctx context.Context //nolint:containedctx // of one reading
	io.Reader
}

func (r inContext) Read(p []byte) (int, error) {
	if r.ctx.Err() != nil {
		return 0, context.Cause(r.ctx)
	}
	return r.Reader.Read(p)
}
