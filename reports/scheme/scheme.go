package scheme

import (
	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// Scheme is one version of an assessment scheme (考核细则): what is counted, for how many marks, and how a sum of marks
// is graded. It is read from YAML by [Read]; schemes/scheme.schema.json describes the keys, docs/assessment-schemes.md what
// they mean. It must not be changed after it was read; [Scheme.Clone] gives a copy whose numbers may be.
type Scheme struct {
	Name string `yaml:"scheme,required"`
	// Default says that the scheme is used where none is asked for.
	Default  bool           `yaml:"default"`
	Title    warehouse.Text `yaml:"title,required"`
	Document string         `yaml:"document"`
	// EffectiveFrom is the first day of the version; it holds until the next version of the same name, or to EffectiveTo.
	EffectiveFrom safety.Date  `yaml:"effective_from,required"`
	EffectiveTo   *safety.Date `yaml:"effective_to"`
	Subjects      SubjectKind  `yaml:"subjects"`
	// Levels are the levels of the regions that it is made for, Periods the kinds of periods (month, quarter, half_year, year). It marks
	// others too, and [Scheme.Caution] says that it is not made for them; empty fits any.
	Levels    []safety.RegionLevel `yaml:"levels"`
	Periods   []string             `yaml:"periods"`
	FullMarks decimal.Decimal      `yaml:"full_marks,required"`
	// MostMarks and LeastMarks bound the score; nil is no upper bound, and 0 below.
	MostMarks  *decimal.Decimal `yaml:"most_marks"`
	LeastMarks *decimal.Decimal `yaml:"least_marks"`
	// Places is how many decimal places the score has; 2 when nil.
	Places        *int           `yaml:"places"`
	Rounding      RoundingPolicy `yaml:"rounding"`
	Spread        Spread         `yaml:"spread"`
	NotReported   NotReported    `yaml:"not_reported"`
	MinimumSample int            `yaml:"minimum_sample"`

	PeerGroups []PeerGroup     `yaml:"peer_groups"`
	Figures    []FigureEntry   `yaml:"figures"`
	Bands      []Band          `yaml:"bands,required"`
	Quotas     []Quota         `yaml:"quotas"`
	Ties       Ties            `yaml:"ties"`
	Groups     []Group         `yaml:"groups,required"`
	Bonuses    []BonusRule     `yaml:"bonuses"`
	Deductions []DeductionRule `yaml:"deductions"`
	// BonusesMost and DeductionsMost bound what all bonuses, and all deductions, come to; nil is no bound.
	BonusesMost    *decimal.Decimal `yaml:"bonuses_most"`
	DeductionsMost *decimal.Decimal `yaml:"deductions_most"`
	Vetoes         []VetoRule       `yaml:"vetoes"`

	file     string
	text     []byte
	known    Known
	inputs   []Input
	index    map[string]int       // of inputs, by name
	programs map[string]*program  // by the text of the expression
	names    map[string]reference // of all expressions
}

// SubjectKind is what a scheme assesses.
type SubjectKind string

// What can be assessed.
const (
	Regions     SubjectKind = "regions" // the default
	Departments SubjectKind = "departments"
	Enterprises SubjectKind = "enterprises"
)

// RoundingPolicy says where marks are rounded and how.
type RoundingPolicy struct {
	// Of is score (the default: nothing is rounded before the score, except as Items and Groups say) or lines (each line is
	// rounded to the scheme's places and the score is their sum).
	Of   RoundingOf   `yaml:"of"`
	Mode RoundingMode `yaml:"mode"`
	// Items are the places of an indicator's marks before a group is scaled and marks are spread; Groups those of the sum of
	// a group before it is scaled; nil leaves them exact. Only where the score is rounded.
	Items  *int `yaml:"items"`
	Groups *int `yaml:"groups"`
}

// RoundingOf says what is rounded last.
type RoundingOf string

// What can be rounded.
const (
	OfLines RoundingOf = "lines"
	OfScore RoundingOf = "score"
)

// RoundingMode says how a number between two places is rounded.
type RoundingMode string

// How numbers are rounded; halves go by the size of the number, so that −0.5 becomes −1 under half_up.
const (
	HalfUp   RoundingMode = "half_up"   // 四舍五入, the default
	HalfEven RoundingMode = "half_even" // 四舍六入五成双
	Down     RoundingMode = "down"      // 只舍不入
	Up       RoundingMode = "up"        // 只入不舍
)

// Spread is where the marks of an indicator go that does not apply to a subject (折算).
type Spread string

const (
	// SpreadScheme shares them among all other indicators in proportion to their marks; the default.
	SpreadScheme Spread = "scheme"
	// SpreadGroup shares them inside their group; those of a group in which nothing applies go to the groups beside it.
	SpreadGroup Spread = "group"
	// SpreadFull gives them as if they were earned (视同满分).
	SpreadFull Spread = "full"
	// SpreadMean gives the share that the peers earned on average (取平均得分).
	SpreadMean Spread = "peers_mean"
	// SpreadNone gives them to nobody: they cannot be earned.
	SpreadNone Spread = "none"
)

// NotReported is what happens to an indicator whose figure nobody reported.
type NotReported string

// What can happen to it.
const (
	NotReportedLoses   NotReported = "lose"   // all its marks are lost: 未报送 counts against the unit; the default
	NotReportedSpreads NotReported = "spread" // it is treated like one that does not apply
)

// PeerGroup is a set of subjects that are ranked among themselves. One without Members and Kinds takes all that no other
// takes.
type PeerGroup struct {
	Name    string         `yaml:"name,required"`
	Title   warehouse.Text `yaml:"title,required"`
	Members []string       `yaml:"members"` // codes
	Kinds   []string       `yaml:"kinds"`   // statutory or zone of regions; classes of enterprises
	Quotas  []Quota        `yaml:"quotas"`  // instead of the scheme's
}

// FigureEntry names a figure that rules use; exactly one of Metric, Entered and Expression is set.
type FigureEntry struct {
	Name     string         `yaml:"name,required"`
	Title    warehouse.Text `yaml:"title,required"`
	Unit     string         `yaml:"unit"`
	Decimals *int           `yaml:"decimals"`
	Metric   string         `yaml:"metric"`
	Filters  []FilterEntry  `yaml:"filters"`
	Months   Months         `yaml:"months"`
	Entered  bool           `yaml:"entered"`
	// Default is taken where the figure is not known; nil leaves it unknown.
	Default    *decimal.Decimal `yaml:"default"`
	Expression string           `yaml:"expression"`
	// Final says that what it counts cannot be undone; metrics of accidents are when nil.
	Final    *bool  `yaml:"final"`
	Document string `yaml:"document"`
}

// FilterEntry keeps a figure to records with one of the values, or with none of them.
type FilterEntry struct {
	Dimension string   `yaml:"dimension,required"`
	Values    []string `yaml:"values,required"`
	Not       bool     `yaml:"not"`
}

// Band is a grade and what it takes. Without From and Above only the condition counts.
type Band struct {
	Name  string           `yaml:"name,required"`
	Title warehouse.Text   `yaml:"title,required"`
	From  *decimal.Decimal `yaml:"from"`  // inclusive: 以上 includes the number itself
	Above *decimal.Decimal `yaml:"above"` // exclusive
	When  string           `yaml:"when"`  // an expression that must hold as well
}

// Quota bounds how many of a peer group may have a grade.
type Quota struct {
	Grade    string           `yaml:"grade,required"`
	Share    *decimal.Decimal `yaml:"share"` // per cent of the subjects that have a score
	Count    *int             `yaml:"count"`
	Rounding RoundingMode     `yaml:"rounding"` // of the share; down when empty
	Ties     QuotaTies        `yaml:"ties"`
	Then     string           `yaml:"then"` // the grade of those beyond it; the next one when empty
	// AndBetter counts those with better grades too: 优秀、良好合计不超过.
	AndBetter bool   `yaml:"and_better"`
	Per       string `yaml:"per"` // peer_group, the default, or scheme
}

// QuotaTies says what becomes of equals at the edge of a quota.
type QuotaTies string

// What can become of them.
const (
	TiesOut QuotaTies = "out" // none of them: the quota is never exceeded; the default
	TiesIn  QuotaTies = "in"  // all of them
)

// Ties says how equal scores are ranked.
type Ties struct {
	Rank RankNumbers `yaml:"rank"`
	// By are expressions that decide between equal scores, one after the other; the higher value comes first.
	By []string `yaml:"by"`
}

// RankNumbers is how ranks are numbered after a tie.
type RankNumbers string

// How ranks are numbered.
const (
	SharedRank RankNumbers = "shared" // 1, 1, 3; the default
	DenseRank  RankNumbers = "dense"  // 1, 1, 2
)

// Group is a heading over indicators or over further groups.
type Group struct {
	Name  string         `yaml:"name,required"`
	Title warehouse.Text `yaml:"title,required"`
	// Marks is what the group counts for; the sum inside is scaled to it (×40%). The sum inside when nil.
	Marks *decimal.Decimal `yaml:"marks"`
	// Most and Least bound the sum inside, before it is scaled.
	Most        *decimal.Decimal `yaml:"most"`
	Least       *decimal.Decimal `yaml:"least"`
	AppliesWhen string           `yaml:"applies_when"`
	LoseWhen    string           `yaml:"lose_when"` // no marks of the group when it holds
	Groups      []Group          `yaml:"groups"`
	Indicators  []Indicator      `yaml:"indicators"`
}

// Indicator is one line of a scheme.
type Indicator struct {
	Name   string          `yaml:"name,required"`
	Title  warehouse.Text  `yaml:"title,required"`
	Figure string          `yaml:"figure"` // of figures, or a metric of the catalogue
	Marks  decimal.Decimal `yaml:"marks,required"`
	// Most and Least bound what the line can give; its marks and 0 when nil. A line with marks: 0 is a bonus (with Most) or a
	// deduction (with Least) inside its group.
	Most          *decimal.Decimal `yaml:"most"`
	Least         *decimal.Decimal `yaml:"least"`
	AppliesWhen   string           `yaml:"applies_when"`
	MinimumSample *int             `yaml:"minimum_sample"`
	Spread        Spread           `yaml:"spread"`
	NotReported   NotReported      `yaml:"not_reported"`
	Rule          Rule             `yaml:"rule,required"`
	Document      string           `yaml:"document,required"`
	Drill         string           `yaml:"drill"` // the metric whose records explain marks that were lost
}

// BonusRule adds to the score.
type BonusRule struct {
	Name        string           `yaml:"name,required"`
	Title       warehouse.Text   `yaml:"title,required"`
	Figure      string           `yaml:"figure"`
	Most        *decimal.Decimal `yaml:"most"`
	AppliesWhen string           `yaml:"applies_when"`
	Rule        Rule             `yaml:"rule,required"`
	Document    string           `yaml:"document,required"`
}

// DeductionRule takes from the score.
type DeductionRule struct {
	Name        string           `yaml:"name,required"`
	Title       warehouse.Text   `yaml:"title,required"`
	Figure      string           `yaml:"figure"`
	Most        *decimal.Decimal `yaml:"most"`
	AppliesWhen string           `yaml:"applies_when"`
	Rule        Rule             `yaml:"rule,required"`
	Document    string           `yaml:"document,required"`
}

// VetoRule is a veto (一票否决): what triggers it and what it does.
type VetoRule struct {
	Name   string         `yaml:"name,required"`
	Title  warehouse.Text `yaml:"title,required"`
	When   string         `yaml:"when,required"`
	Months Months         `yaml:"months"` // how long it lasts: the metrics in When look back so many months
	Effect Effect         `yaml:"effect,required"`
	// Document is where it comes from.
	Document string `yaml:"document,required"`
}

// Effect is what a veto does; at least one field is set, and all that are count.
type Effect struct {
	Cap    string           `yaml:"cap"`    // the best band that is left
	Demote int              `yaml:"demote"` // bands down
	Lose   string           `yaml:"lose"`   // an indicator, a group, or all: its marks are lost
	Marks  *decimal.Decimal `yaml:"marks"`  // taken from the score
	Most   *decimal.Decimal `yaml:"most"`   // the score is no more than this
	Rank   RankEffect       `yaml:"rank"`
}

// RankEffect is what a veto does to the rank.
type RankEffect string

// What it can do.
const (
	RankLast RankEffect = "last" // behind all that are not vetoed so
	RankNone RankEffect = "none" // not ranked
)
