package etl

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"anlan/etl/source"
)

// findFiles lists the files of a source in the order of the patterns, and of the names within each, each once.
func findFiles(dir string, src Source) ([]string, error) {
	if src.Inbox {
		return filesOfInbox(dir, src)
	}
	var out []string
	for _, pattern := range src.Files {
		matches, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		if err != nil {
			return nil, &RunError{Code: NoFiles, Message: fmt.Sprintf("the file pattern %q is not one", pattern), Err: err}
		}
		sortFiles(matches)
		for _, m := range matches {
			if strings.HasPrefix(filepath.Base(m), "~$") { // a workbook that is open
				continue
			}
			if !slices.Contains(out, m) {
				out = append(out, m)
			}
		}
	}
	if len(out) == 0 {
		return nil, &RunError{Code: NoFiles, Message: "no file in the source folder is named " + strings.Join(src.Files, " or "), Err: fmt.Errorf("look in %s: %w", dir, os.ErrNotExist)}
	}
	return out, nil
}

// openFiles opens all files of an input and compares their headers with what the pipeline needs, before anything is staged.
// Faults of all files come together. Files are called by their place in the folder of sources.
func openFiles(ctx context.Context, dir string, paths []string, src Source, needs []string) (inputs []source.Input, err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, closeAll(inputs))
		}
	}()
	var code string
	var messages []string
	for _, path := range paths {
		spec := src.Spec
		if spec.Format == "" {
			spec.Format = source.FormatOf(path)
		}
		spec.Name = nameIn(dir, path)
		if spec.Format == "" {
			return inputs, &RunError{Code: source.NotText, Message: spec.Name + ": its name does not say what it is; say `format:` in the pipeline"}
		}
		spec.Keys = needs
		opened, err := source.OpenAll(ctx, path, spec)
		if err != nil {
			return inputs, err
		}
		inputs = append(inputs, opened...)
		for _, in := range opened {
			wrong, why := compareHeader(in, src, needs)
			if len(why) > 0 {
				code = wrong
				messages = append(messages, why...)
			}
		}
	}
	if len(messages) > 0 {
		return inputs, &RunError{Code: code, Message: strings.Join(messages, "; ")}
	}
	return inputs, nil
}

// nameIn is what everybody may know of a file's place: its path within the folder of sources, or else its name alone.
func nameIn(dir, path string) string {
	root, err := filepath.Abs(dir)
	if err != nil {
		return filepath.Base(path)
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return filepath.Base(path)
	}
	name, err := filepath.Rel(root, full)
	if err != nil || !filepath.IsLocal(name) {
		return filepath.Base(path)
	}
	return filepath.ToSlash(name)
}

// compareHeader names every column that is missing, with the one that was probably meant, and, where the pipeline refuses
// them, every column that is too much.
func compareHeader(in source.Input, src Source, needs []string) (code string, messages []string) {
	var extra []string
	columns := src.Spec.Repeat.Names(in.Columns())
	for _, c := range columns {
		if !slices.Contains(needs, c) {
			extra = append(extra, c)
		}
	}
	for _, name := range needs {
		if slices.Contains(columns, name) || slices.Contains(src.Spec.Optional, name) {
			continue
		}
		message := fmt.Sprintf("%s: the column %q is missing", in.Name(), name)
		if near := nearest(name, extra); near != "" {
			message += fmt.Sprintf("; was it renamed to %q?", near)
		}
		code, messages = MissingColumn, append(messages, message)
	}
	if datum := source.Datum(extra); datum != "" && len(messages) == len(needs) {
		return source.BadHeader, []string{fmt.Sprintf("%s: row 1 seems to hold data (%q), not the names of the columns; expected %s", in.Name(), datum, strings.Join(needs, ", "))}
	}
	if len(messages) == 0 && src.RefuseExtra && len(extra) > 0 {
		return ExtraColumn, []string{fmt.Sprintf("%s: columns that the pipeline does not know: %s", in.Name(), strings.Join(extra, ", "))}
	}
	return code, messages
}

func closeAll(inputs []source.Input) error {
	faults := make([]error, 0, len(inputs))
	for _, in := range inputs {
		faults = append(faults, in.Close())
	}
	return errors.Join(faults...)
}

// stagingColumns is the union of the files' columns, in the order in which they first come, and for each file the staging
// columns that its own go into.
func stagingColumns(inputs []source.Input) (union []string, names [][]string) {
	for _, in := range inputs {
		own := make([]string, len(in.Columns()))
		for i, c := range in.Columns() {
			at := slices.Index(union, c)
			if at < 0 {
				union = append(union, c)
				at = len(union) - 1
			}
			own[i] = fmt.Sprintf("c%d", at+1)
		}
		names = append(names, own)
	}
	return union, names
}
