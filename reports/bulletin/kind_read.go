package bulletin

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"anlan/reports/document"
	"anlan/reports/material"
	"anlan/reports/strictyaml"
	"anlan/warehouse"
)

var (
	kindName = regexp.MustCompile(`^[a-z][a-z0-9-]{1,63}$`)
	needName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)
	clock    = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
)

// ReadKind reads and checks a kind of bulletin against a catalogue, and tries its templates on made-up material. The error is
// [strictyaml.FaultErrors]: every fault of the file with its line.
func ReadKind(file string, text []byte, catalogue *warehouse.Catalogue) (*Kind, error) {
	return readKind(file, text, catalogue, true)
}

// readKind tries templates where tried says so: those that ship were tried when the program was tested.
func readKind(file string, text []byte, catalogue *warehouse.Catalogue, tried bool) (*Kind, error) {
	k := &Kind{}
	other, base, liked := readLike(text, k)
	c := &kindCheck{Document: strictyaml.Read(file, text, k), catalogue: catalogue, k: k, needs: map[string]*need{}}
	if !liked {
		c.Faultf("like", "there is no kind that ships as %q", other)
	}
	sum := sha256.Sum256(append(base, text...))
	k.file, k.digest, k.texts = file, hex.EncodeToString(sum[:8]), map[string]*pattern{}
	c.complete()
	c.head()
	c.asks()
	c.sections()
	c.problems()
	c.tables()
	c.charts()
	c.attachments()
	if tried && c.Clean() {
		c.try()
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	return k, nil
}

// readLike reads the kind that a file is like, if it is like one, into k. Its own faults are none of the file's.
func readLike(text []byte, k *Kind) (name string, base []byte, ok bool) {
	var says struct {
		Like string `yaml:"like"`
	}
	strictyaml.Read("", text, &says)
	if says.Like == "" {
		return "", nil, true
	}
	base, err := shipped.ReadFile("kinds/" + says.Like + ".yaml")
	if err != nil || !kindName.MatchString(says.Like) {
		return says.Like, nil, false
	}
	strictyaml.Read("", base, k)
	k.DraftOn, k.Doc, k.Document = nil, warehouse.Text{}, "" // its own
	return says.Like, slices.Clone(base), true
}

// complete demands what a kind cannot be without, of its own or of the one that it is like.
func (c *kindCheck) complete() {
	for key, missing := range map[string]bool{
		"periods": len(c.k.Periods) == 0, "heading": c.k.Heading == (warehouse.Text{}), "moment": c.k.Moment == (warehouse.Text{}),
		"sections": len(c.k.Sections) == 0,
	} {
		if missing && !c.Has(key) {
			c.Faultf(key, "required, and not there")
		}
	}
}

// kindCheck names what is wrong with the meaning of a kind that could be read. A key that is missing or unreadable has its fault
// already, so checks look only at what is there.
type kindCheck struct {
	*strictyaml.Document
	catalogue *warehouse.Catalogue
	k         *Kind
	needs     map[string]*need
}

func (c *kindCheck) head() {
	k := c.k
	if k.Name != "" && !kindName.MatchString(k.Name) {
		c.Faultf("bulletin", "expected small letters, digits and '-', as monthly; found %q", k.Name)
	}
	if c.Has("periods") && len(k.Periods) == 0 {
		c.Faultf("periods", "expected at least one, as month")
	}
	c.oneOf("scope", string(k.Scope), string(Self), string(Children))
	c.oneOf("sectors", string(k.Sectors), string(AllSectors), string(OneSector))
	for i, l := range k.Languages {
		c.oneOf(fmt.Sprintf("languages[%d]", i), string(l), string(document.Chinese), string(document.English))
	}
	if len(k.Languages) == 0 {
		k.Languages = []document.Language{document.Chinese, document.English}
	}
	c.both("title", k.Title)
	if c.Has("doc") {
		c.both("doc", k.Doc)
	}
	if k.Percents < 0 || k.Percents > 2 {
		c.Faultf("percents", "expected 1 or 2 places, found %d", k.Percents)
	}
	if k.DraftOn != nil {
		if k.DraftOn.WorkingDay < 1 || k.DraftOn.WorkingDay > 60 {
			c.Faultf("draft_on.working_day", "expected 1 to 60")
		}
		if c.Has("draft_on.time") && !clock.MatchString(k.DraftOn.Time) {
			c.Faultf("draft_on.time", "expected a time as \"08:00\", in quotes; found %q", k.DraftOn.Time)
		}
	}
	c.pattern("heading", k.Heading, true)
	c.pattern("moment", k.Moment, true)
}

// both demands a text in every language of the kind.
func (c *kindCheck) both(at string, text warehouse.Text) {
	for _, l := range c.k.Languages {
		if c.Has(at) && in(l, text) == "" {
			c.Faultf(at, "expected %s", l)
		}
	}
}

// oneOf demands one of those expected; an empty value is none and no fault.
func (c *kindCheck) oneOf(at, value string, expected ...string) {
	if value != "" && !slices.Contains(expected, value) {
		c.Faultf(at, "expected %s, found %q", strings.Join(expected, ", "), value)
	}
}

// pattern parses a template in every language of the kind.
func (c *kindCheck) pattern(at string, text warehouse.Text, required bool) {
	for _, l := range c.k.Languages {
		key := at + "." + string(l)
		source := in(l, text)
		if source == "" {
			if required && c.Has(at) {
				c.Faultf(at, "expected %s", l)
			}
			continue
		}
		p, faults := parsePattern(key, l, source, functionNames())
		for _, fault := range faults {
			c.inside(key, fault)
		}
		c.k.texts[key] = p
	}
}

// inside adds a fault of a template at its line.
func (c *kindCheck) inside(key string, err error) {
	if at, ok := errors.AsType[*lineError](err); ok {
		c.FaultInside(key, at.line, "%s", at.message)
		return
	}
	c.Faultf(key, "%v", err)
}

func (c *kindCheck) asks() {
	c.k.plan = c.k.Needs.asks()
	c.k.Needs.each(func(n need) {
		switch {
		case n.name == "":
			return
		case !needName.MatchString(n.name):
			c.Faultf(n.at+".name", "expected small letters, digits and '_', as by_region; found %q", n.name)
			return
		case c.needs[n.name] != nil:
			c.Faultf(n.at+".name", "%q is taken", n.name)
			return
		}
		c.needs[n.name] = &n
		if !c.Whole(n.at) {
			return
		}
		for _, name := range n.figures {
			if m, err := c.catalogue.Metric(name); err == nil && m.Drill().Date != "" && !slices.Contains(c.k.facts, m.Drill().Fact) {
				c.k.facts = append(c.k.facts, m.Drill().Fact)
			}
		}
		said := map[string]bool{}
		for _, err := range material.Check(c.catalogue, c.k.Needs.only(n.name)) {
			if !said[err.Error()] {
				said[err.Error()] = true
				c.Faultf(n.at, "%v", err)
			}
		}
	})
}

// need finds a need; nil with a fault where there is none.
func (c *kindCheck) need(at, name string) *need {
	if name == "" {
		return nil
	}
	if n := c.needs[name]; n != nil {
		return n
	}
	c.Faultf(at, "there is no need %q; there are %s", name, strings.Join(c.needNames(), ", "))
	return nil
}

func (c *kindCheck) needNames() (names []string) {
	c.k.Needs.each(func(n need) { names = append(names, n.name) })
	return names
}

func (c *kindCheck) when(at string, w *When) {
	if w == nil {
		return
	}
	w.condition = c.condition(at, w.Of, w.Holds, false)
}

func (c *kindCheck) condition(at, of, text string, each bool) condition {
	n := c.need(at+".of", of)
	if n == nil || text == "" {
		return nil
	}
	compiled, err := compileCondition(text, n, each)
	if err != nil {
		c.Faultf(at+".holds", "%v", err)
		return nil
	}
	return compiled
}
