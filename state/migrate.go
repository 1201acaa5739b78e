package state

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"path"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrationLock is what programs that start at once wait for in PostgreSQL; SQLite's transaction is the lock itself.
const migrationLock = 0x616e6c616e

// migrate brings the tables up to date, all steps in one transaction. A state of a newer program is refused.
func (s *Store) migrate(ctx context.Context) error {
	steps, err := migrationFiles.ReadDir("migrations")
	if err != nil {
		return err
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
		if err := migrateStep(ctx, tx, i+1, steps[i].Name()); err != nil {
			return fmt.Errorf("step %s: %w", steps[i].Name(), err)
		}
	}
	return tx.Commit()
}

func migrateStep(ctx context.Context, tx *sql.Tx, number int, name string) error {
	text, err := migrationFiles.ReadFile(path.Join("migrations", name))
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, string(text)); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO schema_step (number, name) VALUES ($1, $2)", number, name)
	return err
}
