package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"anlan/etl/source/sheet"
)

// Workbook says how the sheets of a workbook are read. The zero value reads the usual ledger.
type Workbook struct {
	// Sheets are names or patterns of the sheets to read, hidden ones too; each must match one. Without any, every visible sheet
	// is read in which at least half of the required columns are found.
	Sheets []string
	// First reads the first visible sheet only, All every visible one whether its header is known or not.
	First, All bool
	// HeaderRow is the first row of the header; 0 finds it. HeaderRows is how many rows it has; 0 finds that too.
	HeaderRow, HeaderRows int
	// Totals are the words that mark a row of totals, beside the usual ones; KeepTotals reads such rows as records.
	Totals     []string
	KeepTotals bool
	// SkipHidden leaves out rows that the sheet hides.
	SkipHidden bool
	// NotFilled leaves the value of a merged cell in its first row; otherwise it is every row's that the cell spans, amounts excepted.
	// FillAll fills amounts too; FillOnly names the columns that are filled.
	NotFilled, FillAll bool
	FillOnly           []string
}

// Place says where an input lies within its file.
type Place struct {
	File  string // the Spec's name of the file
	Sheet string // of a workbook
	Title string // what stands above the header of a sheet
}

// OpenAll opens a file like Open; of a workbook it opens every sheet that is to be read, each as an input of its own. Inputs of
// workbooks have the methods Place() and, for after Stream, Notes() and LeftOut().
func OpenAll(ctx context.Context, path string, spec Spec) ([]Input, error) {
	if spec.Format != XLSX && spec.Format != XLS {
		in, err := Open(path, spec)
		if err != nil {
			return nil, err
		}
		return []Input{in}, nil
	}
	return openWorkbook(ctx, path, spec)
}

// workbookFile is the open file that the inputs of its sheets share.
type workbookFile struct {
	path string
	name string
	size int64
	book sheet.Book
	mu   sync.Mutex
	uses int
	hash string
}

func openWorkbook(ctx context.Context, path string, spec Spec) ([]Input, error) {
	spec = spec.withDefaults()
	if spec.Name == "" {
		spec.Name = filepath.Base(path)
	}
	plain, size, err := openRegular(path, spec.Name)
	if err != nil {
		return nil, err
	}
	if err := plain.Close(); err != nil {
		return nil, fault(Unreadable, spec.Name, err, "cannot be read")
	}
	book, err := sheet.Open(ctx, path)
	if err != nil {
		return nil, workbookFault(spec.Name, err)
	}
	file := &workbookFile{path: path, name: spec.Name, size: size, book: book}
	inputs, err := file.openSheets(ctx, spec)
	if err != nil {
		return nil, errors.Join(err, book.Close())
	}
	file.uses = len(inputs)
	out := make([]Input, len(inputs))
	rest := file.size
	for i, in := range inputs {
		out[i] = in
		rest -= in.info.Size
	}
	inputs[0].info.Size += max(rest, 0) // what is not cells, so that all add up to the file
	return out, nil
}

// workbookFault puts what the reader of workbooks says into the words of a file's fault.
func workbookFault(name string, err error) error {
	reason := strings.TrimSuffix(err.Error(), ": "+sheet.ErrNotWorkbook.Error())
	switch {
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, sheet.ErrNotWorkbook):
		return fault(NotText, name, err, "is no workbook that can be read: %s", reason)
	case errors.Is(err, sheet.ErrEncrypted):
		return fault(Unreadable, name, err, "is protected by a password; save it without one")
	case errors.Is(err, sheet.ErrTooLarge):
		return fault(TooLarge, name, err, "unpacks to more than any honest workbook: %s", reason)
	case errors.Is(err, sheet.ErrDamaged):
		return fault(Truncated, name, err, "is damaged or cut off: %s", strings.ReplaceAll(reason, ": "+sheet.ErrDamaged.Error(), ""))
	}
	return fault(Unreadable, name, err, "cannot be read: %s", plainReason(err))
}

// plainReason is the system's reason without the path, which the message must not name.
func plainReason(err error) string {
	var in *os.PathError
	if errors.As(err, &in) {
		return in.Err.Error()
	}
	return err.Error()
}

// openSheets chooses the sheets and finds their headers.
func (f *workbookFile) openSheets(ctx context.Context, spec Spec) ([]*sheetInput, error) {
	var inputs []*sheetInput
	var without, hidden []leftOut // sheets whose header was not found, and hidden ones whose was
	best := 0
	named := make([]bool, len(spec.Workbook.Sheets))
	for i, info := range f.book.Sheets() {
		chosen := f.chosen(spec.Workbook, i, info, named)
		if !chosen {
			if info.Hidden && !spec.Workbook.First && len(spec.Workbook.Sheets) == 0 && len(spec.Keys) > 0 {
				if in, err := f.openSheet(ctx, spec, i, info); err == nil && in != nil && in.header.found > 0 && in.header.known() {
					hidden = append(hidden, leftOut{SkippedHiddenSheets, fmt.Sprintf("表“%s” is hidden", info.Name), info.Name})
				}
			}
			continue
		}
		in, err := f.openSheet(ctx, spec, i, info)
		if err != nil {
			return nil, workbookSheetFault(f.name, info.Name, err)
		}
		if in == nil {
			without = append(without, leftOut{SkippedSheets, fmt.Sprintf("表“%s” is empty", info.Name), ""})
			continue
		}
		best = max(best, in.header.found)
		insist := len(spec.Workbook.Sheets) > 0 || spec.Workbook.First || spec.Workbook.All
		if !insist && !in.header.known() {
			without = append(without, leftOut{SkippedSheets, in.header.why(info.Name), info.Name})
			continue
		}
		if err := in.finish(ctx); err != nil {
			return nil, workbookSheetFault(f.name, info.Name, err)
		}
		inputs = append(inputs, in)
	}
	for i, found := range named {
		if !found {
			return nil, fault(MissingSheet, f.name, nil, "has no sheet named %q; it has %s", spec.Workbook.Sheets[i], f.sheetNames())
		}
	}
	if len(inputs) == 0 {
		if len(without) == 0 {
			return nil, fault(Empty, f.name, nil, "has no visible sheet with cells; it has %s", f.sheetNames())
		}
		code := BadHeader
		if best > 0 {
			code = MissingHeader
		}
		return nil, fault(code, f.name, nil, "no sheet has the header that the pipeline expects (%s): %s", quoteAll(spec.required()), reasonsOf(without))
	}
	inputs[0].notes.leave(slices.Concat(without, hidden))
	return inputs, nil
}

func reasonsOf(sheets []leftOut) string {
	reasons := make([]string, len(sheets))
	for i, l := range sheets {
		reasons[i] = l.why
	}
	return strings.Join(reasons, "; ")
}

func workbookSheetFault(name, sheetName string, err error) error {
	var own *Error
	if errors.As(err, &own) {
		return err
	}
	return workbookFault(sheetTitle(name, sheetName), err)
}

// sheetTitle is what messages call a sheet: 台账.xlsx 表“张店区”.
func sheetTitle(file, name string) string { return file + " 表“" + name + "”" }

func (f *workbookFile) chosen(w Workbook, i int, info sheet.Info, named []bool) bool {
	if len(w.Sheets) == 0 {
		if info.Hidden {
			return false
		}
		if !w.First {
			return true
		}
		for _, before := range f.book.Sheets()[:i] {
			if !before.Hidden {
				return false
			}
		}
		return true
	}
	any := false
	for k, pattern := range w.Sheets {
		ok, err := path.Match(strings.ReplaceAll(pattern, "/", "\x01"), strings.ReplaceAll(info.Name, "/", "\x01"))
		if pattern == info.Name || ok && err == nil {
			any, named[k] = true, true
		}
	}
	return any
}

func (f *workbookFile) sheetNames() string {
	var names []string
	for _, s := range f.book.Sheets() {
		name := "“" + s.Name + "”"
		if s.Hidden {
			name += " (hidden)"
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

func quoteAll(names []string) string {
	const most = 12
	if len(names) > most {
		return "“" + strings.Join(names[:most], "”, “") + fmt.Sprintf("” and %d more", len(names)-most)
	}
	return "“" + strings.Join(names, "”, “") + "”"
}

// required are the keys that are not optional.
func (s Spec) required() []string {
	var out []string
	for _, k := range s.Keys {
		optional := false
		for _, o := range s.Optional {
			optional = optional || o == k
		}
		if !optional {
			out = append(out, k)
		}
	}
	return out
}

// sha256 reads the file once for all its sheets.
func (f *workbookFile) sha256() (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.hash != "" {
		return f.hash, nil
	}
	r, err := os.Open(f.path)
	if err != nil {
		return "", err
	}
	defer r.Close() //nolint:errcheck // only read
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return "", err
	}
	f.hash = hex.EncodeToString(h.Sum(nil))
	return f.hash, nil
}

// release closes the file with its last sheet.
func (f *workbookFile) release() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.uses--; f.uses != 0 {
		return nil
	}
	return f.book.Close()
}
