package warehouse

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/cespare/xxhash/v2"

	"anlan/safety"
)

//go:embed sql/dimension_hash.sql
var dimensionHashSQL string

// dimensionTable is the content of one dimension table. A row holds the values of the columns after month and generation.
type dimensionTable struct {
	name   string
	insert string
	rows   func() [][]any
	hash   func() uint64 // hashRows of rows
	// columns are the rows by column, in slices of the columns' own types; nil for a table of so few rows that it does not matter.
	columns func() (columns []any, rows int)
}

// hashRows is what dimension_hash.sql computes of the same rows.
func hashRows(rows [][]any) uint64 {
	var sum uint64
	var cells []string
	for _, row := range rows {
		cells = cells[:0]
		for _, value := range row {
			cells = append(cells, cellText(value))
		}
		sum += xxhash.Sum64String(strings.Join(cells, "\t"))
	}
	return sum
}

func cellText(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case []string:
		return strings.Join(v, ";")
	case time.Time:
		return v.Format(time.DateOnly)
	case bool:
		return strconv.FormatBool(v)
	}
	return fmt.Sprint(value)
}

func (d dimensions) tables() []dimensionTable {
	return []dimensionTable{
		{"region", "INSERT INTO region (month, generation, code, name, full_name, level, kind, statutory_parent, managing_parent, valid_from, valid_to, successors, document, sort, longitude, latitude, coordinate_system, responsible_unit, responsible_post)", d.regionRows, d.regionHash, nil},
		{"region_closure", "INSERT INTO region_closure (month, generation, tree, ancestor, descendant, depth, ancestor_level, valid_from, valid_to)", d.closureRows, d.closureHash, d.closureColumns},
		d.sectors.table(), d.departments.table(),
	}
}

func (d dimensions) regionRows() [][]any {
	rows := make([][]any, len(d.regions.rows))
	for i, r := range d.regions.rows {
		row := append([]any{
			string(r.Code), r.Name, r.FullName, r.Level.String(), r.Kind, string(r.StatutoryParent), string(r.ManagingParent),
			day(r.ValidFrom), day(r.ValidTo), codeTexts(r.Successors), r.Document, uint32(i),
		}, r.Place.cells()...)
		rows[i] = append(row, r.ResponsibleUnit, r.ResponsiblePost)
	}
	return rows
}

func (d dimensions) closureRows() [][]any {
	closure := d.closure()
	rows := make([][]any, len(closure))
	for i, c := range closure {
		rows[i] = []any{string(c.Tree), string(c.Ancestor), string(c.Descendant), c.Depth, c.levelText(), day(c.From), day(c.To)}
	}
	return rows
}

func (d dimensions) closureColumns() (columns []any, rows int) {
	closure := d.closure()
	n := len(closure)
	trees, ancestors, descendants, levels := make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	depths, from, to := make([]uint8, n), make([]time.Time, n), make([]time.Time, n)
	for i, c := range closure {
		trees[i], ancestors[i], descendants[i], depths[i], levels[i] = string(c.Tree), string(c.Ancestor), string(c.Descendant), c.Depth, c.levelText()
		from[i], to[i] = day(c.From), day(c.To)
	}
	return []any{trees, ancestors, descendants, depths, levels, from, to}, n
}

func (a closureRow) levelText() string {
	if a.Level == safety.LevelUnknown {
		return ""
	}
	return a.Level.String()
}

func (s Sectors) table() dimensionTable {
	rows := make([][]any, len(s))
	for i, s := range s {
		industries := s.Industries
		if industries == nil {
			industries = []string{}
		}
		rows[i] = []any{s.Code, s.Name, s.NameEN, s.Parent, s.List, s.Department, industries, s.HighRisk, uint32(i)}
	}
	return smallTable("sector", "INSERT INTO sector (month, generation, code, name, name_en, parent, list, department, industries, high_risk, sort)", rows)
}

func (d Departments) table() dimensionTable {
	rows := make([][]any, len(d))
	for i, one := range d {
		rows[i] = []any{one.Code, one.Name, one.NameEN, uint32(i)}
	}
	return smallTable("department", "INSERT INTO department (month, generation, code, name, name_en, sort)", rows)
}

func smallTable(name, insert string, rows [][]any) dimensionTable {
	return dimensionTable{name, insert, func() [][]any { return rows }, func() uint64 { return hashRows(rows) }, nil}
}

func day(d safety.Date) time.Time { return d.Time(time.UTC) }

func codeTexts(codes []safety.RegionCode) []string {
	texts := make([]string, len(codes))
	for i, c := range codes {
		texts[i] = string(c)
	}
	return texts
}

// dimensionHashes tells what the tables hold in a version.
func (w *Warehouse) dimensionHashes(ctx context.Context, v *Version) (map[string]uint64, error) {
	rows, err := w.conn.Query(ctx, dimensionHashSQL, named("region", v.Partitions("region")), named("region_closure", v.Partitions("region_closure")),
		named("sector", v.Partitions("sector")), named("department", v.Partitions("department")))
	if err != nil {
		return nil, faultOf(ctx, "compare the dimensions", err)
	}
	defer rows.Close()
	hashes := map[string]uint64{}
	for rows.Next() {
		var name string
		var hash uint64
		if err := rows.Scan(&name, &hash); err != nil {
			return nil, faultOf(ctx, "compare the dimensions", err)
		}
		hashes[name] = hash
	}
	return hashes, faultOf(ctx, "compare the dimensions", rows.Err())
}

// write puts the rows into the table, invisible under their generation until the change is published.
func (t dimensionTable) write(ctx context.Context, w *Warehouse, generation uint32) error {
	batch, err := w.conn.PrepareBatch(ctx, t.insert)
	if err != nil {
		return err
	}
	defer batch.Abort() //nolint:errcheck // nothing to abort once sent
	if t.columns != nil {
		return t.writeColumns(batch, generation)
	}
	for _, row := range t.rows() {
		if err := batch.Append(append([]any{uint32(0), generation}, row...)...); err != nil {
			return err
		}
	}
	return batch.Send()
}

func (t dimensionTable) writeColumns(batch driver.Batch, generation uint32) error {
	columns, rows := t.columns()
	months := make([]uint32, rows)
	generations := slices.Repeat([]uint32{generation}, len(months))
	for i, column := range append([]any{months, generations}, columns...) {
		if err := batch.Column(i).Append(column); err != nil {
			return err
		}
	}
	return batch.Send()
}
