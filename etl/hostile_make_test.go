package etl

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// hostileMakers make the files that cannot be written down: large ones, packed ones, what is no file at all.
func hostileMakers(t *testing.T, name, path string) {
	t.Helper()
	good := smallHeader + hostileLine
	packed := pack(t, good+strings.Repeat("3,370303,一般,2025-04-01,x\n", 5000))
	maker, ok := map[string]func() error{
		"gbk": func() error {
			text, err := simplifiedchinese.GBK.NewEncoder().String(good)
			if err != nil {
				return err
			}
			return os.WriteFile(path, []byte(text), 0o600)
		},
		"wide":     text(path, strings.TrimSuffix(smallHeader, "\n")+manyColumns(1_000)+"\n"+strings.TrimSuffix(hostileLine, "\n")+strings.Repeat(",", 1_000)+"\n"),
		"zeros":    text(path, good+strings.Repeat("\x00", 4096)),
		"longline": text(path, good+"2,370303,一般,2025-04-01,"+strings.Repeat("长", 40_000)+"\n3,370303,一般,2025-04-01,x\n"),
		"halfgzip": text(path, packed[:len(packed)/2]),
		"badgzip":  text(path, packed[:len(packed)-8]+"\x00\x00\x00\x00"+packed[len(packed)-4:]),
		"gziptail": text(path, packed+"noise noise noise"),
		"gzippdf":  text(path, pack(t, "%PDF-1.7\n")),
		"bomb":     func() error { return bomb(path, good) },
		"deepjson": text(path, hostileJSON+`{"编号":`+strings.Repeat("[", 20_000)+strings.Repeat("]", 20_000)+"}\n"),

		"halfparquet": func() error {
			return damaged(path, parquetFile(t, false, true), func(b []byte) []byte { return b[:len(b)/2] })
		},
		"badparquet": func() error {
			return damaged(path, parquetFile(t, false, true), func(b []byte) []byte { return hole(b, 40, 200) })
		},
		"narrowparquet": func() error { return damaged(path, parquetFile(t, false, false), func(b []byte) []byte { return b }) },
		"oddparquet":    func() error { return damaged(path, parquetFile(t, true, true), func(b []byte) []byte { return b }) },

		"halfxlsx": func() error {
			return damaged(path, workbook(t, sheetXML("")), func(b []byte) []byte { return b[:len(b)/2] })
		},
		"zip": func() error {
			return damaged(path, zipped(t, map[string]io.Reader{"a.txt": strings.NewReader("x")}), func(b []byte) []byte { return b })
		},
		"emptyxlsx": func() error { return damaged(path, workbook(t, sheetXML("")), func(b []byte) []byte { return b }) },
		"zipbomb": func() error {
			row := `<row r="1"><c r="A1" t="inlineStr"><is><t>` + strings.Repeat("长", 1<<20)
			return damaged(path, workbook(t, io.MultiReader(strings.NewReader(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+row),
				io.LimitReader(endless{}, 64<<20))), func(b []byte) []byte { return b })
		},

		"folder":   func() error { return os.Mkdir(path, 0o700) },
		"deadlink": func() error { return os.Symlink("/nowhere", path) },
		"loop":     func() error { return os.Symlink(path, path) },
		"fifo":     func() error { return syscall.Mkfifo(path, 0o600) },
		"device":   func() error { return os.Symlink("/dev/zero", path) },
		"nothing":  func() error { return nil },
		"forbidden": func() error {
			return os.WriteFile(path, []byte(good), 0o000)
		},
	}[name]
	if !ok {
		t.Fatalf("there is no maker %q", name)
	}
	if err := maker(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func text(path, content string) func() error {
	return func() error { return os.WriteFile(path, []byte(content), 0o600) }
}

func damaged(path string, whole []byte, damage func([]byte) []byte) error {
	return os.WriteFile(path, damage(whole), 0o600)
}

func hole(b []byte, from, to int) []byte {
	b = bytes.Clone(b)
	for i := from; i < min(to, len(b)); i++ {
		b[i] = 0xff
	}
	return b
}

func manyColumns(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, ",多余%d", i)
	}
	return out.String()
}

func pack(t *testing.T, content string) string {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := io.WriteString(z, content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// bomb is a small gzip file of a good row and then one line of 64 MiB.
func bomb(path, good string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	z := gzip.NewWriter(file)
	if _, err = io.WriteString(z, good); err == nil {
		_, err = io.CopyN(z, endless{}, 64<<20)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// endless is the letter x, for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func zipped(t *testing.T, files map[string]io.Reader) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, content := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func sheetXML(rows string) io.Reader {
	return strings.NewReader(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`)
}

// workbook is an XLSX of one sheet.
func workbook(t *testing.T, sheet io.Reader) []byte {
	t.Helper()
	const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	return zipped(t, map[string]io.Reader{
		"[Content_Types].xml": strings.NewReader(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
			`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`),
		"_rels/.rels":                strings.NewReader(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relations + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
		"xl/workbook.xml":            strings.NewReader(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + relations + `"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`),
		"xl/_rels/workbook.xml.rels": strings.NewReader(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relations + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
		"xl/worksheets/sheet1.xml":   sheet,
	})
}

// parquetFile is a Parquet file of one row; odd: the date is a number with a fraction; described: it has the column 描述.
func parquetFile(t *testing.T, odd, described bool) []byte {
	t.Helper()
	fields := []arrow.Field{{Name: "编号", Type: arrow.BinaryTypes.String}, {Name: "区划", Type: arrow.BinaryTypes.String}, {Name: "级别", Type: arrow.BinaryTypes.String}, {Name: "发现日期", Type: arrow.BinaryTypes.String}}
	values := []string{"1", "370303", "一般", "2025-04-01", "x"}
	if odd {
		fields[3].Type = arrow.PrimitiveTypes.Float64
	}
	if described {
		fields = append(fields, arrow.Field{Name: "描述", Type: arrow.BinaryTypes.String})
	}
	schema := arrow.NewSchema(fields, nil)
	rb := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer rb.Release()
	for i := range fields {
		if s, ok := rb.Field(i).(*array.StringBuilder); ok {
			s.Append(values[i])
		} else {
			rb.Field(i).(*array.Float64Builder).Append(45748.5)
		}
	}
	record := rb.NewRecord()
	defer record.Release()
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(schema, &out, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
	if err == nil {
		err = w.Write(record)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
