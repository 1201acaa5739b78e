package etl

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"anlan/etl/source"
	"anlan/warehouse"
)

// DraftOptions say what a pipeline is drafted for.
type DraftOptions struct {
	Files []string // at least one; paths as the operating system knows them
	Fact  string   // the kind of record; empty guesses it from the names of files, sheets and columns
}

// Draft looks at files and writes a pipeline for them, as a start: YAML with the columns whose meaning could be guessed, and
// comments on what could not. The text can be parsed; what stands as "?" in it is for a person to fill in, and rows that it is
// about are rejected before. Faults of the files are errors of package source.
func Draft(ctx context.Context, o DraftOptions) ([]byte, error) {
	sample, err := lookAt(ctx, o.Files)
	if err != nil {
		return nil, err
	}
	fact, ok := warehouse.FactNamed(o.Fact)
	switch {
	case o.Fact == "":
		if fact = guessFact(sample); fact == nil {
			return nil, &RunError{Code: BadDraft, Message: "nothing says what kind of record this is; say it with --fact: " + strings.Join(factNames(), ", ")}
		}
	case !ok:
		return nil, &RunError{Code: BadDraft, Message: fmt.Sprintf("there is no fact %q%s", o.Fact, didYouMean(o.Fact, factNames()))}
	case fact.Own:
		return nil, &RunError{Code: BadDraft, Message: fmt.Sprintf("%s is what Anlan publishes itself: no pipeline loads it", o.Fact)}
	}
	d := newDraft(fact, sample)
	d.guess()
	text := d.yaml()
	if _, err := ParsePipeline("draft.yaml", text); err != nil {
		return nil, &RunError{Code: warehouse.Internal, Message: "the draft is no pipeline; this is a fault of the program", Err: err}
	}
	return text, nil
}

// BadDraft is the code of a draft that was asked for wrongly.
const BadDraft = "bad_draft"

// sampled is what looking at the files showed.
type sampled struct {
	files   []string
	spec    source.Spec
	places  []source.Place
	notes   []string
	columns []sampledColumn
}

type sampledColumn struct {
	name   string
	values []string // not empty
	inputs int      // inputs that have it
}

// samplesOf bounds the values looked at of a column of one input.
const samplesOf = 2000

// lookAt opens the files in the ways that they may be written in, and samples the columns of all.
func lookAt(ctx context.Context, paths []string) (*sampled, error) {
	s := &sampled{}
	if len(paths) == 0 {
		return nil, &RunError{Code: BadDraft, Message: "name at least one file"}
	}
	for i, path := range paths {
		inputs, spec, err := openSomehow(ctx, path)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			s.spec = spec
		}
		s.files = append(s.files, filepath.Base(path))
		for _, in := range s.alike(inputs) {
			s.places = append(s.places, placeOf(in))
			values, err := source.Sample(ctx, in, samplesOf)
			if err != nil {
				return nil, err
			}
			s.add(in.Columns(), values)
			if n, ok := in.(interface{ Notes() []source.Note }); ok {
				for _, note := range n.Notes() {
					s.notes = append(s.notes, note.Text)
				}
			}
		}
		if err := closeAll(inputs); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// alike leaves out sheets that are no part of the ledger: instructions, lists of words. A run passes over them as well.
func (s *sampled) alike(inputs []source.Input) []source.Input {
	var main []string
	for _, in := range inputs {
		if len(in.Columns()) > len(main) {
			main = in.Columns()
		}
	}
	var out []source.Input
	for _, in := range inputs {
		common := 0
		for _, c := range in.Columns() {
			if slices.Contains(main, c) {
				common++
			}
		}
		if 2*common < len(main) {
			s.notes = append(s.notes, in.Name()+" has other columns and was not looked at: "+strings.Join(in.Columns()[:min(len(in.Columns()), 8)], ", "))
			continue
		}
		out = append(out, in)
	}
	return out
}

func (s *sampled) add(columns []string, values [][]string) {
	for i, name := range columns {
		at := slices.IndexFunc(s.columns, func(c sampledColumn) bool { return c.name == name })
		if at < 0 {
			s.columns = append(s.columns, sampledColumn{name: name})
			at = len(s.columns) - 1
		}
		s.columns[at].values = append(s.columns[at].values, values[i]...)
		s.columns[at].inputs++
	}
}

// openSomehow tries the encodings and delimiters that files come in, and takes the way that gives the most columns.
func openSomehow(ctx context.Context, path string) ([]source.Input, source.Spec, error) {
	spec := source.Spec{Format: source.FormatOf(path)}
	if spec.Format == "" {
		spec.Format = source.CSV
	}
	switch spec.Format {
	case source.CSV, source.TSV:
	case source.JSONLines:
		keys, err := source.JSONKeys(path)
		if err != nil {
			return nil, spec, &source.Error{Code: source.Unreadable, File: filepath.Base(path), Message: filepath.Base(path) + ": cannot be read", Err: err}
		}
		spec.Keys = keys
		inputs, err := source.OpenAll(ctx, path, spec)
		return inputs, spec, err
	default:
		inputs, err := source.OpenAll(ctx, path, spec)
		return inputs, spec, err
	}
	var best []source.Input
	var bestSpec source.Spec
	var first error
	for _, encoding := range []string{source.UTF8, source.GB18030} {
		if !readable(ctx, path, encoding) {
			continue
		}
		for _, delimiter := range []byte{0, '\t', ';', '|'} {
			try := spec
			try.Encoding, try.Delimiter = encoding, delimiter
			inputs, err := source.OpenAll(ctx, path, try)
			if err != nil {
				if first == nil {
					first = err
				}
				continue
			}
			if best == nil || len(inputs[0].Columns()) > len(best[0].Columns()) {
				_ = closeAll(best) // only looked at
				best, bestSpec = inputs, try
			} else {
				_ = closeAll(inputs)
			}
		}
		if best != nil {
			break
		}
	}
	if best == nil {
		return nil, spec, first
	}
	return best, bestSpec, nil
}

// readable reports that what is looked at of a text file is in an encoding: UTF-8 hardly ever is by accident.
func readable(ctx context.Context, path, encoding string) bool {
	wrong := func(err error) bool {
		fault, ok := errors.AsType[*source.Error](err)
		return ok && fault.Code == source.WrongEncoding
	}
	in, err := source.Open(path, source.Spec{Format: source.CSV, Encoding: encoding})
	if err != nil {
		return !wrong(err)
	}
	defer in.Close() //nolint:errcheck // only looked at
	_, err = source.Sample(ctx, in, 1)
	return !wrong(err)
}
