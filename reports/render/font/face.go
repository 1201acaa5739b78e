package font

import (
	"errors"
	"fmt"
	"slices"

	sfnt "github.com/tdewolff/font"
)

// Face is one font, parsed. It may be used by several at once.
type Face struct {
	Name     string   // its PostScript name
	Families []string // its family's names in every language, and its full names
	File     string   // where it comes from
	source   *sfnt.SFNT
}

// Metrics are what a file says of a font, in thousandths of its size.
type Metrics struct {
	Ascent, Descent, CapHeight int
	Box                        [4]int
}

// trueType begins a font with outlines of that kind.
const trueType = "\x00\x01\x00\x00"

// parse reads one font and makes sure that it may be and can be put into a file.
func parse(file string, data []byte) (face *Face, err error) {
	// Whoever lays a broken font into the folder must not stop the program.
	defer func() {
		if fault := recover(); fault != nil {
			face, err = nil, fmt.Errorf("it is broken: %v", fault)
		}
	}()
	source, err := sfnt.ParseSFNT(data, 0)
	if err != nil {
		return nil, err
	}
	face = &Face{File: file, source: source}
	for _, record := range source.Name.NameRecord {
		if record.Platform != sfnt.PlatformWindows && record.Platform != sfnt.PlatformUnicode {
			continue
		}
		if record.Name == sfnt.NamePostScript {
			face.Name = record.String()
		}
		if slices.Contains([]sfnt.NameID{sfnt.NameFontFamily, sfnt.NameFull, sfnt.NamePreferredFamily}, record.Name) {
			face.Families = append(face.Families, record.String())
		}
	}
	if face.Name == "" {
		return nil, errors.New("it has no PostScript name")
	}
	if err := face.embeddable(); err != nil {
		return nil, err
	}
	if !source.IsTrueType {
		return nil, errors.New("its outlines are CFF (OpenType), of which no part can be taken reliably: its TrueType edition can be used")
	}
	if _, err := face.Cut([]rune{'1'}); err != nil {
		return nil, err
	}
	return face, nil
}

// embeddable reads the licence bits of the font (fsType of OS/2): its maker may forbid to embed it, or a part of it.
func (f *Face) embeddable() error {
	const restricted, previewAndPrint, editable, noPart, bitmapOnly = 0x2, 0x4, 0x8, 0x100, 0x200
	if f.source.OS2 == nil {
		return nil
	}
	bits := f.source.OS2.FsType
	switch {
	case bits&restricted != 0 && bits&(previewAndPrint|editable) == 0:
		return errors.New("its licence forbids to embed it (fsType)")
	case bits&noPart != 0:
		return errors.New("its licence forbids to embed a part of it (fsType)")
	case bits&bitmapOnly != 0:
		return errors.New("its licence allows to embed bitmaps only (fsType)")
	}
	return nil
}

// Has says whether the font can print the character.
func (f *Face) Has(r rune) bool { return f.source.GlyphIndex(r) != 0 }

// Advance is how wide a character is, in parts of the size.
func (f *Face) Advance(r rune) float64 {
	return float64(f.source.GlyphAdvance(f.source.GlyphIndex(r))) / float64(f.source.Head.UnitsPerEm)
}

// Metrics are those of the whole font.
func (f *Face) Metrics() Metrics {
	thousandths := func(units int) int { return units * 1000 / int(f.source.Head.UnitsPerEm) }
	head, hhea := f.source.Head, f.source.Hhea
	m := Metrics{
		Ascent: thousandths(int(hhea.Ascender)), Descent: thousandths(int(hhea.Descender)),
		Box: [4]int{thousandths(int(head.XMin)), thousandths(int(head.YMin)), thousandths(int(head.XMax)), thousandths(int(head.YMax))},
	}
	m.CapHeight = m.Ascent * 4 / 5
	if f.source.OS2 != nil && f.source.OS2.SCapHeight > 0 {
		m.CapHeight = thousandths(int(f.source.OS2.SCapHeight))
	}
	return m
}

// Cut is a font of the given characters only: number 0 is no character, number i+1 the i-th of them, one each even where two
// are drawn alike, so that what is copied out of a file is what was written. The same characters give the same bytes.
func (f *Face) Cut(characters []rune) (data []byte, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			data, err = nil, fmt.Errorf("cut the font %s of %s: it is broken: %v", f.Name, f.File, fault)
		}
	}()
	glyphs := make([]uint16, 1, len(characters)+1)
	for _, r := range characters {
		glyphs = append(glyphs, f.source.GlyphIndex(r))
	}
	// The library writes into these tables of the font that it cuts from, so each cut has its own.
	source, head, hhea, maxp := *f.source, *f.source.Head, *f.source.Hhea, *f.source.Maxp
	source.Head, source.Hhea, source.Maxp = &head, &hhea, &maxp
	part, err := source.Subset(glyphs, sfnt.SubsetOptions{Tables: sfnt.KeepPDFTables})
	if err != nil {
		return nil, fmt.Errorf("cut the font %s of %s: %w", f.Name, f.File, err)
	}
	return Container(trueType, part.Tables), nil
}
