package warehouse

import (
	"time"

	"github.com/shopspring/decimal"

	"anlan/safety"
)

// EnterpriseRecord is one enterprise (企业).
type EnterpriseRecord struct {
	System         string     `ch:"system"`
	ID             string     `ch:"id"`
	Region         string     `ch:"region"`
	Sector         string     `ch:"sector"`
	Department     string     `ch:"department"`
	Name           string     `ch:"name"`
	Industry       string     `ch:"industry"`
	Class          string     `ch:"class"`
	InherentRisk   string     `ch:"inherent_risk"`
	Employees      *uint32    `ch:"employees"`
	HighRisk       *bool      `ch:"high_risk"`
	SafetyDirector *bool      `ch:"safety_director"`
	MajorHazard    *bool      `ch:"major_hazard"`
	Benchmark      string     `ch:"benchmark"`
	Listing        string     `ch:"listing"`
	RegisteredOn   *time.Time `ch:"registered_on"`
	// Longitude and Latitude are degrees in CoordinateSystem, as the source gives them: both or neither.
	Longitude        *decimal.Decimal `ch:"longitude"`
	Latitude         *decimal.Decimal `ch:"latitude"`
	CoordinateSystem string           `ch:"coordinate_system"`
	Run              string           `ch:"run"`
	Row              uint64           `ch:"row"`
}

func (EnterpriseRecord) fact() string         { return "enterprise" }
func (r EnterpriseRecord) position() position { return position{time.Time{}, r.System, r.ID} }

// InspectionRecord is one inspection (检查).
type InspectionRecord struct {
	System           string           `ch:"system"`
	ID               string           `ch:"id"`
	Region           string           `ch:"region"`
	Sector           string           `ch:"sector"`
	Department       string           `ch:"department"`
	Enterprise       string           `ch:"enterprise"`
	EnterpriseClass  string           `ch:"enterprise_class"`
	InspectedOn      time.Time        `ch:"inspected_on"`
	Kind             string           `ch:"kind"`
	Mode             string           `ch:"mode"`
	Subject          string           `ch:"subject"`
	Planned          *bool            `ch:"planned"`
	MustCheckCovered []string         `ch:"must_check_covered"`
	MustCheckFailed  []string         `ch:"must_check_failed"`
	HazardsFound     *uint32          `ch:"hazards_found"`
	CaseOpened       *bool            `ch:"case_opened"`
	Penalty          *decimal.Decimal `ch:"penalty"`
	BothPunished     *bool            `ch:"both_punished"`
	Summary          string           `ch:"summary"`
	Run              string           `ch:"run"`
	Row              uint64           `ch:"row"`
}

func (InspectionRecord) fact() string         { return "inspection" }
func (r InspectionRecord) position() position { return position{r.InspectedOn, r.System, r.ID} }

// HazardRecord is one hazard (隐患).
type HazardRecord struct {
	System          string           `ch:"system"`
	ID              string           `ch:"id"`
	Region          string           `ch:"region"`
	Sector          string           `ch:"sector"`
	Department      string           `ch:"department"`
	Enterprise      string           `ch:"enterprise"`
	EnterpriseClass string           `ch:"enterprise_class"`
	Inspection      string           `ch:"inspection"`
	Source          string           `ch:"source"`
	Level           string           `ch:"level"`
	FoundOn         time.Time        `ch:"found_on"`
	DueOn           *time.Time       `ch:"due_on"`
	ExtendedDueOn   *time.Time       `ch:"extended_due_on"`
	RectifiedOn     *time.Time       `ch:"rectified_on"`
	VerifiedOn      *time.Time       `ch:"verified_on"`
	Assurances      []string         `ch:"assurances"`
	Supervised      *bool            `ch:"supervised"`
	MoneySpent      *decimal.Decimal `ch:"money_spent"`
	Penalty         *decimal.Decimal `ch:"penalty"`
	Description     string           `ch:"description"`
	Run             string           `ch:"run"`
	Row             uint64           `ch:"row"`
}

func (HazardRecord) fact() string         { return "hazard" }
func (r HazardRecord) position() position { return position{r.FoundOn, r.System, r.ID} }

// TrainingRecord is one training (培训).
type TrainingRecord struct {
	System           string           `ch:"system"`
	ID               string           `ch:"id"`
	Region           string           `ch:"region"`
	Sector           string           `ch:"sector"`
	Department       string           `ch:"department"`
	Enterprise       string           `ch:"enterprise"`
	EnterpriseClass  string           `ch:"enterprise_class"`
	TrainedOn        time.Time        `ch:"trained_on"`
	Person           string           `ch:"person"`
	Audience         string           `ch:"audience"`
	Programme        string           `ch:"programme"`
	Hours            *decimal.Decimal `ch:"hours"`
	Score            *decimal.Decimal `ch:"score"`
	Passed           *bool            `ch:"passed"`
	CertificateUntil *time.Time       `ch:"certificate_until"`
	Run              string           `ch:"run"`
	Row              uint64           `ch:"row"`
}

func (TrainingRecord) fact() string         { return "training" }
func (r TrainingRecord) position() position { return position{r.TrainedOn, r.System, r.ID} }

// AccidentRecord is one accident (事故).
type AccidentRecord struct {
	System                string           `ch:"system"`
	ID                    string           `ch:"id"`
	Region                string           `ch:"region"`
	Sector                string           `ch:"sector"`
	Department            string           `ch:"department"`
	Enterprise            string           `ch:"enterprise"`
	EnterpriseClass       string           `ch:"enterprise_class"`
	OccurredOn            time.Time        `ch:"occurred_on"`
	OccurredAt            *time.Time       `ch:"occurred_at"`
	ReportedAt            *time.Time       `ch:"reported_at"`
	Inspection            string           `ch:"inspection"`
	Type                  string           `ch:"type"`
	TypeEdition           string           `ch:"type_edition"`
	Deaths                *uint32          `ch:"deaths"`
	SeriousInjuries       *uint32          `ch:"serious_injuries"`
	MinorInjuries         *uint32          `ch:"minor_injuries"`
	DirectLoss            *decimal.Decimal `ch:"direct_loss"`
	Grade                 string           `ch:"grade"`
	ReportedGrade         string           `ch:"reported_grade"`
	Status                string           `ch:"status"`
	Counted               *bool            `ch:"counted"`
	Production            *bool            `ch:"production"`
	Responsibility        *bool            `ch:"responsibility"`
	ReportedLate          *bool            `ch:"reported_late"`
	ReportedOmitted       *bool            `ch:"reported_omitted"`
	ReportedFalse         *bool            `ch:"reported_false"`
	ReportedConcealed     *bool            `ch:"reported_concealed"`
	InvestigationClosedOn *time.Time       `ch:"investigation_closed_on"`
	HeldAccountable       *uint32          `ch:"held_accountable"`
	Summary               string           `ch:"summary"`
	Run                   string           `ch:"run"`
	Row                   uint64           `ch:"row"`
}

func (AccidentRecord) fact() string         { return "accident" }
func (r AccidentRecord) position() position { return position{r.OccurredOn, r.System, r.ID} }

// ObligationRecord is one obligation (应报事项).
type ObligationRecord struct {
	System          string           `ch:"system"`
	ID              string           `ch:"id"`
	Region          string           `ch:"region"`
	Sector          string           `ch:"sector"`
	Department      string           `ch:"department"`
	Enterprise      string           `ch:"enterprise"`
	EnterpriseClass string           `ch:"enterprise_class"`
	UnitKind        string           `ch:"unit_kind"`
	Kind            string           `ch:"kind"`
	Item            string           `ch:"item"`
	PeriodFrom      time.Time        `ch:"period_from"`
	PeriodTo        time.Time        `ch:"period_to"`
	DueOn           time.Time        `ch:"due_on"`
	ArrivedOn       *time.Time       `ch:"arrived_on"`
	Status          string           `ch:"status"`
	Completion      *decimal.Decimal `ch:"completion"`
	Run             string           `ch:"run"`
	Row             uint64           `ch:"row"`
}

func (ObligationRecord) fact() string         { return "obligation" }
func (r ObligationRecord) position() position { return position{r.PeriodTo, r.System, r.ID} }

// CreditCode is the enterprise's unified social credit code; empty when its number is none.
func (r EnterpriseRecord) CreditCode() safety.CreditCode {
	code, err := safety.ParseCreditCode(r.ID)
	if err != nil {
		return ""
	}
	return code
}
