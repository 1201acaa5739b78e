package font

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"anlan/reports/render/layout"
)

// theirs is a font as an office has it: the shipped 楷体 under another family's name, with licence bits.
func theirs(t *testing.T, family string, fsType uint16) []byte {
	t.Helper()
	data, err := shipped.ReadFile("shipped/AnlanKai-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	tables, err := tablesAt(data, 0)
	if err != nil {
		t.Fatal(err)
	}
	names := []struct {
		id   uint16
		text string
	}{{1, family}, {6, "Theirs"}}
	var records, texts []byte
	for _, n := range names {
		begin := len(texts)
		for _, unit := range utf16.Encode([]rune(n.text)) {
			texts = binary.BigEndian.AppendUint16(texts, unit)
		}
		for _, v := range []uint16{3, 1, 0x804, n.id, uint16(len(texts) - begin), uint16(begin)} {
			records = binary.BigEndian.AppendUint16(records, v)
		}
	}
	head := []byte{0, 0, 0, byte(len(names)), 0, byte(6 + len(records))}
	tables["name"] = slices.Concat(head, records, texts)
	tables["OS/2"] = slices.Clone(tables["OS/2"])
	binary.BigEndian.PutUint16(tables["OS/2"][8:], fsType)
	return Container("\x00\x01\x00\x00", tables)
}

// collection puts fonts into one file.
func collection(fonts ...[]byte) []byte {
	out := []byte("ttcf\x00\x01\x00\x00")
	out = binary.BigEndian.AppendUint32(out, uint32(len(fonts)))
	at := len(out) + 4*len(fonts)
	for _, f := range fonts {
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		at += len(f)
	}
	for _, f := range fonts {
		begin := uint32(len(out))
		f = slices.Clone(f)
		for i := range int(binary.BigEndian.Uint16(f[4:])) { // places count from the beginning of the file
			place := f[12+16*i+8:]
			binary.BigEndian.PutUint32(place, binary.BigEndian.Uint32(place)+begin)
		}
		out = append(out, f...)
	}
	return out
}

func folder(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestShippedFontsHaveTheCharactersOfTheField(t *testing.T) {
	t.Parallel()
	l, err := Open("")
	if err != nil {
		t.Fatal(err)
	}
	// GB 2312 in each face's own font, GBK and the names that are rarer in the one that stands in for all.
	for lead := byte(0xb0); lead <= 0xf7; lead++ {
		for trail := byte(0xa1); trail <= 0xfe; trail++ {
			b, err := simplifiedchinese.GBK.NewDecoder().Bytes([]byte{lead, trail})
			r := []rune(string(b))
			if err != nil || len(r) != 1 || r[0] < 0x4e00 || r[0] > 0x9fff {
				continue
			}
			for _, face := range layout.Faces() {
				if !l.Chain(face)[0].Has(r[0]) {
					t.Fatalf("%s of GB 2312 is not in %s", string(r), l.Chain(face)[0].Name)
				}
			}
		}
	}
	for _, r := range "䶮㛃𬭊喆堃昇煊龘㎡℃‰①Ⅳ〔〕★—·“”" {
		for _, face := range layout.Faces() {
			if l.Find(face, r) == nil {
				t.Errorf("%c is in no font of %s", r, face)
			}
		}
	}
	if f := l.Find(layout.FangSong, '\U00020001'); f != nil {
		t.Errorf("%s says that it has a character that it has not", f.Name)
	}
}

func TestFontsOfTheOfficeComeFirst(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string][]byte{
		"simfang.ttf": theirs(t, "仿宋_GB2312", 0x8),
		"simkai.TTC":  collection(theirs(t, "Something else", 0), theirs(t, "kaiti", 0)),
		"readme.txt":  []byte("no font"),
	})
	l, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if refused := l.Refused(); len(refused) > 0 {
		t.Errorf("refused: %v", refused)
	}
	first := l.Chain(layout.FangSong)[0]
	if first.File != filepath.Join(dir, "simfang.ttf") {
		t.Errorf("仿宋 is printed with %s", first.File)
	}
	// The second of a collection, whatever the letters' case.
	if file := l.Find(layout.Kai, '安').File; file != filepath.Join(dir, "simkai.TTC") {
		t.Errorf("楷体 is printed with %s", file)
	}
	// A rare character that it does not have comes from the shipped one.
	if f := l.Find(layout.FangSong, '𬭊'); f == nil || f.Name != "AnlanSong-Regular" {
		t.Errorf("a rare character is printed with %v", f)
	}
	// It has quotation marks as narrow as Latin ones.
	if f := l.Find(layout.FangSong, '“'); f == nil || f.Name != "AnlanSong-Regular" {
		t.Errorf("quotation marks are printed with %v", f)
	}
	if l.Chain(layout.Title)[0].Name != "AnlanSong-Bold" {
		t.Errorf("the title is printed with %s", l.Chain(layout.Title)[0].Name)
	}
}

func TestFontsThatMayNotBeEmbeddedAreNamed(t *testing.T) {
	t.Parallel()
	whole := theirs(t, "仿宋", 0)
	l, err := Open(folder(t, map[string][]byte{
		"a.ttf": theirs(t, "仿宋", 0x2),   // restricted
		"b.ttf": theirs(t, "仿宋", 0x100), // no part of it
		"c.ttf": whole[:len(whole)/2],   // cut off
		"d.ttf": []byte("no font"),
		"e.ttf": theirs(t, "仿宋", 0x4), // for printing and reading
	}))
	if err != nil {
		t.Fatal(err)
	}
	files := make([]string, 0, len(l.Refused()))
	for _, r := range l.Refused() {
		files = append(files, filepath.Base(r.File))
	}
	if got := strings.Join(files, " "); got != "a.ttf b.ttf c.ttf d.ttf" {
		t.Errorf("refused %s: %v", got, l.Refused())
	}
	if f := l.Chain(layout.FangSong)[0]; filepath.Base(f.File) != "e.ttf" {
		t.Errorf("仿宋 is printed with %s", f.File)
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a folder that is not there is no fault")
	}
}

func TestCutIsTheSameForManyAtOnce(t *testing.T) {
	t.Parallel()
	l, err := Open("")
	if err != nil {
		t.Fatal(err)
	}
	face := l.Chain(layout.Kai)[0]
	want, err := face.Cut([]rune("安全生产"))
	if err != nil {
		t.Fatal(err)
	}
	if len(want) > 5000 {
		t.Errorf("four characters take %d bytes", len(want))
	}
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			if _, err := face.Cut([]rune("事故隐患排查")[:i%6+1]); err != nil {
				t.Error(err)
			}
			if got, err := face.Cut([]rune("安全生产")); err != nil || !bytes.Equal(got, want) {
				t.Errorf("another font, %v", err)
			}
		})
	}
	group.Wait()
}
