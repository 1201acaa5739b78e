package state

import (
	"context"
	"database/sql"
)

// PublishedAssessments lists the runs that were ever published, those that are void by now too, by case and number. Heads and who added
// them are left out: the list is asked for often.
func (s *Store) PublishedAssessments(ctx context.Context) ([]AssessmentRun, error) {
	return list(ctx, s, s.db, "assessment_published", scanRun)
}

func scanRun(row *sql.Rows, r *AssessmentRun) error {
	return row.Scan(&r.ID, &r.Case, &r.Number, &r.Scheme, &r.Region, &r.Period, &r.Head, scanTime{&r.AddedAt}, &r.AddedBy,
		&r.Acts, &r.Stage, scanTime{&r.ChangedAt}, &r.Document, scanTime{&r.PublishedAt})
}
