package etl

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"anlan/warehouse"
)

// What people and programs hand in, kept in testdata/hostile: every case ends in a clear report, nothing is published that is
// not good, and no row is lost. The cases share one warehouse, and rows and files share runs where they can.
func TestHostile(t *testing.T) {
	b := setup(t, hostilePipelines()...)
	t.Run("rows", func(t *testing.T) { b.t = t; b.hostileRows() })
	t.Run("files", func(t *testing.T) { b.t = t; b.hostileFiles() })
	b.t = t
	if named := b.ask("SELECT error FROM etl_run WHERE position(error, '" + filepath.Dir(b.sources) + "') > 0"); named != "" {
		t.Errorf("messages name folders of the server: %s", named)
	}
}

func TestHostilePipelines(t *testing.T) {
	var table struct {
		Pipelines []struct {
			Name, Text string
			Says       []string
		}
	}
	readHostile(t, "pipelines.yaml", &table)
	for _, c := range table.Pipelines {
		t.Run(c.Name, func(t *testing.T) {
			p, err := ParsePipeline("p.yaml", []byte(c.Text))
			if err == nil {
				t.Fatalf("it was taken: %+v", p)
			}
			if !strings.HasPrefix(err.Error(), "p.yaml:") {
				t.Errorf("no place: %v", err)
			}
			for _, words := range c.Says {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("it does not say %q:\n%v", words, err)
				}
			}
		})
	}
	t.Run("a pipeline of a megabyte", func(t *testing.T) {
		if _, err := ParsePipeline("p.yaml", []byte("pipeline: a\n"+strings.Repeat("x: [[[[[[[[[[]]]]]]]]]]\n", 40_000))); err == nil || len(err.Error()) > 10<<20 {
			t.Errorf("%d bytes of message", len(fmt.Sprint(err)))
		}
	})
}

func readHostile(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "hostile", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(text, into, yaml.DisallowUnknownField()); err != nil {
		t.Fatal(yaml.FormatError(err, false, true))
	}
}

// hostileRow is one case of rows.yaml.
type hostileRow struct {
	Name  string
	Set   map[string]string
	Code  string
	Says  []string
	Loads map[string]string
}

// goodRows are the rows that the cases change, by fact: column and value, the number first.
var goodRows = map[string][][2]string{
	"hazard": {{"编号", ""}, {"行政区划", "370303"}, {"行业领域", ""}, {"监管部门", ""}, {"隐患来源", "企业自查"}, {"隐患级别", "一般"}, {"发现日期", "2025-04-01"}, {"整改期限", ""},
		{"延期后期限", ""}, {"整改完成日期", ""}, {"验收销号日期", ""}, {"五落实", ""}, {"挂牌督办", ""}, {"罚款", ""}, {"隐患描述", ""}},
	"accident": {{"编号", ""}, {"行政区划", "370303"}, {"发生日期", "2025-04-01"}, {"发生时间", ""}, {"报告时间", ""}, {"事故类型", ""}, {"死亡人数", "0"}, {"直接经济损失", ""}, {"状态", "核实"}},
	"enterprise": {{"编号", "91370300164106342X"}, {"企业名称", "桓台县某化工有限公司"}, {"行政区划", "370321"}, {"分类分级", ""}, {"固有风险等级", ""}, {"从业人数", ""},
		{"注册日期", ""}},
}

// hostileRows loads all rows of a fact in one run and looks at what became of each.
func (b *bundle) hostileRows() {
	t := b.t
	table := map[string][]hostileRow{}
	readHostile(t, "rows.yaml", &table)
	for _, fact := range []string{"hazard", "accident", "enterprise"} {
		cases := table[fact]
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		var header []string
		for _, c := range goodRows[fact] {
			header = append(header, c[0])
		}
		if err := w.Write(header); err != nil {
			t.Fatal(err)
		}
		for i, c := range cases {
			row := make([]string, len(header))
			for j, column := range goodRows[fact] {
				if row[j] = column[1]; j == 0 && fact != "enterprise" {
					row[j] = strconv.Itoa(i)
				}
				if v, ok := c.Set[column[0]]; ok {
					row[j] = v
				}
			}
			for name := range c.Set {
				if !slices.Contains(header, name) {
					t.Fatalf("%s: no column %s", c.Name, name)
				}
			}
			if err := w.Write(row); err != nil {
				t.Fatal(err)
			}
		}
		w.Flush()
		b.file(fact+".csv", out.String())
		run := b.run("hostile_" + fact)
		b.accounted(run)
		b.judgeRows(run, fact, cases)
		b.clerkReads(run)
	}
}

// judgeRows compares every row of a run with its case.
func (b *bundle) judgeRows(run warehouse.Run, fact string, cases []hostileRow) {
	rejected := map[uint64]warehouse.QuarantineRow{}
	for _, q := range b.rejectedBy(run.ID) {
		rejected[q.Row] = q
	}
	for i, c := range cases {
		b.t.Run(c.Name, func(t *testing.T) {
			q, wrong := rejected[uint64(i+1)]
			if c.Code == "" && wrong {
				t.Fatalf("it was rejected: %s", strings.Join(q.Reasons, "; "))
			}
			if c.Code != "" && !wrong {
				t.Fatalf("it was loaded, expected %s", c.Code)
			}
			if c.Code != "" {
				text := strings.Join(q.Reasons, "; ")
				if q.Codes[0] != c.Code {
					t.Errorf("code %v, want %s: %s", q.Codes, c.Code, text)
				}
				for _, words := range c.Says {
					if !strings.Contains(text, words) {
						t.Errorf("%q does not say %q", text, words)
					}
				}
				return
			}
			for column, want := range c.Loads {
				parent := b.t
				b.t = t
				got := b.askText("SELECT toString("+column+") FROM "+fact+" WHERE {parts} AND run = {run:String} AND row = {row:UInt64}", fact, run.ID, uint64(i+1))
				if b.t = parent; got != want {
					t.Errorf("%s: %q, want %q", column, got, want)
				}
			}
		})
	}
}

// askText is one value of the current version; "(none)" when there is no row.
func (b *bundle) askText(query, fact, run string, row uint64) string {
	b.t.Helper()
	v, err := b.warehouse.Current(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	var list []string
	rows, err := b.warehouse.Conn().Query(b.t.Context(), strings.Replace(query, "{parts}", "_partition_id IN {parts:Array(String)}", 1),
		named("parts", v.Partitions(fact)), named("run", run), named("row", row))
	if err != nil {
		b.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s *string
		if err := rows.Scan(&s); err != nil {
			b.t.Fatal(err)
		}
		if s == nil {
			return "NULL"
		}
		list = append(list, *s)
	}
	if err := rows.Err(); err != nil {
		b.t.Fatal(err)
	}
	if len(list) != 1 {
		return "(none)"
	}
	return list[0]
}

// accounted checks that each row that was read is somewhere.
func (b *bundle) accounted(run warehouse.Run) {
	b.t.Helper()
	if sum := run.RowsLoaded + run.RowsUpdated + run.RowsUnchanged + run.RowsRejected + run.RowsDuplicate; run.State != warehouse.RunFailed && sum != run.RowsRead {
		b.t.Errorf("%d rows were read, %d are accounted for: %s", run.RowsRead, sum, count(run))
	}
}

// clerkReads checks that the report of a run has nothing in it that only a programmer reads.
func (b *bundle) clerkReads(run warehouse.Run) {
	b.t.Helper()
	report, err := b.loader.Report(b.t.Context(), warehouse.Everything(), run.ID, ReportOptions{Rows: 1000})
	if err != nil {
		b.t.Fatal(err)
	}
	for line := range strings.SplitSeq(report, "\n") {
		if englishWords.MatchString(line) {
			b.t.Errorf("a line of the report is in English: %s", line)
		}
	}
}

// englishWords is a sentence of English: four words in a row.
var englishWords = regexp.MustCompile(`[a-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}`)
