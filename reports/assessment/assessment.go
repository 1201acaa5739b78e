package assessment

import (
	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// Query asks for the ranking of the regions of one level under a parent, for one period. It is a value: the
// same query against the same version gives the same ranking for ever.
type Query struct {
	// Scheme names the scheme; empty means the default one. The version in force at the end of the period is used.
	Scheme string
	// Region is the parent whose regions are assessed.
	Region safety.RegionCode
	// Level is what is assessed; zero means the regions directly below Region.
	Level safety.RegionLevel
	// Sector and Class choose among enterprises, Peers one of the scheme's peer groups; empty means all.
	Sector, Class, Peers string
	Period               safety.Period
	Tree                 warehouse.Tree // zero means warehouse.Managing
	Version              uint64         // 0 means the newest
	AsOf                 safety.Date    // zero means the earlier of the period's end and today
}

// Assessment is a ranking with its reasons. Subjects come by rank, those without a score last; subjects that share a
// rank by code.
type Assessment struct {
	Scheme        string         // name of the scheme
	SchemeTitle   warehouse.Text // its title
	SchemeVersion safety.Date    // the day on which the version of the scheme that was used took effect
	FullMarks     decimal.Decimal
	Region        safety.RegionCode
	Level         safety.RegionLevel // what is ranked, also where the query left it open
	Tree          warehouse.Tree
	Period        safety.Period
	// Previous is what the movement is measured against; nil when the period has no such comparison.
	Previous *PreviousAssessment
	Source   warehouse.Source
	Subjects []Subject
}

// PreviousAssessment says which ranking a movement is measured against.
type PreviousAssessment struct {
	// Period is the period before, cut to the same day while the assessed period is running; for a cumulative period
	// the same one last year.
	Period        safety.Period
	Kind          warehouse.Comparison // which of the two it is
	SchemeVersion safety.Date          // that period is scored under the version in force at its own end
	Source        warehouse.Source
}

// Subject is one assessed region. A redacted subject lies outside what the caller may see: its place in the published
// ranking is there, its reasons are not.
type Subject struct {
	Region safety.RegionCode
	Name   string
	// Score is the sum of Given over the indicators, exactly; nil when no indicator applies, and when of those that do no
	// figure is known.
	Score *decimal.Decimal
	// Unranked says why there is no score; empty with one.
	Unranked warehouse.Text
	Rank     int // 1 is best; ties share a rank and the next one is left out (1, 1, 3); 0 without a score
	// Grade is the band of the score, or a worse one that a veto caps it to; empty without a score.
	Grade         Grade
	PreviousScore *decimal.Decimal // nil when there was none
	PreviousRank  int              // 0 when there was none
	RankChange    *int             // places gained (positive) or lost; nil when either rank is unknown
	ScoreChange   *decimal.Decimal // score minus previous score
	Redacted      bool
	Indicators    []IndicatorScore // in the order of the scheme; empty when redacted
	Vetoes        []Veto           // those that were triggered; empty when redacted
}

// Grade is a band of a scheme.
type Grade struct {
	Name  string         // stable: excellent, good, pass, fail
	Title warehouse.Text // 优秀, 良好, 合格, 不合格
}

// IndicatorScore is what one indicator gave a subject and why. Given + Lost = Marks exactly.
type IndicatorScore struct {
	Indicator  string
	Title      warehouse.Text
	Group      string
	GroupTitle warehouse.Text
	Kind       IndicatorKind
	Metric     string
	// FullMarks is what the scheme gives the indicator; Marks is what can be earned here, after the marks of
	// indicators that do not apply were spread over the rest (折算). Marks is 0 when the indicator does not apply.
	FullMarks decimal.Decimal
	Marks     decimal.Decimal
	Given     decimal.Decimal
	Lost      decimal.Decimal
	Applies   bool
	// Figure is the metric's figure, nil when unknown; State says how to read it or why there is none.
	Figure      *decimal.Decimal
	State       warehouse.State
	Unit        string
	Numerator   *decimal.Decimal // of a ratio, where known
	Denominator *decimal.Decimal
	// Comparison is the same figure of the period that the rule compares with; nil when the rule compares with none.
	Comparison      *decimal.Decimal
	ComparisonState warehouse.State
	// Rule is the rule in words with the figures put in.
	Rule     warehouse.Text
	Document string // where the rule comes from
	// Drill asks for the records behind the figure, under the caller's own scope.
	Drill warehouse.RecordQuery
}

// IndicatorKind says what an indicator does to the score.
type IndicatorKind string

// What an indicator can do.
const (
	Scored IndicatorKind = "scored" // earns up to its marks
	Bonus  IndicatorKind = "bonus"  // adds to the score; its Marks are what it gave, so that nothing counts as lost
)

// Veto is a veto (一票否决) that was triggered.
type Veto struct {
	Name     string
	Title    warehouse.Text
	Metric   string
	Figure   decimal.Decimal
	Cap      Grade          // the best grade that is left
	Rule     warehouse.Text // in words, with the figure put in
	Document string
	Drill    warehouse.RecordQuery
}
