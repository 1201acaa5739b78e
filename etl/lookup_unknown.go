package etl

import (
	"context"
	"fmt"
	"slices"

	"anlan/warehouse"
)

// lookupKeys reads what a column that a dimension has says of texts that it does not have.
func (pr *pipelineReader) lookupKeys(m *Mapping, known map[string]func(yamlNode)) {
	known["unknown"] = func(n yamlNode) {
		choices := map[string][]string{
			"region": {RejectUnknown, KeepUnknown}, "sector": {RejectUnknown, KeepUnknown, CreateUnknown}, "department": {RejectUnknown, KeepUnknown, CreateUnknown},
		}[m.Column.Lookup]
		if m.Column.Name == enterpriseColumn && pr.p.Fact.Name != enterpriseColumn {
			choices = []string{RejectUnknown, KeepUnknown, CreateUnknown}
		}
		if choices == nil {
			n.faultf("unknown is for region, sector, department and enterprise; nothing is looked up for %s", m.Column.Name)
			return
		}
		m.Unknown = n.choice(choices...)
	}
}

// lookUp prepares what the conversion looks into: the regions, and entries of the lists that are to be made.
func (r *run) lookUp(ctx context.Context, b *plan) error {
	if err := r.readRegions(ctx, b); err != nil {
		return err
	}
	return r.createEntries(ctx, b)
}

// TooManyCreated is the code of a run that would put more entries on a list than any list can lack.
const TooManyCreated = "too_many_created"

// mostCreated is how many entries a run puts on one list at most.
const mostCreated = 200

// createEntries makes provisional entries for the texts that a sector or department column has and its list does not.
func (r *run) createEntries(ctx context.Context, b *plan) error {
	for _, m := range b.pipeline.Columns {
		if m.Unknown != CreateUnknown || m.Column.Lookup == "" {
			continue
		}
		words := b.dims.words[m.Column.Lookup]
		var texts []string
		if err := r.texts(ctx, b, m, func(text string) error {
			if slices.Contains(words.names, text) {
				return nil
			}
			if texts = append(texts, text); len(texts) > mostCreated {
				return &RunError{Code: TooManyCreated, Message: fmt.Sprintf("%s: more than %d different texts are not on the list of it, as “%s”: is it the right column?", m.Column.Name, mostCreated, text)}
			}
			return nil
		}); err != nil {
			return fmt.Errorf("list the texts of %s: %w", m.Column.Name, err)
		}
		slices.Sort(texts)
		words.names, words.codes = slices.Clone(words.names), slices.Clone(words.codes)
		for _, text := range texts {
			entry := warehouse.NewProvisional(m.Column.Lookup, text)
			r.created = append(r.created, entry)
			words.names, words.codes, words.created = append(words.names, text), append(words.codes, entry.Code), append(words.created, text)
		}
		b.dims.words[m.Column.Lookup] = words
		b.substituted = b.substituted || len(words.created) > 0
	}
	return nil
}

// only is the plan of a few columns: the joins stay.
func (b *plan) only(columns ...string) *plan {
	narrow, pipeline := *b, *b.pipeline
	pipeline.Columns = slices.DeleteFunc(slices.Clone(pipeline.Columns), func(m Mapping) bool { return !slices.Contains(columns, m.Column.Name) })
	narrow.pipeline = &pipeline
	narrow.args = &arguments{values: slices.Clone(b.args.values)}
	narrow.convert = converter{args: narrow.args}
	return &narrow
}

// how is SQL that says in which way a column's text became its value: ” when it stands for itself.
func (b *plan) how(m Mapping) string {
	t := "t_" + m.Column.Name
	switch {
	case m.Column.Lookup == "region":
		return b.regionAt(m.Column, "hows")
	case m.Column.Name == enterpriseColumn && (m.Unknown == KeepUnknown || m.Unknown == CreateUnknown):
		return "if(" + b.unknownEnterprise(m) + ", '" + map[string]string{KeepUnknown: asKept, CreateUnknown: asCreated}[m.Unknown] + "', '')"
	case m.Column.Lookup == "":
		return ""
	case m.Unknown == KeepUnknown:
		return "if(isNotNull(" + t + ") AND v_" + m.Column.Name + " = '', '" + asKept + "', '')"
	case m.Unknown == CreateUnknown:
		return "if(has(" + b.args.add(append([]string{}, b.dims.words[m.Column.Lookup].created...), "Array(String)") + ", ifNull(" + t + ", '')), '" + asCreated + "', '')"
	}
	return ""
}

// keepSubstitutions writes down, for every loaded row, each text that became something other than itself: what the source said is
// never lost. It counts repaired rows, and warns of the others. A dry run only counts.
func (r *run) keepSubstitutions(ctx context.Context, b *plan, work string) error {
	for _, m := range b.pipeline.Columns {
		if b.how(m) == "" || !b.substituted && m.Unknown == "" {
			continue
		}
		rows := b.substitutions(m, work, r.id)
		if !r.options.DryRun {
			if err := r.conn.Exec(ctx, "INSERT INTO substitution (run, pipeline, fact, field, how, text, value, row)\n"+rows.SQL+convertSettings, rows.Args...); err != nil {
				return fmt.Errorf("keep what texts were read as: %w", err)
			}
		}
		if err := r.countSubstitutions(ctx, m.Column.Name, rows); err != nil {
			return fmt.Errorf("count what texts were read as: %w", err)
		}
	}
	return nil
}

// substitutions lists the rows of work whose text in a column became something else.
func (b *plan) substitutions(m Mapping, work, run string) statement {
	columns := []string{m.Column.Name}
	if m.Column.Lookup == "region" {
		columns = append(columns, b.pipeline.Fact.Date)
	}
	narrow := b.only(columns...)
	sql := "SELECT " + narrow.text(run) + ", " + narrow.text(b.pipeline.Name) + ", " + narrow.text(b.pipeline.Fact.Name) + ", " + narrow.text(m.Column.Name) + ", " + narrow.how(m) +
		" AS how, ifNull(t_" + m.Column.Name + ", ''), v_" + m.Column.Name + ", row\nFROM (" + narrow.values(narrow.texts("")) + ")\n" +
		"WHERE how != '' AND bitmapContains((SELECT groupBitmapState(row) FROM " + work + "), row)\n"
	return statement{sql, narrow.args.values}
}

func (r *run) countSubstitutions(ctx context.Context, field string, rows statement) error {
	counts := map[string]uint64{}
	if err := r.conn.QueryRow(ctx, "SELECT sumMap(map(toString(how), toUInt64(1))) FROM ("+rows.SQL+")", rows.Args...).Scan(&counts); err != nil {
		return err
	}
	for how, n := range counts {
		if how == asRepaired {
			r.ledger.RowsRepaired += n
		} else {
			r.ledger.Warnings[field+"_"+how] += n
		}
		r.log.Warn("texts were read as something else", "field", field, "how", how, "rows", n)
	}
	return nil
}
