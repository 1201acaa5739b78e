package flight

import (
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"anlan/warehouse"
)

// question is a statement that was understood.
type question struct{ text string }

// parse understands a statement.
func (a *answers) parse(text string, transaction []byte) (question, error) {
	if len(transaction) > 0 {
		return question{}, errTransactions
	}
	if len(text) > longestStatement {
		return question{}, warehouse.Fault(warehouse.TooLarge, "a statement has at most %d bytes, this one has %d", longestStatement, len(text))
	}
	return question{text}, nil
}

// parameters is how many values have to be bound.
func (q question) parameters() int { return 0 }

// samples stand for values that are not bound yet, where only the columns of the answer matter.
func (q question) samples() []warehouse.Literal { return nil }

// schema describes the parameters.
func (q question) schema() *arrow.Schema { return arrow.NewSchema(nil, nil) }

// bound is the question with values for its parameters.
func (q question) bound(values []warehouse.Literal) (warehouse.DataQuery, error) {
	return warehouse.DataQuery{Set: q.text[strings.LastIndex(q.text, " ")+1:]}, nil
}
