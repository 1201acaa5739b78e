package bulletin

import (
	"maps"

	"anlan/reports/document"
	"anlan/reports/material"
	"anlan/safety"
	"anlan/warehouse"
)

// Composition is a bulletin as it was composed: its documents in every language of its kind, from one data version. It is stable
// as JSON, so that it can be kept.
type Composition struct {
	Kind        string            `json:"kind"`
	KindTitle   warehouse.Text    `json:"kind_title"`
	KindFrom    safety.Date       `json:"kind_from"`   // from when the version of the kind is in force
	KindDigest  string            `json:"kind_digest"` // identifies the content of its file
	Office      Office            `json:"office"`      // as it was: number prefix, series, signers
	Region      safety.RegionCode `json:"region"`
	RegionTitle warehouse.Text    `json:"region_title"`
	Sector      string            `json:"sector,omitempty"`
	SectorTitle warehouse.Text    `json:"sector_title"`
	Period      safety.Period     `json:"period"`
	DataVersion uint64            `json:"data_version"`
	AsOf        safety.Date       `json:"as_of"`
	Catalogue   string            `json:"catalogue"` // the hash of the metrics' definitions
	Program     string            `json:"program"`   // the version of the program that composed it

	// Official is the language that people must write; others print its texts where nobody translated them. Empty: Chinese.
	Official  document.Language                        `json:"official,omitempty"`
	Documents map[document.Language]*document.Document `json:"documents"`
	Sections  []SectionSource                          `json:"sections"`
	// Zeros are figures of the whole that are zero and that a language prints as no number: words tell them (未发生事故, 同比持平).
	Zeros map[document.Language][]string `json:"zeros,omitempty"`
	// Held are the reasons that keep it from being issued unless a person overrides them.
	Held []Hold `json:"held,omitempty"`
}

// Hold is a check of the data that failed and blocks issuing.
type Hold = material.Hold

// SectionSource is a section in the form that people edit: a line a paragraph; "## ", "### " and "#### " before headings below
// that of the section; figures as [[id|12]], where what stands behind | is put right at every composition; [[table:NAME]] and
// [[chart:NAME]] on a line of their own.
type SectionSource struct {
	Name     string         `json:"name"`
	Title    warehouse.Text `json:"title"`
	Written  bool           `json:"written,omitempty"`  // only people write it
	Required bool           `json:"required,omitempty"` // it must have a text before the bulletin is reviewed
	LeftOut  bool           `json:"left_out,omitempty"` // its condition does not hold and nobody wrote it
	// Generated is the composed text and Text the one in force: a person's where there is one. Figures in both are of this data.
	Generated map[document.Language]string `json:"generated,omitempty"`
	Text      map[document.Language]string `json:"text,omitempty"`
	// ByHand says in which languages Text is a person's.
	ByHand map[document.Language]bool `json:"by_hand,omitempty"`
	// Stale are the figures that changed since the person wrote or last confirmed. One without an id is the composed text at his side,
	// which reads otherwise though none of its figures changed: 未发生 is a figure in words.
	Stale map[document.Language][]FigureChange `json:"stale,omitempty"`
	// Figures are what the figures of Generated and Text say where Text is a person's; see [Written].
	Figures map[document.Language]map[string]string `json:"figures,omitempty"`
}

// FigureChange is one figure before and after, with the sign that words say where it is known: -1, +100.0%. Empty means that it was
// not printed.
type FigureChange struct {
	Figure string `json:"figure"` // its id; empty for a text without figures
	Label  string `json:"label,omitempty"`
	Before string `json:"before"`
	After  string `json:"after"`
	// Lost says that a person's text prints the figure and it is not there, or not any more: the text must be written anew. Who takes
	// a text refuses one that has such a figure; after a refresh it is a gap.
	Lost bool `json:"lost,omitempty"`
}

// Gap is something that keeps a composition from being reviewed.
type Gap struct {
	Section  string            `json:"section"`
	Language document.Language `json:"language"`
	Reason   GapReason         `json:"reason"`
}

// GapReason says what is missing.
type GapReason string

// The reasons.
const (
	NotWritten GapReason = "not_written" // a person must write it and nobody did
	Unread     GapReason = "unread"      // figures changed since the person wrote: confirm or write anew
	Lost       GapReason = "lost"        // it prints a figure that is not there any more: write anew
)

// Gaps lists what people must still do in the official language, in the order of sections; none means that the composition may be
// reviewed. Other languages hold up nothing: they print what is composed, or the official text, until somebody translates it.
func (c *Composition) Gaps() []Gap {
	language := c.Official
	if language == "" {
		language = document.Chinese
	}
	var gaps []Gap
	for _, s := range c.Sections {
		switch stale := s.Stale[language]; {
		case s.Required && s.Text[language] == "":
			gaps = append(gaps, Gap{s.Name, language, NotWritten})
		case anyLost(stale):
			gaps = append(gaps, Gap{s.Name, language, Lost})
		case len(stale) > 0:
			gaps = append(gaps, Gap{s.Name, language, Unread})
		}
	}
	return gaps
}

func anyLost(changes []FigureChange) bool {
	for _, c := range changes {
		if c.Lost {
			return true
		}
	}
	return false
}

// Finishing is what issuing adds to a composition.
type Finishing struct {
	Number    string      // 发文字号
	Signer    string      // who signed it, printed as 签发人 where the office prints it
	Date      safety.Date // 成文日期
	PrintedOn safety.Date // 印发日期; zero means Date
	Mark      map[document.Language]string
}

// Finish gives the composition with its head, signature and imprint filled in. It changes nothing of the one given: the bodies of
// its documents are shared.
func Finish(c *Composition, f Finishing) *Composition {
	finished := *c
	finished.Documents = maps.Clone(c.Documents)
	for language, d := range c.Documents {
		copied := *d
		copied.Number, copied.Signature.Date, copied.Mark = f.Number, f.Date, f.Mark[language]
		copied.PrintedOn = f.PrintedOn
		if copied.PrintedOn.IsZero() {
			copied.PrintedOn = f.Date
		}
		if c.Office.PrintSigner {
			copied.Signer = f.Signer
		}
		finished.Documents[language] = &copied
	}
	return &finished
}
