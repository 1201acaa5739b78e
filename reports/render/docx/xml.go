package docx

import (
	"bytes"
	"encoding/xml"
	"slices"
)

// element is a piece of an XML file: a tag with what is inside, or a text. The zero element writes nothing, so that what is
// only sometimes there can stand in its place among the others.
type element struct {
	tag        string
	attributes []string // names and values in turn
	inside     []element
	text       string
}

func tag(name string, inside ...element) element { return element{tag: name, inside: inside} }

// val is the commonest element of the format: <NAME w:val="VALUE"/>.
func val(name, value string) element { return tag(name).with("w:val", value) }

func text(s string) element { return element{text: s} }

// when is e or nothing.
func when(wanted bool, e element) element {
	if wanted {
		return e
	}
	return element{}
}

// with sets attributes, given as names and values in turn; a value that is empty leaves its attribute out.
func (e element) with(pairs ...string) element {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			e.attributes = append(slices.Clip(e.attributes), pairs[i], pairs[i+1])
		}
	}
	return e
}

func (e element) write(w *bytes.Buffer) {
	if e.tag == "" {
		_ = xml.EscapeText(w, []byte(e.text)) // replaces what XML cannot hold; a buffer takes everything
		for _, inner := range e.inside {
			inner.write(w)
		}
		return
	}
	w.WriteByte('<')
	w.WriteString(e.tag)
	for i := 0; i < len(e.attributes); i += 2 {
		w.WriteString(" " + e.attributes[i] + `="`)
		_ = xml.EscapeText(w, []byte(e.attributes[i+1]))
		w.WriteByte('"')
	}
	if len(e.inside) == 0 {
		w.WriteString("/>")
		return
	}
	w.WriteByte('>')
	for _, inner := range e.inside {
		inner.write(w)
	}
	w.WriteString("</" + e.tag + ">")
}

// file is a whole XML file.
func (e element) file() []byte {
	var w bytes.Buffer
	w.WriteString(xml.Header)
	e.write(&w)
	return w.Bytes()
}

// several puts elements where one is expected.
func several(inside ...element) element { return element{inside: inside} }
