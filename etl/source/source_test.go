package source

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// read stages a file and returns its rows as "row/line: a|b|NULL" and its bad records as "row/line code".
func read(t *testing.T, name, content string, spec Spec) (rows, bad []string, err error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if spec.Format == "" {
		spec.Format = FormatOf(name)
	}
	in, err := Open(path, spec)
	if err != nil {
		return nil, nil, err
	}
	defer in.Close()
	var out bytes.Buffer
	_, err = in.Stream(context.Background(), &out, Layout{Bad: func(b Bad) error {
		bad = append(bad, fmt.Sprintf("%d/%d %s", b.Row, b.Line, b.Code))
		return nil
	}})
	return nativeRows(t, out.Bytes()), bad, err
}

// nativeRows decodes the blocks of a nativeWriter.
func nativeRows(t *testing.T, b []byte) (rows []string) {
	t.Helper()
	uvarint := func() int {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			t.Fatal("native block: bad varint")
		}
		b = b[n:]
		return int(v)
	}
	text := func() string { n := uvarint(); s := string(b[:n]); b = b[n:]; return s }
	for len(b) > 0 {
		columns, count := uvarint(), uvarint()
		block := make([][]string, count)
		for range columns {
			name, typ := text(), text()
			switch typ {
			case "UInt32":
				b = b[4*count:]
			case "UInt64":
				for i := range count {
					block[i] = append(block[i], strconv.FormatUint(binary.LittleEndian.Uint64(b[8*i:]), 10))
				}
				b = b[8*count:]
			case "Nullable(String)":
				nulls := b[:count]
				b = b[count:]
				for i := range count {
					v := text()
					if nulls[i] == 1 {
						v = "NULL"
					}
					block[i] = append(block[i], v)
				}
			default:
				t.Fatalf("column %s has type %s", name, typ)
			}
		}
		for _, r := range block {
			rows = append(rows, r[0]+"/"+r[1]+": "+strings.Join(r[2:], "|"))
		}
	}
	return rows
}

func TestCSVFollowsRFC4180(t *testing.T) {
	for _, test := range []struct {
		name, content string
		rows, bad     []string
	}{
		{"plain", "a,b\n1,2\n3,4\n", []string{"1/2: 1|2", "2/3: 3|4"}, nil},
		{"no line break at the end", "a,b\n1,2", []string{"1/2: 1|2"}, nil},
		{"CRLF", "a,b\r\n1,2\r\n3,\"4\"\r\n", []string{"1/2: 1|2", "2/3: 3|4"}, nil},
		{"byte order mark", "\xef\xbb\xbfa,b\n1,2\n", []string{"1/2: 1|2"}, nil},
		{"empty fields are unknown", "a,b\n,\"\"\n", []string{"1/2: NULL|NULL"}, nil},
		{"blanks are cut off, of Chinese input methods too", "a,b\n 1\t,\u3000张店区\u3000\n", []string{"1/2: 1|张店区"}, nil},
		{"delimiter, quote and line break inside quotes", "a,b\n\"1,5\",\"he said \"\"no\"\"\nand went\"\n7,8\n", []string{"1/2: 1,5|he said \"no\"\nand went", "2/4: 7|8"}, nil},
		{"blank lines do not count", "a,b\n\n1,2\n\r\n3,4\n", []string{"1/3: 1|2", "2/5: 3|4"}, nil},
		{"too few fields", "a,b\n1\n3,4\n", []string{"2/3: 3|4"}, []string{"1/2 too_few_fields"}},
		{"too many fields", "a,b\n1,2,3\n3,4\n", []string{"2/3: 3|4"}, []string{"1/2 too_many_fields"}},
		{"quote inside a field", "a,b\n3\"管,2\n3,4\n", []string{"2/3: 3|4"}, []string{"1/2 stray_quote"}},
		{"text behind a closing quote", "a,b\n\"1\"x,2\n3,4\n", []string{"2/3: 3|4"}, []string{"1/2 stray_quote"}},
		{"a quote never closed costs its line only", "a,b\n\"1,2\n3,4\n5,6\n", []string{"2/3: 3|4", "3/4: 5|6"}, []string{"1/2 unclosed_quote"}},
		{"a quote never closed on the last line", "a,b\n1,2\n\"3,4", []string{"1/2: 1|2"}, []string{"2/3 unclosed_quote"}},
		{"a zero byte", "a,b\n1,x\x00y\n3,4\n", []string{"2/3: 3|4"}, []string{"1/2 nul_byte"}},
		{"header only", "a,b\n", nil, nil},
		{"names in brackets are names", "[a],{b}\n1,2\n", []string{"1/2: 1|2"}, nil},
		{"days and years as names of columns", "a,2024-01-16,2024\n1,2,3\n", []string{"1/2: 1|2|3"}, nil},
		{"a carriage return inside a field", "a,b\n1,2\r3\n", []string{"1/2: 1|2\r3"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows, bad, err := read(t, "t.csv", test.content, Spec{})
			if err != nil {
				t.Fatal(err)
			}
			if fmt.Sprint(rows) != fmt.Sprint(test.rows) || fmt.Sprint(bad) != fmt.Sprint(test.bad) {
				t.Errorf("rows %q bad %q\nwant %q bad %q", rows, bad, test.rows, test.bad)
			}
		})
	}
}

func TestTSVAndQuotesAsLetters(t *testing.T) {
	rows, bad, err := read(t, "t.tsv", "a\tb\n3\"管\t1,5\n", Spec{NoQuotes: true})
	if err != nil || len(bad) != 0 || fmt.Sprint(rows) != `[1/2: 3"管|1,5]` {
		t.Errorf("rows %q bad %q err %v", rows, bad, err)
	}
}

// Every split of the bytes over reads gives the same records.
func TestRecordsDoNotDependOnReadSizes(t *testing.T) {
	content := "a,b\r\n\"1,\r\n5\",\"\"\"x\"\"\"\r\n\n2,\"y\r\n3\n4,5\n\"6\"x,7\n8,9"
	var want string
	for size := 1; size < len(content)+1; size++ {
		w := newWindow(&slowReader{content: content, size: size}, 1<<20)
		s := newScanner(w, ',', true)
		var got strings.Builder
		for {
			rec, ok := s.next()
			if !ok {
				break
			}
			fmt.Fprintf(&got, "%d %q %s %d\n", s.line, rec.text, rec.bad, len(s.fields))
			s.done()
		}
		if want == "" {
			want = got.String()
		}
		if got.String() != want {
			t.Fatalf("reads of %d bytes give\n%swant\n%s", size, got.String(), want)
		}
	}
}

type slowReader struct {
	content string
	size    int
}

func (r *slowReader) Read(p []byte) (int, error) {
	if r.content == "" {
		return 0, io.EOF
	}
	n := copy(p, r.content[:min(r.size, len(r.content))])
	r.content = r.content[n:]
	return n, nil
}

func TestFilesThatCannotBeLoaded(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("编号,区划\n1,张店区\n")
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprint(z, "a,b\n"+strings.Repeat("1,2\n", 10000))
	z.Close()
	for _, test := range []struct {
		name, file, content string
		spec                Spec
		code, says          string
	}{
		{"empty", "t.csv", "", Spec{}, Empty, "not even a header"},
		{"blank", "t.csv", " \r\n\n", Spec{}, Empty, "not even a header"},
		{"GB18030 taken for UTF-8, in the header", "t.csv", gb, Spec{}, WrongEncoding, "GB18030 (then it reads \"编号,区划\")"},
		{"GB18030 taken for UTF-8, in a field", "t.csv", "id,region\n1," + gb[len("编号,区划\n1,")-4:], Spec{}, WrongEncoding, `row 1 (line 2), column "region": the bytes`},
		{"UTF-8 taken for GB18030", "t.csv", "编号,区划\n", Spec{Encoding: GB18030}, WrongEncoding, "is UTF-8 text"},
		{"no character of GB18030", "t.csv", gb + "2,\xff\xff\n", Spec{Encoding: GB18030}, WrongEncoding, `row 2 (line 3), column "区划": the bytes FF`},
		{"UTF-16", "t.csv", "\xff\xfea\x00,\x00b\x00\n\x00", Spec{}, NotText, "UTF-16"},
		{"workbook", "t.csv", "PK\x03\x04....", Spec{}, NotText, ".xlsx"},
		{"binary", "t.csv", strings.Repeat("\x01\x00\x02\x00", 100), Spec{}, NotText, "is not text"},
		{"binary with few zeros", "t.csv", "\"" + strings.Repeat("\x01\x02a,b\x03cdefghij\"", 20), Spec{}, NotText, "is not text but a binary file"},
		{"image", "t.csv", "\x89PNG\r\n\x1a\n", Spec{}, NotText, "is an image"},
		{"JSON array called CSV", "t.csv", "[{\"编号\":\"1\"},\n{\"编号\":\"2\"}]", Spec{}, NotText, "is JSON, not a table with a header"},
		{"JSON lines called TSV", "t.tsv", "{\"编号\":\"1\"}\n", Spec{}, NotText, "say `format: jsonl`"},
		{"line ends of old Macs", "t.csv", "id,day\r1,2024-01-16\r2,2024-01-16\r", Spec{}, BadHeader, "end in a carriage return alone"},
		{"no header, with a value twice", "t.csv", "1,370303,2024-01-16,2024-01-16\n", Spec{}, BadHeader, `row 1 seems to hold data ("1"), not the names of the columns: "2024-01-16" stands in it twice, at 3 and 4`},
		{"a column twice", "t.csv", "id,region,id\n", Spec{}, Duplicate, `column "id" twice, at 1 and 3`},
		{"another delimiter", "t.csv", "id;region\n1;2\n", Spec{}, BadHeader, "semicolons"},
		{"header with a lost quote", "t.csv", "id,\"region\n1,2\n", Spec{}, BadHeader, "the header cannot be read"},
		{"truncated gzip", "t.csv.gz", packed.String()[:packed.Len()-20], Spec{}, Truncated, "packed data is not whole"},
		{"damaged gzip", "t.csv.gz", packed.String()[:packed.Len()-6] + "xxxxxx", Spec{}, Truncated, "packed data is not whole"},
		{"JSON array", "t.jsonl", "[\n{\"a\":1}\n]", Spec{}, WrongShape, "one object a line"},
		{"text called Parquet", "t.parquet", "a,b\n", Spec{}, NotText, "is not a Parquet file"},
		{"Parquet without an end", "t.parquet", "PAR1" + strings.Repeat("x", 100), Spec{}, Truncated, "not a whole Parquet file"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := read(t, test.file, test.content, test.spec)
			var fault *Error
			if !errors.As(err, &fault) {
				t.Fatalf("got %v, want a file error %s", err, test.code)
			}
			if fault.Code != test.code || !strings.Contains(fault.Message, test.says) {
				t.Errorf("got %s: %s\nwant %s: … %s …", fault.Code, fault.Message, test.code, test.says)
			}
		})
	}
	for name, path := range map[string]string{"a folder": t.TempDir(), "a missing file": "/nonexistent/x.csv", "a device": os.DevNull} {
		_, err := Open(path, Spec{Format: CSV})
		var fault *Error
		if !errors.As(err, &fault) || fault.Code != Unreadable {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestGB18030(t *testing.T) {
	text := "编号,企业名称\n1,淄博㐂化工有限公司\n2,𠮷林\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	rows, _, err := read(t, "t.csv", gb, Spec{Encoding: GB18030})
	if err != nil || fmt.Sprint(rows) != "[1/2: 1|淄博㐂化工有限公司 2/3: 2|𠮷林]" {
		t.Errorf("%q %v", rows, err)
	}
}

func TestGzipIsRecognised(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprint(z, "a,b\n1,2\n")
	z.Close()
	rows, _, err := read(t, "t.csv.gz", packed.String(), Spec{})
	if err != nil || fmt.Sprint(rows) != "[1/2: 1|2]" {
		t.Errorf("%q %v", rows, err)
	}
}

func TestJSONLines(t *testing.T) {
	content := `{"编号":"a\"1","数":12.50,"清单":["x","y"],"多余":{"k":1}}
not json

[1,2]
{"编号":null,"数":true}
`
	path := filepath.Join(t.TempDir(), "t.jsonl")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := Open(path, Spec{Format: JSONLines, Keys: []string{"编号", "数", "清单", "缺"}})
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var out bytes.Buffer
	var bad []string
	stats, err := in.Stream(context.Background(), &out, Layout{Base: 10, Bad: func(b Bad) error {
		bad = append(bad, fmt.Sprintf("%d/%d %s %s", b.Row, b.Line, b.Code, b.Raw))
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	rows := nativeRows(t, out.Bytes())
	want := []string{`11/1: a"1|12.50|x;y|NULL|{"编号":"a\"1","数":12.50,"清单":["x","y"],"多余":{"k":1}}`, `14/5: NULL|true|NULL|NULL|{"编号":null,"数":true}`}
	if fmt.Sprint(rows) != fmt.Sprint(want) {
		t.Errorf("rows %q\nwant %q", rows, want)
	}
	if fmt.Sprint(bad) != "[2/2 bad_json not json 3/4 bad_json [1,2]]" {
		t.Errorf("bad %q", bad)
	}
	if fmt.Sprint(stats.Missing) != "[缺]" || stats.Rows != 4 || stats.Good != 2 {
		t.Errorf("stats %+v", stats)
	}
}

// A line of a gigabyte, as a lost line break or a wrong file gives, is one bad record and costs no memory.
func TestOneGigabyteOnOneLine(t *testing.T) {
	size := int64(1 << 30)
	if testing.Short() {
		size = 64 << 20
	}
	r := io.MultiReader(strings.NewReader("a,b\n1,2\n"), io.LimitReader(endless('x'), size), strings.NewReader("\n3,4\n"))
	s := newScanner(newWindow(r, DefaultMaxRecord), ',', true)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var got []string
	for {
		rec, ok := s.next()
		if !ok {
			break
		}
		got = append(got, fmt.Sprintf("%d %s%s", s.line, rec.bad, cutTo(rec.text, 3)))
		s.done()
	}
	runtime.ReadMemStats(&after)
	if fmt.Sprint(got) != "[1 a,b 2 1,2 3 record_too_longxxx 4 3,4]" {
		t.Errorf("got %q", got)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 8<<20 {
		t.Errorf("allocated %d bytes", grown)
	}
}

func cutTo(b []byte, n int) []byte { return b[:min(n, len(b))] }

type endless byte

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(e)
	}
	return len(p), nil
}

func TestStreamEndsWithItsContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.csv")
	if err := os.WriteFile(path, []byte("a\n"+strings.Repeat("1\n", 20000)), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := Open(path, Spec{Format: CSV})
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := in.Stream(ctx, io.Discard, Layout{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkScanCSV(b *testing.B) {
	var content bytes.Buffer
	content.WriteString("编号,区划,行业,发现,期限,级别,描述\n")
	for i := range 200000 {
		fmt.Fprintf(&content, "H%08d,3703%02d,chemical,2025-04-%02d,2025-05-%02d,一般隐患,灭火器压力不足\n", i, i%20, i%28+1, i%28+1)
	}
	path := filepath.Join(b.TempDir(), "t.csv")
	if err := os.WriteFile(path, content.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(content.Len()))
	for b.Loop() {
		in, err := Open(path, Spec{Format: CSV})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := in.Stream(context.Background(), io.Discard, Layout{}); err != nil {
			b.Fatal(err)
		}
		in.Close()
	}
}
