package scalar

import (
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"anlan/etl"
	"anlan/safety"
	"anlan/warehouse"
)

// The words of the domain are lower case, enumeration values of the contract are UPPER_SNAKE. An empty word is null.

// MarshalRegionLevel writes COUNTRY to GRID, null for no level.
func MarshalRegionLevel(l safety.RegionLevel) graphql.Marshaler {
	if l == safety.LevelUnknown {
		return graphql.Null
	}
	return upper(l.String())
}

// UnmarshalRegionLevel reads COUNTRY to GRID; null is no level.
func UnmarshalRegionLevel(v any) (safety.RegionLevel, error) {
	return parse(v, "a level", safety.ParseRegionLevel)
}

// MarshalGrain writes DAY to YEAR, null for none.
func MarshalGrain(g safety.Grain) graphql.Marshaler {
	if g == safety.GrainSpan {
		return graphql.Null
	}
	return upper(g.String())
}

// UnmarshalGrain reads DAY to YEAR; null is none.
func UnmarshalGrain(v any) (safety.Grain, error) { return parse(v, "a grain", safety.ParseGrain) }

// MarshalTree writes STATUTORY or MANAGING.
func MarshalTree(t warehouse.Tree) graphql.Marshaler { return upper(t) }

// UnmarshalTree reads STATUTORY or MANAGING; null is the question's own default.
func UnmarshalTree(v any) (warehouse.Tree, error) { return lower[warehouse.Tree](v) }

// MarshalComparison writes PREVIOUS_YEAR or PREVIOUS_PERIOD.
func MarshalComparison(c warehouse.Comparison) graphql.Marshaler { return upper(c) }

// UnmarshalComparison reads PREVIOUS_YEAR or PREVIOUS_PERIOD.
func UnmarshalComparison(v any) (warehouse.Comparison, error) { return lower[warehouse.Comparison](v) }

// MarshalColumnKind writes DIMENSION to PERCENT.
func MarshalColumnKind(k warehouse.ColumnKind) graphql.Marshaler { return upper(k) }

// UnmarshalColumnKind reads DIMENSION to PERCENT.
func UnmarshalColumnKind(v any) (warehouse.ColumnKind, error) { return lower[warehouse.ColumnKind](v) }

// MarshalState writes PRESENT to NO_COMPARISON, null for none.
func MarshalState(s warehouse.State) graphql.Marshaler { return upper(s) }

// UnmarshalState reads PRESENT to NO_COMPARISON.
func UnmarshalState(v any) (warehouse.State, error) { return lower[warehouse.State](v) }

// MarshalMetricKind writes MEASURE or RATIO.
func MarshalMetricKind(k warehouse.MetricKind) graphql.Marshaler { return upper(k) }

// UnmarshalMetricKind reads MEASURE or RATIO.
func UnmarshalMetricKind(v any) (warehouse.MetricKind, error) { return lower[warehouse.MetricKind](v) }

// MarshalRecordCellKind writes TEXT to LIST.
func MarshalRecordCellKind(k warehouse.RecordKind) graphql.Marshaler { return upper(k) }

// UnmarshalRecordCellKind reads TEXT to LIST.
func UnmarshalRecordCellKind(v any) (warehouse.RecordKind, error) {
	return lower[warehouse.RecordKind](v)
}

// MarshalRunPhase writes CHECKING to DONE.
func MarshalRunPhase(p etl.Phase) graphql.Marshaler { return upper(p) }

// UnmarshalRunPhase reads CHECKING to DONE.
func UnmarshalRunPhase(v any) (etl.Phase, error) { return lower[etl.Phase](v) }

// MarshalWord writes an enumeration whose words the domain keeps as plain text.
func MarshalWord(s string) graphql.Marshaler { return upper(s) }

// UnmarshalWord reads an enumeration into the lower-case word of the domain; null is the empty word.
func UnmarshalWord(v any) (string, error) { return lower[string](v) }

func upper[T ~string](word T) graphql.Marshaler {
	if word == "" {
		return graphql.Null
	}
	return raw(`"` + strings.ToUpper(string(word)) + `"`)
}

// lower reads an enumeration value; that it is one of them was checked against the schema.
func lower[T ~string](v any) (T, error) {
	return parse(v, "an enumeration value", func(s string) (T, error) { return T(strings.ToLower(s)), nil })
}
