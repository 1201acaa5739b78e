package state

import (
	"context"
	"database/sql"
	"slices"
	"strings"
)

// guards names the triggers that refuse to change what a family keeps.
func (s *Store) guards(family Family) []string {
	ways := []string{"_stays"}
	if !s.postgres {
		ways = []string{"_stays", "_kept", "_once"}
	}
	var names []string
	for _, table := range families[family].tables {
		for _, way := range ways {
			names = append(names, table+way)
		}
	}
	return append(names, families[family].fits...)
}

// MissingGuards names the triggers of the database that refuse to change what a family keeps and are not there any more, or do
// something else; none when all is well.
func (s *Store) MissingGuards(ctx context.Context, family Family) ([]string, error) {
	statement, folder := "_guards_sqlite", "sqlite"
	if s.postgres {
		statement, folder = "_guards_postgres", "postgres"
	}
	text, err := migrationFiles.ReadFile("migrations/" + folder + "/" + families[family].migration)
	if err != nil {
		return nil, err
	}
	found, err := list(ctx, s, s.db, string(family)+statement, func(row *sql.Rows, name *string) error {
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
	return slices.DeleteFunc(s.guards(family), func(name string) bool { return slices.Contains(found, name) }), nil
}

// AuditsOf lists what was done with one subject, as far back as audits are kept, in order.
func (s *Store) AuditsOf(ctx context.Context, subject string) ([]Audit, error) {
	return list(ctx, s, s.db, "audit_of", func(row *sql.Rows, a *Audit) error {
		return row.Scan(&a.ID, scanTime{&a.At}, &a.Who, &a.Action, &a.Subject, &a.Detail)
	}, subject)
}

// Audited lists the things of a family that the audit or an act knows of.
func (s *Store) Audited(ctx context.Context, family Family) ([]string, error) {
	return list(ctx, s, s.db, string(family)+"_audited", func(row *sql.Rows, of *string) error { return row.Scan(of) })
}
