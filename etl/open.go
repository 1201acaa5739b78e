package etl

import (
	"context"
	"slices"

	"anlan/etl/source"
)

// opener is a kind of source other than files: a database, an address.
type opener interface {
	// open connects and learns what the columns are, before anything is read. needs are the columns that the pipeline names.
	open(ctx context.Context, r *run, needs []string) ([]source.Input, error)
	// describe says what is read, without secrets, as lists of pipelines show it.
	describe() string
	// kind is what the ledger calls its inputs.
	kind() string
}

// open opens every input and compares its header with the pipeline, before anything is staged.
func (r *run) open(ctx context.Context) ([][]source.Input, error) {
	inputs := make([][]source.Input, 0, 1+len(r.pipeline.Joins))
	var total int64
	for i, src := range r.sources() {
		in, err := r.openSource(ctx, i, src)
		if err != nil {
			return inputs, err
		}
		inputs = append(inputs, in)
		for _, one := range in {
			total += one.Size()
		}
	}
	r.progress.update(func(p *Progress) { p.BytesTotal = total })
	return inputs, nil
}

// openSource opens input number i: 0 is the pipeline's source, then come its joins. Files that the caller names stand for the
// source's own.
func (r *run) openSource(ctx context.Context, i int, src Source) ([]source.Input, error) {
	needs := r.pipeline.needs(i)
	if i == 0 && r.replay != nil {
		return r.replay.inputs(r.conn, needs), nil
	}
	src.Spec.Optional, src.Spec.Dates, src.Spec.Named = r.pipeline.optional(i), r.pipeline.dates(i), src.Withhold
	src.Spec.Amounts = r.pipeline.amounts(i)
	if src.Opener != nil {
		if i == 0 && len(r.options.Files) > 0 {
			return nil, &RunError{Code: NoFiles, Message: "the pipeline reads " + src.Describe() + " and takes no files"}
		}
		return src.Opener.open(ctx, r, needs)
	}
	paths := slices.Clone(r.options.Files)
	sortFiles(paths) // a shell would put October before September
	if i > 0 || len(paths) == 0 {
		var err error
		if paths, err = findFiles(r.loader.folder(src), src); err != nil {
			return nil, err
		}
	}
	return openFiles(ctx, r.loader.folder(src), paths, src, needs)
}

// sources lists the source of the records, then those of the joins, then control files.
func (p *Pipeline) sources() []Source {
	list := append(make([]Source, 0, 1+len(p.Joins)), p.Source)
	for _, j := range p.Joins {
		list = append(list, j.Source)
	}
	for _, c := range p.controls() {
		list = append(list, c.Source)
	}
	return list
}

// input is what the ledger calls input number i: nothing for the source, the join's name for the others.
func (p *Pipeline) input(i int) string {
	if i == 0 {
		return ""
	}
	if i > len(p.Joins) {
		return p.controls()[i-1-len(p.Joins)].input()
	}
	return p.Joins[i-1].Name
}
