package alert

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"anlan/reports/strictyaml"
	"anlan/safety"
	"anlan/warehouse"
)

var ruleName = regexp.MustCompile(`^[a-z][a-z0-9_]{1,63}$`)

// keysOf says which keys each kind has beside those of all; a star marks those that must be there.
var keysOf = map[safety.AlertKind][]string{
	safety.AlertThreshold:   {"metric*", "filters", "levels*", "regions", "sectors", "by_sector", "period", "running", "when*", "at*", "clears", "minimum"},
	safety.AlertChange:      {"metric*", "filters", "levels*", "regions", "sectors", "by_sector", "period", "running", "when*", "at*", "by*", "clears", "from_zero", "minimum"},
	safety.AlertUnusual:     {"metric*", "filters", "levels*", "regions", "sectors", "by_sector", "when*", "at*", "clears", "minimum", "months"},
	safety.AlertOverdue:     {"filters", "regions", "sectors", "at*"},
	safety.AlertCertificate: {"within*", "audiences*", "per", "levels", "regions", "sectors", "by", "at*", "clears", "minimum"},
	safety.AlertSourceLate:  {"facts", "systems", "since", "at*"},
}

// kindKeys are the keys that only some kinds have.
var kindKeys = []string{
	"metric", "filters", "levels", "regions", "sectors", "by_sector", "period", "running", "when", "at", "clears", "by", "from_zero", "minimum",
	"months", "within", "audiences", "per", "facts", "systems", "since",
}

// ReadRules reads and checks a file of rules against a catalogue. The error is [strictyaml.FaultErrors]: every fault of the
// file with its line.
func ReadRules(file string, text []byte, catalogue *warehouse.Catalogue) ([]*Rule, error) {
	var read struct {
		Alerts []*Rule `yaml:"alerts,required"`
	}
	c := check{Document: strictyaml.Read(file, text, &read), catalogue: catalogue}
	names := map[string]bool{}
	for i, r := range read.Alerts {
		if r == nil {
			continue
		}
		at := fmt.Sprintf("alerts[%d]", i)
		if names[r.Name] && r.Name != "" {
			c.Faultf(at+".rule", "%q is taken", r.Name)
		}
		names[r.Name] = true
		c.rule(at, r)
		r.file, r.hash = file, r.fingerprint()
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	return read.Alerts, nil
}

// fingerprint changes when the rule may speak otherwise: titles, documents and explanations do not count.
func (r *Rule) fingerprint() string {
	bare := *r
	bare.Title, bare.Doc, bare.Document = warehouse.Text{}, warehouse.Text{}, ""
	text, err := json.Marshal(bare)
	if err != nil {
		panic(fmt.Sprintf("encode rule: %v", err)) // texts and numbers only
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// check names what is wrong with the meaning of rules that could be read. A key that is missing or unreadable has its fault
// already, so checks look only at what is there.
type check struct {
	*strictyaml.Document
	catalogue *warehouse.Catalogue
}

func (c *check) rule(at string, r *Rule) {
	if r.Name != "" && !ruleName.MatchString(r.Name) {
		c.Faultf(at+".rule", "expected small letters, digits and '_', as hazards_overdue; found %q", r.Name)
	}
	for key, text := range map[string]warehouse.Text{"title": r.Title, "doc": r.Doc} {
		if c.Has(at+"."+key) && (text.ZH == "" || text.EN == "") {
			c.Faultf(at+"."+key, "expected both zh and en")
		}
	}
	if r.Kind == "" || !c.oneOf(at+".kind", string(r.Kind), safety.AlertKind("").Vocabulary().Codes()...) {
		return
	}
	c.keys(at, r)
	c.choices(at, r)
	c.numbers(at, r)
	c.metric(at, r)
	c.hold(at, r)
}

// keys holds a rule to the keys of its kind.
func (c *check) keys(at string, r *Rule) {
	has := keysOf[r.Kind]
	for _, key := range kindKeys {
		there := c.Has(at + "." + key)
		switch {
		case there && !slices.Contains(has, key) && !slices.Contains(has, key+"*"):
			c.Faultf(at+"."+key, "a rule of the kind %s has no %s; it has %s", r.Kind, key, strings.ReplaceAll(strings.Join(has, ", "), "*", ""))
		case !there && slices.Contains(has, key+"*"):
			c.Faultf(at+"."+key, "required by the kind %s, and not there", r.Kind)
		}
	}
	if c.Has(at+".levels") && len(r.Levels) == 0 {
		c.Faultf(at+".levels", "expected at least one level, as county")
	}
	if r.Kind == safety.AlertCertificate {
		if perRegion := r.Per != PerEnterprise; perRegion != c.Has(at+".levels") {
			c.Faultf(at+".levels", "expected the levels of regions that are counted by, and none for per: enterprise")
		}
	}
}

func (c *check) choices(at string, r *Rule) {
	sides := []string{string(Above), string(AtLeast), string(Below), string(AtMost)}
	if r.Kind == safety.AlertUnusual {
		sides = []string{string(Above), string(Below), string(Either)}
	}
	c.oneOf(at+".when", string(r.When), sides...)
	c.oneOf(at+".period", string(r.Period), string(Month), string(Quarter), string(HalfYear), string(Year), string(YearToDate))
	c.oneOf(at+".per", string(r.Per), string(PerRegion), string(PerEnterprise))
	c.oneOf(at+".since", string(r.Since), string(SinceRecord), string(SinceLoad))
	if r.Kind == safety.AlertCertificate {
		c.oneOf(at+".by", string(r.By), string(Number), string(Percent))
	} else {
		c.oneOf(at+".by", string(r.By), string(Percent), string(Difference))
	}
	for i, audience := range r.Audiences {
		c.oneOf(fmt.Sprintf("%s.audiences[%d]", at, i), audience, safety.TrainingAudience("").Vocabulary().Codes()...)
	}
	for i, name := range r.Facts {
		if f, ok := warehouse.FactNamed(name); !ok || f.Own {
			c.Faultf(fmt.Sprintf("%s.facts[%d]", at, i), "there are no %q records", name)
		}
	}
}

// oneOf reports whether a value is one of those expected; an empty one is none and no fault.
func (c *check) oneOf(at, value string, expected ...string) bool {
	if value == "" || slices.Contains(expected, value) {
		return true
	}
	c.Faultf(at, "expected %s, found %q", strings.Join(expected, ", "), value)
	return false
}

func (c *check) hold(at string, r *Rule) {
	if r.For.Days < 0 || r.For.Days > 366 {
		c.Faultf(at+".for.days", "expected 0 to 366")
	}
	if r.For.Evaluations < 0 || r.For.Evaluations > 100 {
		c.Faultf(at+".for.evaluations", "expected 0 to 100")
	}
	if c.Has(at+".within") && (r.Within < 1 || r.Within > 366) {
		c.Faultf(at+".within", "expected 1 to 366 days")
	}
	if c.Has(at+".months") && (r.Months < warehouse.ShortestSeries || r.Months > warehouse.LongestSeries) {
		c.Faultf(at+".months", "expected %d to %d months, the one that is judged included", warehouse.ShortestSeries, warehouse.LongestSeries)
	}
}
