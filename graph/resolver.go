package graph

import (
	"context"
	"log/slog"
	"sync"

	"anlan/etl"
	"anlan/etl/schedule"
	"anlan/export/job"
	"anlan/graph/generated"
	"anlan/reports/assessment"
	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// Snapshots gives data versions.
type Snapshots interface {
	Current(ctx context.Context) (*warehouse.Version, error)
	Version(ctx context.Context, n uint64) (*warehouse.Version, error)
	Versions(ctx context.Context, limit int) ([]*warehouse.Version, error)
}

// Figures answers metric queries.
type Figures interface {
	Metrics(ctx context.Context, scope warehouse.Scope, q warehouse.MetricQuery) (*warehouse.MetricTable, error)
	Catalogue() *warehouse.Catalogue
}

// Dimensions gives what records are told apart by.
type Dimensions interface {
	Regions(ctx context.Context, v *warehouse.Version) (*warehouse.Regions, error)
	Sectors(ctx context.Context, v *warehouse.Version) (warehouse.Sectors, error)
	Departments(ctx context.Context, v *warehouse.Version) (warehouse.Departments, error)
}

// Rankings answers assessments.
type Rankings interface {
	Assess(ctx context.Context, scope warehouse.Scope, q assessment.Query) (*assessment.Assessment, error)
	WhatIf(ctx context.Context, scope warehouse.Scope, q assessment.Query, change scheme.Change) (*assessment.Assessment, error)
	Certainty(ctx context.Context, scope warehouse.Scope, q assessment.Query, draws int) (*scheme.Certainty, error)
	Schemes() []*scheme.Scheme
	// Hash identifies the content of all schemes.
	Hash() string
}

// Records lists and finds the records of one kind.
type Records[T any] interface {
	List(ctx context.Context, scope warehouse.Scope, q warehouse.RecordQuery) (*warehouse.Page[T], error)
	Get(ctx context.Context, scope warehouse.Scope, version uint64, system, id string) (T, error)
}

// Index counts records and finds enterprises by number.
type Index interface {
	CountRecords(ctx context.Context, scope warehouse.Scope, q warehouse.RecordQuery) (uint64, error)
	EnterprisesNamed(ctx context.Context, scope warehouse.Scope, version uint64, ids []string) (map[string]warehouse.EnterpriseRecord, error)
}

// Ledger knows the runs of pipelines.
type Ledger interface {
	Runs(ctx context.Context, q warehouse.RunQuery) ([]warehouse.Run, error)
	Run(ctx context.Context, id string) (warehouse.Run, error)
}

// Quarantine keeps the rejected rows.
type Quarantine interface {
	Quarantine(ctx context.Context, scope warehouse.Scope, q warehouse.QuarantineQuery) (*warehouse.QuarantinePage, error)
	CountQuarantine(ctx context.Context, scope warehouse.Scope, q warehouse.QuarantineQuery) (rows uint64, err error)
	QuarantineReasons(ctx context.Context, scope warehouse.Scope, q warehouse.QuarantineQuery) ([]warehouse.ReasonCount, error)
	Dismiss(ctx context.Context, scope warehouse.Scope, q warehouse.QuarantineQuery, d warehouse.Decision) (rows uint64, err error)
	Reopen(ctx context.Context, scope warehouse.Scope, q warehouse.QuarantineQuery, d warehouse.Decision) (rows uint64, err error)
}

// Schedule runs pipelines at their times, and when a person asks.
type Schedule interface {
	Jobs(ctx context.Context) ([]schedule.JobStatus, error)
	Tasks(ctx context.Context, pipeline string, first int) ([]state.Task, error)
	Trigger(ctx context.Context, pipeline, by string, o etl.RunOptions) (run string, err error)
	Cancel(ctx context.Context, run, by string) error
	Pause(ctx context.Context, pipeline, by, why string) error
	Resume(ctx context.Context, pipeline, by, why string) error
	Settled(ctx context.Context, run string)
}

// Backfills loads spans of days again.
type Backfills interface {
	Backfill(ctx context.Context, r schedule.BackfillRequest) (state.Backfill, error)
	Backfills(ctx context.Context) ([]state.Backfill, error)
	BackfillWindows(ctx context.Context, id string) ([]state.Task, error)
	PauseBackfill(ctx context.Context, id, by, why string) error
	ResumeBackfill(ctx context.Context, id, by string) error
	CancelBackfill(ctx context.Context, id, by string) error
}

// News is what people are told: what is wrong, what was sent, who did what.
type News interface {
	Outages(ctx context.Context) ([]state.Outage, error)
	Notices(ctx context.Context, first int) ([]state.Notice, error)
	Audits(ctx context.Context, first int) ([]state.Audit, error)
}

// Evidence is what is known about loads and the figures that they made.
type Evidence interface {
	Checks(ctx context.Context, scope warehouse.Scope, q warehouse.CheckQuery) (*warehouse.CheckPage, error)
	Quality(ctx context.Context, scope warehouse.Scope, q warehouse.QualityQuery) (*warehouse.QualityReport, error)
	Corrections(ctx context.Context, scope warehouse.Scope, q warehouse.CorrectionQuery) (*warehouse.CorrectionPage, error)
	Lineage(ctx context.Context, scope warehouse.Scope, q warehouse.LineageQuery) (*warehouse.Lineage, error)
	Origin(ctx context.Context, run string, row uint64) (warehouse.Origin, error)
	CompareVersions(ctx context.Context, scope warehouse.Scope, q warehouse.MetricQuery, before, after uint64) (*warehouse.VersionComparison, error)
	Substitutions(ctx context.Context, run string) ([]warehouse.Substitution, error)
}

// Jobs runs pipelines.
type Jobs interface {
	Pipelines() []*etl.Pipeline
	Start(ctx context.Context, pipeline string, o etl.RunOptions) (id string, wait func() (warehouse.Run, error), err error)
	Subscribe(ctx context.Context, run string) <-chan etl.Progress
	Cancel(run string) error
	SourceFile(name string) (string, error)
	StartReplay(ctx context.Context, request etl.ReplayRequest) (id string, wait func() (warehouse.Run, error), err error)
	Rehearsed(run string) *warehouse.Changes
	Report(ctx context.Context, scope warehouse.Scope, run string, o etl.ReportOptions) (string, error)
}

// Sources is everything that the contract is answered from.
type Sources struct {
	Snapshots  Snapshots
	Figures    Figures
	Dimensions Dimensions
	Rankings   Rankings
	Homes      Homes // nil where nobody is told where he is at home
	Risks      Risks
	Index      Index
	Tables     Tables
	Hexagons   Hexagons
	Ledger     Ledger
	Quarantine Quarantine
	Jobs       Jobs
	Evidence   Evidence
	// Schedule, Backfills and News are nil where nothing is scheduled: then runs are started by Jobs alone.
	Schedule  Schedule
	Backfills Backfills
	News      News
	// Results is nil where no results of assessments are kept.
	Results Results
	// Bulletins is nil where no bulletins are kept.
	Bulletins     Bulletins
	Deliveries    Deliveries // nil where no bulletins are sent
	BulletinKinds BulletinKinds
	// Alerts is nil where nothing is watched.
	Alerts Alerts
	// Exports is nil where no exports are made in parts.
	Exports      Exports
	ExportLimits job.Limits
	DataSets     DataSets

	Inspections Records[warehouse.InspectionRecord]
	Hazards     Records[warehouse.HazardRecord]
	Trainings   Records[warehouse.TrainingRecord]
	Accidents   Records[warehouse.AccidentRecord]
	Obligations Records[warehouse.ObligationRecord]
	Enterprises Records[warehouse.EnterpriseRecord]

	Today func() safety.Date // in Beijing
	// Definitions identifies the catalogue. When it or the rules of a source change, answers that are kept are forgotten.
	Definitions func() string
}

// rules identifies all that answers follow from beside the data: the catalogue, schemes, models.
func (s Sources) rules() string {
	rules := s.Definitions()
	if s.Rankings != nil {
		rules += " " + s.Rankings.Hash()
	}
	if s.Risks != nil {
		rules += " " + s.Risks.Hash()
	}
	return rules
}

// Resolver answers the fields of the contract.
type Resolver struct {
	sources  Sources
	log      *slog.Logger
	lifetime context.Context //nolint:containedctx // of the server: runs that are started here end with it
	runs     sync.WaitGroup
}

type (
	queryResolver            struct{ *Resolver }
	mutationResolver         struct{ *Resolver }
	subscriptionResolver     struct{ *Resolver }
	columnResolver           struct{}
	watermarkResolver        struct{}
	regionResolver           struct{ *Resolver }
	subjectResolver          struct{}
	recordQueryInputResolver struct{}
	inspectionResolver       struct{ *Resolver }
	hazardResolver           struct{ *Resolver }
	runResolver              struct{ *Resolver }
	trainingResolver         struct{ *Resolver }
	accidentResolver         struct{ *Resolver }
	obligationResolver       struct{ *Resolver }
	enterpriseResolver       struct{ *Resolver }
	checkResultResolver      struct{}
	jobScheduleResolver      struct{}
	runChangesResolver       struct{}
	alertEventResolver       struct{}
	riskContributorsResolver struct{}
	riskMapResolver          struct{}
	recordKindResolver       struct{}
	movementResolver         struct{}
	schemeResolver           struct{}
	overtakingResolver       struct{}
	assessmentResultResolver struct{}
	resultActResolver        struct{}
	resultSubjectResolver    struct{}
	bulletinResolver         struct{}
	bulletinActResolver      struct{}
	bulletinContentResolver  struct{ *Resolver }
	bulletinKindResolver     struct{}
	bulletinOfficeResolver   struct{}
	exportResolver           struct{ *Resolver }

	correctionQueryInputResolver struct{}
)

// Query answers root fields of queries.
func (r *Resolver) Query() generated.QueryResolver { return queryResolver{r} }

// Mutation answers root fields of mutations.
func (r *Resolver) Mutation() generated.MutationResolver { return mutationResolver{r} }

// Subscription answers root fields of subscriptions.
func (r *Resolver) Subscription() generated.SubscriptionResolver { return subscriptionResolver{r} }

// Watermark answers fields of Watermark.
func (r *Resolver) Watermark() generated.WatermarkResolver { return watermarkResolver{} }

// Column answers fields of Column.
func (r *Resolver) Column() generated.ColumnResolver { return columnResolver{} }

// Region answers fields of Region.
func (r *Resolver) Region() generated.RegionResolver { return regionResolver{r} }

// Subject answers fields of Subject.
func (r *Resolver) Subject() generated.SubjectResolver { return subjectResolver{} }

// RecordQueryInput reads fields of RecordQueryInput.
func (r *Resolver) RecordQueryInput() generated.RecordQueryInputResolver {
	return recordQueryInputResolver{}
}

// Inspection answers fields of Inspection.
func (r *Resolver) Inspection() generated.InspectionResolver { return inspectionResolver{r} }

// Hazard answers fields of Hazard.
func (r *Resolver) Hazard() generated.HazardResolver { return hazardResolver{r} }

// Run answers fields of Run.
func (r *Resolver) Run() generated.RunResolver { return runResolver{r} }

// Training answers fields of Training.
func (r *Resolver) Training() generated.TrainingResolver { return trainingResolver{r} }

// Accident answers fields of Accident.
func (r *Resolver) Accident() generated.AccidentResolver { return accidentResolver{r} }

// Obligation answers fields of Obligation.
func (r *Resolver) Obligation() generated.ObligationResolver { return obligationResolver{r} }

// Enterprise answers fields of Enterprise.
func (r *Resolver) Enterprise() generated.EnterpriseResolver { return enterpriseResolver{r} }

// CheckResult answers fields of CheckResult.
func (r *Resolver) CheckResult() generated.CheckResultResolver { return checkResultResolver{} }

// JobSchedule answers fields of JobSchedule.
func (r *Resolver) JobSchedule() generated.JobScheduleResolver { return jobScheduleResolver{} }

// RunChanges answers fields of RunChanges.
func (r *Resolver) RunChanges() generated.RunChangesResolver { return runChangesResolver{} }

// AlertEvent answers fields of AlertEvent.
func (r *Resolver) AlertEvent() generated.AlertEventResolver { return alertEventResolver{} }

// RiskContributors answers fields of RiskContributors.
func (r *Resolver) RiskContributors() generated.RiskContributorsResolver {
	return riskContributorsResolver{}
}

// RiskMap answers fields of RiskMap.
func (r *Resolver) RiskMap() generated.RiskMapResolver { return riskMapResolver{} }

// RecordKind answers fields of RecordKind.
func (r *Resolver) RecordKind() generated.RecordKindResolver { return recordKindResolver{} }

// Scheme answers fields of Scheme.
func (r *Resolver) Scheme() generated.SchemeResolver { return schemeResolver{} }

// Movement answers fields of Movement.
func (r *Resolver) Movement() generated.MovementResolver { return movementResolver{} }

// Overtaking answers fields of Overtaking.
func (r *Resolver) Overtaking() generated.OvertakingResolver { return overtakingResolver{} }

// AssessmentResult answers fields of AssessmentResult.
func (r *Resolver) AssessmentResult() generated.AssessmentResultResolver {
	return assessmentResultResolver{}
}

// ResultAct answers fields of ResultAct.
func (r *Resolver) ResultAct() generated.ResultActResolver { return resultActResolver{} }

// ResultSubject answers fields of ResultSubject.
func (r *Resolver) ResultSubject() generated.ResultSubjectResolver { return resultSubjectResolver{} }

// Bulletin answers fields of Bulletin.
func (r *Resolver) Bulletin() generated.BulletinResolver { return bulletinResolver{} }

// BulletinAct answers fields of BulletinAct.
func (r *Resolver) BulletinAct() generated.BulletinActResolver { return bulletinActResolver{} }

// BulletinContent answers fields of BulletinContent.
func (r *Resolver) BulletinContent() generated.BulletinContentResolver {
	return bulletinContentResolver{r}
}

// BulletinKind answers fields of BulletinKind.
func (r *Resolver) BulletinKind() generated.BulletinKindResolver { return bulletinKindResolver{} }

// BulletinOffice answers fields of BulletinOffice.
func (r *Resolver) BulletinOffice() generated.BulletinOfficeResolver { return bulletinOfficeResolver{} }

// Export answers fields of Export.
func (r *Resolver) Export() generated.ExportResolver { return exportResolver{r} }

// CorrectionQueryInput reads fields of CorrectionQueryInput.
func (r *Resolver) CorrectionQueryInput() generated.CorrectionQueryInputResolver {
	return correctionQueryInputResolver{}
}

// orZero gives what an argument points to, the zero value when it is absent.
func orZero[T any](argument *T) T {
	var zero T
	if argument == nil {
		return zero
	}
	return *argument
}

// values takes the pointers off a list.
func values[T any](list []*T, err error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	out := make([]T, len(list))
	for i, one := range list {
		out[i] = *one
	}
	return out, nil
}

// within refuses a page size or limit that is out of its bounds.
func within(first, most int) error {
	if first < 1 || first > most {
		return warehouse.Fault(warehouse.BadRequest, "first is 1 to %d", most)
	}
	return nil
}
