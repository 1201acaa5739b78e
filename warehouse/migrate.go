package warehouse

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"anlan/warehouse/dial"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// Migration is one numbered step of the schema. Every statement in it may run twice without harm.
type Migration struct {
	Number   uint32
	Name     string
	Checksum string
	SQL      string
}

// Migrations lists the steps in order. A released step is never edited; a later one changes what it made.
func Migrations() ([]Migration, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	list := make([]Migration, 0, len(names))
	for i, name := range names {
		text, err := migrationFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		base := strings.TrimSuffix(path.Base(name), ".sql")
		number, _, _ := strings.Cut(base, "_")
		n, err := strconv.ParseUint(number, 10, 32)
		if err != nil || int(n) != i+1 {
			return nil, fmt.Errorf("migration %s: numbers must run 0001, 0002, … without a gap", name)
		}
		sum := sha256.Sum256(text)
		list = append(list, Migration{Number: uint32(n), Name: base, Checksum: hex.EncodeToString(sum[:8]), SQL: string(text)})
	}
	return list, nil
}

const ledgerTable = `CREATE TABLE IF NOT EXISTS schema_migration
(
    number     UInt32,
    name       String,
    checksum   String,
    applied_at DateTime64(3, 'Asia/Shanghai') DEFAULT now64(3)
)
ENGINE = MergeTree ORDER BY number
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`

// Migrate brings the schema up to date and returns the names of the steps that it ran. A second call runs none. A database
// that a newer program wrote, or whose steps differ from this program's, is refused untouched.
func Migrate(ctx context.Context, conn *dial.Conn) ([]string, error) {
	return migrateTo(ctx, conn, 0)
}

// migrateTo stops after the step of that number; 0 means all.
func migrateTo(ctx context.Context, conn *dial.Conn, last uint32) ([]string, error) {
	steps, err := Migrations()
	if err != nil {
		return nil, err
	}
	if err := conn.Exec(ctx, ledgerTable); err != nil {
		return nil, fmt.Errorf("create migration ledger: %w", err)
	}
	done, err := appliedMigrations(ctx, conn)
	if err != nil {
		return nil, err
	}
	if err := checkLedger(done, steps); err != nil {
		return nil, err
	}
	var ran []Migration
	for _, step := range steps {
		if _, ok := done[step.Number]; ok || (last != 0 && step.Number > last) {
			continue
		}
		if err := step.run(ctx, conn); err != nil {
			recorded, fault := record(ctx, conn, ran)
			return recorded, errors.Join(err, fault)
		}
		ran = append(ran, step)
	}
	return record(ctx, conn, ran)
}

func (m Migration) run(ctx context.Context, conn *dial.Conn) error {
	for _, statement := range statements(m.SQL) {
		if err := conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("migration %s: %w", m.Name, err)
		}
	}
	return nil
}

// record writes the steps that ran into the ledger, in one go; whoever is killed before that runs them again.
func record(ctx context.Context, conn *dial.Conn, ran []Migration) (recorded []string, err error) {
	if len(ran) == 0 {
		return nil, nil
	}
	numbers, checksums := make([]uint32, len(ran)), make([]string, len(ran))
	for i, m := range ran {
		numbers[i], checksums[i] = m.Number, m.Checksum
		recorded = append(recorded, m.Name)
	}
	if err := conn.Exec(ctx, `INSERT INTO schema_migration (number, name, checksum)
		SELECT number, name, checksum FROM (SELECT {numbers:Array(UInt32)} AS number, {names:Array(String)} AS name, {checksums:Array(String)} AS checksum) ARRAY JOIN number, name, checksum`,
		named("numbers", numbers), named("names", recorded), named("checksums", checksums)); err != nil {
		return nil, fmt.Errorf("record migrations %s: %w", strings.Join(recorded, ", "), err)
	}
	return recorded, nil
}

func appliedMigrations(ctx context.Context, conn *dial.Conn) (map[uint32]string, error) {
	rows, err := conn.Query(ctx, "SELECT number, any(checksum) FROM schema_migration GROUP BY number")
	if err != nil {
		return nil, fmt.Errorf("read migration ledger: %w", err)
	}
	defer rows.Close()
	done := map[uint32]string{}
	for rows.Next() {
		var number uint32
		var checksum string
		if err := rows.Scan(&number, &checksum); err != nil {
			return nil, err
		}
		done[number] = checksum
	}
	return done, rows.Err()
}

func checkLedger(done map[uint32]string, steps []Migration) error {
	for number, checksum := range done {
		if int(number) > len(steps) {
			return Fault(Conflict, "the data was written by a newer Anlan (schema step %d, this program knows %d): use that version or a newer one", number, len(steps))
		}
		if step := steps[number-1]; step.Checksum != checksum {
			return Fault(Conflict, "schema step %s in the data differs from this program's: the data comes from another build", step.Name)
		}
	}
	return nil
}

// statements splits a migration at the semicolons that end a line; migrations hold no other.
func statements(text string) []string {
	var out []string
	for _, part := range strings.Split(text, ";\n") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, strings.TrimSuffix(part, ";"))
		}
	}
	return out
}
