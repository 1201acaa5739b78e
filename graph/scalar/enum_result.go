package scalar

import (
	"cmp"

	"github.com/99designs/gqlgen/graphql"

	"anlan/reports/result"
	"anlan/reports/scheme"
)

// MarshalLineKind writes SCORED to ROUNDING.
func MarshalLineKind(k scheme.LineKind) graphql.Marshaler { return upper(k) }

// UnmarshalLineKind reads SCORED to ROUNDING.
func UnmarshalLineKind(v any) (scheme.LineKind, error) { return lower[scheme.LineKind](v) }

// MarshalLineComparison writes PREVIOUS_YEAR to FIGURE, null for none.
func MarshalLineComparison(c scheme.Comparison) graphql.Marshaler { return upper(c) }

// UnmarshalLineComparison reads PREVIOUS_YEAR to FIGURE.
func UnmarshalLineComparison(v any) (scheme.Comparison, error) { return lower[scheme.Comparison](v) }

// MarshalResultStage writes INITIAL to VOID.
func MarshalResultStage(s result.Stage) graphql.Marshaler { return upper(s) }

// UnmarshalResultStage reads INITIAL to VOID; null is none.
func UnmarshalResultStage(v any) (result.Stage, error) { return lower[result.Stage](v) }

// MarshalResultStep writes FEEDBACK to PUBLISH.
func MarshalResultStep(k result.Kind) graphql.Marshaler { return upper(k) }

// UnmarshalResultStep reads FEEDBACK to PUBLISH.
func UnmarshalResultStep(v any) (result.Kind, error) { return lower[result.Kind](v) }

// MarshalResultActKind writes COMPUTE to REVOKE.
func MarshalResultActKind(k result.Kind) graphql.Marshaler { return upper(k) }

// UnmarshalResultActKind reads COMPUTE to REVOKE.
func UnmarshalResultActKind(v any) (result.Kind, error) { return lower[result.Kind](v) }

// MarshalResultDifferenceKind writes BASIS to FIGURE.
func MarshalResultDifferenceKind(k result.DifferenceKind) graphql.Marshaler { return upper(k) }

// UnmarshalResultDifferenceKind reads BASIS to FIGURE.
func UnmarshalResultDifferenceKind(v any) (result.DifferenceKind, error) {
	return lower[result.DifferenceKind](v)
}

// MarshalSubjectKind writes REGIONS to ENTERPRISES; a scheme that does not say assesses regions.
func MarshalSubjectKind(k scheme.SubjectKind) graphql.Marshaler {
	return upper(cmp.Or(k, scheme.Regions))
}

// UnmarshalSubjectKind reads REGIONS to ENTERPRISES.
func UnmarshalSubjectKind(v any) (scheme.SubjectKind, error) { return lower[scheme.SubjectKind](v) }

// MarshalStepCause writes INDICATOR to RULE.
func MarshalStepCause(c scheme.Cause) graphql.Marshaler { return upper(c) }

// UnmarshalStepCause reads INDICATOR to RULE.
func UnmarshalStepCause(v any) (scheme.Cause, error) { return lower[scheme.Cause](v) }
