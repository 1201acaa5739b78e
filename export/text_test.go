package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"anlan/export"
	"anlan/warehouse"
)

// The first rows of the set of the tests, as RFC 4180 has them: texts are quoted, so that an empty one is told from NULL, which is nothing at all.
const firstRows = `"id","note","found","at","fine","exact","major","tags","share","phone"
0,"a,""b
c","2026-05-01","2026-05-01 08:30:00",0.00,,true,"['甲','b""c']",0,
1,,"2026-05-02","2026-05-01 08:30:01",0.25,12345678901234567891.123456,false,"[]",0.125,
2,"","2026-05-03","2026-05-01 08:30:02",0.50,12345678901234567892.123456,true,"['甲','b""c']",0.25,
3,"=1+1","2026-05-04","2026-05-01 08:30:03",0.75,,false,"[]",0.375,
4,"安全𠮷","2026-05-05","2026-05-01 08:30:04",1.00,12345678901234567894.123456,true,"['甲','b""c']",0.5,
`

func TestCSV(t *testing.T) {
	b := setup(t, hazards(t, 5))
	plain, m := b.file(export.Request{Format: export.CSV})
	if string(plain) != firstRows || m.Rows != 5 {
		t.Errorf("CSV of %d rows:\n%s\nwant\n%s", m.Rows, plain, firstRows)
	}
	marked, _ := b.file(export.Request{Format: export.CSV, Options: export.Options{BOM: true}})
	if string(marked) != "\ufeff"+firstRows {
		t.Errorf("with a mark it begins with %q", marked[:5])
	}
	old, m := b.file(export.Request{Format: export.CSV, Options: export.Options{Charset: "GB18030"}})
	back, err := simplifiedchinese.GB18030.NewDecoder().Bytes(old)
	if err != nil || string(back) != firstRows || m.Rows != 5 || bytes.Contains(old, []byte("安")) {
		t.Errorf("GB 18030 of %d rows is, in UTF-8, %s, %v", m.Rows, back, err)
	}
}

// Rows are counted by the quotes, not by the lines; many chunks and a line feed in every row.
func TestLineFeedsWithinTextsEndNoRow(t *testing.T) {
	data := hazards(t, 100_000)
	data.sql = "SELECT id, '第一行\n\"第二行\"\n' AS note FROM (" + data.sql + ")"
	data.set.Columns = []warehouse.DataColumn{column("id", "UInt64", "编号"), column("note", "String", "说明")}
	b := setup(t, data)
	text, m := b.file(export.Request{Format: export.CSV})
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 100_001 || m.Rows != 100_000 || rows[7][1] != "第一行\n\"第二行\"\n" {
		t.Errorf("%d rows counted, %d read, %v", m.Rows, len(rows)-1, err)
	}
}

// Every character of Unicode that is nobody's own comes back from GB 18030.
func TestGB18030LosesNothing(t *testing.T) {
	var all strings.Builder
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if utf8.ValidRune(r) && (r < 0xE000 || r > 0xE864) {
			all.WriteRune(r)
		}
	}
	data := hazards(t, 0)
	data.set.Columns = data.set.Columns[:2]
	b := setup(t, canned(data, `0,"`+strings.ReplaceAll(all.String(), `"`, `""`)+"\"\n"))
	old, m := b.file(export.Request{Format: export.CSV, Options: export.Options{Charset: "gb18030"}})
	back, err := simplifiedchinese.GB18030.NewDecoder().Bytes(old)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(back)).ReadAll()
	if err != nil || m.Rows != 1 || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if rows[1][1] != all.String() {
		want := []rune(all.String())
		for i, r := range []rune(rows[1][1]) {
			if r != want[i] {
				t.Fatalf("U+%04X came back as U+%04X", want[i], r)
			}
		}
		t.Error("some characters did not come back")
	}
}

// Offices' own characters have places of their own in GB 18030, as iconv writes them. A character that nobody can place is refused, not replaced.
func TestPrivateCharactersInGB18030(t *testing.T) {
	for char, want := range map[rune]string{
		0xE000: "\xaa\xa1", 0xE233: "\xaf\xfe", 0xE234: "\xf8\xa1", 0xE4C5: "\xfe\xfe", 0xE4C6: "\xa1\x40", 0xE504: "\xa1\x7e", 0xE505: "\xa1\x80", 0xE765: "\xa7\xa0",
		0xE865: "\x83\x36\xd0\x30", 0xE766: "line 2 has the private character U+E766, which cannot be written as gb18030: take utf-8",
	} {
		b := setup(t, canned(hazards(t, 0), fmt.Sprintf("0,\"甲%c乙\"\n", char)))
		var out bytes.Buffer
		_, err := b.open(export.Request{Format: export.CSV, Options: export.Options{Charset: "gb18030"}}).WriteTo(t.Context(), &out, nil)
		if err != nil {
			if err.Error() != want {
				t.Errorf("U+%04X: %v, want %q", char, err, want)
			}
			continue
		}
		if !bytes.HasSuffix(out.Bytes(), []byte("0,\"\xbc\xd7"+want+"\xd2\xd2\"\n")) {
			t.Errorf("U+%04X is written % x, want % x", char, out.Bytes()[out.Len()-12:], want)
		}
	}
}

// What is no text cannot become one: the line is named.
func TestBytesThatAreNoCharacters(t *testing.T) {
	for _, text := range []string{"0,\"a\"\n1,\"\xff\"\n", "0,\"a\"\n1,\"\xe5\xae\"\n", "0,\"a\"\n1,\"\xe5\xae"} {
		b := setup(t, canned(hazards(t, 0), text))
		x := b.open(export.Request{Format: export.CSV, Options: export.Options{Charset: "gb18030"}})
		_, err := x.WriteTo(t.Context(), &bytes.Buffer{}, nil)
		var fault *warehouse.Error
		if !errors.As(err, &fault) || !strings.Contains(fault.Message, "line 3") {
			t.Errorf("%q: error %v, want one that names line 3", text, err)
		}
	}
	b := setup(t, canned(hazards(t, 0), "0,\"\xff\"\n"))
	if text, _ := b.file(export.Request{Format: export.CSV}); !bytes.HasSuffix(text, []byte("0,\"\xff\"\n")) {
		t.Errorf("UTF-8 passes as it is, not %q", text)
	}
}

// Numbers are exact, NULL is null, and neither slashes nor Chinese are escaped.
func TestJSONLines(t *testing.T) {
	b := setup(t, hazards(t, 8))
	text, m := b.file(export.Request{Format: export.JSONLines})
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(lines) != 8 || m.Rows != 8 {
		t.Fatalf("%d lines, %d rows", len(lines), m.Rows)
	}
	for i, want := range map[int]string{
		1: `{"id":1,"note":null,"found":"2026-05-02","at":"2026-05-01 08:30:01","fine":0.25,"exact":12345678901234567891.123456,"major":false,"tags":[],"share":0.125,"phone":null}`,
		4: `{"id":4,"note":"安全𠮷","found":"2026-05-05","at":"2026-05-01 08:30:04","fine":1.00,"exact":12345678901234567894.123456,"major":true,"tags":["甲","b\"c"],"share":0.5,"phone":null}`,
		7: `{"id":7,"note":"/z","found":"2026-05-08","at":"2026-05-01 08:30:07","fine":1.75,"exact":12345678901234567897.123456,"major":false,"tags":[],"share":0.875,"phone":null}`,
	} {
		if lines[i] != want || !json.Valid([]byte(lines[i])) {
			t.Errorf("line %d is\n%s\nwant\n%s", i+1, lines[i], want)
		}
	}
}

// Options that a format does not have, and values that an option does not have, are named with what would be right.
func TestOptions(t *testing.T) {
	b := setup(t, hazards(t, 1))
	for _, c := range []struct {
		request export.Request
		want    string
	}{
		{export.Request{Format: "xls"}, `format: there is none called "xls"; expected arrow, arrow_file, parquet, csv, jsonl, xlsx`},
		{export.Request{Format: export.ArrowStream, Options: export.Options{Compression: "gzip"}}, `compression: there is none called "gzip" of arrow; expected none, lz4, zstd`},
		{export.Request{Format: export.CSV, Options: export.Options{Compression: "zstd"}}, "compression: csv has none to choose"},
		{export.Request{Format: export.CSV, Options: export.Options{Charset: "big5"}}, `charset: there is none called "big5" of csv; expected utf-8, gb18030`},
		{export.Request{Format: export.JSONLines, Options: export.Options{Charset: "utf-8"}}, "charset: jsonl has none to choose"},
		{export.Request{Format: export.Parquet, Options: export.Options{BOM: true}}, "bom: only csv begins with a byte order mark, not parquet"},
		{export.Request{Format: export.CSV, Options: export.Options{BOM: true, Charset: "gb18030"}}, "bom: a byte order mark belongs to utf-8, not to gb18030"},
		{export.Request{Format: export.XLSX, Options: export.Options{BOM: true, Charset: "utf-8", Compression: "zip"}},
			"compression: xlsx has none to choose; charset: xlsx has none to choose; bom: only csv begins with a byte order mark, not xlsx"},
	} {
		c.request.Query.Set = "hazard"
		_, err := b.Open(t.Context(), analyst, c.request)
		var fault *warehouse.Error
		if !errors.As(err, &fault) || fault.Code != warehouse.BadRequest || fault.Message != c.want {
			t.Errorf("%v: %v, want %q", c.request, err, c.want)
		}
	}
	if b.data.held() != 0 {
		t.Error("a version is held by an export that was refused")
	}
	x := b.open(export.Request{})
	if got := fmt.Sprint(x.Request().Format, x.Request().Options, x.MediaType(), x.FileName(), x.Compressible()); got != "arrow{none false }application/vnd.apache.arrow.streamhazard-v12.arrowsfalse" {
		t.Errorf("without a format it is %s", got)
	}
	x = b.open(export.Request{Format: export.CSV, Query: warehouse.DataQuery{Region: "370300"}, Options: export.Options{Charset: "gb18030"}})
	if got := fmt.Sprint(x.MediaType(), " ", x.FileName(), x.Compressible()); got != "text/csv; charset=gb18030; header=present hazard-370300-v12.csvtrue" {
		t.Errorf("CSV is %s", got)
	}
}
