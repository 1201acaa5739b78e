package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"anlan/reports/alert"
	"anlan/safety"
)

// MarshalAlertKind writes THRESHOLD to SOURCE_LATE.
func MarshalAlertKind(k safety.AlertKind) graphql.Marshaler { return upper(k) }

// UnmarshalAlertKind reads THRESHOLD to SOURCE_LATE.
func UnmarshalAlertKind(v any) (safety.AlertKind, error) { return lower[safety.AlertKind](v) }

// MarshalAlertSeverity writes RED to BLUE, null for none.
func MarshalAlertSeverity(s safety.AlertSeverity) graphql.Marshaler { return upper(s) }

// UnmarshalAlertSeverity reads RED to BLUE.
func UnmarshalAlertSeverity(v any) (safety.AlertSeverity, error) {
	return lower[safety.AlertSeverity](v)
}

// MarshalAlertEvent writes RAISED to RULE_DELETED, null for none.
func MarshalAlertEvent(e safety.AlertEvent) graphql.Marshaler { return upper(e) }

// UnmarshalAlertEvent reads RAISED to RULE_DELETED.
func UnmarshalAlertEvent(v any) (safety.AlertEvent, error) { return lower[safety.AlertEvent](v) }

// MarshalAlertState writes ON to ALL.
func MarshalAlertState(s alert.State) graphql.Marshaler { return upper(s) }

// UnmarshalAlertState reads ON to ALL.
func UnmarshalAlertState(v any) (alert.State, error) { return lower[alert.State](v) }
