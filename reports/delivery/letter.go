package delivery

import (
	_ "embed"
	"fmt"
	"html/template"
	"strings"

	"anlan/outbox/webhook"
	"anlan/reports/document"
)

//go:embed letter.html
var letterHTML string

var letterTemplate = template.Must(template.New("letter").Parse(letterHTML))

// mostInRobots is how many changes robots are told of; their messages are short.
const mostInRobots = 5

// text is the story as a mail without HTML.
func (s *story) text(id string) string {
	var b strings.Builder
	for i, language := range s.languages {
		if i > 0 {
			b.WriteString("\n----------------------------------------\n\n")
		}
		t := s.tell(language)
		b.WriteString(t.Opening + "\n\n")
		for _, f := range t.Facts {
			b.WriteString(f.Name + t.words.colon() + f.Value + "\n")
		}
		for _, l := range t.Links {
			b.WriteString(l.Name + "\n" + l.Address + "\n")
		}
		if t.Listed != "" {
			b.WriteString("\n" + t.Listed + t.words.colon() + "\n")
			for _, line := range t.List {
				b.WriteString("  " + line + "\n")
			}
		}
		if t.Link != "" {
			b.WriteString("\n" + t.words.link + t.words.colon() + t.Link + "\n")
		}
		b.WriteString("\n" + fmt.Sprintf(t.words.footer, id) + "\n")
	}
	return b.String()
}

func (w *wording) colon() string {
	if w == wordings[document.English] {
		return ": "
	}
	return "："
}

// html is the story as a page of a mail.
func (s *story) html(id string) (string, error) {
	type part struct {
		telling

		Language document.Language
		Read     string
	}
	var parts []part
	for _, language := range s.languages {
		t := s.tell(language)
		t.Footer = fmt.Sprintf(t.words.footer, id)
		parts = append(parts, part{t, language, t.words.link})
	}
	var b strings.Builder
	err := letterTemplate.Execute(&b, parts)
	return b.String(), err
}

// markdown is the story as group robots show it.
func (s *story) markdown() (title, text string) {
	t := s.tell(s.languages[0])
	text = "### " + webhook.Plain(t.Subject) + "\n\n" + webhook.Plain(t.Opening)
	for _, f := range t.Facts {
		text += "\n\n> " + webhook.Plain(f.Name+t.words.colon()+f.Value)
	}
	for i, line := range t.List {
		if i == mostInRobots {
			text += "\n\n" + fmt.Sprintf(t.words.more, len(s.changes())+len(s.holds()))
			break
		}
		text += "\n\n- " + webhook.Plain(line)
	}
	if t.Link != "" {
		text += "\n\n[" + t.words.open + "](" + t.Link + ")"
	}
	return t.Subject, text
}
