// Command generate writes the fonts that ship: of four free fonts the characters that official documents need, under a name
// that says whose they are. Its arguments are the files of Noto Serif SC Regular and Bold and Noto Sans SC Medium (npm
// @expo-google-fonts/noto-serif-sc and noto-sans-sc 0.4.3), LXGW WenKai Regular (Debian fonts-lxgw-wenkai 1.250) and the
// table of regions, whose names are kept in every font; it runs in the folder shipped.
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"unicode"
	"unicode/utf16"

	sfnt "github.com/tdewolff/font"
	"golang.org/x/text/encoding/simplifiedchinese"

	"anlan/reports/render/font"
)

// cut is one font to make. A wide one keeps every Chinese character of its source: it stands in for the others.
type cut struct {
	to, family, postscript string
	wide                   bool
}

func cuts() []cut {
	return []cut{
		{"AnlanSong-Regular.ttf", "Anlan Song", "AnlanSong-Regular", true},
		{"AnlanSong-Bold.ttf", "Anlan Song Bold", "AnlanSong-Bold", false},
		{"AnlanHei-Medium.ttf", "Anlan Hei", "AnlanHei-Medium", false},
		{"AnlanKai-Regular.ttf", "Anlan Kai", "AnlanKai-Regular", false},
	}
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		panic(err)
	}
}

func run(files []string) error {
	if len(files) != 5 {
		return errors.New("five files expected: four fonts and the table of regions")
	}
	regions, err := os.ReadFile(files[4]) //nolint:gosec // what the caller names is what is wanted
	if err != nil {
		return err
	}
	names := map[rune]bool{}
	for _, r := range string(regions) {
		names[r] = true
	}
	for i, c := range cuts() {
		if err := c.make(files[i], names); err != nil {
			return fmt.Errorf("%s: %w", c.to, err)
		}
	}
	return nil
}

func (c cut) make(from string, names map[rune]bool) error {
	file, err := os.ReadFile(from) //nolint:gosec // what the caller names is what is wanted
	if err != nil {
		return err
	}
	source, err := sfnt.ParseSFNT(file, 0)
	if err != nil {
		return err
	}
	glyphs, mapping, place := []uint16{0}, map[rune]uint16{}, map[uint16]uint16{}
	for r := rune(' '); r <= unicode.MaxRune; r++ {
		glyph := source.GlyphIndex(r)
		wanted := common(r) || names[r] || c.wide && unicode.Is(unicode.Han, r)
		if glyph == 0 || !wanted {
			continue
		}
		if _, known := place[glyph]; !known {
			place[glyph] = uint16(len(glyphs))
			glyphs = append(glyphs, glyph)
		}
		mapping[r] = place[glyph]
	}
	part, err := source.Subset(glyphs, sfnt.SubsetOptions{Tables: []string{"OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"}})
	if err != nil {
		return err
	}
	part.Tables["cmap"] = characterMap(mapping)
	part.Tables["name"] = c.names(notice(source))
	part.Tables["post"] = slices.Concat([]byte{0, 3, 0, 0}, make([]byte, 28))
	out := font.Container("\x00\x01\x00\x00", part.Tables)
	fmt.Printf("%s: %d characters, %d bytes\n", c.to, len(mapping), len(out))
	return os.WriteFile(c.to, out, 0o644) //nolint:gosec // for the repository, where everybody reads it
}

// common says whether every font has the character: GB 2312, letters and the signs of the field.
func common(r rune) bool {
	switch {
	case r < 0x250, r >= 0x2010 && r <= 0x2046, r >= 0x2100 && r <= 0x22ff, r >= 0x2460 && r <= 0x26ff, r >= 0x3000 && r <= 0x303f,
		r >= 0x3200 && r <= 0x33ff, r >= 0xff00 && r <= 0xffef:
		return true
	}
	b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(string(r)))
	return err == nil && len(b) == 2 && b[0] >= 0xa1 && b[0] <= 0xf7 && b[1] >= 0xa1
}

// characterMap writes the table cmap in format 12, which has all of Unicode.
func characterMap(mapping map[rune]uint16) []byte {
	var groups bytes.Buffer
	runes := make([]rune, 0, len(mapping))
	for r := range mapping {
		runes = append(runes, r)
	}
	slices.Sort(runes)
	count := 0
	for i := 0; i < len(runes); {
		j := i + 1
		for j < len(runes) && runes[j] == runes[i]+rune(j-i) && int(mapping[runes[j]]) == int(mapping[runes[i]])+j-i {
			j++
		}
		words(&groups, uint32(runes[i]), uint32(runes[j-1]), uint32(mapping[runes[i]]))
		i = j
		count++
	}
	var out bytes.Buffer
	halves(&out, 0, 1, 3, 10)
	words(&out, 12)
	halves(&out, 12, 0)
	words(&out, uint32(16+groups.Len()), 0, uint32(count))
	out.Write(groups.Bytes())
	return out.Bytes()
}

// notice keeps the copyright of the source and says what was done.
func notice(source *sfnt.SFNT) string {
	for _, record := range source.Name.Get(sfnt.NameCopyrightNotice) {
		if record.Platform == sfnt.PlatformWindows {
			return record.String() + " Cut to a part of its characters and renamed."
		}
	}
	return "Cut to a part of its characters and renamed."
}

// names writes the table of names: copyright, family, style, unique, full and PostScript name.
func (c cut) names(notice string) []byte {
	texts := []struct {
		id   uint16
		text string
	}{{0, notice}, {1, c.family}, {2, "Regular"}, {3, c.postscript}, {4, c.family}, {6, c.postscript}, {13, "SIL Open Font License 1.1"}, {14, "https://scripts.sil.org/OFL"}}
	var records, strings bytes.Buffer
	for _, t := range texts {
		begin := strings.Len()
		for _, unit := range utf16.Encode([]rune(t.text)) {
			halves(&strings, unit)
		}
		halves(&records, 3, 1, 0x409, t.id, uint16(strings.Len()-begin), uint16(begin))
	}
	var out bytes.Buffer
	halves(&out, 0, uint16(len(texts)), uint16(6+records.Len()))
	out.Write(records.Bytes())
	out.Write(strings.Bytes())
	return out.Bytes()
}

func halves(to *bytes.Buffer, values ...uint16) {
	for _, v := range values {
		_ = binary.Write(to, binary.BigEndian, v)
	}
}

func words(to *bytes.Buffer, values ...uint32) {
	for _, v := range values {
		_ = binary.Write(to, binary.BigEndian, v)
	}
}
