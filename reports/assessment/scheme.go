package assessment

import (
	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// Scheme is one version of an assessment scheme (考核细则): what is counted, for how many marks, and how a sum of marks
// is graded. It is read from YAML; schemes/scheme.schema.json describes the keys.
type Scheme struct {
	Name string `yaml:"scheme,required"`
	// Default says that the scheme is used where none is asked for. One name of a folder may be the default.
	Default  bool           `yaml:"default"`
	Title    warehouse.Text `yaml:"title,required"`
	Document string         `yaml:"document"`
	// EffectiveFrom is the first day of the version; it holds until the next version of the same name.
	EffectiveFrom safety.Date     `yaml:"effective_from,required"`
	FullMarks     decimal.Decimal `yaml:"full_marks,required"`
	// MostMarks is the most that a score can reach with bonuses; FullMarks when absent.
	MostMarks *decimal.Decimal `yaml:"most_marks"`
	// Places is how many decimal places marks have; 2 when absent. Each indicator is rounded half up (四舍五入), so that
	// the printed marks add up to the printed score.
	Places *int `yaml:"places"`
	// Spread says where the marks of an indicator go that does not apply (折算).
	Spread Spread `yaml:"spread"`
	// NotReported says what a figure costs that nobody reported, unless the indicator says otherwise.
	NotReported NotReported `yaml:"not_reported"`
	Bands       []Band      `yaml:"bands,required"`
	Groups      []Group     `yaml:"groups,required"`
	Bonuses     []BonusRule `yaml:"bonuses"`
	Vetoes      []VetoRule  `yaml:"vetoes"`
	file        string      // where it was read
}

// Spread is where the marks of indicators go that do not apply to a subject.
type Spread string

const (
	// SpreadScheme shares them among all other indicators in proportion to their marks; the default.
	SpreadScheme Spread = "scheme"
	// SpreadGroup shares them inside their group; those of a group in which nothing applies go to all others.
	SpreadGroup Spread = "group"
)

// NotReported is what happens to an indicator whose figure nobody reported.
type NotReported string

// What can happen to it.
const (
	NotReportedLoses   NotReported = "lose"   // all its marks are lost: 未报送 counts against the unit; the default
	NotReportedSpreads NotReported = "spread" // it is treated like one that does not apply
)

// Band is a grade and the lowest score that still reaches it ("以上" includes the number itself).
type Band struct {
	Name  string          `yaml:"name,required"`
	Title warehouse.Text  `yaml:"title,required"`
	From  decimal.Decimal `yaml:"from,required"`
}

// Group is a heading over indicators.
type Group struct {
	Name       string         `yaml:"name,required"`
	Title      warehouse.Text `yaml:"title,required"`
	Indicators []Indicator    `yaml:"indicators,required"`
}

// Indicator is one line of a scheme.
type Indicator struct {
	Name     string          `yaml:"name,required"`
	Title    warehouse.Text  `yaml:"title,required"`
	Metric   string          `yaml:"metric,required"` // of the catalogue
	Marks    decimal.Decimal `yaml:"marks,required"`
	Rule     Rule            `yaml:"rule,required"`
	Document string          `yaml:"document,required"` // where the line comes from
	// NotReported overrides the scheme's.
	NotReported NotReported `yaml:"not_reported"`
	// Drill is the metric whose records explain marks that were lost; the denominator of a ratio, otherwise the metric
	// itself, when absent.
	Drill string `yaml:"drill"`
}

// Rule turns a figure into a share of the marks. Exactly one of the fields is set.
type Rule struct {
	Proportional        *Proportional `yaml:"proportional"`
	DeductPerUnit       *PerUnit      `yaml:"deduct_per_unit"`
	ComparePreviousYear *PerUnit      `yaml:"compare_previous_year"`
	AllOrNothing        *Threshold    `yaml:"all_or_nothing"`
	Steps               []Step        `yaml:"steps"`
}

// Proportional gives nothing at Floor and beyond, all at Target and beyond, and in between in proportion. Target below
// Floor means that less is better.
type Proportional struct {
	Floor  decimal.Decimal `yaml:"floor,required"`
	Target decimal.Decimal `yaml:"target,required"`
}

// PerUnit takes Costs marks for every Each of the figure (or of its rise against last year), until none is left
// (扣完为止). Parts of a unit cost in proportion.
type PerUnit struct {
	Each  *decimal.Decimal `yaml:"each"` // 1 when absent
	Costs decimal.Decimal  `yaml:"costs,required"`
}

// Threshold is met when the figure is at least or at most a number, inclusive. Exactly one of the two is set.
type Threshold struct {
	AtLeast *decimal.Decimal `yaml:"at_least"`
	AtMost  *decimal.Decimal `yaml:"at_most"`
}

// Step gives marks when its threshold is met. The first step that is met counts; when none is, nothing is given.
type Step struct {
	AtLeast *decimal.Decimal `yaml:"at_least"`
	AtMost  *decimal.Decimal `yaml:"at_most"`
	Gives   decimal.Decimal  `yaml:"gives,required"`
}

// BonusRule adds Gives marks for every Each of the metric, parts in proportion, at most Cap.
type BonusRule struct {
	Name     string           `yaml:"name,required"`
	Title    warehouse.Text   `yaml:"title,required"`
	Metric   string           `yaml:"metric,required"`
	Each     *decimal.Decimal `yaml:"each"` // 1 when absent
	Gives    decimal.Decimal  `yaml:"gives,required"`
	Cap      decimal.Decimal  `yaml:"cap,required"`
	Document string           `yaml:"document,required"`
}

// VetoRule caps the grade at a band when the metric is above a number. The score and the rank stay.
type VetoRule struct {
	Name     string          `yaml:"name,required"`
	Title    warehouse.Text  `yaml:"title,required"`
	Metric   string          `yaml:"metric,required"`
	Above    decimal.Decimal `yaml:"above"`
	Cap      string          `yaml:"cap,required"` // the name of a band
	Document string          `yaml:"document,required"`
}

// DecimalPlaces gives Places or its default.
func (s *Scheme) DecimalPlaces() int {
	if s.Places == nil {
		return 2
	}
	return *s.Places
}

// Metrics lists the metrics that the scheme asks for, each once, in the order of the scheme.
func (s *Scheme) Metrics() []string {
	var names []string
	seen := map[string]bool{}
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for _, g := range s.Groups {
		for _, i := range g.Indicators {
			add(i.Metric)
		}
	}
	for _, b := range s.Bonuses {
		add(b.Metric)
	}
	for _, v := range s.Vetoes {
		add(v.Metric)
	}
	return names
}

func (s *Scheme) compares() bool {
	for _, g := range s.Groups {
		for _, i := range g.Indicators {
			if i.Rule.ComparePreviousYear != nil {
				return true
			}
		}
	}
	return false
}

func (s *Scheme) mostMarks() decimal.Decimal {
	if s.MostMarks == nil {
		return s.FullMarks
	}
	return *s.MostMarks
}

func (i Indicator) notReported(s *Scheme) NotReported {
	switch {
	case i.NotReported != "":
		return i.NotReported
	case s.NotReported != "":
		return s.NotReported
	}
	return NotReportedLoses
}

// grade gives the band that a score reaches.
func (s *Scheme) grade(score decimal.Decimal) Grade {
	for _, b := range s.Bands {
		if score.GreaterThanOrEqual(b.From) {
			return Grade{Name: b.Name, Title: b.Title}
		}
	}
	return Grade{} // bands end at 0 and scores are never negative
}

// capped gives the worse of two grades; the second is named as in a veto.
func (s *Scheme) capped(g Grade, limit string) Grade {
	for _, b := range s.Bands {
		if b.Name == g.Name {
			return s.band(limit)
		}
		if b.Name == limit {
			return g
		}
	}
	return g
}

func (s *Scheme) band(name string) Grade {
	for _, b := range s.Bands {
		if b.Name == name {
			return Grade{Name: b.Name, Title: b.Title}
		}
	}
	return Grade{}
}

func each(n *decimal.Decimal) decimal.Decimal {
	if n == nil {
		return decimal.NewFromInt(1)
	}
	return *n
}
