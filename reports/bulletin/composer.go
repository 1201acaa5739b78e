package bulletin

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"anlan/access"
	"anlan/reports/document"
	"anlan/reports/material"
	"anlan/reports/versions"
	"anlan/safety"
	"anlan/warehouse"
)

// Options says where kinds and offices are read from.
type Options struct {
	// KindDir and OfficeDir hold YAML files that replace what ships, or add to it; both may be empty.
	KindDir, OfficeDir string
	// Program is the program's version, kept with what it composes.
	Program string
}

// Gatherer gathers what a bulletin tells; see [material.Gatherer].
type Gatherer interface {
	Gather(ctx context.Context, caller access.Caller, p material.Plan) (*material.Material, error)
}

// Sources are what bulletins are composed from.
type Sources struct {
	Catalogue *warehouse.Catalogue
	Material  Gatherer
}

// Composer makes bulletins. It is safe for concurrent use.
type Composer struct {
	sources Sources
	kinds   versions.Shelf[*Kind]
	offices versions.Shelf[*Office]
	program string
}

// Open reads the kinds and offices and checks them. The error names every fault of every file.
func Open(sources Sources, options Options) (*Composer, error) {
	c := &Composer{sources: sources, program: options.Program}
	if err := c.readKinds(options.KindDir); err != nil {
		return nil, err
	}
	if err := c.readOffices(options.OfficeDir); err != nil {
		return nil, err
	}
	return c, nil
}

// Kinds lists every version of every kind by name and day. They must not be changed.
func (c *Composer) Kinds() []*Kind { return c.kinds.List() }

// Offices lists every version of every office by name and day. They must not be changed.
func (c *Composer) Offices() []*Office { return c.offices.List() }

// Kind gives the version of a kind that is in force on a day. Errors are faults: not found.
func (c *Composer) Kind(name string, on safety.Date) (*Kind, error) {
	first, found := c.kinds.On(name, on)
	switch {
	case first == nil:
		return nil, warehouse.Fault(warehouse.NotFound, "there is no kind of bulletin %q", name)
	case found == nil:
		return nil, warehouse.Fault(warehouse.NotFound, "the kind of bulletin %s took effect on %s, after %s", name, first.EffectiveFrom, on)
	}
	return found, nil
}

// Office gives the office that issues for a region on a day, its texts filled in: the one that names the region, else its level,
// else the one for all; its newest version by then. Errors are faults: not found.
func (c *Composer) Office(region warehouse.Region, on safety.Date) (Office, error) {
	var best *Office
	narrow := 0
	for _, o := range c.offices.List() {
		n := o.issues(region.Code, region.Level)
		if n == 0 || o.EffectiveFrom.After(on) || n < narrow {
			continue
		}
		best, narrow = o, n // of one name the newest comes last
	}
	if best == nil {
		return Office{}, warehouse.Fault(warehouse.NotFound, "no office issues bulletins for %s on %s", region.Name, on)
	}
	return best.filled(region), nil
}

// Compose makes a bulletin as the caller may see it. Errors are faults: a kind that does not exist or does not fit the period, a
// region or records that the caller may not see, a text that cannot be read. A composition that contradicts itself is an error,
// never a document.
func (c *Composer) Compose(ctx context.Context, caller access.Caller, r Request) (*Composition, error) {
	k, err := c.Kind(r.Kind, r.Period.To)
	if err != nil {
		return nil, err
	}
	if err := k.fits(r); err != nil {
		return nil, err
	}
	plan := k.asks(r.Period)
	plan.Region, plan.Sector, plan.Period, plan.Version, plan.AsOf = r.Region, r.Sector, r.Period, r.Version, r.AsOf
	m, err := c.sources.Material.Gather(ctx, caller, plan)
	if err != nil {
		return nil, err
	}
	if err := k.fitsMaterial(m); err != nil {
		return nil, err
	}
	office, err := c.Office(m.Region, r.Period.To)
	if err != nil {
		return nil, err
	}
	out := &Composition{
		Kind: k.Name, KindTitle: k.Title, KindFrom: k.EffectiveFrom, KindDigest: k.digest, Office: office, Region: r.Region,
		RegionTitle: warehouse.Text{ZH: m.Region.Name, EN: m.Region.Name}, Sector: r.Sector, SectorTitle: m.Sector, Period: r.Period,
		DataVersion: m.Source.Version, AsOf: m.Source.AsOf, Catalogue: c.sources.Catalogue.Hash(), Program: c.program,
		Official: k.Languages[0], Documents: map[document.Language]*document.Document{}, Zeros: map[document.Language][]string{}, Held: m.Held,
	}
	for _, language := range k.Languages {
		d, sections, zeros, err := k.write(m, office, language, r.Texts)
		if err != nil {
			return nil, fmt.Errorf("compose %s of %s for %s: %w", k.Name, r.Period.Code, m.Region.Name, err)
		}
		d.Data.Catalogue = out.Catalogue
		out.Documents[language], out.Zeros[language] = d, zeros
		out.Sections = together(out.Sections, sections)
	}
	return out, nil
}

// together puts the sources of another language to those that are there.
func together(sections, more []SectionSource) []SectionSource {
	if sections == nil {
		return more
	}
	for i, s := range more {
		own := &sections[i]
		own.LeftOut = own.LeftOut && s.LeftOut
		maps.Copy(own.Generated, s.Generated)
		maps.Copy(own.Text, s.Text)
		maps.Copy(own.ByHand, s.ByHand)
		maps.Copy(own.Stale, s.Stale)
		maps.Copy(own.Figures, s.Figures)
	}
	return sections
}

// asks is what the kind asks for a period. Of a year the period before is last year: it is not said twice.
func (k *Kind) asks(p safety.Period) material.Plan {
	plan := k.plan
	if p.Grain != safety.GrainYear {
		return plan
	}
	plan.Metrics = slices.Clone(plan.Metrics)
	for i, ask := range plan.Metrics {
		if slices.Contains(ask.Compare, warehouse.PreviousYear) {
			plan.Metrics[i].Compare = slices.DeleteFunc(slices.Clone(ask.Compare), func(c warehouse.Comparison) bool { return c == warehouse.PreviousPeriod })
		}
	}
	return plan
}

func (k *Kind) fits(r Request) error {
	switch {
	case !k.For(r.Period):
		return warehouse.Fault(warehouse.BadRequest, "the kind of bulletin %s is not made for %s; it is for periods of the kind %s", k.Name, r.Period.Code, grainsOf(k.Periods))
	case k.Sectors == OneSector && r.Sector == "":
		return warehouse.Fault(warehouse.BadRequest, "the kind of bulletin %s is of one sector: name it", k.Name)
	case k.Sectors != OneSector && r.Sector != "":
		return warehouse.Fault(warehouse.BadRequest, "the kind of bulletin %s is of all sectors", k.Name)
	}
	for name := range r.Texts {
		if !k.hasSection(name) {
			return warehouse.Fault(warehouse.BadRequest, "the kind of bulletin %s has no section %q", k.Name, name)
		}
	}
	return nil
}
