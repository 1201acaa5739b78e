package etl

import (
	"fmt"
	"slices"
	"strings"

	"anlan/warehouse"
)

// unit is a way to state a quantity: so many of the unit that records are kept in.
type unit struct {
	name   string
	base   string // what records hold
	factor string // exact
}

var units = []unit{
	{"元", "元", "1"}, {"千元", "元", "1000"}, {"万元", "元", "10000"}, {"百万元", "元", "1000000"}, {"千万元", "元", "10000000"}, {"亿元", "元", "100000000"},
	{"人", "人", "1"}, {"千人", "人", "1000"}, {"万人", "人", "10000"}, {"项", "项", "1"}, {"学时", "学时", "1"}, {"分", "分", "1"},
	{"%", "%", "1"}, {"‰", "%", "0.1"}, {"比例", "%", "100"},
	{"吨", "吨", "1"}, {"千克", "吨", "0.001"}, {"公斤", "吨", "0.001"}, {"万吨", "吨", "10000"}, {"亿吨", "吨", "100000000"},
	{"辆", "辆", "1"}, {"万辆", "辆", "10000"},
}

// bareMultiples may stand for a unit behind a number where numbers alone are in the unit of the records: 1.5万.
var bareMultiples = []unit{{"千", "", "1000"}, {"万", "", "10000"}, {"亿", "", "100000000"}}

func unitNamed(name string) (unit, bool) {
	i := slices.IndexFunc(units, func(u unit) bool { return u.name == name })
	if i < 0 {
		return unit{}, false
	}
	return units[i], true
}

// unitKey reads the unit of a column.
func (pr *pipelineReader) unitKey(m *Mapping, known map[string]func(yamlNode)) {
	known["unit"] = func(n yamlNode) {
		m.Unit = n.text()
		u, ok := unitNamed(m.Unit)
		switch k := kindOfType(m.Column.Type); {
		case k != integerKind && k != decimalKind && k != floatKind:
			n.faultf("a unit is for numbers; %s is %s", m.Column.Name, m.Column.Type)
		case !ok || m.Column.Unit != "" && u.base != m.Column.Unit:
			n.faultf("%q is no unit of %s; expected one of %s", m.Unit, m.Column.Name, strings.Join(unitsOf(m.Column), ", "))
		}
	}
}

// unitsOf lists the units that a column's quantities can be given in.
func unitsOf(c warehouse.FactColumn) []string {
	var names []string
	for _, u := range units {
		if c.Unit == "" || u.base == c.Unit {
			names = append(names, u.name)
		}
	}
	return names
}

// quantity is a pattern for a number, with its thousands apart or not, and the letters behind it.
const quantity = `^(?:人民币|¥|￥|RMB)?([+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]+)?)([^0-9.,+-]*)$`

// inUnit turns a text of a column with a unit into the number of the records' unit. A number alone is in the column's unit; one with a
// unit of the same kind behind it is in that. What is neither gives NULL: about 2万元, 1-2万元, and 1.5万 where numbers are in 万元.
func (c converter) inUnit(m Mapping, t string) string {
	own, _ := unitNamed(m.Unit)
	names, factors := []string{""}, []string{own.factor}
	for _, u := range units {
		if u.base == own.base && u.name != "比例" {
			names, factors = append(names, u.name), append(factors, u.factor)
		}
	}
	if own.factor == "1" && own.base != "%" {
		for _, u := range bareMultiples {
			names, factors = append(names, u.name), append(factors, u.factor)
		}
	}
	if own.base == "元" {
		names, factors = append(names, "元整", "圆"), append(factors, "1", "1")
	}
	folded := "replaceRegexpAll(translateUTF8(" + narrow("assumeNotNull("+t+")") + ", '％', '%'), '\\\\s', '')"
	pattern := c.args.add(quantity, "String")
	number := "toDecimal128OrNull(replaceAll(regexpExtract(" + folded + ", " + pattern + ", 1), ',', ''), 10)"
	factor := fmt.Sprintf("toDecimal128OrNull(transform(regexpExtract(%s, %s, 2), %s, %s, ''), 3)", folded, pattern, c.args.add(names, "Array(String)"), c.args.add(factors, "Array(String)"))
	return "if(isNull(" + t + "), NULL, toString(" + number + " * " + factor + "))"
}
