package state

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

// A step is a file that both databases understand. A file of the same name in the folder of one of them comes with it: what only
// that one understands.
//
//go:embed migrations
var migrationFiles embed.FS

// migrationLock is what programs that start at once wait for in PostgreSQL; SQLite's transaction is the lock itself.
const migrationLock = 0x616e6c616e

// migrate brings the tables up to date, all steps in one transaction. A state of a newer program is refused.
func (s *Store) migrate(ctx context.Context) error {
	steps, err := migrationFiles.ReadDir("migrations")
	if err != nil {
		return err
	}
	steps = slices.DeleteFunc(steps, fs.DirEntry.IsDir)
	own := "sqlite"
	if s.postgres {
		own = "postgres"
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // nothing to take back once committed
	if s.postgres {
		if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", int64(migrationLock)); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS schema_step (number BIGINT PRIMARY KEY, name TEXT NOT NULL)"); err != nil {
		return err
	}
	var done int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM schema_step").Scan(&done); err != nil {
		return err
	}
	if done > len(steps) {
		return fmt.Errorf("it is at step %d, this program knows %d: use the newer program", done, len(steps))
	}
	for i := done; i < len(steps); i++ {
		if err := migrateStep(ctx, tx, own, i+1, steps[i].Name()); err != nil {
			return fmt.Errorf("step %s: %w", steps[i].Name(), err)
		}
	}
	return tx.Commit()
}

func migrateStep(ctx context.Context, tx *sql.Tx, own string, number int, name string) error {
	for _, folder := range []string{"", own} {
		text, err := migrationFiles.ReadFile(path.Join("migrations", folder, name))
		if folder != "" && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, string(text)); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO schema_step (number, name) VALUES ($1, $2)", number, name)
	return err
}
