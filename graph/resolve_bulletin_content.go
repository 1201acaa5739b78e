package graph

import (
	"context"
	"fmt"
	"net/url"

	"anlan/graph/generated"
	"anlan/reports/bulletin"
	"anlan/reports/dispatch"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/safety"
)

// Files are those that were issued; of others the addresses at which they are printed.
func (r bulletinResolver) Files(_ context.Context, b *dispatch.Bulletin) ([]generated.BulletinFile, error) {
	var files []generated.BulletinFile
	for _, f := range b.Files {
		files = append(files, generated.BulletinFile{
			Format: f.Format, Language: string(f.Language), Name: f.Name, Address: FileAddress(b.ID, f.Format, f.Language), Bytes: new(uint64(f.Bytes)), Sha256: orNil(f.SHA256),
		})
	}
	if len(files) > 0 {
		return files, nil
	}
	for _, language := range []document.Language{document.Chinese, document.English} {
		if b.Title[language] == "" {
			continue
		}
		for _, format := range render.Formats() {
			files = append(files, generated.BulletinFile{
				Format: format, Language: string(language), Name: fmt.Sprintf("%s.%s", b.Title[language], format), Address: FileAddress(b.ID, format, language),
			})
		}
	}
	return files, nil
}

// FileAddress is where the server gives out a file of a bulletin, from its root.
func FileAddress(id string, format render.Format, language document.Language) string {
	return fmt.Sprintf("/bulletins/%s.%s?lang=%s", url.PathEscape(id), format, language)
}

// FigureAddress is where the server says what a printed figure is, from its root.
func FigureAddress(id, figure string, language document.Language) string {
	return fmt.Sprintf("/bulletins/%s/figures/%s?lang=%s", url.PathEscape(id), url.PathEscape(figure), language)
}

// Content is shown by its bulletin, because the addresses of figures name it.
func (bulletinResolver) Content(_ context.Context, b *dispatch.Bulletin) (*dispatch.Bulletin, error) {
	if b.Content == nil {
		return nil, nil //nolint:nilnil // null: it is not for this caller, or this is a list
	}
	return b, nil
}

func (bulletinContentResolver) KindFrom(_ context.Context, b *dispatch.Bulletin) (*safety.Date, error) {
	return &b.Content.Composition.KindFrom, nil
}

func (bulletinContentResolver) KindDigest(_ context.Context, b *dispatch.Bulletin) (string, error) {
	return b.Content.Composition.KindDigest, nil
}

func (bulletinContentResolver) Office(_ context.Context, b *dispatch.Bulletin) (*bulletin.Office, error) {
	return &b.Content.Composition.Office, nil
}

func (bulletinContentResolver) Catalogue(_ context.Context, b *dispatch.Bulletin) (string, error) {
	return b.Content.Composition.Catalogue, nil
}

func (bulletinContentResolver) Program(_ context.Context, b *dispatch.Bulletin) (string, error) {
	return b.Content.Composition.Program, nil
}

func (bulletinContentResolver) Sections(_ context.Context, b *dispatch.Bulletin) ([]bulletin.SectionSource, error) {
	return b.Content.Composition.Sections, nil
}

func (bulletinContentResolver) Documents(_ context.Context, b *dispatch.Bulletin) ([]generated.BulletinDocument, error) {
	var list []generated.BulletinDocument
	for _, language := range languages(b.Content.Composition) {
		d := b.Content.Composition.Documents[language]
		head := generated.BulletinDocument{
			Language: string(language), Head: d.Agency, Title: d.Title, Addressees: orNil(d.Addressees), Agency: d.Signature.Agency, Date: orNil(d.Signature.Date),
			CopyTo: orNil(d.CopyTo), DataSentence: d.Data.Sentence,
		}
		for _, a := range d.Attachments {
			head.Attachments = append(head.Attachments, a.Title)
		}
		list = append(list, head)
	}
	return list, nil
}

func (bulletinContentResolver) Texts(_ context.Context, b *dispatch.Bulletin) ([]generated.BulletinText, error) {
	var list []generated.BulletinText
	for _, s := range b.Content.Composition.Sections {
		for _, language := range languages(b.Content.Composition) {
			list = append(list, generated.BulletinText{
				Section: s.Name, Language: string(language), Generated: orNil(s.Generated[language]), Text: orNil(s.Text[language]),
				ByHand: s.ByHand[language], Stale: s.Stale[language],
			})
		}
	}
	return list, nil
}

func (bulletinContentResolver) Holds(_ context.Context, b *dispatch.Bulletin) ([]generated.BulletinHold, error) {
	var list []generated.BulletinHold
	for _, hold := range b.Content.Composition.Held {
		one := generated.BulletinHold{Check: hold.Check, Reason: hold.Reason}
		for _, o := range b.Content.Overrides {
			if o.Check == hold.Check {
				one.OverriddenBy, one.OverriddenFor = orNil(o.By), orNil(o.Reason)
			}
		}
		list = append(list, one)
	}
	return list, nil
}

func (bulletinContentResolver) Gaps(_ context.Context, b *dispatch.Bulletin) ([]bulletin.Gap, error) {
	return b.Content.Gaps, nil
}

func (bulletinContentResolver) Changes(_ context.Context, b *dispatch.Bulletin) (*dispatch.Changes, error) {
	return b.Content.Changes, nil
}

func (bulletinContentResolver) Corrected(_ context.Context, b *dispatch.Bulletin) ([]dispatch.Correction, error) {
	return b.Content.Corrected, nil
}

func (bulletinContentResolver) Bases(_ context.Context, b *dispatch.Bulletin) ([]dispatch.Correction, error) {
	return b.Content.Bases, nil
}
