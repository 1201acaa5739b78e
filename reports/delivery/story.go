package delivery

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"anlan/outbox/mail"
	"anlan/reports/dispatch"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/state"
)

// story is what one recipient is told of one event.
type story struct {
	event     Event
	bulletin  *dispatch.Bulletin // as he may see it
	before    *dispatch.Bulletin // the one that it corrects; nil where it corrects none, or he may not see it
	files     []dispatch.File    // of his formats and languages; none where he may not read them
	attached  bool               // whether they go with the mail
	languages []document.Language
	root      string
	reads     bool
}

// story gathers what a recipient is told.
func (p *Post) story(ctx context.Context, r *Recipient, d state.Delivery, b *dispatch.Bulletin) (*story, error) {
	s := &story{event: Event(d.Event), bulletin: b, root: p.config.Root, languages: r.languages(b), reads: r.Records}
	if b.Supersedes != "" && s.event == Issued {
		before, err := p.config.Bulletins.Bulletin(ctx, r.caller(s.event), b.Supersedes)
		if err != nil && !isHidden(err) {
			return nil, err
		}
		s.before = before
	}
	if s.event == Issued && s.reads {
		formats := r.Formats
		if len(formats) == 0 {
			formats = standardFormats()
		}
		for _, language := range s.languages {
			for _, format := range formats {
				i := slices.IndexFunc(b.Files, func(f dispatch.File) bool { return f.Format == format && f.Language == language })
				if i >= 0 {
					s.files = append(s.files, b.Files[i])
				}
			}
		}
	}
	s.attached = r.Email != ""
	return s, nil
}

// types are the media types of files.
var types = map[render.Format]string{
	render.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", render.PDF: "application/pdf", render.HTML: "text/html; charset=utf-8",
	render.Markdown: "text/markdown; charset=utf-8", render.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", render.JSON: "application/json",
}

// files reads the files of a story, byte for byte as they were issued.
func (p *Post) files(ctx context.Context, r *Recipient, s *story) ([]mail.File, error) {
	var list []mail.File
	for _, f := range s.files {
		printed, err := p.config.Bulletins.File(ctx, r.caller(s.event), s.bulletin.ID, dispatch.Printing{Format: f.Format, Language: f.Language, Original: true})
		if err != nil {
			return nil, err
		}
		list = append(list, mail.File{Name: printed.Name, Type: types[f.Format], Body: printed.Body})
	}
	return list, nil
}

// link is where the recipient reads more; empty where there is no address, or nothing that he may read.
func (s *story) link(format render.Format, language document.Language) string {
	if s.root == "" || !s.reads {
		return ""
	}
	return fmt.Sprintf("%s/bulletins/%s.%s?lang=%s", s.root, s.bulletin.ID, format, language)
}

// message is what a webhook of the format json is sent; docs/bulletin-delivery.md describes it.
func (s *story) message(id string) ([]byte, error) {
	type file struct {
		dispatch.File
		Link string `json:"link,omitempty"`
	}
	b := s.bulletin
	m := struct {
		ID       string                       `json:"id"` // the same when it is sent again
		Event    Event                        `json:"event"`
		Bulletin string                       `json:"bulletin"`
		Stage    dispatch.Stage               `json:"stage"`
		Number   string                       `json:"document_number,omitempty"`
		Title    map[document.Language]string `json:"title"`
		Case     dispatch.Case                `json:"case"`
		Region   string                       `json:"region_title"`
		Signer   string                       `json:"signer,omitempty"`
		Date     string                       `json:"date,omitempty"`
		Version  uint64                       `json:"data_version"`
		AsOf     string                       `json:"as_of"`
		Corrects string                       `json:"corrects,omitempty"` // the document number of the bulletin that it corrects
		Before   string                       `json:"corrects_bulletin,omitempty"`
		Changes  []change                     `json:"changes,omitempty"`
		Holds    []string                     `json:"holds,omitempty"`
		Files    []file                       `json:"files,omitempty"`
		Link     string                       `json:"link,omitempty"`
		Text     map[document.Language]string `json:"text"`
	}{
		ID: id, Event: s.event, Bulletin: b.ID, Stage: b.Stage, Number: b.DocumentNumber, Title: b.Title, Case: b.Case, Region: b.RegionTitle.ZH, Signer: b.Signer,
		Version: b.DataVersion, AsOf: b.AsOf.String(), Changes: s.changes(), Link: s.link(render.HTML, s.languages[0]), Text: map[document.Language]string{},
	}
	if !b.Date.IsZero() {
		m.Date = b.Date.String()
	}
	if s.before != nil {
		m.Corrects, m.Before = s.before.DocumentNumber, s.before.ID
	}
	for _, h := range s.holds() {
		m.Holds = append(m.Holds, h.Reason.ZH)
	}
	if s.event == Issued {
		for _, f := range b.Files {
			if slices.Contains(s.languages, f.Language) {
				m.Files = append(m.Files, file{f, s.link(f.Format, f.Language)})
			}
		}
	}
	for _, language := range s.languages {
		m.Text[language] = s.tell(language).Opening
	}
	return json.Marshal(m)
}
