package databases_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"anlan/test/databases"
)

func TestPostgreSQLStartsAndKeepsItsDataOverAKill(t *testing.T) {
	t.Parallel()
	s := databases.PostgreSQL(t)
	ask := func(sql string) (n int) {
		conn, err := pgx.Connect(context.Background(), s.URL())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		if err := conn.QueryRow(context.Background(), sql).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if got := ask("WITH made AS (SELECT 1) SELECT length('安全')"); got != 2 {
		t.Errorf("安全 has %d characters, expected 2", got)
	}
	s.Kill()
	s.Start()
	if got := ask("SELECT 7"); got != 7 {
		t.Errorf("after the kill: %d", got)
	}
}

func TestMariaDBStarts(t *testing.T) {
	t.Parallel()
	s := databases.MariaDB(t)
	db, err := sql.Open("mysql", s.DSN())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var version string
	if err := db.QueryRow("SELECT version()").Scan(&version); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(version, "MariaDB") {
		t.Errorf("version is %s", version)
	}
}
