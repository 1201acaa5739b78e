package dispatch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// format is the shape of records that this program writes. It reads those of every format up to it.
const format = 1

// record is all that is stored of a bulletin after an act: JSON, keys in the order of these types and of their names in maps, named
// by the SHA-256 of its bytes.
type record struct {
	Format int  `json:"format"`
	Case   Case `json:"case"`
	// AsOf is the day that was asked for; the composition's own is the one that was used.
	AsOf        safety.Date           `json:"as_of,omitzero"`
	Texts       bulletin.Texts        `json:"texts,omitempty"` // what people wrote
	Overrides   []Override            `json:"overrides,omitempty"`
	Changes     *Changes              `json:"changes,omitempty"`
	Supersedes  string                `json:"supersedes,omitempty"`
	Corrected   []Correction          `json:"corrected,omitempty"`
	Bases       []Correction          `json:"bases,omitempty"`
	Issued      *issued               `json:"issued,omitempty"`
	Composition *bulletin.Composition `json:"composition"`
}

// issued is what issuing added.
type issued struct {
	DocumentNumber string      `json:"document_number"`
	Signer         string      `json:"signer"`
	Date           safety.Date `json:"date"`
	PrintedOn      safety.Date `json:"printed_on"`
	Files          []File      `json:"files"`
}

// head is what lists show of a bulletin and what says who may see it. It is written once.
type head struct {
	Case        Case                         `json:"case"`
	KindTitle   warehouse.Text               `json:"kind_title"`
	RegionTitle warehouse.Text               `json:"region_title"`
	SectorTitle warehouse.Text               `json:"sector_title"`
	Title       map[document.Language]string `json:"title"`
	// Area is the region and every region above it, as they were.
	Area       []safety.RegionCode `json:"area"`
	Supersedes string              `json:"supersedes,omitempty"`
	Reason     string              `json:"reason,omitempty"`
}

func headOf(r *record, area []safety.RegionCode, reason string) head {
	c := r.Composition
	h := head{
		Case: r.Case, KindTitle: c.KindTitle, RegionTitle: c.RegionTitle, SectorTitle: c.SectorTitle, Title: map[document.Language]string{}, Area: area,
		Supersedes: r.Supersedes, Reason: reason,
	}
	for language, d := range c.Documents {
		h.Title[language] = d.Title
	}
	return h
}

// encode gives the bytes of what is stored. The same always has the same bytes.
func encode(what any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(what); err != nil {
		return nil, fmt.Errorf("write a bulletin: %w", err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// decode reads a record. One of a later format is refused.
func decode(body []byte) (*record, error) {
	var r record
	if err := json.Unmarshal(body, &r); err != nil {
		return nil, fmt.Errorf("read a bulletin: %w", err)
	}
	switch {
	case r.Format < 1 || r.Format > format:
		return nil, fmt.Errorf("read a bulletin: it has the format %d, this program knows those up to %d: use the newer program", r.Format, format)
	case r.Composition == nil:
		return nil, errors.New("read a bulletin: it has no composition")
	}
	return &r, nil
}

// belongs says whether a record is one of the bulletin under which it is stored.
func belongs(stored state.Bulletin, h head, r *record) error {
	c := r.Case
	if r.Case != h.Case || c.Key() != stored.Case || c.Kind != stored.Kind || string(c.Region) != stored.Region || c.Period.String() != stored.Period || r.Supersedes != h.Supersedes {
		return fmt.Errorf("the bulletin is of %s, it is stored as one of %s", c.Key(), stored.Case)
	}
	return nil
}

// holds lists what keeps it from being issued and was not overridden.
func (r *record) holds() []bulletin.Hold {
	var left []bulletin.Hold
	for _, hold := range r.Composition.Held {
		if r.override(hold) == nil {
			left = append(left, hold)
		}
	}
	return left
}

// override finds what a person decided about a hold. Another finding of the same check is another hold.
func (r *record) override(hold bulletin.Hold) *Override {
	for i, o := range r.Overrides {
		if o.Check == hold.Check && o.Found == hold.Reason {
			return &r.Overrides[i]
		}
	}
	return nil
}

// content is what who may read a bulletin is given of it.
func (r *record) content() *Content {
	return &Content{
		Composition: r.Composition, Overrides: r.Overrides, Changes: r.Changes, Corrected: r.Corrected, Bases: r.Bases, Gaps: r.Composition.Gaps(), Holds: r.holds(),
	}
}
