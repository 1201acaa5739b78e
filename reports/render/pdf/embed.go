package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"unicode/utf16"
)

// embed writes the fonts with what is printed of them, and gives the entry of the pages' resources.
func (l *letters) embed(f *file) (string, error) {
	var entry bytes.Buffer
	for _, p := range l.fonts {
		id, err := p.embed(f)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&entry, "/%s %d 0 R", p.name, id)
	}
	return entry.String(), nil
}

func (p *printedFont) embed(f *file) (int, error) {
	program, err := p.face.Cut(p.shapes)
	if err != nil {
		return 0, err
	}
	// A tag of six letters before the name says that it is a part; other parts of the same font have other tags.
	sum := sha256.Sum256(program)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	name := string(tag) + "+" + nameOf(p.face.Name)

	fontFile, err := f.stream(fmt.Sprintf("/Length1 %d", len(program)), program)
	if err != nil {
		return 0, err
	}
	toUnicode, err := f.stream("", p.toUnicode())
	if err != nil {
		return 0, err
	}
	m := p.face.Metrics()
	descriptor := f.add(fmt.Sprintf("<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %d 0 R>>",
		name, m.Box[0], m.Box[1], m.Box[2], m.Box[3], m.Ascent, m.Descent, m.CapHeight, fontFile))
	var widths bytes.Buffer
	for _, advance := range p.advances {
		fmt.Fprintf(&widths, "%s ", number(advance*1000))
	}
	descendant := f.add(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/DW 1000/W[1[%s]]/CIDToGIDMap/Identity>>",
		name, descriptor, bytes.TrimSpace(widths.Bytes())))
	return f.add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>",
		name, descendant, toUnicode)), nil
}

// toUnicode says which character each code is, so that text can be searched and copied.
func (p *printedFont) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
		"/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n1 begincodespacerange<0000><FFFF>endcodespacerange\n")
	const most = 100 // lines of a block
	for begin := 0; begin < len(p.characters); begin += most {
		block := p.characters[begin:min(begin+most, len(p.characters))]
		fmt.Fprintf(&b, "%d beginbfchar\n", len(block))
		for i, r := range block {
			fmt.Fprintf(&b, "<%04X><", begin+i+1)
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, "%04X", unit)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap CMapName currentdict/CMap defineresource pop end end")
	return b.Bytes()
}

// nameOf writes a name as the format wants it: what is no letter or figure as its number.
func nameOf(s string) string {
	var b bytes.Buffer
	for _, c := range []byte(s) {
		if c == '-' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "#%02X", c)
	}
	return b.String()
}
