package etl

// readReconcile reads what headers and details are compared by.
func (pr *pipelineReader) readReconcile(n yamlNode) LoadTest {
	var t ReconcileTest
	header, detail := yamlNode{}, yamlNode{}
	n.fields(map[string]func(yamlNode){
		"header": func(n yamlNode) { header = n; t.Header = pr.readSide(n, "column") },
		"detail": func(n yamlNode) {
			detail = n
			if t.Detail = pr.readSide(n, "sum"); n.scalar() && t.Detail.Column != "count" {
				n.faultf("the detail is count, or {sum: column}, with join or fact where it is not this load's")
			} else if n.scalar() {
				t.Detail.Column = ""
			}
		},
		"on": func(n yamlNode) {
			for _, e := range n.entries() {
				t.On = append(t.On, JoinKey{Ours: e.name, Theirs: e.value.text()})
			}
		},
		"tolerance":  func(n yamlNode) { t.Tolerance = readAllowance(n) },
		"surplus":    func(n yamlNode) { t.Surplus = n.choice("refuse", "allow") == "allow" },
		"at_most":    func(n yamlNode) { t.AtMost = readAllowance(n) },
		"headers":    func(n yamlNode) { t.Touched = new(n.choice("period", "touched") == "touched") },
		"grace_days": func(n yamlNode) { t.Grace = pr.days(n) },
	})
	if header.node == nil || detail.node == nil || t.Header.other() == t.Detail.other() {
		n.faultf("reconcile needs header and detail, and one of them, not both, names a join or a fact: the other is this load")
		return t
	}
	pr.checkSides(n, header, detail, t)
	return t
}

// checkSides finds the columns of both sides. Those of staged inputs are found when a run opens them.
func (pr *pipelineReader) checkSides(n, header, detail yamlNode, t ReconcileTest) {
	if t.Header.Column == "" {
		header.faultf("name the column that states the figure")
	}
	fact := t.Header.Fact
	if fact == nil {
		fact = t.Detail.Fact
	}
	if fact == nil {
		if len(t.On) > 0 {
			n.faultf("on goes with a fact; the join %s has its own", t.Header.Join+t.Detail.Join)
		}
		if t.Touched != nil || t.Grace > 0 {
			n.faultf("headers and grace_days go with a fact; of a join all headers are compared")
		}
		return
	}
	if len(t.On) == 0 {
		n.faultf("on is missing: our column and theirs, as on: {inspection: id, system: system}")
	}
	for _, k := range t.On {
		pr.findColumn(n, pr.p.Fact, k.Ours)
		pr.findColumn(n, fact, k.Theirs)
	}
	for _, side := range []struct {
		Side
		node yamlNode
	}{{t.Header, header}, {t.Detail, detail}} {
		of := side.Fact
		if of == nil {
			of = pr.p.Fact
		}
		if side.Column == "" {
			continue
		}
		if c, ok := pr.findColumn(side.node, of, side.Column); ok && !summable(c) {
			side.node.faultf("%s is no number", c.Name)
		}
	}
}

// readSide reads a column of this load, or {join: …} or {fact: …} with a column under the key given.
func (pr *pipelineReader) readSide(n yamlNode, key string) Side {
	var s Side
	if n.scalar() {
		s.Column = n.text()
		return s
	}
	n.fields(map[string]func(yamlNode){
		"join": func(n yamlNode) {
			if s.Join = n.text(); pr.p.join(s.Join) < 0 {
				n.faultf("no join is named %q%s", s.Join, didYouMean(s.Join, pr.joinNames()))
			}
		},
		"fact": func(n yamlNode) { s.Fact = pr.otherFact(n) },
		key:    func(n yamlNode) { s.Column = n.text() },
	})
	if s.Join != "" && s.Fact != nil {
		n.faultf("give a join or a fact, not both")
	}
	return s
}

// readControl reads where control files are and what they state.
func (pr *pipelineReader) readControl(n yamlNode) LoadTest {
	var t ControlTest
	n.fields(map[string]func(yamlNode){
		"source": func(n yamlNode) { t.Source = readSource(n) },
		"file":   func(n yamlNode) { t.File = n.text() },
		"rows":   func(n yamlNode) { t.Rows = n.text() },
		"sums": func(n yamlNode) {
			for _, e := range n.entries() {
				t.Sums = append(t.Sums, JoinKey{Ours: e.name, Theirs: e.value.text()})
			}
		},
	})
	if !t.Source.given() {
		n.faultf("source is missing: where the control files are, as source: {files: hazards*.ctl, format: csv}")
	}
	if t.Rows == "" && len(t.Sums) == 0 {
		n.faultf("give rows or sums: the control file's columns with the figures")
	}
	return t
}
