package pdf

import (
	"strings"
	"unicode"

	"anlan/reports/document"
	"anlan/reports/render/layout"
)

// look is how a stretch of text is printed.
type look struct {
	face   layout.Face
	size   float64 // in points
	colour string
	bold   bool
	cell   float64 // the width of a Chinese character on the page's grid in millimetres; 0: as the font has it
	latin  bool    // quotation marks and dashes are those of Latin letters
}

func (k look) ink() ink {
	colour := k.colour
	if colour == "" {
		colour = black
	}
	return ink{size: k.size, colour: colour, bold: k.bold}
}

// em is the size in millimetres.
func (k look) em() float64 { return k.size / layout.Points }

// kind says how a piece of a line behaves.
type kind int

const (
	han   kind = iota // one Chinese character or sign
	word              // letters and figures without a space: never broken
	space             // nothing at the end of a line
)

// piece is what a line may not be broken inside of.
type piece struct {
	kind     kind
	letters  []placed
	width    float64
	noStart  bool    // may not begin a line: 。，
	noEnd    bool    // may not end one: （《
	squeeze  float64 // how much of its white may be taken away
	fromLeft bool    // the white is on its left side
	look     look
	figure   string
}

const (
	closing  = "。，、；：？！）》」』】〕〉”’…—～·％‰℃々.,;:?!)]}%"
	opening  = "（《「『【〔〈“‘([{￥$№↑↓"
	whiteEnd = "。，、；：）》」』】〕〉”’" // drawn in the left half of their cell
	whiteTop = "（《「『【〔〈“‘"      // in the right half
)

// cut makes pieces of texts that follow each other.
func (l *letters) cut(runs []document.Run, k look) []piece {
	var pieces []piece
	for _, run := range runs {
		one := k
		one.bold = k.bold || run.Bold
		for _, r := range run.Text {
			if r = plain(r); r != 0 {
				pieces = l.put(pieces, r, one, run.Figure)
			}
		}
	}
	return pieces
}

// plain is what is printed of a character: nothing of signs that have no shape, a space of those that break lines.
func plain(r rune) rune {
	switch {
	case r == '\u00a0' || r == '\u2002' || r == '\u2003' || r == '\u2009' || r == '\u202f' || r == '\t' || r == '\n':
		return ' '
	case unicode.IsControl(r) || r == '\u200b' || r == '\u200d' || r == '\ufeff' || r == '\u2060' || r >= 0xfe00 && r <= 0xfe0f:
		return 0
	}
	return r
}

// put adds a character: to the last piece, when they may not be parted, or as a piece of its own.
func (l *letters) put(pieces []piece, r rune, k look, figure string) []piece {
	one := l.of(k.face, r)
	if k.latin && one.advance > 0.85 && strings.ContainsRune("“”‘’", r) {
		// The font has them as wide as Chinese characters.
		one = l.as(k.face, sign{r, map[rune]rune{'“': '"', '”': '"', '‘': '\'', '’': '\''}[r]})
	}
	advance := one.advance * k.em()
	behaves := kindOf(r, k.latin)
	fresh := piece{kind: behaves, look: k, figure: figure, letters: []placed{{letter: one}}}
	switch behaves {
	case han:
		if k.cell > 0 && one.advance > 0.85 {
			// The character stands in the middle of its cell.
			fresh.letters[0].x = (k.cell - advance) / 2
			advance = k.cell
		}
		fresh.noStart, fresh.noEnd = strings.ContainsRune(closing, r), strings.ContainsRune(opening, r)
		if one.advance > 0.85 {
			switch {
			case strings.ContainsRune(whiteEnd, r):
				fresh.squeeze = advance / 2
			case strings.ContainsRune(whiteTop, r):
				fresh.squeeze, fresh.fromLeft = advance/2, true
			}
		}
	}
	fresh.width = advance
	if n := len(pieces); n > 0 {
		last := &pieces[n-1]
		together := behaves == word && last.kind == word || behaves == han && last.kind == han && (r == '—' || r == '…') && last.letters[len(last.letters)-1].r == r
		if together && last.look == k && last.figure == figure {
			if r == '—' && k.cell > 0 {
				// A dash is two characters long, without a gap between them.
				if len(last.letters) == 1 {
					last.letters[0].x *= 2
				}
				fresh.letters[0].x = 0
			}
			fresh.letters[0].x += last.width
			last.letters = append(last.letters, fresh.letters[0])
			last.width += advance
			return pieces
		}
	}
	if behaves == space && len(pieces) > 0 {
		fresh.noEnd = pieces[len(pieces)-1].noEnd
	}
	if behaves == word {
		fresh.noStart = strings.ContainsRune(closing, r)
		fresh.noEnd = strings.ContainsRune(opening, r)
	}
	return append(pieces, fresh)
}

// kindOf tells Chinese characters from letters and figures.
func kindOf(r rune, latin bool) kind {
	switch {
	case r == ' ':
		return space
	case latin && r >= 0x2010 && r <= 0x2027, r < 0x2010, r == '‰', r == '№', r == '−':
		return word
	}
	return han
}

// mayBreak says whether a line may end between two pieces.
func mayBreak(before, after *piece) bool {
	switch {
	case before.noEnd || after.noStart:
		return false
	case after.kind == space:
		return false // it ends the line before it
	case before.kind == word && after.kind == word:
		n := len(before.letters)
		return n > 1 && before.letters[n-1].r == '-' // a minus stays with its number
	}
	return true
}
