package pdf

import "slices"

// line is one line of text, its pieces at their places.
type line struct {
	pieces []piece
	at     []float64 // where each piece begins
	width  float64   // to the end of the last piece
	hard   bool      // the last of its paragraph
}

// alignment says where a line stands in its width.
type alignment int

const (
	justified alignment = iota // both edges straight, but the last line
	left
	centered
	right
)

// measure is the room of a paragraph.
type measure struct {
	width  float64
	first  float64 // the first line begins so far from the left
	hang   float64 // the others
	align  alignment
	spaces bool // Latin text: room is made between words only
}

// lines breaks pieces into lines.
func (m measure) lines(pieces []piece) []line {
	var all []line
	pieces = slices.Clone(pieces)
	for begin := 0; begin < len(pieces); {
		indent := m.hang
		if len(all) == 0 {
			indent = m.first
		}
		for begin < len(pieces) && pieces[begin].kind == space && len(all) > 0 {
			begin++
		}
		if begin == len(pieces) {
			break
		}
		end := m.end(pieces, begin, m.width-indent)
		if end == begin { // one piece is wider than the line
			pieces = slices.Concat(pieces[:begin], pieces[begin].apart(m.width-indent), pieces[begin+1:])
			end = begin + 1
		} else if end < len(pieces) && pieces[end].width > m.width {
			// An address that no line holds fills this one.
			if room := m.room(pieces[begin:end], indent); room > 4*pieces[end].look.em() {
				pieces = slices.Concat(pieces[:end], pieces[end].apart(room), pieces[end+1:])
				end++
			}
		}
		all = append(all, m.set(pieces[begin:end], indent, end == len(pieces)))
		begin = end
	}
	return all
}

// end finds where the line that begins at a piece ends: at the last place where it may and fits, or, when that would leave
// a whole character empty, at the next one if the signs on the line can be squeezed for it.
func (m measure) end(pieces []piece, begin int, width float64) int {
	const hair = 1e-6
	fits, fitsAnyhow := begin, begin
	natural, squeezable, empty := 0.0, 0.0, 0.0
	for i := begin; i < len(pieces); i++ {
		p := &pieces[i]
		natural += p.width
		squeezable += p.squeeze
		breakable := i+1 == len(pieces) || mayBreak(p, &pieces[i+1])
		over := natural - width
		if p.kind == space {
			over -= p.width
		}
		switch {
		case over <= hair:
			fitsAnyhow = i + 1
			if breakable {
				fits, empty = i+1, -over
			}
		case p.kind == han && breakable && fits > begin && empty > p.look.em()*0.9 && over <= squeezable*0.8+hair:
			return i + 1
		}
		if over > squeezable+2*p.look.em() {
			break
		}
	}
	if fits == begin {
		return fitsAnyhow
	}
	return fits
}

// room is what pieces leave of a line.
func (m measure) room(pieces []piece, indent float64) float64 {
	room := m.width - indent
	for i := range pieces {
		room -= pieces[i].width
	}
	return room
}

// apart cuts a piece that is wider than a line: the part that fits, and the rest.
func (p piece) apart(width float64) []piece {
	n := 1
	for n < len(p.letters) && p.letters[n].x+p.letters[n].advance*p.look.em() <= width {
		n++
	}
	if n == len(p.letters) {
		return []piece{p}
	}
	first, rest := p, p
	first.letters, rest.letters = p.letters[:n], slices.Clone(p.letters[n:])
	begin := rest.letters[0].x
	first.width, rest.width = begin, p.width-begin
	for i := range rest.letters {
		rest.letters[i].x -= begin
	}
	first.noEnd, rest.noStart = false, false
	return []piece{first, rest}
}

// set puts the pieces of a line at their places.
func (m measure) set(pieces []piece, indent float64, hard bool) line {
	for len(pieces) > 1 && pieces[len(pieces)-1].kind == space {
		pieces = pieces[:len(pieces)-1]
	}
	l := line{pieces: pieces, at: make([]float64, len(pieces)), hard: hard}
	natural, squeezable, gaps := 0.0, 0.0, 0
	for i := range pieces {
		natural += pieces[i].width
		squeezable += pieces[i].squeeze
		if m.gap(pieces, i) {
			gaps++
		}
	}
	room := m.width - indent
	stretch, squeeze := 0.0, 0.0
	switch {
	case natural > room && squeezable > 0:
		squeeze = min(1, (natural-room)/squeezable)
	case m.align == justified && !hard && gaps > 0:
		stretch = (room - natural) / float64(gaps)
		if !m.spaces && stretch > pieces[0].look.em()/2 {
			stretch = 0 // holes look worse than an edge that is not straight
		}
	}
	x := indent
	for i := range pieces {
		off := pieces[i].squeeze * squeeze
		l.at[i] = x
		if pieces[i].fromLeft {
			l.at[i] -= off
		}
		x += pieces[i].width - off
		if m.gap(pieces, i) {
			x += stretch
		}
	}
	l.width = x
	shift := 0.0
	switch m.align {
	case centered:
		shift = (m.width - x) / 2
	case right:
		shift = m.width - x
	case justified, left:
	}
	for i := range l.at {
		l.at[i] += shift
	}
	return l
}

// gap says whether room may be made behind a piece.
func (m measure) gap(pieces []piece, i int) bool {
	if i+1 >= len(pieces) {
		return false
	}
	if m.spaces {
		return pieces[i].kind == space
	}
	return pieces[i].kind != word || pieces[i+1].kind != word
}

// draw prints a line on a base line. Figures lead to where they come from.
func (l line) draw(p *page, x, y float64, address func(figure string) string) {
	for begin := 0; begin < len(l.pieces); {
		end := begin + 1
		for end < len(l.pieces) && l.pieces[end].look == l.pieces[begin].look {
			end++
		}
		var letters []placed
		for i := begin; i < end; i++ {
			for _, one := range l.pieces[i].letters {
				one.x += l.at[i]
				letters = append(letters, one)
			}
		}
		p.letters(letters, x, y, l.pieces[begin].look.ink())
		begin = end
	}
	if address == nil {
		return
	}
	for i := 0; i < len(l.pieces); {
		figure := l.pieces[i].figure
		j := i + 1
		for j < len(l.pieces) && l.pieces[j].figure == figure {
			j++
		}
		if to := address(figure); figure != "" && to != "" {
			em := l.pieces[i].look.em()
			p.links = append(p.links, link{x + l.at[i], y - 0.88*em, l.at[j-1] + l.pieces[j-1].width - l.at[i], em * 1.05, to})
		}
		i = j
	}
}
