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

// full is the width from which a character is as wide as Chinese ones, in parts of the size.
const full = 0.85

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
	fresh := l.piece(r, k)
	fresh.figure = figure
	if len(pieces) == 0 {
		return append(pieces, fresh)
	}
	last := &pieces[len(pieces)-1]
	if fresh.kind == space {
		fresh.noEnd = last.noEnd
	}
	same := last.kind == fresh.kind && last.look == k && last.figure == figure
	dash := (r == '—' || r == '…') && last.letters[len(last.letters)-1].r == r
	if !same || fresh.kind != word && !dash {
		return append(pieces, fresh)
	}
	one := fresh.letters[0]
	if r == '—' && k.cell > 0 {
		// A dash is two characters long, without a gap between them.
		if len(last.letters) == 1 {
			last.letters[0].x *= 2
		}
		one.x = 0
	}
	one.x += last.width
	last.letters = append(last.letters, one)
	last.width += fresh.width
	return pieces
}

// piece is a character by itself.
func (l *letters) piece(r rune, k look) piece {
	one := l.of(k.face, r)
	if k.latin && one.advance > full && strings.ContainsRune("“”‘’", r) {
		// The font has them as wide as Chinese characters.
		one = l.as(k.face, sign{r, map[rune]rune{'“': '"', '”': '"', '‘': '\'', '’': '\''}[r]})
	}
	p := piece{kind: kindOf(r, k.latin), look: k, letters: []placed{{letter: one}}, width: one.advance * k.em()}
	if p.kind != space {
		p.noStart, p.noEnd = strings.ContainsRune(closing, r), strings.ContainsRune(opening, r)
	}
	if p.kind != han || one.advance < full {
		return p
	}
	if k.cell > 0 {
		// The character stands in the middle of its cell.
		p.letters[0].x = (k.cell - p.width) / 2
		p.width = k.cell
	}
	switch {
	case strings.ContainsRune(whiteEnd, r):
		p.squeeze = p.width / 2
	case strings.ContainsRune(whiteTop, r):
		p.squeeze, p.fromLeft = p.width/2, true
	}
	return p
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
