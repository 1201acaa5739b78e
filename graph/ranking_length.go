package graph

import (
	"context"

	"github.com/99designs/gqlgen/complexity"
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"anlan/reports/assessment"
	"anlan/warehouse"
)

const (
	// fewSubjects is how many subjects Assessment.subjects weighs: how many a ranking has is known when it is computed.
	fewSubjects = 30
	// longRanking is how many times the limit of an operation a ranking may weigh with all its subjects: the 136 counties of a
	// province with every reason pass, a thousand enterprises with every reason do not.
	longRanking = 4
)

// scales keeps what weighs the fields of an operation, for those whose length is known only when they are resolved.
const scales = "scales"

// bounded refuses a ranking whose answer is too long with the fields that were asked for.
func bounded(ctx context.Context, ranking *assessment.Assessment, err error) (*assessment.Assessment, error) {
	if err != nil || len(ranking.Subjects) <= fewSubjects {
		return ranking, err
	}
	op, field := graphql.GetOperationContext(ctx), graphql.GetFieldContext(ctx)
	limit, ok := op.Stats.GetExtension(scales).(*complexityLimit)
	if !ok || field == nil {
		return ranking, nil
	}
	asked := *field.Field.Field
	asked.SelectionSet = field.Field.Selections // of all fragments
	alone := &ast.OperationDefinition{Operation: op.Operation.Operation, SelectionSet: ast.SelectionSet{&asked}}
	n := len(ranking.Subjects)
	if got := complexity.Calculate(ctx, weighed{limit.schema, n}, alone, op.Variables); got > longRanking*limit.limit {
		return nil, warehouse.Fault(warehouse.TooLarge, "the ranking has %d subjects, too many for so many fields of each: ask for fewer fields, a smaller region or a class", n)
	}
	return ranking, nil
}
