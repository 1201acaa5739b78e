package state

import (
	"context"
	"database/sql"
	"fmt"
)

// BulletinNumber is a document number that is taken, for good.
type BulletinNumber struct {
	Series   string // 桓安办通报
	Year     int
	Number   int
	Kept     bool // counted here; otherwise entered from the office's registry
	Bulletin string
}

// LastBulletinNumber gives the highest number of a series and year that is taken, and how many are; 0 when none is.
func (s *Store) LastBulletinNumber(ctx context.Context, series string, year int) (last, taken int, err error) {
	rows, err := list(ctx, s, s.db, "bulletin_number_last", func(row *sql.Rows, n *[2]int) error { return row.Scan(&n[0], &n[1]) }, series, year)
	if err != nil {
		return 0, 0, err
	}
	return rows[0][0], rows[0][1], nil
}

// BulletinNumbers lists the numbers that are taken, in order; an empty series and the year 0 mean any.
func (s *Store) BulletinNumbers(ctx context.Context, series string, year int) ([]BulletinNumber, error) {
	return list(ctx, s, s.db, "bulletin_numbers", func(row *sql.Rows, n *BulletinNumber) error {
		var kept int
		err := row.Scan(&n.Series, &n.Year, &n.Number, &kept, &n.Bulletin)
		n.Kept = kept == 1
		return err
	}, series, year)
}

// IssueBulletin takes a number and stores the act that issues a bulletin, with its documents, and the act by which the bulletin that
// it corrects is superseded, if it corrects one: all or nothing. The error wraps [ErrConflict] when the number is taken, when one
// that is kept here is not the next any more, or when somebody acted on one of the bulletins since.
func (s *Store) IssueBulletin(ctx context.Context, n BulletinNumber, issue Act, supersede *Act, documents ...[]byte) error {
	return s.inTransaction(ctx, "issue a bulletin", func(tx *sql.Tx) error {
		kept := 0
		if n.Kept {
			kept = 1
			last, err := list(ctx, s, tx, "bulletin_number_last", func(row *sql.Rows, last *int) error { return row.Scan(last, new(int)) }, n.Series, n.Year)
			if err == nil && n.Number != last[0]+1 {
				err = fmt.Errorf("number %d of %s in %d, the next is %d: %w", n.Number, n.Series, n.Year, last[0]+1, ErrConflict)
			}
			if err != nil {
				return err
			}
		}
		added, err := s.exec(ctx, tx, "bulletin_number_add", n.Series, n.Year, n.Number, kept, issue.Of)
		if err == nil && added == 0 {
			err = fmt.Errorf("number %d of %s in %d: %w", n.Number, n.Series, n.Year, ErrConflict)
		}
		if err != nil {
			return err
		}
		if err := s.addAct(ctx, tx, Bulletins, issue, documents); err != nil || supersede == nil {
			return err
		}
		return s.addAct(ctx, tx, Bulletins, *supersede, nil)
	})
}
