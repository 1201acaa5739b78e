package etl

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"anlan/etl/source"
	"anlan/warehouse"
)

// Schema is the JSON Schema of a pipeline file, for editors.
//
//go:embed pipeline.schema.json
var Schema []byte

var namePattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// ParsePipeline reads a pipeline file. The error, when there is one, is Faults: every mistake at once. What needs the files
// themselves, such as a column that they do not have, is found when a run opens them.
func ParsePipeline(file string, text []byte) (*Pipeline, error) {
	r := &yamlReader{file: file}
	sum := sha256.Sum256(text)
	p := &Pipeline{File: file, Hash: hex.EncodeToString(sum[:]), MaxRejected: 1, Schema: Contract{New: allowChange, Missing: stopChange, Retyped: warnChange}}
	root := r.parse(text)
	if root == nil {
		return nil, r.faults.orNil()
	}
	(&pipelineReader{p: p}).read(*root)
	if err := r.faults.orNil(); err != nil {
		return nil, err
	}
	return p, nil
}

// pipelineReader fills a Pipeline from the tree.
type pipelineReader struct {
	p       *Pipeline
	columns *yamlNode
	checks  *yamlNode
	deletes *yamlNode
	// loadChecks are read when columns and joins are known.
	loadChecks *yamlNode
}

func (pr *pipelineReader) read(root yamlNode) {
	p := pr.p
	seen := map[string]bool{}
	note := func(name string, read func(yamlNode)) func(yamlNode) {
		return func(n yamlNode) { seen[name] = true; read(n) }
	}
	root.fields(map[string]func(yamlNode){
		"pipeline": note("pipeline", func(n yamlNode) {
			if p.Name = n.text(); !namePattern.MatchString(p.Name) {
				n.faultf("a pipeline is named with small letters, digits and _, as hazards or osha_us: not %q", p.Name)
			}
		}),
		"title": func(n yamlNode) { p.Title = readText(n) },
		"doc":   func(n yamlNode) { p.Doc = n.text() },
		"fact": note("fact", func(n yamlNode) {
			fact, ok := warehouse.FactNamed(n.text())
			switch {
			case !ok:
				n.faultf("there is no fact %q%s", n.text(), didYouMean(n.text(), factNames()))
			case fact.Own:
				n.faultf("%s is what Anlan publishes itself: no pipeline loads it", fact.Name)
			}
			p.Fact = fact
		}),
		"system":       func(n yamlNode) { p.System = n.text() },
		"source":       note("source", func(n yamlNode) { p.Source = readSource(n) }),
		"join":         func(n yamlNode) { p.Joins = readJoins(n) },
		"columns":      note("columns", func(n yamlNode) { pr.columns = &n }),
		"checks":       func(n yamlNode) { pr.checks = &n },
		"load_checks":  func(n yamlNode) { pr.loadChecks = &n },
		"deletes":      func(n yamlNode) { pr.deletes = &n },
		"schema":       func(n yamlNode) { p.Schema = readContract(n) },
		"max_rejected": func(n yamlNode) { p.MaxRejected = readShare(n) },
		"schedule":     func(n yamlNode) { p.Schedule = readSchedule(n) },
		"stale_after":  func(n yamlNode) { p.StaleAfter = n.duration() },
	})
	for _, name := range []string{"pipeline", "fact", "source", "columns"} {
		if !seen[name] {
			root.r.faults = append(root.r.faults, Fault{File: root.r.file, Line: root.line(), Column: 1, Message: "the key " + name + " is missing"})
		}
	}
	if pr.deletes != nil {
		if p.Deletes = pr.readDeletion(*pr.deletes); p.Deletes.Missing && p.Source.incremental() {
			pr.deletes.faultf("missing: true needs a source that gives everything each time; this one gives what changed, and all else would be deleted")
		}
	}
	if p.Fact == nil {
		return // columns cannot be judged
	}
	if pr.columns != nil {
		pr.readColumns(*pr.columns)
		p.loosen()
		pr.checkWithheld(*pr.columns)
		pr.checkComplete(*pr.columns)
	}
	if pr.checks != nil {
		pr.readChecks(*pr.checks)
	}
	if pr.loadChecks != nil {
		pr.readLoadChecks(*pr.loadChecks)
	}
}

func readText(n yamlNode) warehouse.Text {
	var t warehouse.Text
	if n.scalar() {
		t.ZH = n.text()
		return t
	}
	n.fields(map[string]func(yamlNode){"zh": func(n yamlNode) { t.ZH = n.text() }, "en": func(n yamlNode) { t.EN = n.text() }})
	return t
}

func readShare(n yamlNode) float64 {
	share := n.number()
	if share < 0 || share > 1 {
		n.faultf("a share lies between 0 and 1: 0.05 is 5 %%")
	}
	return share
}

func readSource(n yamlNode) Source {
	s := Source{line: n.line()}
	n.fields(workbookFields(&s, map[string]func(yamlNode){
		"files": func(n yamlNode) {
			for _, f := range n.texts() {
				if strings.HasPrefix(f, "/") || strings.HasPrefix(f, `\`) || slices.Contains(strings.Split(f, "/"), "..") {
					n.faultf("file names are relative to the folder of sources and stay in it: not %q", f)
				}
				s.Files = append(s.Files, f)
			}
		},
		"database": func(n yamlNode) { s.Opener = readDatabase(n) },
		"http":     func(n yamlNode) { s.Opener = readHTTP(n) },
		"inbox":    func(n yamlNode) { s.Files, s.Inbox = readInbox(n), true },
		"format": func(n yamlNode) {
			s.Spec.Format = source.Format(n.choice("csv", "tsv", "jsonl", "parquet", "xlsx", "xls"))
		},
		"encoding": func(n yamlNode) {
			s.Spec.Encoding = map[string]string{"utf-8": source.UTF8, "gb18030": source.GB18030, "gbk": source.GB18030, "gb2312": source.GB18030}[n.choice("utf-8", "gb18030", "gbk", "gb2312")]
		},
		"delimiter": func(n yamlNode) {
			d := n.text()
			if d == `\t` || d == "tab" {
				d = "\t"
			}
			if len(d) != 1 || d == "\"" || d == "\n" {
				n.faultf("a delimiter is one ASCII character, or tab")
				return
			}
			s.Spec.Delimiter = d[0]
		},
		"quotes":        func(n yamlNode) { s.Spec.NoQuotes = n.choice("double", "none") == "none" },
		"extra_columns": func(n yamlNode) { s.RefuseExtra = n.choice("allow", "refuse") == "refuse" },
		"withhold":      func(n yamlNode) { s.Withhold = n.texts() },
		"empty":         func(n yamlNode) { s.Empty = n.texts() },
		"max_record": func(n yamlNode) {
			s.Spec.MaxRecord = int(n.number())
			if s.Spec.MaxRecord < 1024 || s.Spec.MaxRecord > 64<<20 {
				n.faultf("the longest record lies between 1024 and 67108864 bytes")
			}
		},
	}))
	if len(s.Files) > 0 && s.Opener != nil {
		n.faultf("a source is one of files, inbox, database and http")
	}
	if !s.given() {
		n.faultf("the key files is missing: a name or pattern, as hazards*.csv")
	}
	return s
}

func readJoins(n yamlNode) []Join {
	joins := make([]Join, 0, len(n.items()))
	for _, item := range n.items() {
		j := Join{line: item.line()}
		required := false
		item.fields(map[string]func(yamlNode){
			"name": func(n yamlNode) {
				if j.Name = n.text(); !namePattern.MatchString(j.Name) {
					n.faultf("a join is named with small letters, digits and _: not %q", j.Name)
				}
			},
			"source": func(n yamlNode) {
				j.Source = readSource(n)
				if j.Source.Inbox {
					n.faultf("a joined source lies in the folder of sources: the files of an inbox come one at a time")
				}
				if d, ok := j.Source.Opener.(*databaseSource); ok && d.partial() != "" {
					n.faultf("a joined source is read whole: %s is for the pipeline's own source", d.partial())
				}
				if h, ok := j.Source.Opener.(*httpSource); ok && h.spec.Since != nil {
					n.faultf("a joined source is read whole: since is for the pipeline's own source")
				}
			},
			"on": func(n yamlNode) {
				for _, e := range n.entries() {
					j.On = append(j.On, JoinKey{Ours: e.name, Theirs: e.value.text()})
				}
			},
			"totals":   func(n yamlNode) { j.Totals = readTotals(n) },
			"required": func(n yamlNode) { j.Optional, required = !n.boolean(), true },
		})
		if !required {
			j.Optional = len(j.Totals) > 0 // no rows of a key are a total of 0
		}
		if j.Name == "" || len(j.On) == 0 || !j.Source.given() {
			item.faultf("a join needs name, source and on (our column: their column)")
		}
		if slices.ContainsFunc(joins, func(other Join) bool { return other.Name == j.Name }) {
			item.faultf("two joins are named %q", j.Name)
		}
		joins = append(joins, j)
	}
	return joins
}

func factNames() []string {
	names := make([]string, 0, len(warehouse.Delivered()))
	for _, f := range warehouse.Delivered() {
		names = append(names, f.Name)
	}
	return names
}
