package pdf

import (
	"fmt"
	"slices"

	"anlan/reports/render/font"
	"anlan/reports/render/layout"
)

// notThere is printed in drafts for a character that no font has, as Chinese printers do (〓).
const notThere = '〓'

// letters are the characters that one file prints, by font.
type letters struct {
	library *font.Library
	known   map[letterKey]letter
	fonts   []*printedFont
	missing []rune
}

type letterKey struct {
	face layout.Face
	sign sign
}

// sign is a character and the one in whose shape it is drawn, itself as a rule.
type sign struct{ r, shape rune }

// letter is one character in a font of the file.
type letter struct {
	r       rune
	font    *printedFont
	code    int
	advance float64 // in parts of the size
}

// printedFont is a font with the characters of it that are printed; the code of one is its place, from 1.
type printedFont struct {
	face       *font.Face
	name       string // among the resources
	codes      map[sign]int
	characters []rune // that are written
	shapes     []rune // that are drawn
	advances   []float64
}

func newLetters(library *font.Library) *letters {
	return &letters{library: library, known: map[letterKey]letter{}}
}

// of finds a character in the fonts of a face.
func (l *letters) of(face layout.Face, r rune) letter { return l.as(face, sign{r, r}) }

// as finds a character that is drawn as another. One that no font has is remembered as missing.
func (l *letters) as(face layout.Face, s sign) letter {
	key := letterKey{face, s}
	if found, ok := l.known[key]; ok {
		return found
	}
	found := l.library.Find(face, s.shape)
	if found == nil {
		if !slices.Contains(l.missing, s.r) {
			l.missing = append(l.missing, s.r)
		}
		stand := l.of(face, notThere)
		l.known[key] = stand
		return stand
	}
	p := l.font(found)
	code, ok := p.codes[s]
	if !ok {
		p.characters, p.shapes = append(p.characters, s.r), append(p.shapes, s.shape)
		p.advances = append(p.advances, found.Advance(s.shape))
		code = len(p.characters)
		p.codes[s] = code
	}
	one := letter{s.r, p, code, p.advances[code-1]}
	l.known[key] = one
	return one
}

func (l *letters) font(face *font.Face) *printedFont {
	for _, p := range l.fonts {
		if p.face == face {
			return p
		}
	}
	p := &printedFont{face: face, name: fmt.Sprintf("F%d", len(l.fonts)+1), codes: map[sign]int{}}
	l.fonts = append(l.fonts, p)
	return p
}
