package etl

import (
	"fmt"
	"slices"
	"strings"

	"anlan/warehouse"
)

// readColumns reads the mapping of every column, in the order of the fact.
func (pr *pipelineReader) readColumns(n yamlNode) {
	names := make([]string, 0, len(pr.p.Fact.Columns))
	for _, c := range pr.p.Fact.Columns {
		names = append(names, c.Name)
	}
	for _, e := range n.entries() {
		column, ok := pr.p.Fact.Column(e.name)
		if !ok {
			e.value.faultf("%s has no column %q%s", pr.p.Fact.Name, e.name, didYouMean(e.name, names))
			continue
		}
		pr.p.Columns = append(pr.p.Columns, pr.readMapping(column, e.value))
	}
	slices.SortFunc(pr.p.Columns, func(a, b Mapping) int {
		return slices.Index(names, a.Column.Name) - slices.Index(names, b.Column.Name)
	})
}

func (pr *pipelineReader) readMapping(column warehouse.FactColumn, n yamlNode) Mapping {
	m := Mapping{Column: column, line: n.line()}
	if n.scalar() {
		m.From = n.text()
		return m
	}
	ways := 0
	keys := map[string]func(yamlNode){
		"from": func(n yamlNode) { m.from(n); ways++ },
		"of": func(n yamlNode) {
			if m.Of = n.text(); pr.p.join(m.Of) < 0 {
				n.faultf("no join is named %q%s", m.Of, didYouMean(m.Of, pr.joinNames()))
			}
		},
		"sql": func(n yamlNode) {
			m.SQL = n.text()
			ways++
			for _, reason := range checkExpression(m.SQL) {
				n.faultf("%s: %s", column.Name, reason)
			}
		},
		"value": func(n yamlNode) { m.Value, m.constant = n.text(), true; ways++ },
		"format": func(n yamlNode) {
			m.Format = n.text()
			if kind := kindOfType(column.Type); kind != dateKind && kind != timeKind {
				n.faultf("format is for dates and times; %s is %s", column.Name, column.Type)
			} else if _, err := parseDateFormat(m.Format, kind); err != nil {
				n.faultf("%v", err)
			}
		},
		"words": func(n yamlNode) {
			for _, e := range n.entries() {
				m.Words = append(m.Words, Word{From: e.name, To: e.value.text()})
			}
		},
		"credit_code": func(n yamlNode) { m.CreditCode = n.boolean() },
		"optional":    func(n yamlNode) { m.Optional = n.boolean() },
	}
	pr.regionKeys(&m, keys)
	pr.lookupKeys(&m, keys)
	pr.unitKey(&m, keys)
	pr.pseudonymKeys(&m, keys)
	n.fields(keys)
	if ways != 1 {
		n.faultf("%s needs one of from, sql and value", column.Name)
	}
	if m.Pseudonym != "" && m.From == "" {
		n.faultf("%s: a pseudonym is made of a column (from): what sql would see is the clear text", column.Name)
	}
	if len(m.Path) > 0 {
		m.SQL, m.Of = m.pathExpression(), ""
	}
	m.checkWords(n)
	if m.Of != "" && m.From == "" {
		n.faultf("%s: of goes with from; in sql write the column as %s.`column`", column.Name, m.Of)
	}
	return m
}

// checkWords finds words of the pipeline's own that the column's vocabulary does not have: no row with them could be loaded. What a draft
// leaves to a person is let through.
func (m *Mapping) checkWords(n yamlNode) {
	known, _ := wordsOf(m.Column.Vocabulary)
	if known == nil || kindOfType(m.Column.Type) != textKind {
		return
	}
	check := func(word string) {
		if word = strings.TrimSpace(word); word != "" && word != todo && !slices.Contains(known, word) && !slices.Contains(known, foldWord(word)) {
			n.faultf("%s: “%s” is not known; expected one of %s", m.Column.Name, word, words(m.Column.Vocabulary))
		}
	}
	check(m.Value)
	for _, w := range m.Words {
		check(w.To)
	}
}

func (pr *pipelineReader) joinNames() []string {
	names := make([]string, 0, len(pr.p.Joins))
	for _, j := range pr.p.Joins {
		names = append(names, j.Name)
	}
	return names
}

// checkComplete finds the required columns that nothing gives.
func (pr *pipelineReader) checkComplete(n yamlNode) {
	var missing []string
	for _, c := range pr.p.Fact.Columns {
		if _, mapped := pr.p.Mapping(c.Name); mapped || !c.Required || c.Derive != "" || (c.Name == "system" && pr.p.System != "") {
			continue
		}
		missing = append(missing, fmt.Sprintf("%s (%s)", c.Name, c.Title.ZH))
	}
	if len(missing) > 0 {
		n.faultf("%s requires columns that nothing gives: %s", pr.p.Fact.Name, strings.Join(missing, ", "))
	}
	if _, mapped := pr.p.Mapping("system"); mapped && pr.p.System != "" {
		n.faultf("system is given twice, as a key and as a column")
	}
}

// readChecks reads further rules over the fact's columns.
func (pr *pipelineReader) readChecks(n yamlNode) {
	for _, item := range n.items() {
		var c warehouse.Check
		item.fields(map[string]func(yamlNode){
			"code": func(n yamlNode) {
				if c.Code = n.text(); !namePattern.MatchString(c.Code) {
					n.faultf("a code is made of small letters, digits and _: not %q", c.Code)
				}
			},
			"sql": func(n yamlNode) {
				c.SQL = n.text()
				for _, reason := range checkExpression(c.SQL) {
					n.faultf("check: %s", reason)
				}
				_, unknown := compileExpression(c.SQL, pr.resolveFact)
				for _, reason := range unknown {
					n.faultf("check: %s", reason)
				}
			},
			"severity": func(n yamlNode) { c.Severity = n.choice("error", "warn") },
			"message":  func(n yamlNode) { c.Message = readText(n) },
		})
		if c.Code == "" || c.SQL == "" {
			item.faultf("a check needs code and sql")
		}
		pr.p.Checks = append(pr.p.Checks, c)
	}
}

// resolveFact knows the columns of the fact, for checks.
func (pr *pipelineReader) resolveFact(path []string) (string, string) {
	names := make([]string, 0, len(pr.p.Fact.Columns))
	for _, c := range pr.p.Fact.Columns {
		names = append(names, c.Name)
	}
	name := strings.Join(path, ".")
	if len(path) == 1 && slices.Contains(names, name) {
		return name, ""
	}
	return "", fmt.Sprintf("%s has no column %q%s", pr.p.Fact.Name, name, didYouMean(name, names))
}
