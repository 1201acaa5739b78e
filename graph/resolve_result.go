package graph

import (
	"context"
	"errors"

	"github.com/shopspring/decimal"

	"anlan/access"
	"anlan/graph/generated"
	"anlan/graph/relay"
	"anlan/reports/assessment"
	"anlan/reports/result"
	"anlan/reports/scheme"
	"anlan/warehouse"
)

// Results keeps results of assessments.
type Results interface {
	Runs(ctx context.Context, caller access.Caller, f result.Filter) (runs []result.Run, more bool, err error)
	Run(ctx context.Context, caller access.Caller, id string) (*result.Run, error)
	Official(ctx context.Context, caller access.Caller, q assessment.Query) (*result.Run, error)
	Acts(ctx context.Context, caller access.Caller, id string) ([]result.Act, error)
	Document(ctx context.Context, caller access.Caller, id string) ([]byte, error)
	SchemeText(ctx context.Context, caller access.Caller, id string) ([]byte, error)
	Differences(ctx context.Context, caller access.Caller, before, after string) (*result.Differences, error)
	Decisions
}

// Decisions are what persons do with results.
type Decisions interface {
	Compute(ctx context.Context, caller access.Caller, q assessment.Query, remark string) (*result.Run, error)
	Step(ctx context.Context, doing result.Doing, kind result.Kind) (*result.Run, error)
	SendBack(ctx context.Context, doing result.Doing, to result.Stage) (*result.Run, error)
	Void(ctx context.Context, doing result.Doing) (*result.Run, error)
	Appeal(ctx context.Context, doing result.Doing, subject, line string) (*result.Run, error)
	Answer(ctx context.Context, doing result.Doing, appeal int, upheld bool) (*result.Run, error)
	Adjust(ctx context.Context, doing result.Doing, a result.Adjustment) (*result.Run, error)
	Revoke(ctx context.Context, doing result.Doing, adjustment int) (*result.Run, error)
}

// maxResults is the largest page of results.
const maxResults = 100

// results gives what keeps results with who asks, or the fault of who asks where none are kept.
func (r *Resolver) results(ctx context.Context) (Results, access.Caller, error) {
	caller, _ := access.From(ctx)
	if r.sources.Results == nil {
		return nil, caller, warehouse.Fault(warehouse.Unavailable, "no results are kept here")
	}
	return r.sources.Results, caller, nil
}

func (r queryResolver) AssessmentResults(ctx context.Context, query *generated.ResultQueryInput, first int, after *string) (*relay.AssessmentResultConnection, error) {
	if err := within(first, maxResults); err != nil {
		return nil, err
	}
	results, caller, err := r.results(ctx)
	if err != nil {
		return nil, err
	}
	filter := result.Filter{After: orZero(after), First: first}
	if query != nil {
		filter.Scheme, filter.Region, filter.Stage = orZero(query.Scheme), string(orZero(query.Region)), orZero(query.Stage)
		if query.Period != nil {
			filter.Period = query.Period.String()
		}
	}
	runs, more, err := results.Runs(ctx, caller, filter)
	if err != nil {
		return nil, err
	}
	cursors := make([]string, len(runs))
	for i, run := range runs {
		cursors[i] = run.ID
	}
	return relay.NewConnection(runs, cursors, more, 0, nil), nil
}

func (r queryResolver) AssessmentResult(ctx context.Context, id string) (*result.Run, error) {
	results, caller, err := r.results(ctx)
	if err != nil {
		return nil, err
	}
	return optional(results.Run(ctx, caller, id))
}

func (r queryResolver) OfficialResult(ctx context.Context, query assessment.Query) (*result.Run, error) {
	results, caller, err := r.results(ctx)
	if err != nil {
		return nil, err
	}
	return results.Official(ctx, caller, query)
}

func (r queryResolver) ResultActs(ctx context.Context, id string) ([]result.Act, error) {
	results, caller, err := r.results(ctx)
	if err != nil {
		return nil, err
	}
	acts, err := results.Acts(ctx, caller, id)
	if missing(err) {
		return nil, nil
	}
	return acts, err
}

func (r queryResolver) ResultBytes(ctx context.Context, id string) (*string, error) {
	results, caller, err := r.results(ctx)
	if err != nil {
		return nil, err
	}
	body, err := results.Document(ctx, caller, id)
	if missing(err) {
		return nil, nil //nolint:nilnil // null: there is none
	}
	return orNil(string(body)), err
}

func (r queryResolver) ResultSchemeText(ctx context.Context, id string) (*string, error) {
	results, caller, err := r.results(ctx)
	if err != nil {
		return nil, err
	}
	text, err := results.SchemeText(ctx, caller, id)
	if missing(err) {
		return nil, nil //nolint:nilnil // null: there is none
	}
	return orNil(string(text)), err
}

func (r queryResolver) ResultDifferences(ctx context.Context, before *string, after string) (*result.Differences, error) {
	results, caller, err := r.results(ctx)
	if err != nil {
		return nil, err
	}
	return results.Differences(ctx, caller, orZero(before), after)
}

// missing says that something is not there, or not for the caller.
func missing(err error) bool {
	var fault *warehouse.Error
	return errors.As(err, &fault) && fault.Code == warehouse.NotFound
}

func (assessmentResultResolver) Acts(_ context.Context, run *result.Run) (*int, error) {
	return orNil(run.Acts), nil
}

func (resultActResolver) Of(_ context.Context, act *result.Act) (*int, error) {
	return orNil(act.Of), nil
}

func (resultSubjectResolver) Rank(_ context.Context, s *result.Subject) (*int, error) {
	return orNil(s.Rank), nil
}

func (resultSubjectResolver) Grade(_ context.Context, s *result.Subject) (*scheme.Grade, error) {
	return orNil(scheme.Grade{Name: s.Grade.Name, Title: s.Grade.Title}), nil
}

// Lines are stored with the figures of the subject apart.
func (resultSubjectResolver) Lines(_ context.Context, s *result.Subject) ([]scheme.Line, error) {
	sheet, err := s.Sheet()
	return sheet.Lines, err
}

func (resultSubjectResolver) Vetoes(_ context.Context, s *result.Subject) ([]scheme.Veto, error) {
	sheet, err := s.Sheet()
	return sheet.Vetoes, err
}

func (r mutationResolver) ComputeResult(ctx context.Context, query assessment.Query, remark string) (*generated.AssessmentResultPayload, error) {
	return r.decide(ctx, "query", func(results Decisions, caller access.Caller) (*result.Run, error) {
		return results.Compute(ctx, caller, query, remark)
	})
}

func (r mutationResolver) StepResult(ctx context.Context, id string, step result.Kind, seen int, remark string) (*generated.AssessmentResultPayload, error) {
	return r.decide(ctx, "", func(results Decisions, caller access.Caller) (*result.Run, error) {
		return results.Step(ctx, result.Doing{Caller: caller, Run: id, Seen: seen, Remark: remark}, step)
	})
}

func (r mutationResolver) SendBackResult(ctx context.Context, id string, to result.Stage, seen int, remark string) (*generated.AssessmentResultPayload, error) {
	return r.decide(ctx, "", func(results Decisions, caller access.Caller) (*result.Run, error) {
		return results.SendBack(ctx, result.Doing{Caller: caller, Run: id, Seen: seen, Remark: remark}, to)
	})
}

func (r mutationResolver) VoidResult(ctx context.Context, id string, seen int, remark string) (*generated.AssessmentResultPayload, error) {
	return r.decide(ctx, "", func(results Decisions, caller access.Caller) (*result.Run, error) {
		return results.Void(ctx, result.Doing{Caller: caller, Run: id, Seen: seen, Remark: remark})
	})
}

func (r mutationResolver) AppealResult(ctx context.Context, id, subject string, line *string, seen int, remark string) (*generated.AssessmentResultPayload, error) {
	return r.decide(ctx, "", func(results Decisions, caller access.Caller) (*result.Run, error) {
		return results.Appeal(ctx, result.Doing{Caller: caller, Run: id, Seen: seen, Remark: remark}, subject, orZero(line))
	})
}

func (r mutationResolver) AnswerAppeal(ctx context.Context, id string, appeal int, upheld bool, seen int, remark string) (*generated.AssessmentResultPayload, error) {
	return r.decide(ctx, "", func(results Decisions, caller access.Caller) (*result.Run, error) {
		return results.Answer(ctx, result.Doing{Caller: caller, Run: id, Seen: seen, Remark: remark}, appeal, upheld)
	})
}

func (r mutationResolver) AdjustResult(ctx context.Context, id, subject string, line *string, marks decimal.Decimal, evidence string, seen int, remark string) (*generated.AssessmentResultPayload, error) {
	return r.decide(ctx, "", func(results Decisions, caller access.Caller) (*result.Run, error) {
		return results.Adjust(ctx, result.Doing{Caller: caller, Run: id, Seen: seen, Remark: remark},
			result.Adjustment{Subject: subject, Line: orZero(line), Marks: marks, Evidence: evidence})
	})
}

func (r mutationResolver) RevokeAdjustment(ctx context.Context, id string, adjustment, seen int, remark string) (*generated.AssessmentResultPayload, error) {
	return r.decide(ctx, "", func(results Decisions, caller access.Caller) (*result.Run, error) {
		return results.Revoke(ctx, result.Doing{Caller: caller, Run: id, Seen: seen, Remark: remark}, adjustment)
	})
}

// decide does what a person decided on a result, and tells why it could not be done.
func (r mutationResolver) decide(ctx context.Context, argument string, act func(Decisions, access.Caller) (*result.Run, error)) (*generated.AssessmentResultPayload, error) {
	results, caller, err := r.results(ctx)
	var run *result.Run
	if err == nil {
		run, err = act(results, caller)
	}
	if err != nil {
		faults, err := faultsOf(err, argument)
		return &generated.AssessmentResultPayload{Faults: faults}, err
	}
	return &generated.AssessmentResultPayload{Result: run}, nil
}
