package flight

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"

	"anlan/export/arrowipc"
	"anlan/export/query"
	"anlan/warehouse"
)

// parse understands a statement.
func (a *answers) parse(text string, transaction []byte) (*query.Statement, error) {
	if len(transaction) > 0 {
		return nil, errTransactions
	}
	return query.Parse(text, a.data.DataSets())
}

// asked is what is to be read: a question about a data set, or the constants by which a client tries a connection.
type asked struct {
	Query warehouse.DataQuery  `json:"query"` // settled once it is planned: the version, the day of the tree, the columns
	Probe []warehouse.Selected `json:"probe,omitempty"`
}

// bound is a statement with values for its parameters.
func bound(s *query.Statement, values []warehouse.Literal) (asked, error) {
	question, err := s.Bind(values)
	if probe, ok := s.Probe(); ok {
		return asked{Probe: probe}, err
	}
	return asked{Query: question}, err
}

// shape is a statement of which only the columns of the answer matter.
func shape(s *query.Statement) asked {
	if probe, ok := s.Probe(); ok {
		return asked{Probe: probe}
	}
	return asked{Query: s.Shape()}
}

// parametersOf describes the parameters of a statement: each is best bound as what it is compared with. Texts are read as that, too.
func parametersOf(s *query.Statement) (*arrow.Schema, error) {
	parameters := s.Parameters()
	fields := make([]arrow.Field, len(parameters))
	for i, p := range parameters {
		t, _, err := arrowipc.TypeOf(p.Type)
		if err != nil {
			return nil, fmt.Errorf("describe parameter %d: %w", i+1, err)
		}
		fields[i] = arrow.Field{Name: fmt.Sprintf("parameter_%d", i+1), Type: t, Nullable: true}
	}
	return arrow.NewSchema(fields, nil), nil
}
