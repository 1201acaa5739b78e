package demo

// metric is a figure that the generator counts by itself; its name is that of the warehouse's catalogue.
type metric int

const (
	mInspections metric = iota
	mInspectionsEnforcement
	mInspectionsUnannounced
	mInspectionsPlannedDone
	mInspectionsWithHazards
	mInspectionsHazardsStated
	mInspectionsMustCheck
	mInspectionsMustCheckFailed
	mCasesOpened
	mCasesBothPunished
	mPenalties
	mHazardsFound
	mHazardsFoundMajor
	mHazardsFoundSelf
	mHazardsFoundPublic
	mHazardsRectified
	mHazardsVerified
	mHazardsDue
	mHazardsDueOnTime
	mHazardsDueMajor
	mHazardsDueMajorOnTime
	mHazardsFoundMajorAssured
	mHazardsSupervised
	mHazardMoneySpent
	mHazardPenalties
	mTrainings
	mTrainingHours
	mExamsTaken
	mExamsPassed
	mAccidentRecords
	mAccidents
	mAccidentsCounted
	mAccidentsProduction
	mAccidentsLargerOrWorse
	mAccidentsStruckOff
	mAccidentsReportedLate
	mAccidentsConcealed
	mDeaths
	mDeathsCounted
	mDeathsProduction
	mSeriousInjuries
	mDirectLoss
	mObligationsDue
	mObligationsArrived
	mObligationsOnTime
	mObligationsLate
	mObligationsNil
	mObligationsMissing
	mRiskPointsIdentified
	mPublicReports
	mPublicReportsJudged
	mPublicReportsClosed
	mPublicReportsRewarded
	mPublicReportRewards
	// What holds on the last day and has no period.
	mHazardsOpen
	mHazardsOpenMajor
	mHazardsOverdue
	mHazardsOverdueMajor
	mCertifiedPrincipals
	mCertifiedManagers
	mCertifiedSpecialOperators
	mEnterprises
	mEnterprisesHighRisk
	mRiskPoints
	mRiskPointsRed
	mRiskPointsAssigned
	mPublicReportsOpen
	metrics
)

const firstAtEnd = mHazardsOpen

var metricNames = [metrics]string{
	"inspections", "inspections_enforcement", "inspections_unannounced", "inspections_planned_done", "inspections_with_hazards",
	"inspections_hazards_stated", "inspections_must_check", "inspections_must_check_failed", "cases_opened", "cases_both_punished", "penalties",
	"hazards_found", "hazards_found_major", "hazards_found_self", "hazards_found_public", "hazards_rectified", "hazards_verified",
	"hazards_due", "hazards_due_on_time", "hazards_due_major", "hazards_due_major_on_time", "hazards_found_major_assured",
	"hazards_supervised", "hazard_money_spent", "hazard_penalties",
	"trainings", "training_hours", "exams_taken", "exams_passed",
	"accident_records", "accidents", "accidents_counted", "accidents_production", "accidents_larger_or_worse", "accidents_struck_off",
	"accidents_reported_late", "accidents_concealed", "deaths", "deaths_counted", "deaths_production", "serious_injuries", "direct_loss",
	"obligations_due", "obligations_arrived", "obligations_on_time", "obligations_late", "obligations_nil", "obligations_missing",
	"risk_points_identified", "public_reports", "public_reports_judged", "public_reports_closed", "public_reports_rewarded", "public_report_rewards",
	"hazards_open", "hazards_open_major", "hazards_overdue", "hazards_overdue_major",
	"certified_principals", "certified_managers", "certified_special_operators", "enterprises", "enterprises_high_risk",
	"risk_points", "risk_points_red", "risk_points_assigned", "public_reports_open",
}

// cell holds every metric of one city and month; those that hold at the end stand in cells of their own.
type cell [metrics]int64

// tally counts the good rows by month and city.
type tally struct {
	cities int
	months int
	cells  []cell
	end    []cell
}

func newTally(months, cities int) *tally {
	return &tally{cities: cities, months: months, cells: make([]cell, months*cities), end: make([]cell, cities)}
}

// at gives the cell of a month and city; what lies outside the data is counted in a cell that nobody reads.
func (t *tally) at(month, city int) *cell {
	if month < 0 || month >= t.months {
		return &cell{}
	}
	return &t.cells[month*t.cities+city]
}

func (t *tally) atEnd(city int) *cell { return &t.end[city] }

// figures names the metrics of a cell from one place to another, leaving zeros in: a zero is an answer too.
func (c *cell) figures(from, to metric) map[string]int64 {
	f := make(map[string]int64, to-from)
	for m := from; m < to; m++ {
		f[metricNames[m]] = c[m]
	}
	return f
}

func (c *cell) add(other *cell) {
	for m, n := range other {
		c[m] += n
	}
}
