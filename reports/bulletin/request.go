package bulletin

import (
	"anlan/reports/document"
	"anlan/safety"
)

// Request asks for one bulletin of one region and period.
type Request struct {
	Kind   string // its name; the version is the one in force on the period's last day
	Region safety.RegionCode
	Sector string // empty: all sectors
	Period safety.Period
	// Version is the data version, 0 the newest. AsOf is the day of its judgement; zero is as far as the data reach in the period, see [material.Plan].
	Version uint64
	AsOf    safety.Date
	// Texts are what people wrote, by section; what is not there is composed.
	Texts Texts
}

// Texts are people's texts by the name of their section.
type Texts map[string]map[document.Language]Written

// Written is a text that a person wrote in the place of a composed one, in the editable form (see [SectionSource]).
type Written struct {
	Text string `json:"text"`
	// Seen is the composed text of the section, in the editable form, as it was when the person wrote or last confirmed: what has
	// changed since then is what the person does not know of. Empty for sections that only people write.
	Seen string `json:"seen,omitempty"`
	// Figures are what the figures of both said then, by id and with the sign that words say: a fall that became a rise of the same
	// size is no change of its text. Without it the texts alone are compared.
	Figures map[string]string `json:"figures,omitempty"`
}
