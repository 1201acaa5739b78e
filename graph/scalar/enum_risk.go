package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"anlan/reports/risk"
)

// MarshalRiskColour writes RED to BLUE, null for none.
func MarshalRiskColour(c risk.Colour) graphql.Marshaler { return upper(c) }

// UnmarshalRiskColour reads RED to BLUE.
func UnmarshalRiskColour(v any) (risk.Colour, error) { return lower[risk.Colour](v) }

// MarshalRiskMethod writes WEIGHTED to MATRIX.
func MarshalRiskMethod(m risk.Method) graphql.Marshaler { return upper(m) }

// UnmarshalRiskMethod reads WEIGHTED to MATRIX.
func UnmarshalRiskMethod(v any) (risk.Method, error) { return lower[risk.Method](v) }

// MarshalRiskState writes RATED, UNKNOWN or NO_DATA.
func MarshalRiskState(s risk.State) graphql.Marshaler { return upper(s) }

// UnmarshalRiskState reads RATED, UNKNOWN or NO_DATA.
func UnmarshalRiskState(v any) (risk.State, error) { return lower[risk.State](v) }

// MarshalRiskSubjects writes AREAS or ENTERPRISES.
func MarshalRiskSubjects(s risk.Subjects) graphql.Marshaler { return upper(s) }

// UnmarshalRiskSubjects reads AREAS or ENTERPRISES.
func UnmarshalRiskSubjects(v any) (risk.Subjects, error) { return lower[risk.Subjects](v) }
