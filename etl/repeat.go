package etl

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"anlan/etl/source"
)

// repeat replaces a staged input whose rows hold several records each by one with a row a record, where the pipeline says so.
func (r *run) repeat(ctx context.Context, number int, in staged) (staged, error) {
	src := r.pipeline.sources()[number]
	if src.Repeat == nil {
		return in, nil
	}
	groups := groupColumns(in.columns, src.Spec.Repeat)
	if len(groups.groups) == 0 {
		return in, &RunError{Code: MissingColumn, Message: fmt.Sprintf("%s: no column is named like %s", strings.Join(in.files, ", "), strings.Join(src.Repeat.Columns, " or "))}
	}
	out := in
	out.table, out.columns, out.begins = in.table+"_items", nil, nil
	for _, i := range groups.kept {
		out.columns = append(out.columns, in.columns[i])
	}
	for _, name := range groups.names {
		if slices.Contains(out.columns, name) {
			return in, &RunError{Code: source.Duplicate, Message: fmt.Sprintf("%s: the column %q stands once by itself and once repeated; choose a pattern under repeat that tells them apart", strings.Join(in.files, ", "), name)}
		}
	}
	out.columns = append(append(out.columns, groups.names...), itemColumn)
	for _, name := range src.Repeat.Filled {
		if !slices.Contains(groups.names, name) {
			return in, &RunError{Code: MissingColumn, Message: fmt.Sprintf("repeat: filled names %q, which is no repeated column%s", name, didYouMean(name, groups.names))}
		}
	}
	if err := r.createStage(ctx, out); err != nil {
		return in, err
	}
	if err := r.conn.Exec(ctx, repeatSQL(in.table, out.table, groups, src.Repeat.Filled)); err != nil {
		return in, fmt.Errorf("take repeated columns apart: %w", err)
	}
	var rows, records uint64
	if err := r.conn.QueryRow(ctx, "SELECT (SELECT count() FROM "+in.table+"), (SELECT count() FROM "+out.table+")").Scan(&rows, &records); err != nil {
		return in, fmt.Errorf("count repeated records: %w", err)
	}
	r.log.Info("rows were taken apart", "rows", rows, "records", records, "groups", len(groups.groups))
	if number == 0 {
		r.rows = r.rows - rows + records
	}
	return out, nil
}
