package etl

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"anlan/etl/source"
	"anlan/warehouse"
)

// A pipeline of a few columns, for files of all kinds.
const smallPipeline = `pipeline: small
fact: hazard
system: s
source: {files: ["small*"], format: FORMAT}
columns:
  id: 编号
  region: 区划
  source: {value: self}
  level: 级别
  found_on: 发现日期
  description: 描述
`

func small(format string) string {
	return strings.Replace(strings.Replace(smallPipeline, "FORMAT", format, 1), "pipeline: small\n", "pipeline: small_"+format+"\n", 1)
}

const smallHeader = "编号,区划,级别,发现日期,描述\n"

// Every bad file gives one clear error or rows in quarantine, and the last good figures stay.
func TestBadFiles(t *testing.T) {
	strict := strings.NewReplacer("small_csv", "strict", "format: csv}", "format: csv, extra_columns: refuse}").Replace(small("csv"))
	careful := strings.NewReplacer("small_csv", "careful", "columns:\n", "max_rejected: 0.4\ncolumns:\n").Replace(small("csv"))
	b := setup(t, small("csv"), strict, careful, small("jsonl"), small("parquet"))
	good := smallHeader + "1,370303,一般,2025-04-01,a\n2,370304,重大,2025-04-02,b\n"
	b.file("small.csv", good)
	if got := count(b.run("small_csv")); got != "succeeded: read 2, loaded 2, updated 0, unchanged 0, rejected 0, duplicate 0" {
		t.Fatal(got)
	}
	standing := b.ask("SELECT id, level, description FROM hazard WHERE {parts} ORDER BY id", "hazard")
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(good)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprint(z, smallHeader+strings.Repeat("3,370303,一般,2025-04-01,x\n", 5000))
	z.Close()

	type expect struct{ code, says string }
	for _, test := range []struct {
		name, pipeline, content string
		fails                   expect
		quarantine              string // when it does not fail
	}{
		{"empty file", "small_csv", "", expect{source.Empty, "not even a header"}, ""},
		{"GB18030 where UTF-8 was said", "small_csv", gb, expect{source.WrongEncoding, "likely encoding is GB18030"}, ""},
		{"a field of another encoding", "small_csv", smallHeader + "1,370303,一般,2025-04-01,\xc1\xc7\n", expect{source.WrongEncoding, `row 1 (line 2), column "描述": the bytes C1 C7 are not UTF-8`}, ""},
		{"UTF-16", "small_csv", "\xff\xfe\x16\x7f", expect{source.NotText, "UTF-16"}, ""},
		{"workbook", "small_csv", "PK\x03\x04xxxx", expect{source.NotText, "Excel"}, ""},
		{"binary", "small_csv", strings.Repeat("\x00\x01", 99), expect{source.NotText, "not text"}, ""},
		{"missing column", "small_csv", "编号,区划,发现日期,描述\n1,370303,2025-04-01,a\n", expect{MissingColumn, `the column "级别" is missing`}, ""},
		{"renamed columns, all of them named", "small_csv", "编号,行政区划,隐患级别,发现日期,描述\n", expect{MissingColumn, `the column "区划" is missing; was it renamed to "行政区划"?; small.csv: the column "级别" is missing; was it renamed to "隐患级别"?`}, ""},
		{"duplicate column", "small_csv", "编号,区划,级别,发现日期,描述,级别\n", expect{source.Duplicate, `names column "级别" twice, at 3 and 6`}, ""},
		{"no header", "small_csv", "1,370303,一般,2025-04-01,a\n", expect{source.BadHeader, `small.csv: row 1 seems to hold data ("1"), not the names of the columns; expected 编号, `}, ""},
		{"another delimiter", "small_csv", strings.ReplaceAll(smallHeader, ",", ";"), expect{source.BadHeader, "semicolons"}, ""},
		{"more columns where they are refused", "strict", strings.Replace(good, "描述\n", "描述,备注\n", 1), expect{ExtraColumn, "备注"}, ""},
		{"truncated gzip", "small_csv", packed.String()[:packed.Len()/2], expect{source.Truncated, "packed data is not whole"}, ""},
		{"every row wrong", "small_csv", smallHeader + "1,,,,\n2,,,,\n", expect{TooManyRejected, "2 of 2 rows were rejected"}, ""},
		{"more rows wrong than the pipeline allows", "careful", smallHeader + "1,370303,一般,2025-04-01,x\n2,,,,\n", expect{TooManyRejected, "more than the pipeline allows (40 %)"}, ""},
		{"JSON array", "small_jsonl", "[{}]", expect{source.WrongShape, "one object a line"}, ""},
		{"a key that no record has", "small_jsonl", `{"编号":"1","区划":"370303","级别":"一般","发现日期":"2025-04-01"}`, expect{MissingColumn, `no record has the key "描述"`}, ""},
		{"text called Parquet", "small_parquet", good, expect{source.NotText, "not a Parquet file"}, ""},
		{"truncated Parquet", "small_parquet", "PAR1" + strings.Repeat("\x15\x04", 200), expect{source.Truncated, "not a whole Parquet file"}, ""},

		{"header only", "small_csv", smallHeader, expect{}, ""},
		{"short and long rows", "small_csv", good + "3,370303\n4,370303,一般,2025-04-01,a,b\n", expect{}, "3/4 too_few_fields, 4/5 too_many_fields"},
		{"unclosed quote", "small_csv", smallHeader + "3,370303,一般,2025-04-01,\"x\n1,370303,一般,2025-04-01,a\n", expect{}, "1/2 unclosed_quote"},
		{"zero bytes", "small_csv", good + "3,370303,一般,2025-04-01,a\x00\n", expect{}, "3/4 nul_byte"},
		{"broken JSON line", "small_jsonl", `{"编号":"1","区划":"370303","级别":"一般","发现日期":"2025-04-01","描述":"a"}` + "\n{\"编号\":\n", expect{}, "2/2 bad_json"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b.t = t
			name := "small.csv"
			if strings.HasPrefix(test.content, "\x1f\x8b") {
				name = "small.csv.gz"
			}
			for _, old := range []string{"small.csv", "small.csv.gz"} {
				_ = os.Remove(filepath.Join(b.sources, old))
			}
			b.file(name, test.content)
			if test.fails.code != "" {
				b.fail(test.pipeline, test.fails.code, test.fails.says)
			} else {
				run := b.run(test.pipeline)
				var got []string
				for _, q := range b.quarantine(run.ID) {
					got = append(got, strings.TrimPrefix(q, name+" "))
				}
				if strings.Join(got, ", ") != test.quarantine || run.State != warehouse.RunUnchanged {
					t.Errorf("%s, quarantine %q, want %q", count(run), got, test.quarantine)
				}
			}
			if now := b.ask("SELECT id, level, description FROM hazard WHERE {parts} ORDER BY id", "hazard"); now != standing {
				t.Errorf("the figures changed:\n%s\nwere\n%s", now, standing)
			}
		})
	}

	t.Run("a folder", func(t *testing.T) {
		b.t = t
		_ = os.Remove(filepath.Join(b.sources, "small.csv"))
		if err := os.Mkdir(filepath.Join(b.sources, "small.csv"), 0o700); err != nil {
			t.Fatal(err)
		}
		b.fail("small_csv", source.Unreadable, "is a folder")
	})
	t.Run("no file", func(t *testing.T) {
		b.t = t
		_ = os.Remove(filepath.Join(b.sources, "small.csv"))
		b.fail("small_csv", NoFiles, "no file in the source folder is named small*")
	})
	t.Run("no such pipeline", func(t *testing.T) {
		if _, err := b.loader.Run(t.Context(), "smal_csv", RunOptions{}); err == nil || !strings.Contains(err.Error(), `did you mean "small_csv"?`) {
			t.Errorf("got %v", err)
		}
	})
	b.t = t
	if named := b.ask("SELECT error FROM etl_run WHERE position(error, '" + filepath.Dir(b.sources) + "') > 0"); named != "" {
		t.Errorf("messages name folders of the server: %s", named)
	}
	runs, err := b.warehouse.Runs(t.Context(), warehouse.RunQuery{State: warehouse.RunFailed, First: 1000})
	if err != nil || len(runs) != 21 {
		t.Errorf("%d failed runs in the ledger, %v", len(runs), err)
	}
}
