package dispatch

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/warehouse"
)

// Text is what a person writes in the place of a section's text, in the editable form; see [bulletin.SectionSource].
type Text struct {
	Section  string
	Language document.Language
	Text     string // empty takes the composed text again
}

// Edit puts a person's text into a draft; its figures stay those of the draft's data version. Errors are [*warehouse.Error]: bad
// requests name the lines that cannot be read and the figures that are not there.
func (b *Bulletins) Edit(ctx context.Context, doing Doing, text Text) (*Bulletin, error) {
	about := Detail{Section: text.Section, Language: text.Language}
	text.Text = strings.TrimPrefix(text.Text, "\ufeff") // of a file
	return b.act(ctx, doing, Write, about, func(o *opened) (*record, error) {
		section, err := o.section(about)
		if err != nil {
			return nil, err
		}
		if err := legible(fmt.Sprintf("section %s (%s)", text.Section, text.Language), text.Text); err != nil {
			return nil, err
		}
		written := bulletin.Written{Text: strings.TrimSpace(text.Text), Seen: section.Generated[text.Language]}
		changed, err := b.write(ctx, doing, o, about, written)
		if err != nil {
			return nil, err
		}
		return changed, nowhere(changed.Composition, about)
	})
}

// Confirm says that a person's text holds with the figures as they are now.
func (b *Bulletins) Confirm(ctx context.Context, doing Doing, section string, language document.Language) (*Bulletin, error) {
	about := Detail{Section: section, Language: language}
	return b.act(ctx, doing, Assure, about, func(o *opened) (*record, error) {
		now, err := o.section(about)
		if err != nil {
			return nil, err
		}
		_, there := o.record.Texts[section][language]
		stale := now.Stale[language]
		switch {
		case !there:
			return nil, warehouse.Fault(warehouse.BadRequest, "nobody wrote the text of %s in %s: there is nothing to confirm", section, language)
		case len(stale) == 0:
			return nil, warehouse.Fault(warehouse.BadRequest, "no figure of %s in %s changed since it was written: there is nothing to confirm", section, language)
		case slices.ContainsFunc(stale, func(c bulletin.FigureChange) bool { return c.Lost }):
			return nil, warehouse.Fault(warehouse.BadRequest, "the text of %s in %s prints a figure that is not there any more: write it anew", section, language)
		}
		return b.write(ctx, doing, o, about, bulletin.Written{Text: now.Text[language], Seen: now.Generated[language]})
	})
}

// nowhere refuses a text that prints a figure which the bulletin does not have.
func nowhere(c *bulletin.Composition, about Detail) error {
	var lost []string
	for _, section := range c.Sections {
		for _, change := range section.Stale[about.Language] {
			if section.Name == about.Section && change.Lost {
				lost = append(lost, change.Figure)
			}
		}
	}
	if len(lost) == 0 {
		return nil
	}
	return warehouse.Fault(warehouse.BadRequest, "the bulletin has no figure %s: cite those of its composed texts", strings.Join(lost, ", "))
}

// section finds the section of a draft that an act is about.
func (o *opened) section(about Detail) (*bulletin.SectionSource, error) {
	c := o.record.Composition
	if c.Documents[about.Language] == nil {
		return nil, warehouse.Fault(warehouse.BadRequest, "the bulletin is not made in %q", about.Language)
	}
	var names []string
	for i, s := range c.Sections {
		if s.Name == about.Section {
			return &c.Sections[i], nil
		}
		names = append(names, s.Name)
	}
	return nil, warehouse.Fault(warehouse.BadRequest, "the bulletin has no section %q: expected %s", about.Section, strings.Join(names, ", "))
}

// write composes a draft with another text of a person, of the same data.
func (b *Bulletins) write(ctx context.Context, doing Doing, o *opened, about Detail, written bulletin.Written) (*record, error) {
	texts := bulletin.Texts{}
	for section, of := range o.record.Texts {
		texts[section] = maps.Clone(of)
	}
	if texts[about.Section] == nil {
		texts[about.Section] = map[document.Language]bulletin.Written{}
	}
	if texts[about.Section][about.Language] = written; written.Text == "" {
		delete(texts[about.Section], about.Language)
	}
	was := o.record.Composition
	c, err := b.compose(ctx, doing.Caller, o.record, bulletin.Request{Version: was.DataVersion, AsOf: was.AsOf}, texts)
	if err != nil {
		return nil, err
	}
	for _, s := range c.Sections {
		if _, there := texts[about.Section][about.Language]; there && s.Name == about.Section {
			written.Figures = s.Figures[about.Language]
			texts[about.Section][about.Language] = written
		}
	}
	renewed := o.record.again(c, texts)
	return renewed, b.compareWithPrinted(ctx, renewed, o.head.Reason)
}
