package pdf

import (
	"fmt"
	"strings"

	"anlan/reports/render/layout"
)

// end sets what ends the body: the list of attachments (附件说明, 7.3.4), who issues the document and when, with the place for
// the seal (7.3.5), and the remark (附注, 7.3.6).
func (s *setter) end() []box {
	boxes := append(s.attachmentList(), s.signature()...)
	if s.doc.Remark != "" {
		boxes = append(kept(boxes), s.text(words(s.words.Bracketed(s.doc.Remark)), s.style.body)...)
	}
	return boxes
}

// attachmentList names the attachments; the lines that a long name needs begin under its first character.
func (s *setter) attachmentList() []box {
	titles, _ := s.words.AttachmentTitles(s.doc.Attachments)
	label := s.words.Attachment + s.words.Colon
	begin := s.style.indent
	under := begin + s.width(label, s.style.body)
	boxes := make([]box, 0, len(titles)+1)
	for i, title := range titles {
		m := s.style.text
		m.align, m.first, m.hang = left, under, under
		if number, _, found := strings.Cut(title, " "); found && len(titles) > 1 && strings.HasSuffix(number, ".") {
			m.hang += s.width(number+" ", s.style.body)
		}
		if i == 0 {
			boxes = append(boxes, s.empty(1))
			title, m.first = label+title, begin
		}
		boxes = append(boxes, s.paragraph(words(title), s.style.body, m, s.style.line, !s.style.latin)...)
	}
	return kept(boxes)
}

// signature stands two lines below the text: the date ends four characters from the right, the agency is centred above it.
// Where the agency's name is long the date moves to its middle.
func (s *setter) signature() []box {
	sign := s.doc.Signature
	if sign.Agency == "" && sign.Date.IsZero() {
		return nil
	}
	date := s.words.Date(sign.Date)
	room := date
	if room == "" {
		room = "2000年10月10日"
	}
	agency := s.width(sign.Agency, s.style.body)
	half := max(layout.SealGap*layout.CharacterWidth+s.width(room, s.style.body)/2, min(agency, layout.TextWidth)/2)
	m := measure{width: layout.TextWidth, first: max(layout.TextWidth-2*half, 0), align: centered}
	m.hang = m.first
	centred := func(text string) []box {
		return s.paragraph(words(text), s.style.body, m, s.style.line, !s.style.latin)
	}
	boxes := append([]box{{height: 2 * s.style.line, snap: !s.style.latin}}, centred(sign.Agency)...)
	boxes = kept(boxes)
	if date == "" {
		return append(boxes, box{height: s.style.line})
	}
	return append(boxes, centred(date)...)
}

// withText keeps what ends the body on one page with the last text before it, so that a seal never stands on a page alone.
func withText(body, end []box) []box {
	const lines = 2
	n := 0
	for i := len(body) - 1; i >= 0 && n < lines; i-- {
		body[i].keep = true
		if !body[i].blank {
			n++
		}
	}
	return append(body, end...)
}

// attachments begin on a page each, with 附件 and its number on the first line and the title on the third (7.3.7).
func (s *setter) attachments() []box {
	_, labels := s.words.AttachmentTitles(s.doc.Attachments)
	all := make([]box, 0, 8*len(s.doc.Attachments))
	for i := range s.doc.Attachments {
		a := &s.doc.Attachments[i]
		boxes := s.sections(a.Sections)
		wide := len(boxes) > 0 && boxes[0].wide
		label := s.paragraph(words(labels[i]), s.style.head, measure{width: layout.TextWidth, align: left}, s.style.line, false)
		label[0].newPage = true
		label[0].mark = bookmark{title: fmt.Sprintf("%s%s%s", labels[i], s.words.Colon, a.Title), level: 1}
		title := s.titleLines(a.Title, wide)
		label = append(label, box{height: s.style.line})
		label = append(label, title...)
		label = append(label, box{height: s.style.line / 2})
		all = append(all, across(kept(label), wide)...)
		all = append(all, boxes...)
	}
	return all
}
