package pdf

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"anlan/reports/render/layout"
)

// write writes the pages, their fonts, links and bookmarks, and what the file says of itself.
func (s *setter) write(f *flow, content [][]byte) ([]byte, error) {
	out := newFile()
	catalog, tree := out.reserve(), out.reserve()
	fonts, err := s.letters.embed(out)
	if err != nil {
		return nil, err
	}
	pages := make([]int, len(f.pages))
	for i := range pages {
		pages[i] = out.reserve()
	}
	var kids strings.Builder
	for i, p := range f.pages {
		turned := ""
		if p.wide {
			// What lies across is painted on an upright sheet that viewers turn.
			turned = "/Rotate 90"
			content[i] = append([]byte(fmt.Sprintf("0 1 -1 0 %s 0 cm\n", number(layout.PageWidth*layout.Points))), content[i]...)
		}
		stream, err := out.stream("", content[i])
		if err != nil {
			return nil, err
		}
		var links strings.Builder
		for _, l := range p.links {
			fmt.Fprintf(&links, "%d 0 R ", out.add(fmt.Sprintf("<</Type/Annot/Subtype/Link/Rect[%s]/Border[0 0 0]/A<</S/URI/URI%s>>>>", p.rect(l), asciiText(l.address))))
		}
		annotations := ""
		if links.Len() > 0 {
			annotations = "/Annots[" + links.String() + "]"
		}
		out.put(pages[i], fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Resources<</Font<<%s>>>>/Contents %d 0 R%s%s>>",
			tree, number(layout.PageWidth*layout.Points), number(layout.PageHeight*layout.Points), fonts, stream, turned, annotations))
		fmt.Fprintf(&kids, "%d 0 R ", pages[i])
	}
	out.put(tree, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(pages), kids.String()))
	marks := ""
	if root := outline(out, f.marks, pages); root != 0 {
		marks = fmt.Sprintf("/Outlines %d 0 R/PageMode/UseOutlines", root)
	}
	packet := out.add(s.metadata())
	out.put(catalog, fmt.Sprintf("<</Type/Catalog/Pages %d 0 R/Lang(%s)/Metadata %d 0 R/ViewerPreferences<</DisplayDocTitle true>>%s>>", tree, s.style.tag, packet, marks))
	return out.finish(catalog, out.add(s.info())), nil
}

// rect is the area of a link on the sheet.
func (p *page) rect(l link) string {
	x1, y1 := p.pt(l.x, l.y+l.height)
	x2, y2 := p.pt(l.x+l.width, l.y)
	if p.wide {
		x1, y1, x2, y2 = layout.PageWidth*layout.Points-y2, x1, layout.PageWidth*layout.Points-y1, x2
	}
	return number(x1) + " " + number(y1) + " " + number(x2) + " " + number(y2)
}

const producer = "Anlan"

// made is the moment that the file bears: that of its data, so that the same document gives the same bytes.
func (s *setter) made() time.Time { return s.doc.Data.PublishedAt.UTC() }

func (s *setter) info() string {
	date := ""
	if !s.made().IsZero() {
		date = "/CreationDate(D:" + s.made().Format("20060102150405") + "Z)"
	}
	return fmt.Sprintf("<</Title%s/Author%s/Subject%s/Producer%s%s>>", unicodeText(s.doc.Title), unicodeText(s.author()), unicodeText(s.doc.Number), unicodeText(producer), date)
}

func (s *setter) author() string {
	if s.doc.Signature.Agency != "" {
		return s.doc.Signature.Agency
	}
	return s.doc.Agency
}

// metadata is the same as XMP.
func (s *setter) metadata() string {
	escaped := func(text string) string {
		var b strings.Builder
		_ = xml.EscapeText(&b, []byte(text)) // a builder takes everything
		return b.String()
	}
	date := ""
	if !s.made().IsZero() {
		date = "<xmp:CreateDate>" + s.made().Format(time.RFC3339) + "</xmp:CreateDate>"
	}
	packet := "<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">` +
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + escaped(s.doc.Title) + `</rdf:li></rdf:Alt></dc:title>` +
		`<dc:creator><rdf:Seq><rdf:li>` + escaped(s.author()) + `</rdf:li></rdf:Seq></dc:creator>` +
		`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">` + escaped(s.doc.Number) + `</rdf:li></rdf:Alt></dc:description>` +
		`<dc:language><rdf:Bag><rdf:li>` + s.style.tag + `</rdf:li></rdf:Bag></dc:language>` + date +
		`<pdf:Producer>` + producer + `</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta>` + "\n<?xpacket end=\"r\"?>"
	return fmt.Sprintf("<</Type/Metadata/Subtype/XML/Length %d>>stream\n%s\nendstream", len(packet), packet)
}
