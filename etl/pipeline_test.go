package etl

import (
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"anlan/warehouse"
)

func TestEveryFaultOfAPipelineIsNamedAtOnce(t *testing.T) {
	_, err := ParsePipeline("hazards.yaml", []byte(`pipeline: My Hazards
titel: Hazards
fact: hazards
source:
  files: ["../secret.csv"]
  format: word
  encoding: latin1
colums:
  id: 编号
`))
	const want = `hazards.yaml:1:1: a pipeline is named with small letters, digits and _, as hazards or osha_us: not "My Hazards"
hazards.yaml:1:1: the key columns is missing
hazards.yaml:2:1: unknown key "titel"; did you mean "title"?
hazards.yaml:3:1: there is no fact "hazards"; did you mean "hazard"?
hazards.yaml:5:3: file names are relative to the folder of sources and stay in it: not "../secret.csv"
hazards.yaml:6:3: "word" is none of csv, tsv, jsonl, parquet, xlsx, xls
hazards.yaml:7:3: "latin1" is none of utf-8, gb18030, gbk, gb2312
hazards.yaml:8:1: unknown key "colums"; did you mean "columns"?`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}

	_, err = ParsePipeline("h.yaml", []byte(`pipeline: h
fact: hazard
source: {files: h.csv}
columns:
  id: 编号
  regoin: 区划
  found_on: {from: 日期, format: "%d.%b.%Y"}
  due_on: {from: 期限, value: 2025-01-01}
  level: {sql: "file('/etc/passwd')"}
  penalty: {sql: "(SELECT 1)"}
  description: {from: 描述, of: header, fromat: x}
checks:
  - {code: ok, sql: fuond_on > due_on}
`))
	const wantColumns = `h.yaml:4:1: hazard requires columns that nothing gives: system (来源系统), region (行政区划), source (隐患来源)
h.yaml:6:3: hazard has no column "regoin"; did you mean "region"?
h.yaml:7:24: the format "%d.%b.%Y": %b is none of %Y %y %m %d %H %M %S
h.yaml:8:3: due_on needs one of from, sql and value
h.yaml:9:11: level: the function file may not be used here
h.yaml:10:13: penalty: SELECT makes a query; an expression only computes with the columns of its row (a column of that name is written ` + "`SELECT`" + `)
h.yaml:11:27: no join is named "header"
h.yaml:11:39: unknown key "fromat"; did you mean "format"?
h.yaml:13:16: check: hazard has no column "fuond_on"; did you mean "found_on"?`
	if err == nil || err.Error() != wantColumns {
		t.Errorf("got\n%v\nwant\n%s", err, wantColumns)
	}
}

func TestNotYAML(t *testing.T) {
	for _, text := range []string{"", "a: [1", "- x\n", "a: 1\na: 2\n", "pipeline: &x h\nfact: *x\n", "\x00"} {
		if p, err := ParsePipeline("x.yaml", []byte(text)); err == nil {
			t.Errorf("%q gives %+v", text, p)
		}
	}
}

// The shipped pipelines read every column of the record files: the Chinese titles of the facts, but for derived columns.
func TestShippedPipelinesReadWholeRecords(t *testing.T) {
	names, err := fs.Glob(shipped, "pipelines/*.yaml")
	if err != nil || len(names) != len(warehouse.Delivered()) {
		t.Fatalf("%d pipelines for %d facts, %v", len(names), len(warehouse.Delivered()), err)
	}
	for _, name := range names {
		text, err := shipped.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := ParsePipeline(name, text)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, c := range p.Fact.Columns {
			m, mapped := p.Mapping(c.Name)
			if mapped == (c.Derive != "") || (mapped && m.From != c.Title.ZH) {
				t.Errorf("%s: column %s is read from %q, its title is %q", name, c.Name, m.From, c.Title.ZH)
			}
		}
	}
}

// The JSON Schema knows exactly the keys that the reader knows.
func TestSchemaKnowsTheKeys(t *testing.T) {
	var schema struct {
		Properties map[string]json.RawMessage `json:"properties"`
		Defs       map[string]struct {
			Properties map[string]json.RawMessage `json:"properties"`
		} `json:"$defs"`
	}
	if err := json.Unmarshal(Schema, &schema); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		where string
		keys  map[string]json.RawMessage
		yaml  string // where a key that nobody knows is put
	}{
		{"pipeline", schema.Properties, "zzz: 1\n"},
		{"source", schema.Defs["source"].Properties, "fact: hazard\npipeline: x\ncolumns: {}\nsource: {zzz: 1, files: x}\n"},
		{"mapping", schema.Defs["mapping"].Properties, "fact: hazard\npipeline: x\nsource: {files: x}\ncolumns: {id: {zzz: 1}}\n"},
	} {
		_, err := ParsePipeline("x.yaml", []byte(test.yaml))
		if err == nil || !strings.Contains(err.Error(), `unknown key "zzz"; there are: `) {
			t.Errorf("%s: %v", test.where, err)
			continue
		}
		_, list, _ := strings.Cut(err.Error(), `unknown key "zzz"; there are: `)
		list, _, _ = strings.Cut(list, "\n")
		var keys []string
		for key := range test.keys {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		if got := strings.Join(keys, ", "); got != list {
			t.Errorf("%s: the schema has %s, the reader %s", test.where, got, list)
		}
	}
}

// Nobody writes a pipeline of such a size; the parser would be busy with it for long.
func TestAFileThatIsNoPipelineByItsSize(t *testing.T) {
	_, err := ParsePipeline("huge.yaml", []byte("pipeline: huge\ndoc: "+strings.Repeat("[", 960<<10)))
	if err == nil || !strings.Contains(err.Error(), "huge.yaml: 960 kB is more than such a file has (256 kB)") {
		t.Errorf("got %.200v", err)
	}
}

// Words of the pipeline's own are known without a file: a wrong one would reject every row.
func TestWordsThatNoVocabularyHas(t *testing.T) {
	const text = `pipeline: p
fact: hazard
system: s
source: {files: x.csv}
columns:
  id: 编号
  region: 区划
  found_on: 日期
  source: {value: 自检查}
  level: {from: 级别, words: {较大: 重点, 小: 一般隐患, 无: "", 未定: "?"}}
`
	_, err := ParsePipeline("p.yaml", []byte(text))
	const want = "p.yaml:9:3: source: “自检查” is not known; expected one of "
	if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "p.yaml:10:3: level: “重点” is not known; expected one of 一般 (general), 重大 (major)") || strings.Count(err.Error(), "is not known") != 2 {
		t.Errorf("got %v", err)
	}
}
