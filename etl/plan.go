package etl

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"anlan/etl/source"
	"anlan/safety"
	"anlan/warehouse"
)

// plan is the SQL of one run: it is a pure function of the pipeline, the staged inputs and the state of the dimensions.
//
// The statement is built in layers. texts gives every mapped column as text (t_NAME), values converts it (v_NAME), columns
// gives it the name and nearly the type that it has in the fact, so that checks and derived columns are written in the
// fact's own terms. Conditions over these decide whether a row is loaded, and the same conditions say why not.
type plan struct {
	pipeline *Pipeline
	inputs   []staged // the source, then the joins in order
	dims     dimensions
	today    safety.Date
	args     *arguments
	convert  converter
	faults   []fault // of columns
	checks   []fault // of rows whose columns are all right
	warnings []fault
	// gone is SQL that is true for rows that mark their record as deleted; "" when none do.
	gone string
	// substituted is set when a text was read as something other than itself; see substitutions.
	substituted bool
}

// staged is one input as it stands in its staging table.
type staged struct {
	table   string
	files   []string
	columns []string // names in the header; column i is staged as c(i+1)
	places  []source.Place
	bases   []uint64                  // rows before each file
	raw     bool                      // the last column holds the record's own text
	text    bool                      // staged without blanks and empty texts
	begins  map[string]*source.Begins // by staging column; nil when it is not known
}

// dimensions are what lookups are checked against.
type dimensions struct {
	version *warehouse.Version // that the run starts from
	words   map[string]lookup
	items   map[string][]string // see Options.Items
}

// lookup translates the names of a small dimension (sector, department) into its codes; codes stand for themselves.
type lookup struct {
	names, codes []string
	created      []string // names that this run adds
}

// fault is one way in which a row can be wrong: the code, the condition under which it is, and the words for it in SQL.
type fault struct {
	code, condition, message string
}

// newPlan checks that the inputs have every column that the pipeline names, and builds the conditions.
func newPlan(p *Pipeline, inputs []staged, dims dimensions, today safety.Date) (*plan, error) {
	own := *p // the SQL of the columns depends on the inputs: a run keeps its own
	own.Columns = slices.Clone(p.Columns)
	p = &own
	b := &plan{pipeline: p, inputs: inputs, dims: dims, today: today, args: &arguments{}}
	b.convert = converter{args: b.args}
	if err := b.resolve(); err != nil {
		return nil, err
	}
	for i := range p.Columns {
		b.judge(i)
	}
	for i, j := range p.Joins {
		if !j.Optional {
			b.faults = append(b.faults, b.noPartner(i, j))
		}
	}
	for _, c := range slices.Concat(p.Fact.Checks, p.Checks) {
		f := fault{code: c.Code, condition: "ifNull(" + c.SQL + ", false)", message: b.text(checkMessage(c))}
		if c.Severity == "warn" {
			b.warnings = append(b.warnings, f)
		} else {
			b.checks = append(b.checks, f)
		}
	}
	b.checkItems()
	return b, nil
}

func checkMessage(c warehouse.Check) string {
	switch {
	case c.Message.ZH == "" && c.Message.EN == "":
		return c.SQL
	case c.Message.EN == "":
		return c.Message.ZH
	case c.Message.ZH == "":
		return c.Message.EN
	}
	return c.Message.EN + " (" + c.Message.ZH + ")"
}

// needs lists the columns of an input that the pipeline names: 0 is the source, then the joins.
func (p *Pipeline) needs(input int) []string {
	if input > len(p.Joins) {
		return p.controls()[input-1-len(p.Joins)].needs()
	}
	var names []string
	add := func(name string) {
		if !slices.Contains(names, name) && !pseudoColumn(name) {
			names = append(names, name)
		}
	}
	qualifier := ""
	if input > 0 {
		qualifier = p.Joins[input-1].Name
	}
	totalled := input > 0 && len(p.Joins[input-1].Totals) > 0
	if totalled {
		p.Joins[input-1].totalsNeed(add)
	}
	named := func(expression string) {
		compileExpression(expression, func(path []string) (string, string) {
			if input == 0 && len(path) == 1 || len(path) == 2 && path[0] == qualifier && !totalled {
				add(path[len(path)-1])
			}
			return "", ""
		})
	}
	for _, m := range p.Columns {
		if m.From != "" && m.Of == qualifier && !totalled {
			add(m.From)
		}
		named(m.SQL)
	}
	if p.Deletes != nil {
		named(p.Deletes.When)
	}
	for i, j := range p.Joins {
		for _, on := range j.On {
			if input == 0 {
				add(on.Ours)
			}
			if input == i+1 {
				add(on.Theirs)
			}
		}
	}
	for _, name := range p.compared(input) {
		add(name)
	}
	return names
}

// text is a constant of the program or the pipeline as a parameter.
func (b *plan) text(s string) string { return b.args.add(s, "String") }

// resolve finds the columns that mappings name among the inputs'; it names every one that is missing.
func (b *plan) resolve() error {
	var faults Faults
	p := b.pipeline
	missing := func(line int, message string) {
		f := Fault{File: filepath.Base(p.File), Line: line, Column: 1, Message: message}
		if !slices.Contains(faults, f) {
			faults = append(faults, f)
		}
	}
	for i := range p.Columns {
		m := &p.Columns[i]
		switch {
		case m.constant:
			m.sql = b.text(m.Value)
		case m.SQL != "":
			sql, unknown := compileExpression(m.SQL, b.withoutMarks(*m, b.columnFor(*m)))
			for _, u := range unknown {
				missing(m.line, m.Column.Name+": "+u)
			}
			m.sql = "toString(" + sql + ")"
		default:
			path := []string{m.From}
			if m.Of != "" {
				path = []string{m.Of, m.From}
			}
			sql, unknown := b.columnFor(*m)(path)
			if unknown != "" {
				missing(m.line, m.Column.Name+": "+unknown)
			}
			m.sql = sql
		}
	}
	b.checkTotals(missing)
	if d := p.Deletes; d != nil && d.When != "" {
		sql, unknown := compileExpression(d.When, b.withoutMarks(Mapping{}, b.column))
		for _, u := range unknown {
			missing(d.line, "deletes: "+u)
		}
		b.gone = "ifNull(toBool(" + sql + "), false)"
	}
	for i, j := range p.Joins {
		for _, on := range j.On {
			if _, unknown := b.column([]string{on.Ours}); unknown != "" {
				missing(j.line, "join "+j.Name+": "+unknown)
			}
			if _, unknown := b.columnOf(i+1, on.Theirs); unknown != "" {
				missing(j.line, "join "+j.Name+": "+unknown)
			}
		}
	}
	if len(faults) > 0 {
		return &RunError{Code: MissingColumn, Message: faults.Error(), Err: faults}
	}
	return nil
}

// column finds a column of the source, or JOIN.column; qualified names of the source itself do not exist.
func (b *plan) column(path []string) (sql, fault string) {
	if len(path) == 2 {
		i := b.pipeline.join(path[0])
		if i < 0 {
			return "", fmt.Sprintf("no join is named %q", path[0])
		}
		if len(b.pipeline.Joins[i].Totals) > 0 {
			return b.totalColumn(i, path[1])
		}
		return b.columnOf(i+1, path[1]) //nolint:gosec // there are two: see above
	}
	if len(path) > 2 {
		return "", fmt.Sprintf("%q is no column", strings.Join(path, "."))
	}
	return b.columnOf(0, path[0])
}

func (b *plan) columnOf(input int, name string) (sql, fault string) {
	in := b.inputs[input]
	i := slices.Index(in.columns, name)
	if i < 0 && pseudoColumn(name) {
		return b.pseudo(input, name)
	}
	if i < 0 {
		return "", fmt.Sprintf("%s has no column %q%s", strings.Join(in.files, ", "), name, didYouMean(name, in.columns))
	}
	column := "s" + strconv.Itoa(input) + ".c" + strconv.Itoa(i+1)
	if !in.text {
		column = "nullIf(trimBoth(" + column + "), '')"
	}
	return column, ""
}

// used lists the columns of the source that nothing reads.
func (b *plan) unused() []string {
	var out []string
	for i, name := range b.inputs[0].columns {
		column := "s0.c" + strconv.Itoa(i+1)
		read := slices.ContainsFunc(b.pipeline.Columns, func(m Mapping) bool { return mentions(m.sql, column) }) || mentions(b.gone, column) ||
			slices.ContainsFunc(b.pipeline.Joins, func(j Join) bool {
				return slices.ContainsFunc(j.On, func(k JoinKey) bool { return k.Ours == name })
			})
		if !read {
			out = append(out, name)
		}
	}
	return out
}

// mentions reports that a column stands in the SQL, c1 not being part of c12.
func mentions(sql, column string) bool {
	for rest := sql; ; {
		_, after, found := strings.Cut(rest, column)
		if !found {
			return false
		}
		if after == "" || after[0] < '0' || after[0] > '9' {
			return true
		}
		rest = after
	}
}
