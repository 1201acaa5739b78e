package state

import (
	"context"
	"database/sql"
)

// Number gives a number of a series that nobody was given before: one more than the last, and at least least.
func (s *Store) Number(ctx context.Context, series string, least int64) (int64, error) {
	numbers, err := list(ctx, s, s.db, "counter_next", func(row *sql.Rows, n *int64) error { return row.Scan(n) }, series, least)
	if err != nil {
		return 0, err
	}
	return numbers[0], nil
}
