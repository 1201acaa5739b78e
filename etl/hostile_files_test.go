package etl

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"anlan/warehouse"
)

// hostileFile is one case of files.yaml.
type hostileFile struct {
	Name, Pipeline, File, Content, Make, Code string
	Says, Rejected                            []string
	Loaded                                    int
	Fails                                     bool // all of its rows are rejected, so it cannot stand in a run alone

	path string
}

// hostilePipelines are the pipelines of the cases. The number of a record has the file's name behind it, so that many files can
// be loaded in one run without touching each other's records.
func hostilePipelines() []string {
	list := make([]string, 0, 12)
	for fact, columns := range goodRows {
		var text strings.Builder
		text.WriteString("pipeline: hostile_" + fact + "\nfact: " + fact + "\nsystem: hostile\nsource: {files: " + fact + ".csv}\ncolumns:\n")
		f, _ := warehouse.FactNamed(fact)
		for _, c := range columns {
			for _, column := range f.Columns {
				if column.Title.ZH == c[0] {
					more := ""
					if fact == "enterprise" && column.Name == "id" {
						more = ", credit_code: true"
					}
					text.WriteString("  " + column.Name + ": {from: " + c[0] + more + "}\n")
				}
			}
		}
		list = append(list, text.String())
	}
	for name, options := range map[string]string{"csv": "format: csv", "tsv": "format: tsv", "jsonl": "format: jsonl", "parquet": "format: parquet", "xlsx": "format: xlsx", "gbk": "format: csv, encoding: gbk",
		"strict": "format: csv, extra_columns: refuse", "careful": "format: csv", "guess": "max_record: 4096"} {
		text := strings.NewReplacer("pipeline: small\n", "pipeline: hostile_"+name+"\n", "format: FORMAT", options+", max_record: 65536", "system: s", "system: hostile_"+name,
			"id: 编号", "id: {sql: \"concat(`编号`, '@', _file)\"}").Replace(smallPipeline)
		text = strings.Replace(text, "max_record: 4096, max_record: 65536", "max_record: 65536", 1)
		if name == "careful" {
			text = strings.Replace(text, "columns:\n", "max_rejected: 0.4\ncolumns:\n", 1)
		}
		list = append(list, text)
	}
	return list
}

const (
	hostileLine = "1,370303,一般,2025-04-01,x\n"
	hostileJSON = `{"编号":"1","区划":"370303","级别":"一般","发现日期":"2025-04-01","描述":"x"}` + "\n"
)

func (b *bundle) hostileFiles() {
	t := b.t
	var table struct{ Files []hostileFile }
	readHostile(t, "files.yaml", &table)
	together := map[string][]*hostileFile{}
	for i := range table.Files {
		c := &table.Files[i]
		if c.Pipeline == "" {
			c.Pipeline = "csv"
		}
		c.path = b.hostileFile(c, i)
		if c.Code == "" && !c.Fails {
			together[c.Pipeline] = append(together[c.Pipeline], c)
			continue
		}
		t.Run(c.Name, func(t *testing.T) { b.t = t; b.refused(c) })
	}
	b.t = t
	for _, pipeline := range []string{"csv", "jsonl", "gbk", "tsv", "parquet", "xlsx"} {
		if cases := together[pipeline]; len(cases) > 0 {
			b.loadedTogether(pipeline, cases)
		}
	}
}

// hostileFile writes the file of a case and returns its path, or the pattern that finds nothing.
func (b *bundle) hostileFile(c *hostileFile, number int) string {
	t := b.t
	end := map[string]string{"csv": "csv", "tsv": "tsv", "jsonl": "jsonl", "parquet": "parquet", "xlsx": "xlsx", "gbk": "csv", "strict": "csv", "careful": "csv", "guess": "dat"}[c.Pipeline]
	dir := filepath.Join(b.sources, strconv.Itoa(number))
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	name := c.File
	switch name {
	case "":
		name = "small." + end
	case "LONG":
		name = "small" + strings.Repeat("长", 80) + ".x.csv"
	}
	path := filepath.Join(dir, name)
	if c.Make != "" {
		hostileMakers(t, c.Make, path)
		return path
	}
	content, err := strconv.Unquote(`"` + strings.ReplaceAll(c.Content, `"`, `\"`) + `"`)
	if err != nil {
		t.Fatalf("%s: %v", c.Name, err)
	}
	content = strings.NewReplacer("HEADER", smallHeader, "ROW", hostileLine, "JSON", hostileJSON).Replace(content)
	write(t, path, content)
	return path
}

// refused is a run that fails, publishes nothing and says why.
func (b *bundle) refused(c *hostileFile) {
	t := b.t
	if c.Make == "forbidden" && os.Getuid() == 0 {
		t.Skip("root may read everything")
	}
	before, err := b.warehouse.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	run, err := b.loader.Run(t.Context(), "hostile_"+c.Pipeline, RunOptions{Files: []string{c.path}})
	failure, ok := errors.AsType[*RunError](err)
	if !ok {
		t.Fatalf("it went through: %s", count(run))
	}
	code := c.Code
	if c.Fails {
		code = TooManyRejected
	}
	if code != "any" && failure.Code != code {
		t.Errorf("code %s, want %s", failure.Code, code)
	}
	if failure.Code == warehouse.Internal {
		t.Errorf("an error that nobody foresaw: %v, %v", failure, errors.Unwrap(failure))
	}
	for _, words := range c.Says {
		if !strings.Contains(failure.Message, words) {
			t.Errorf("%q does not say %q", failure.Message, words)
		}
	}
	if len(failure.Message) > 3000 {
		t.Errorf("a message of %d bytes", len(failure.Message))
	}
	if after, err := b.warehouse.Current(t.Context()); err != nil || after.Number != before.Number || run.VersionAfter != before.Number {
		t.Errorf("version %d, before %d, run %d, %v", after.Number, before.Number, run.VersionAfter, err)
	}
	if len(c.Rejected) > 0 {
		b.wantRejected(t, b.rejectedBy(run.ID), c)
	}
	report, err := b.loader.Report(t.Context(), warehouse.Everything(), run.ID, ReportOptions{})
	if err != nil || !strings.Contains(report, "结果：失败") || !strings.Contains(report, "没有发布任何数据") {
		t.Errorf("report %v\n%s", err, report)
	}
	b.tidy()
}

// loadedTogether loads the files of many cases in one run.
func (b *bundle) loadedTogether(pipeline string, cases []*hostileFile) {
	t := b.t
	paths := make([]string, 0, len(cases))
	for _, c := range cases {
		paths = append(paths, c.path)
	}
	run, err := b.loader.Run(t.Context(), "hostile_"+pipeline, RunOptions{Files: paths})
	if err != nil {
		t.Fatalf("%s: %v, %v", pipeline, err, errors.Unwrap(err))
	}
	b.tidy()
	b.accounted(run)
	b.clerkReads(run)
	rejected := b.rejectedBy(run.ID)
	loaded := b.ask("SELECT concat(splitByChar('@', id)[-1], '|', toString(count())) FROM hazard WHERE {parts} AND system = 'hostile_"+pipeline+"' GROUP BY splitByChar('@', id)[-1]", "hazard")
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			b.wantRejected(t, rejected, c)
			want := fmt.Sprintf("%s|%d'", strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`).Replace(b.nameOf(c)), c.Loaded)
			if c.Loaded == 0 && strings.Contains(loaded, "'"+b.nameOf(c)+"|") || c.Loaded > 0 && !strings.Contains(loaded, "'"+want) {
				t.Errorf("want %s among\n%s", want, loaded)
			}
		})
	}
}

// nameOf is what the ledger calls the file of a case.
func (b *bundle) nameOf(c *hostileFile) string { return nameIn(b.sources, c.path) }

// rejectedBy are the rejected rows of a run.
func (b *bundle) rejectedBy(run string) []warehouse.QuarantineRow {
	b.t.Helper()
	page, err := b.warehouse.Quarantine(b.t.Context(), warehouse.Everything(), warehouse.QuarantineQuery{Run: run, First: 1000})
	if err != nil {
		b.t.Fatal(err)
	}
	return page.Rows
}

func (b *bundle) wantRejected(t *testing.T, rows []warehouse.QuarantineRow, c *hostileFile) {
	t.Helper()
	var got, reasons []string
	for _, q := range rows {
		if q.File == b.nameOf(c) {
			got = append(got, fmt.Sprintf("%d %s", q.Row, strings.Join(q.Codes, "+")))
			reasons = append(reasons, q.Reasons...)
			if q.Raw != "" {
				t.Error("raw text was not asked for")
			}
		}
	}
	slices.Sort(got)
	if strings.Join(got, ", ") != strings.Join(c.Rejected, ", ") {
		t.Errorf("rejected %q, want %q: %s", got, c.Rejected, strings.Join(reasons, "; "))
	}
}
