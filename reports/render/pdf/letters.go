package pdf

import (
	"fmt"
	"slices"
	"strings"

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
	r    rune
}

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
	codes      map[rune]int
	characters []rune
	advances   []float64
}

func newLetters(library *font.Library) *letters {
	return &letters{library: library, known: map[letterKey]letter{}}
}

// of finds a character in the fonts of a face. One that none has is remembered as missing.
func (l *letters) of(face layout.Face, r rune) letter {
	key := letterKey{face, r}
	if found, ok := l.known[key]; ok {
		return found
	}
	found := l.library.Find(face, r)
	if found == nil {
		if !slices.Contains(l.missing, r) {
			l.missing = append(l.missing, r)
		}
		stand := l.of(face, notThere)
		l.known[key] = stand
		return stand
	}
	p := l.font(found)
	code, ok := p.codes[r]
	if !ok {
		p.characters = append(p.characters, r)
		p.advances = append(p.advances, found.Advance(r))
		code = len(p.characters)
		p.codes[r] = code
	}
	one := letter{r, p, code, p.advances[code-1]}
	l.known[key] = one
	return one
}

func (l *letters) font(face *font.Face) *printedFont {
	for _, p := range l.fonts {
		if p.face == face {
			return p
		}
	}
	p := &printedFont{face: face, name: fmt.Sprintf("F%d", len(l.fonts)+1), codes: map[rune]int{}}
	l.fonts = append(l.fonts, p)
	return p
}

// MissingError names the characters that no font has.
type MissingError struct{ Characters []rune }

func (e *MissingError) Error() string {
	var named []string
	for _, r := range e.Characters {
		named = append(named, fmt.Sprintf("%c (U+%04X)", r, r))
	}
	return "no font has " + strings.Join(named, ", ") + ": put one that has into the folder of fonts (bulletin.fonts)"
}
