package etl

import (
	"slices"
	"strings"

	"anlan/warehouse"
)

// readLoadChecks reads the rules over whole loads.
func (pr *pipelineReader) readLoadChecks(n yamlNode) {
	for _, item := range n.items() {
		c := LoadCheck{Severity: warehouse.CheckBlocks, line: item.line()}
		ways := 0
		test := func(read func(yamlNode) LoadTest) func(yamlNode) {
			return func(n yamlNode) { c.Test = read(n); ways++ }
		}
		item.fields(map[string]func(yamlNode){
			"code": func(n yamlNode) {
				if c.Code = n.text(); !namePattern.MatchString(c.Code) {
					n.faultf("a code is made of small letters, digits and _: not %q", c.Code)
				}
			},
			"severity":  func(n yamlNode) { c.Severity = n.choice("block", "warn") },
			"message":   func(n yamlNode) { c.Title = readText(n) },
			"rows":      test(pr.readRows),
			"sum":       test(pr.readSum),
			"fresh":     test(pr.readFresh),
			"unique":    test(pr.readUnique),
			"known":     test(pr.readKnown),
			"filled":    test(pr.readFilled),
			"reconcile": test(pr.readReconcile),
			"control":   test(pr.readControl),
			"holds":     test(pr.readHolds),
		})
		if c.Code == "" || ways != 1 {
			item.faultf("a check of a load needs a code and one of rows, sum, fresh, unique, known, filled, reconcile, control and holds")
			continue
		}
		if slices.ContainsFunc(pr.p.LoadChecks, func(other LoadCheck) bool { return other.Code == c.Code }) {
			item.faultf("two checks of the load have the code %s", c.Code)
		}
		if t, ok := c.Test.(ControlTest); ok {
			t.code = c.Code
			c.Test = t
		}
		pr.p.LoadChecks = append(pr.p.LoadChecks, c)
	}
}

func (pr *pipelineReader) readRows(n yamlNode) LoadTest {
	var t RowsTest
	n.fields(t.fields())
	t.bounds.check(n)
	return t
}

func (pr *pipelineReader) readSum(n yamlNode) LoadTest {
	var t SumTest
	fields := t.fields()
	fields["column"] = func(n yamlNode) { t.Column = pr.numberColumn(n, pr.p.Fact) }
	n.fields(fields)
	t.bounds.check(n)
	pr.needs(n, "column", t.Column.Name)
	return t
}

func (pr *pipelineReader) readFresh(n yamlNode) LoadTest {
	t := FreshTest{Column: pr.p.Fact.Date}
	n.fields(map[string]func(yamlNode){
		"column": func(n yamlNode) {
			c := pr.factColumn(n, pr.p.Fact)
			if t.Column = c.Name; c.Name != "" && kindOfType(c.Type) != dateKind {
				n.faultf("%s is no date", c.Name)
			}
		},
		"within_days": func(n yamlNode) { t.Within = new(pr.days(n)) },
		"newer":       func(n yamlNode) { t.Newer = n.boolean() },
	})
	if t.Within == nil && !t.Newer {
		n.faultf("give within_days or newer: true")
	}
	if t.Column == "" {
		n.faultf("%s records have no main date: name a column", pr.p.Fact.Name)
	}
	return t
}

func (pr *pipelineReader) readUnique(n yamlNode) LoadTest {
	t := UniqueTest{Columns: pr.factColumns(n)}
	return t
}

func (pr *pipelineReader) readKnown(n yamlNode) LoadTest {
	t := KnownTest{AtLeast: 1}
	n.fields(map[string]func(yamlNode){
		"column": func(n yamlNode) {
			t.Column = pr.factColumn(n, pr.p.Fact)
			if t.Column.Name != "" && kindOfType(t.Column.Type) != textKind {
				n.faultf("%s is no text: it names no record", t.Column.Name)
			}
		},
		"of":       func(n yamlNode) { t.Of = pr.otherFact(n) },
		"at_least": func(n yamlNode) { t.AtLeast = readPercent(n, true) },
	})
	if t.Of == nil && t.Column.Name != "" { // inspection: of inspection
		t.Of, _ = warehouse.FactNamed(t.Column.Name)
	}
	pr.needs(n, "column", t.Column.Name)
	if t.Of == nil {
		n.faultf("say of which records the column names one, as of: enterprise")
	}
	return t
}

func (pr *pipelineReader) readFilled(n yamlNode) LoadTest {
	t := FilledTest{AtLeast: 1}
	n.fields(map[string]func(yamlNode){
		"columns":  func(n yamlNode) { t.Columns = pr.factColumns(n) },
		"at_least": func(n yamlNode) { t.AtLeast = readPercent(n, true) },
	})
	if len(t.Columns) == 0 {
		n.faultf("columns is missing")
	}
	return t
}

// readAllowance reads a number, or a share with a percent sign.
func readAllowance(n yamlNode) allowance {
	if strings.HasSuffix(n.text(), "%") {
		return allowance{value: readPercent(n, false), share: true}
	}
	a := allowance{value: n.number()}
	if a.value < 0 {
		n.faultf("expected 0 or more")
	}
	return a
}

func (pr *pipelineReader) days(n yamlNode) int {
	days := n.number()
	if days < 0 || days != float64(int(days)) {
		n.faultf("expected a number of days, 0 or more")
		return 0
	}
	return int(days)
}

func (pr *pipelineReader) factColumns(n yamlNode) (columns []warehouse.FactColumn) {
	for _, item := range n.items() {
		if c := pr.factColumn(item, pr.p.Fact); c.Name != "" {
			columns = append(columns, c)
		}
	}
	return columns
}

func (pr *pipelineReader) factColumn(n yamlNode, fact *warehouse.Fact) warehouse.FactColumn {
	c, _ := pr.findColumn(n, fact, n.text())
	return c
}

func (pr *pipelineReader) numberColumn(n yamlNode, fact *warehouse.Fact) warehouse.FactColumn {
	c := pr.factColumn(n, fact)
	if c.Name != "" && !summable(c) {
		n.faultf("%s is no number", c.Name)
	}
	return c
}

func summable(c warehouse.FactColumn) bool {
	return slices.Contains([]kind{integerKind, decimalKind, floatKind}, kindOfType(c.Type))
}

func (pr *pipelineReader) findColumn(n yamlNode, fact *warehouse.Fact, name string) (warehouse.FactColumn, bool) {
	c, ok := fact.Column(name)
	if !ok {
		names := columnNames(fact.Columns)
		n.faultf("%s has no column %q%s", fact.Name, name, didYouMean(name, names))
	}
	return c, ok
}

func (pr *pipelineReader) otherFact(n yamlNode) *warehouse.Fact {
	fact, ok := warehouse.FactNamed(n.text())
	if !ok {
		n.faultf("there is no fact %q%s", n.text(), didYouMean(n.text(), factNames()))
		return nil
	}
	return fact
}

func (pr *pipelineReader) needs(n yamlNode, key, value string) {
	if value == "" {
		n.faultf("%s is missing", key)
	}
}
