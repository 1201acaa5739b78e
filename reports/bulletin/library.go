package bulletin

import (
	"embed"
	"io/fs"
	"slices"
	"strings"

	"anlan/reports/material"
	"anlan/reports/versions"
	"anlan/safety"
	"anlan/warehouse"
)

//go:embed kinds offices
var shipped embed.FS

// KindJSONSchema is the JSON Schema of kinds of bulletins, for editors.
func KindJSONSchema() []byte { return mustRead("kinds/kind.schema.json") }

// OfficeJSONSchema is the JSON Schema of offices, for editors.
func OfficeJSONSchema() []byte { return mustRead("offices/office.schema.json") }

func mustRead(name string) []byte {
	text, err := shipped.ReadFile(name)
	if err != nil {
		panic(err) // embedded at build time
	}
	return text
}

func (c *Composer) readKinds(dir string) error {
	base, err := fs.Sub(shipped, "kinds")
	if err != nil {
		return err
	}
	return c.kinds.Open(base, dir, versions.Reader[*Kind]{What: "kind of bulletin", Skip: nothing, Read: func(file string, text []byte) (*Kind, error) {
		return readKind(file, text, c.sources.Catalogue, !strings.HasPrefix(file, "shipped/"))
	}})
}

func (c *Composer) readOffices(dir string) error {
	base, err := fs.Sub(shipped, "offices")
	if err != nil {
		return err
	}
	return c.offices.Open(base, dir, versions.Reader[*Office]{What: "office", Skip: nothing, Read: ReadOffice})
}

func nothing(string) bool { return false }

func grainsOf(periods []Grain) string {
	codes := make([]string, len(periods))
	for i, p := range periods {
		codes[i] = p.String()
	}
	return strings.Join(codes, ", ")
}

func (k *Kind) hasSection(name string) bool {
	return slices.ContainsFunc(k.Sections, func(s Section) bool { return s.Name == name })
}

// fitsMaterial refuses regions of levels that the kind is not made of, and rankings that were not published where they must be.
func (k *Kind) fitsMaterial(m *material.Material) error {
	if len(k.Levels) > 0 && !slices.Contains(k.Levels, m.Region.Level) {
		levels := make([]string, len(k.Levels))
		for i, l := range k.Levels {
			levels[i] = l.String()
		}
		return warehouse.Fault(warehouse.BadRequest, "the kind of bulletin %s is not made of %s; it is of the levels %s", k.Name, m.Region.Name, strings.Join(levels, ", "))
	}
	for _, need := range k.Needs.Rankings {
		if ranking := m.Rankings[need.Name]; need.Published && ranking != nil && ranking.Official == "" {
			return warehouse.Fault(warehouse.BadRequest, "no result of the assessment of %s for %s was published: publish it first", m.Region.Name, m.Plan.Period.Code)
		}
	}
	return nil
}

// Version is the office's name and first day.
func (o *Office) Version() (string, safety.Date) { return o.Name, o.EffectiveFrom }

// File is where the office was read; "shipped/…" for those that ship.
func (o *Office) File() string { return o.file }

// StandardFor says that no office is used where none is named: regions choose.
func (o *Office) StandardFor() (kind string, standard bool) { return "", false }
