package etl

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"anlan/etl/source"
	"anlan/warehouse"
)

// SchemaChanged is the code of a run whose source has other columns than before, where the pipeline does not let it.
const SchemaChanged = "schema_changed"

// Contract says what happens when a source has other columns than in the last good run.
type Contract struct {
	New     string   // allow, warn or stop
	Missing string   // stop: a column that the pipeline reads must be there; unknown: what is not there is unknown
	Retyped string   // allow, warn or stop
	Accept  []string // columns whose changes are known and right
}

// What a Contract can say.
const (
	allowChange = "allow"
	warnChange  = "warn"
	stopChange  = "stop"
	unknownGone = "unknown"
)

// readContract reads the key schema.
func readContract(n yamlNode) Contract {
	c := Contract{New: allowChange, Missing: stopChange, Retyped: warnChange}
	n.fields(map[string]func(yamlNode){
		"new":     func(n yamlNode) { c.New = n.choice(allowChange, warnChange, stopChange) },
		"missing": func(n yamlNode) { c.Missing = n.choice(stopChange, unknownGone) },
		"retyped": func(n yamlNode) { c.Retyped = n.choice(allowChange, warnChange, stopChange) },
		"accept":  func(n yamlNode) { c.Accept = n.texts() },
	})
	return c
}

// loosen makes the columns that may be missing optional.
func (p *Pipeline) loosen() {
	if p.Schema.Missing != unknownGone {
		return
	}
	for i := range p.Columns {
		if m := &p.Columns[i]; m.From != "" && !m.Column.Required {
			m.Optional = true
		}
	}
}

// typed is an input whose source knows the types of its columns.
type typed interface{ Types() []string }

// schemaChange is one way in which an input differs from what it was.
type schemaChange struct {
	kind, verdict, column, what string
	since                       warehouse.SourceColumn
}

// compareSchemas holds the columns of every input to those of the last good run: it warns, or ends the run.
func (r *run) compareSchemas(ctx context.Context, inputs [][]source.Input) error {
	if r.ledger.Trigger == warehouse.TriggerReplay {
		return nil
	}
	known, err := r.warehouse.SourceColumns(ctx, r.pipeline.Name)
	if err != nil {
		return err
	}
	at := r.warehouse.Now()
	var stops []string
	for i, list := range inputs {
		name := r.pipeline.input(i)
		now := columnsOf(list)
		before := slices.DeleteFunc(slices.Clone(known), func(c warehouse.SourceColumn) bool { return c.Input != name })
		if len(before) > 0 {
			for _, change := range compareColumns(r.pipeline.Schema, before, now) {
				message := change.say(name)
				if change.verdict == stopChange {
					stops = append(stops, message)
					continue
				}
				r.ledger.Warnings["schema_"+change.kind]++
				r.log.Warn("the source has changed", "change", message)
			}
		}
		if !sameColumns(before, now) {
			for position, c := range now {
				c.Run, c.Pipeline, c.Input, c.Position, c.At = r.id, r.pipeline.Name, name, uint32(position), at //nolint:gosec // a few hundred
				r.schema = append(r.schema, c)
			}
		}
	}
	if len(stops) > 0 {
		return &RunError{Code: SchemaChanged, Message: strings.Join(stops, "; ") + ". Nothing was published. Look at the pipeline: map what is needed, and name the column under schema: accept:, or allow such changes"}
	}
	return nil
}

// rememberSchemas keeps the columns of a run that went through.
func (r *run) rememberSchemas(ctx context.Context) error {
	if len(r.schema) == 0 || r.options.DryRun {
		return nil
	}
	return r.warehouse.AppendSourceColumns(ctx, r.schema)
}

// columnsOf is the union of the files' columns; a column has the type of the first file that tells it.
func columnsOf(list []source.Input) []warehouse.SourceColumn {
	var out []warehouse.SourceColumn
	for _, in := range list {
		var types []string
		if t, ok := in.(typed); ok {
			types = t.Types()
		}
		for i, name := range in.Columns() {
			c := warehouse.SourceColumn{Name: name}
			if i < len(types) {
				c.Type = types[i]
			}
			if !slices.ContainsFunc(out, func(known warehouse.SourceColumn) bool { return known.Name == name }) {
				out = append(out, c)
			}
		}
	}
	return out
}

func sameColumns(before, now []warehouse.SourceColumn) bool {
	return slices.EqualFunc(before, now, func(a, b warehouse.SourceColumn) bool { return a.Name == b.Name && a.Type == b.Type })
}

// compareColumns lists what is new, gone or of another type. Columns in another order are the same.
func compareColumns(rule Contract, before, now []warehouse.SourceColumn) []schemaChange {
	var out []schemaChange
	verdict := func(v, column string) string {
		if slices.Contains(rule.Accept, column) {
			return allowChange
		}
		return v
	}
	add := func(kind, v, column, what string) {
		if v = verdict(v, column); v != allowChange {
			out = append(out, schemaChange{kind: kind, verdict: v, column: column, what: what, since: before[0]})
		}
	}
	named := func(list []warehouse.SourceColumn, name string) int {
		return slices.IndexFunc(list, func(c warehouse.SourceColumn) bool { return c.Name == name })
	}
	for _, c := range now {
		i := named(before, c.Name)
		switch {
		case i < 0:
			add("new", rule.New, c.Name, "is new")
		case before[i].Type != c.Type && before[i].Type != "" && c.Type != "":
			add("retyped", rule.Retyped, c.Name, fmt.Sprintf("is %s and was %s", c.Type, before[i].Type))
		}
	}
	for _, c := range before {
		if named(now, c.Name) < 0 { // a column that the pipeline needs would have stopped it already
			add("missing", warnChange, c.Name, "is gone")
		}
	}
	return out
}

// say names the change, and since when it had been otherwise.
func (c schemaChange) say(input string) string {
	where := "the source"
	if input != "" {
		where = "the join " + input
	}
	return fmt.Sprintf("the column %q of %s %s: since run %s (%s) it had been otherwise", c.column, where, c.what, c.since.Run, c.since.At.Format("2006-01-02"))
}
