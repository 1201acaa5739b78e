package pdf

import (
	"math"

	"anlan/reports/render/layout"
)

// box is something that stands below what was placed before it, and is not parted over pages.
type box struct {
	height  float64
	draw    func(p *page, x, y float64) // from its upper left corner
	keep    bool                        // on one page with the next
	newPage bool
	wide    bool     // on a page that lies across
	snap    bool     // on the lines of the grid
	head    *box     // of a table: repeated where the table goes on
	isHead  bool     // it is such a head itself
	mark    bookmark // leads here, when it has a title
	blank   bool     // white that is left out at the top of a page
}

// bookmark is a line of the outline beside the pages.
type bookmark struct {
	title string
	level int // from 1
	page  int
	y     float64 // in points from below
}

// flow fills pages with boxes.
type flow struct {
	line  float64 // of the grid
	pages []*page
	y     float64 // where the next box goes, from the upper edge of the type area
	marks []bookmark
}

func (f *flow) page() *page { return f.pages[len(f.pages)-1] }

// area is the type area of the page: its left and upper edge, and how high it is.
func (f *flow) area() (x, y, height float64) {
	if f.page().wide {
		// The upper edge is where upright pages have the left one.
		return layout.PageHeight - layout.TopMargin - layout.TextHeight, layout.LeftMargin, layout.TextWidth
	}
	return layout.LeftMargin, layout.TopMargin, layout.TextHeight
}

func (f *flow) newPage(wide bool) {
	f.pages = append(f.pages, &page{wide: wide, colour: black})
	f.y = 0
}

// hair is what sums of lengths may be off by.
const hair = 1e-6

// left is the room below what is placed.
func (f *flow) left() float64 {
	_, _, height := f.area()
	return height - f.y + hair
}

// add places boxes. Those that are kept together go onto one page, unless they are higher than one.
func (f *flow) add(boxes []box) {
	for i := 0; i < len(boxes); {
		j := i
		for j+1 < len(boxes) && boxes[j].keep && !boxes[j+1].newPage && boxes[j+1].wide == boxes[i].wide {
			j++
		}
		group := boxes[i : j+1]
		if len(f.pages) == 0 || group[0].newPage || f.page().wide != group[0].wide {
			f.newPage(group[0].wide)
		}
		if height := f.height(group); f.y > 0 && height > f.left() {
			whole := layout.TextHeight
			if group[0].wide {
				whole = layout.TextWidth
			}
			if height <= whole+hair || group[0].height > f.left() {
				f.newPage(group[0].wide)
			}
		}
		for k := range group {
			f.place(&group[k])
		}
		i = j + 1
	}
}

// height is how much room boxes take from here.
func (f *flow) height(group []box) float64 {
	y := f.y
	for i := range group {
		if group[i].snap {
			y = f.snapped(y)
		}
		y += group[i].height
	}
	return y - f.y
}

func (f *flow) snapped(y float64) float64 { return math.Ceil(y/f.line-1e-4) * f.line }

func (f *flow) place(b *box) {
	if f.y > 0 && b.height > f.left() {
		f.newPage(b.wide)
	}
	if f.y == 0 {
		switch {
		case b.blank:
			return
		case b.head != nil && !b.isHead:
			f.place(b.head)
		}
	}
	if b.snap {
		f.y = f.snapped(f.y)
	}
	x, y, _ := f.area()
	if b.draw != nil {
		b.draw(f.page(), x, y+f.y)
	}
	if b.mark.title != "" {
		b.mark.page = len(f.pages) - 1
		_, b.mark.y = f.page().pt(0, y+f.y)
		f.marks = append(f.marks, b.mark)
	}
	f.y += b.height
}
