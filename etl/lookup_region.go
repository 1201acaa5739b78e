package etl

import (
	"context"
	"fmt"
	"time"

	"anlan/safety"
)

// readRegions finds out what each text of each region column stands for, and keeps it in a table that the conversion looks into.
// A load of a million rows has a few hundred texts: they are understood once each.
func (r *run) readRegions(ctx context.Context, b *plan) error {
	for _, m := range b.pipeline.Columns {
		if m.Column.Lookup != "region" {
			continue
		}
		regions, err := r.warehouse.Regions(ctx, b.dims.version)
		if err != nil {
			return err
		}
		if w := m.Region.Within; w != "" && !regions.Known(w) {
			return &RunError{Code: UnknownRegion, Message: fmt.Sprintf("%s: there is no region %q to look names up within; was it loaded?", m.Column.Name, w)}
		}
		reader := regionReader{regionNames: newRegionNames(regions), rule: m.Region, keep: m.Unknown == KeepUnknown}
		if err := r.writeRegions(ctx, b, m, reader); err != nil {
			return fmt.Errorf("look up regions: %w", err)
		}
	}
	return nil
}

// texts visits the different texts of a column.
func (r *run) texts(ctx context.Context, b *plan, m Mapping, visit func(string) error) error {
	narrow := b.only(m.Column.Name)
	column := "t_" + m.Column.Name
	rows, err := r.conn.Query(ctx, "SELECT DISTINCT assumeNotNull("+column+") FROM ("+narrow.texts("")+") WHERE isNotNull("+column+")", narrow.args.values...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var t string
		if err := rows.Scan(&t); err != nil {
			return err
		}
		if err := visit(t); err != nil {
			return err
		}
	}
	return rows.Err()
}

// regionsAtOnce bounds the texts whose meanings are in memory at once: a column of addresses has as many as rows.
const regionsAtOnce = 50_000

// writeRegions fills the table: for each text the days from which it means something else, and what.
func (r *run) writeRegions(ctx context.Context, b *plan, m Mapping, reader regionReader) error {
	table := b.regionTable(m.Column)
	r.tables = append(r.tables, table)
	if err := r.conn.Exec(ctx, "CREATE TABLE "+table+` (text String, days Array(Date32), codes Array(String), hows Array(String), ambiguous Array(UInt8), reasons Array(String))
		ENGINE = Join(ANY, LEFT, text)`); err != nil {
		return err
	}
	var pending []string
	if err := r.texts(ctx, b, m, func(text string) error {
		if pending = append(pending, text); len(pending) < regionsAtOnce {
			return nil
		}
		defer func() { pending = pending[:0] }()
		return r.appendRegions(ctx, b, table, reader, pending)
	}); err != nil {
		return err
	}
	return r.appendRegions(ctx, b, table, reader, pending)
}

func (r *run) appendRegions(ctx context.Context, b *plan, table string, reader regionReader, texts []string) error {
	if len(texts) == 0 {
		return nil
	}
	batch, err := r.conn.PrepareBatch(ctx, "INSERT INTO "+table+" (text, days, codes, hows, ambiguous, reasons)")
	if err != nil {
		return err
	}
	defer batch.Close() //nolint:errcheck // nothing to give back once sent
	for _, text := range texts {
		var days []time.Time
		var codes, hows, reasons []string
		var ambiguous []uint8
		for i, m := range reader.read(text) {
			from := m.from
			if i == 0 {
				from = safety.NewDate(1900, 1, 1) // whatever lies before the first day of the table
			}
			var several uint8
			if m.ambiguous && m.code == "" {
				several = 1
			}
			days, codes, hows, reasons, ambiguous = append(days, from.Time(time.UTC)), append(codes, string(m.code)), append(hows, m.how), append(reasons, m.reason), append(ambiguous, several)
			b.substituted = b.substituted || m.how != ""
		}
		if err := batch.Append(text, days, codes, hows, ambiguous, reasons); err != nil {
			return err
		}
	}
	return batch.Send()
}
