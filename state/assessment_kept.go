package state

import (
	"context"
	"database/sql"
	"slices"
	"strings"
)

// guards are the triggers that refuse to change results, by database.
var guards = map[bool][]string{
	false: {
		"assessment_document_stays", "assessment_document_kept", "assessment_document_once", "assessment_run_stays", "assessment_run_kept", "assessment_run_once",
		"assessment_act_stays", "assessment_act_kept", "assessment_act_once", "assessment_act_fits",
	},
	true: {"assessment_document_stays", "assessment_run_stays", "assessment_act_stays", "assessment_act_fits"},
}

// MissingGuards names the triggers of the database that refuse to change results and are not there any more, or do something else;
// none when all is well.
func (s *Store) MissingGuards(ctx context.Context) ([]string, error) {
	statement, folder := "assessment_guards_sqlite", "sqlite"
	if s.postgres {
		statement, folder = "assessment_guards_postgres", "postgres"
	}
	text, err := migrationFiles.ReadFile("migrations/" + folder + "/0004_assessment.sql")
	if err != nil {
		return nil, err
	}
	found, err := list(ctx, s, s.db, statement, func(row *sql.Rows, name *string) error {
		var does string
		err := row.Scan(name, &does)
		if !strings.Contains(string(text), does) {
			*name = ""
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(guards[s.postgres]), func(name string) bool { return slices.Contains(found, name) }), nil
}

// AuditsOf lists what was done with one subject, as far back as audits are kept, in order.
func (s *Store) AuditsOf(ctx context.Context, subject string) ([]Audit, error) {
	return list(ctx, s, s.db, "audit_of", func(row *sql.Rows, a *Audit) error {
		return row.Scan(&a.ID, scanTime{&a.At}, &a.Who, &a.Action, &a.Subject, &a.Detail)
	}, subject)
}

// AuditedAssessments lists the runs of assessments that the audit or an act knows of.
func (s *Store) AuditedAssessments(ctx context.Context) ([]string, error) {
	return list(ctx, s, s.db, "assessment_audited", func(row *sql.Rows, run *string) error { return row.Scan(run) })
}
