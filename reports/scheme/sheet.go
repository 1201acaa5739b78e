package scheme

import (
	"math/big"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// Sheet is one subject's result. The Given of its lines add up to the score exactly.
type Sheet struct {
	Key    string
	Score  *decimal.Decimal // nil when nothing that is known applies
	Reason warehouse.Text   // why there is no score
	Rank   int              // among its peer group; 0 without a score
	Grade  Grade
	// Notes say what else decided the grade: a quota, a veto that cost it.
	Notes  []warehouse.Text
	Lines  []Line
	Vetoes []Veto
}

// LineKind says what a line does to the score.
type LineKind string

// What a line can do.
const (
	Scored     LineKind = "scored"     // earns up to its marks
	Bonus      LineKind = "bonus"      // adds to the score
	Deduction  LineKind = "deduction"  // takes from the score
	Cap        LineKind = "cap"        // what was more than the most or less than the least that a score or a group may reach
	VetoEffect LineKind = "veto"       // what a veto cost, where it costs marks
	Adjustment LineKind = "adjustment" // by hand, with a reason
	Rounding   LineKind = "rounding"   // what rounding the sum added or took
)

// Line is what one line of the scheme gave a subject and why. For scored lines Given + Lost = Marks exactly; other lines
// have neither marks nor losses.
type Line struct {
	Name       string
	Title      warehouse.Text
	Group      string
	GroupTitle warehouse.Text
	Kind       LineKind
	// FullMarks is what the scheme gives; Marks is what can be earned here, after the marks of lines that do not apply were
	// spread over the rest (折算). Marks is 0 when the line does not apply, unless its marks are given all the same.
	FullMarks decimal.Decimal
	Marks     decimal.Decimal
	Given     decimal.Decimal
	Lost      decimal.Decimal
	Applies   bool
	// Inputs names the figures that decided, the leading one first; Figures holds them in the same order.
	Inputs  []string
	Figures []Figure
	// Comparison is what the rule compared the leading figure with, and With says what that is; nil when it compared with nothing.
	Comparison *Value
	With       Comparison
	Rule       warehouse.Text // in words with the figures put in
	Document   string
	// Regain says what would win the lost marks back, or of a deduction from the total what would cost nothing; empty where
	// none are lost or nobody can say.
	Regain Regain
	// Evidence is where an adjustment or an entered figure rests.
	Evidence string
	share    *big.Rat // of the marks that the rule gave, exactly; nil on a sheet that was read back
}

// Comparison names what a figure is compared with.
type Comparison string

// What figures are compared with.
const (
	WithPreviousYear   Comparison = "previous_year"   // 同比
	WithPreviousPeriod Comparison = "previous_period" // 环比
	WithPeersMean      Comparison = "peers_mean"      // the average of the peer group
	WithPeersTotal     Comparison = "peers_total"     // the peer group together: the rate over all of it
	WithPeersBest      Comparison = "peers_best"      // the best of the peer group
	WithPeersRank      Comparison = "peers_rank"      // its rank in the peer group
	WithFigure         Comparison = "figure"          // another figure of the scheme, such as a target
)

// Regain is what would win lost marks back.
type Regain struct {
	Words warehouse.Text
	// Figure is the value that the leading figure must reach for all marks; nil when no value can any more (a death stays).
	Figure *decimal.Decimal
	// Count is how many more of the numerator that is (or fewer, negative), with the denominator as it stands; nil when it is
	// no ratio.
	Count *decimal.Decimal
	// Final says that the marks are lost for this period: what cost them happened and stays. Where only a part of them stays lost it
	// holds too, because all of them cannot come back.
	Final bool
}

// Grade is a band of a scheme.
type Grade struct {
	Name  string         // stable: excellent, good, pass, fail
	Title warehouse.Text // 优秀, 良好, 合格, 不合格
}

// Veto is a veto (一票否决) that was triggered.
type Veto struct {
	Name     string
	Title    warehouse.Text
	Inputs   []string // the figures that triggered it
	Figures  []Figure
	Rule     warehouse.Text // in words, with the figures put in
	Effect   warehouse.Text // what it does
	Document string
}
