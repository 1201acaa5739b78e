package etl

import (
	"context"
	"fmt"
	"path"
	"strconv"
	"strings"

	"anlan/etl/source"
)

// ControlTest compares what was read with a control file that the sender lays beside the data: how many records it sent, and
// what a column of them comes to.
type ControlTest struct {
	Source Source
	// File is the control file's column that names the data file of its row; without it all rows together are about all files.
	File string
	// Rows is its column with the number of records.
	Rows string
	// Sums pairs a column of the source with the control file's column that has its sum.
	Sums []JoinKey
	code string
}

// Kind is control.
func (ControlTest) Kind() string { return "control" }

// Subject names the control files.
func (t ControlTest) Subject() string { return strings.Join(t.Source.Files, " ") }

// input is what the ledger calls the control files.
func (t ControlTest) input() string { return "control:" + t.code }

// needs are the columns that the control files must have.
func (t ControlTest) needs() []string {
	var names []string
	for _, name := range append([]string{t.File, t.Rows}, theirs(t.Sums)...) {
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

func theirs(keys []JoinKey) []string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.Theirs
	}
	return names
}

// controls lists the tests with control files, in order: their files are inputs of the run behind those of the joins.
func (p *Pipeline) controls() (list []ControlTest) {
	for _, c := range p.LoadChecks {
		if t, ok := c.Test.(ControlTest); ok {
			list = append(list, t)
		}
	}
	return list
}

// controlled is one figure: of a file or of all (""), what the control file says and what was read.
type controlled struct {
	file, figure string
	sent, read   string
	equal        bool
}

func (t ControlTest) measure(ctx context.Context, l *loaded) (finding, error) {
	c := &control{ControlTest: t, loaded: l, args: &arguments{}}
	for i, other := range l.plan.pipeline.controls() {
		if other.code == t.code {
			c.number = 1 + len(l.plan.pipeline.Joins) + i
		}
	}
	figures, err := c.compare(ctx)
	if err != nil {
		return finding{}, err
	}
	wrong := 0
	f := finding{expected: "0"}
	for _, one := range figures {
		if one.equal {
			continue
		}
		if wrong++; wrong <= namedKeys {
			f.keys = append(f.keys, strings.TrimPrefix(one.file+" ", " ")+one.figure+": "+one.sent+" ≠ "+one.read)
		}
	}
	if len(figures) == 0 {
		return skipped(f.expected, "控制文件中没有数字", "the control file states nothing"), nil
	}
	f.outcome, f.measured, f.value = judged(wrong == 0), strconv.Itoa(wrong), new(float64(wrong))
	f.zh = fmt.Sprintf("控制文件的 %d 个数中 %d 个与读入的不符（发出 ≠ 读入）", len(figures), wrong)
	f.en = fmt.Sprintf("%d of %d figures of the control file disagree with what was read (sent ≠ read)", wrong, len(figures))
	return f, nil
}

// control is a ControlTest on its way to SQL.
type control struct {
	ControlTest
	*loaded
	args   *arguments
	number int // of the input
}

func (c *control) compare(ctx context.Context) ([]controlled, error) {
	var out []controlled
	if c.Rows != "" {
		files, rows := c.read()
		read := "SELECT file, toDecimal128(sum(n), 4) AS n FROM (SELECT " + c.fileOf("f.1") + " AS file, f.2 AS n FROM (SELECT arrayJoin(arrayZip(" +
			c.args.add(files, "Array(String)") + ", " + c.args.add(rows, "Array(UInt64)") + ")) AS f)) GROUP BY file"
		figures, err := c.against(ctx, "rows", c.Rows, read)
		if err != nil {
			return nil, err
		}
		out = append(out, figures...)
	}
	for _, sum := range c.Sums {
		column := c.plan.amountText(c.args, 0, sum.Ours)
		files := c.args.add(c.plan.inputs[0].files, "Array(String)")
		read := "SELECT file, sum(ifNull(" + figureOf(c.args, "t") + ", 0)) AS n FROM (SELECT " + c.fileOf(files+"[s0.file + 1]") + " AS file, CAST(" + column + " AS Nullable(String)) AS t FROM " +
			c.plan.inputs[0].table + " AS s0) GROUP BY file"
		figures, err := c.against(ctx, sum.Ours, sum.Theirs, read)
		if err != nil {
			return nil, err
		}
		out = append(out, figures...)
	}
	return out, nil
}

// read are the files of the source with the records that they held, unreadable ones included.
func (c *control) read() (files []string, rows []uint64) {
	for _, f := range c.run.ledger.Files {
		if f.Input == "" && f.Kind != source.SkippedSheets && f.Kind != source.SkippedHiddenSheets {
			files, rows = append(files, path.Base(f.Name)), append(rows, f.Rows)
		}
	}
	return files, rows
}

// fileOf is the SQL of the name that figures are compared under.
func (c *control) fileOf(name string) string {
	if c.File == "" {
		return "''"
	}
	return "arrayElement(splitByChar('/', " + name + "), -1)"
}

// against sets what the control files say about a figure beside what was read; either may lack a file.
func (c *control) against(ctx context.Context, figure, column, read string) ([]controlled, error) {
	text, _ := c.plan.columnOf(c.number, column)
	file := "''"
	if c.File != "" {
		name, _ := c.plan.columnOf(c.number, c.File)
		file = c.fileOf("ifNull(" + name + ", '')")
	}
	in := c.plan.inputs[c.number].table + " AS s" + strconv.Itoa(c.number)
	sent := "SELECT file, sum(" + figureOf(c.args, "t") + ") AS n FROM (SELECT " + file + " AS file, CAST(" + text + " AS Nullable(String)) AS t FROM " + in + ") WHERE isNotNull(t) GROUP BY file"
	rows, err := c.run.conn.Query(ctx, "SELECT file, ifNull(toString(s.n), '?'), ifNull(toString(r.n), '0'), ifNull(s.n = r.n, false) FROM ("+sent+") AS s FULL OUTER JOIN ("+read+
		") AS r USING (file) ORDER BY file SETTINGS join_use_nulls = 1", c.args.values...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []controlled
	for rows.Next() {
		one := controlled{figure: figure}
		if err := rows.Scan(&one.file, &one.sent, &one.read, &one.equal); err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, rows.Err()
}
