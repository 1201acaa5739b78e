package etl

import (
	"strings"

	"anlan/safety"
	"anlan/warehouse"
)

// RegionRule says how the texts of a column become regions.
type RegionRule struct {
	// Names lets texts be names beside codes: full ones, paths of them, and short ones without 省 市 区 县 镇 街道.
	Names bool
	// Within limits names to a region and what lies below it, by statute or managed; empty is the whole country.
	Within safety.RegionCode
	// Level limits names to regions of one level; LevelUnknown is any.
	Level safety.RegionLevel
	// NoRepair takes codes only as they are, in the form in which the table has them.
	NoRepair bool
}

// What Mapping.Unknown can be.
const (
	RejectUnknown = "reject"
	KeepUnknown   = "keep"
	CreateUnknown = "create"
)

// regionKeys reads the keys of a mapping that only regions have.
func (pr *pipelineReader) regionKeys(m *Mapping, known map[string]func(yamlNode)) {
	only := func(key string, read func(yamlNode)) {
		known[key] = func(n yamlNode) {
			if m.Column.Lookup != "region" {
				n.faultf("%s is for regions; %s is none", key, m.Column.Name)
				return
			}
			read(n)
		}
	}
	only("names", func(n yamlNode) { m.Region.Names = n.boolean() })
	only("within", func(n yamlNode) {
		code, err := safety.ParseRegionCode(n.text())
		if err != nil {
			n.faultf("within: %v", err)
		}
		m.Region.Within, m.Region.Names = code, true
	})
	only("level", func(n yamlNode) {
		level, err := safety.ParseRegionLevel(n.text())
		if err != nil {
			n.faultf("level: %v", err)
		}
		m.Region.Level, m.Region.Names = level, true
	})
	only("repair", func(n yamlNode) { m.Region.NoRepair = !n.boolean() })
}

// from reads a column's name, or, for regions by name, several that make up a path.
func (m *Mapping) from(n yamlNode) {
	if n.scalar() {
		m.From = n.text()
		return
	}
	if m.Column.Lookup != "region" {
		n.faultf("%s is one column; only a region can be put together from several", m.Column.Name)
		return
	}
	m.Path = n.texts()
	m.Region.Names = true
}

// pathExpression joins the columns of a path, the empty ones left out.
func (m *Mapping) pathExpression() string {
	parts := make([]string, len(m.Path))
	for i, column := range m.Path {
		name := "`" + strings.ReplaceAll(column, "`", "\\`") + "`"
		if m.Of != "" {
			name = m.Of + "." + name
		}
		parts[i] = "ifNull(" + name + ", '')"
	}
	return "arrayStringConcat(arrayFilter(x -> x != '', [" + strings.Join(parts, ", ") + "]), '/')"
}

// regionTable is the table in which a run keeps what the texts of a column stand for.
func (b *plan) regionTable(c warehouse.FactColumn) string { return b.inputs[0].table + "_" + c.Name }

// regionAt reads one of the lists of the region table at the record's day. A text that is not in the table has none: ”.
func (b *plan) regionAt(c warehouse.FactColumn, list string) string {
	get := func(column string) string {
		return "joinGet('" + b.regionTable(c) + "', '" + column + "', ifNull(t_" + c.Name + ", ''))"
	}
	return "arrayElement(" + get(list) + ", arrayLastIndex(d -> d <= " + b.regionDay() + ", " + get("days") + "))"
}

// regionDay is the day on which a record's region must exist: that of the record, or today for what has none.
func (b *plan) regionDay() string {
	today := b.args.add(b.today.String(), "Date32")
	if date := b.pipeline.Fact.Date; date != "" {
		if _, mapped := b.pipeline.Mapping(date); mapped {
			return "ifNull(v_" + date + ", " + today + ")"
		}
	}
	return today
}
