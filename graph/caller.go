package graph

import (
	"context"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"anlan/access"
	"anlan/warehouse"
)

type requestIDKey struct{}

// WithRequestID names the request, for error messages and logs.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID gives the name of the request, empty without one.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// scope is what the caller may see; without a caller nothing.
func scope(ctx context.Context) warehouse.Scope {
	caller, _ := access.From(ctx)
	return caller.Scope
}

// visibility is all that two callers must share to be given the same answer.
func visibility(ctx context.Context) (string, error) {
	caller, _ := access.From(ctx)
	text, err := json.Marshal([]any{caller.Role, caller.Scope.All, caller.Scope.Regions, caller.Scope.Sectors, caller.Scope.Facts})
	return string(text), err
}

// anybody marks the root fields that every caller who was let in may ask for.
const anybody access.Permission = ""

// needs says what a root field takes. A field that is not in it is refused.
var needs = map[string]access.Permission{
	"__typename": anybody, "__schema": anybody, "__type": anybody, "viewer": anybody, "vocabularies": anybody,
	"catalogue": anybody, "schemes": anybody, "versions": anybody, "version": anybody, "freshness": anybody,
	"region": access.ReadMetrics, "regions": access.ReadMetrics, "searchRegions": access.ReadMetrics,
	"sectors": access.ReadMetrics, "sector": access.ReadMetrics, "departments": access.ReadMetrics,
	"metrics": access.ReadMetrics, "assessment": access.ReadMetrics,
	"inspections": access.ReadRecords, "inspection": access.ReadRecords,
	"hazards": access.ReadRecords, "hazard": access.ReadRecords,
	"trainings": access.ReadRecords, "training": access.ReadRecords,
	"accidents": access.ReadRecords, "accident": access.ReadRecords,
	"obligations": access.ReadRecords, "obligation": access.ReadRecords,
	"enterprises": access.ReadRecords, "enterprise": access.ReadRecords,
	"pipelines": access.RunJobs, "runs": access.RunJobs, "run": access.RunJobs,
	"runPipeline": access.RunJobs, "cancelRun": access.RunJobs, "runProgress": access.RunJobs,
	"jobs": access.RunJobs, "jobTasks": access.RunJobs, "backfills": access.RunJobs, "backfillWindows": access.RunJobs,
	"outages": access.RunJobs, "notices": access.RunJobs, "audits": access.RunJobs, "checkResults": access.RunJobs,
	"pausePipeline": access.RunJobs, "resumePipeline": access.RunJobs, "startBackfill": access.RunJobs,
	"pauseBackfill": access.RunJobs, "resumeBackfill": access.RunJobs, "cancelBackfill": access.RunJobs,
	"replayQuarantine": access.RunJobs, "dismissQuarantine": access.RunJobs, "reopenQuarantine": access.RunJobs,
	"quality": access.ReadMetrics, "corrections": access.ReadMetrics, "lineage": access.ReadMetrics, "versionDifferences": access.ReadMetrics,
	"assessmentWhatIf": access.ReadMetrics, "assessmentCertainty": access.ReadCertainty,
	"assessmentResults": access.ReadMetrics, "assessmentResult": access.ReadMetrics, "officialResult": access.ReadMetrics, "resultActs": access.ReadMetrics, "resultBytes": access.ReadMetrics, "resultSchemeText": access.ReadMetrics, "resultDifferences": access.ReadMetrics,
	// Who may take which step of which result is for the result to say.
	"computeResult": access.ReadMetrics, "stepResult": access.ReadMetrics, "sendBackResult": access.ReadMetrics, "voidResult": access.ReadMetrics,
	"appealResult": access.ReadMetrics, "answerAppeal": access.ReadMetrics, "adjustResult": access.ReadMetrics, "revokeAdjustment": access.ReadMetrics,
	"bulletins": access.ReadMetrics, "bulletin": access.ReadMetrics, "bulletinActs": access.ReadMetrics, "bulletinFigure": access.ReadMetrics,
	"bulletinDifferences": access.ReadMetrics, "bulletinNumbers": access.ReadMetrics, "bulletinKinds": anybody,
	"bulletinDeliveries": access.ReadMetrics,
	// Who may do what with which bulletin is for the bulletin to say.
	"resendBulletin": access.ReadMetrics,
	"draftBulletin":  access.ReadMetrics, "refreshBulletin": access.ReadMetrics, "editBulletin": access.ReadMetrics, "confirmBulletinText": access.ReadMetrics,
	"overrideBulletinHold": access.ReadMetrics, "reviewBulletin": access.ReadMetrics, "sendBackBulletin": access.ReadMetrics,
	"issueBulletin": access.ReadMetrics, "correctBulletin": access.ReadMetrics, "voidBulletin": access.ReadMetrics,
	"recordKinds": anybody, "recordTable": access.ReadRecords, "hexagons": access.ReadMetrics,
	"riskModels": anybody, "riskMap": access.ReadMetrics, "riskMatrix": access.ReadMetrics, "riskContributors": access.ReadMetrics,
	"riskEnterprises": access.ReadRecords, "enterprisePortrait": access.ReadRecords,
	"alertRules": access.ReadMetrics, "alerts": access.ReadMetrics, "alertCounts": access.ReadMetrics, "alertJudgement": access.ReadMetrics, "alert": access.ReadMetrics, "alertEvents": access.ReadMetrics,
	"acknowledgeAlert": access.ReadMetrics, // who may is for the warning to say
	"evaluateAlerts":   access.RunJobs,
	"quarantine":       access.ReadQuarantine, "quarantineReasons": access.ReadQuarantine,
	"dataSets": access.ExportData, "exportEstimate": access.ExportData, "exports": access.ExportData, "exportLimits": access.ExportData, "export": access.ExportData,
	"createExport": access.ExportData, "cancelExport": access.ExportData, "deleteExport": access.ExportData, "exportProgress": access.ExportData,
}

// permission refuses an operation whole when the caller's role may not ask for one of its root fields. What the caller sees
// of a field is the scope's concern, in the SQL.
type permission struct{}

func (permission) ExtensionName() string                   { return "Permission" }
func (permission) Validate(graphql.ExecutableSchema) error { return nil }

func (permission) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	caller, ok := access.From(ctx)
	if !ok {
		return coded(codeUnauthenticated, "a token is needed")
	}
	if field := firstRefused(caller, op.Operation.SelectionSet); field != "" {
		return coded(codeForbidden, "the role %s may not ask for %s", caller.Role, field)
	}
	return nil
}

func firstRefused(caller access.Caller, set ast.SelectionSet) string {
	for _, selection := range set {
		var refused string
		switch selection := selection.(type) {
		case *ast.Field:
			if needed, known := needs[selection.Name]; !known || needed != anybody && !caller.May(needed) {
				refused = selection.Name
			}
		case *ast.InlineFragment:
			refused = firstRefused(caller, selection.SelectionSet)
		case *ast.FragmentSpread:
			refused = firstRefused(caller, selection.Definition.SelectionSet)
		}
		if refused != "" {
			return refused
		}
	}
	return ""
}
