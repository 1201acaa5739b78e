package assessment

import (
	"github.com/shopspring/decimal"

	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// Assessment is a ranking with its reasons. Subjects come by peer group, as the scheme lists them, in it by rank, those
// without a score last; subjects that share a rank by code.
type Assessment struct {
	Scheme        string             // name of the scheme
	SchemeTitle   warehouse.Text     // its title
	SchemeVersion safety.Date        // the day on which the version of the scheme that was used took effect
	Kind          scheme.SubjectKind // what is ranked
	FullMarks     decimal.Decimal
	Region        safety.RegionCode
	Level         safety.RegionLevel // of regions: which are ranked, also where the query left it open
	Tree          warehouse.Tree
	Period        safety.Period
	// Provisional says that the period had not ended on the day that the figures are as of.
	Provisional bool
	// Previous is what the movement is measured against; nil when the period has no such comparison.
	Previous *PreviousAssessment
	// Caution says that the scheme is not made for the level or the kind of period that is ranked; empty where it is.
	Caution  warehouse.Text
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

// Subject is what is assessed. A redacted subject lies outside what the caller may see: its place in the published ranking
// is there, its reasons are not. Its lists are the caller's own; what these lead to in turn is shared and must not be
// changed.
type Subject struct {
	// Key is the code of the region or department, or the number of the enterprise.
	Key string
	// Region is the region itself; of a department the one asked about, of an enterprise the one it is registered in.
	Region safety.RegionCode
	Name   string
	// Peers names the peer group of the scheme that it is ranked in; empty where the scheme has none or none takes it.
	Peers      string
	PeersTitle warehouse.Text
	// Score is the sum of Given over the lines, exactly; nil when no indicator applies, and when of those that do no
	// figure is known.
	Score *decimal.Decimal
	// Unranked says why there is no score; empty with one.
	Unranked warehouse.Text
	Rank     int // in its peer group; 1 is best; 0 without a score
	// Ranked is how many of its peer group have a rank; 0 for callers who are not given the lines of all of them.
	Ranked int
	// Grade is the band of the score, or what vetoes and quotas left of it; empty without a score.
	Grade         scheme.Grade
	PreviousScore *decimal.Decimal // nil when there was none
	PreviousRank  int              // 0 when there was none
	RankChange    *int             // places gained (positive) or lost; nil when either rank is unknown
	ScoreChange   *decimal.Decimal // score minus previous score
	// Movement says why score, rank and grade changed; nil when redacted and where there is nothing to move against.
	Movement   *scheme.Movement
	Redacted   bool
	Notes      []warehouse.Text // what else decided the grade; empty when redacted
	Indicators []IndicatorScore // in the order of the scheme; empty when redacted
	Vetoes     []Veto           // those that were triggered; empty when redacted
}

// IndicatorScore is what one line of the scheme gave a subject and why, and where the records are.
type IndicatorScore struct {
	scheme.Line
	// Metric is the metric of the leading figure; empty where people enter it or it is computed from others.
	Metric string
	Unit   string // of the leading figure
	// Drill asks, under the caller's own scope, for the records that lost the marks where they can be told, otherwise for
	// those behind the leading figure.
	Drill warehouse.RecordQuery
	// Drills leads from each figure to its records.
	Drills []Drill
}

// Veto is a veto (一票否决) that was triggered, and where the records are.
type Veto struct {
	scheme.Veto
	Metric string                // of the leading figure; empty where people enter it or it is computed from others
	Cap    *scheme.Grade         // the best grade that is left; nil where the veto leaves the grade alone
	Drill  warehouse.RecordQuery // behind the leading figure
	Drills []Drill
}

// Drill leads from a figure to its records, pinned to the version and day that were scored.
type Drill struct {
	Figure  string // the name of the figure in the scheme
	Title   warehouse.Text
	Metric  string
	Records warehouse.RecordQuery // what was counted; of a ratio all that was due
	// Failures are those of them that lost the marks; nil where nobody can tell them.
	Failures *warehouse.RecordQuery
}

// Leading is the figure that decided; the zero Figure where a line has none.
func (s IndicatorScore) Leading() scheme.Figure { return leading(s.Figures) }

// Shown is the leading figure as people are shown it; nil when it is unknown or there is none.
func (s IndicatorScore) Shown() *decimal.Decimal { return s.Leading().Shown }

// State says how to read the leading figure, or why there is none.
func (s IndicatorScore) State() warehouse.State { return s.Leading().State }

// Numerator is the leading figure's; nil when it is unknown or no ratio.
func (s IndicatorScore) Numerator() *decimal.Decimal { return s.Leading().Numerator }

// Denominator is the leading figure's; nil when it is unknown or no ratio.
func (s IndicatorScore) Denominator() *decimal.Decimal { return s.Leading().Denominator }

// Base is what the leading figure was compared with; nil when it was compared with nothing, or with something unknown.
func (s IndicatorScore) Base() *decimal.Decimal {
	if s.Comparison == nil {
		return nil
	}
	return s.Comparison.Shown
}

// BaseState says how to read Base; nil when the figure was compared with nothing.
func (s IndicatorScore) BaseState() *warehouse.State {
	if s.Comparison == nil {
		return nil
	}
	return &s.Comparison.State
}

// Leading is the figure that triggered the veto.
func (v Veto) Leading() scheme.Figure { return leading(v.Figures) }

// Shown is that figure as people are shown it; nil when it is computed and not shown.
func (v Veto) Shown() *decimal.Decimal { return v.Leading().Shown }

func leading(figures []scheme.Figure) scheme.Figure {
	if len(figures) == 0 {
		return scheme.Figure{}
	}
	return figures[0]
}
