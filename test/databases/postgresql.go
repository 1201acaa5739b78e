package databases

import (
	"context"
	"path/filepath"
	"syscall"

	"github.com/jackc/pgx/v5"
)

// PostgreSQL starts a PostgreSQL server with one empty database; settings are as on its command line, as
// "statement_timeout=5s". Nothing is forced to the disk, but what
// was committed survives Kill.
func PostgreSQL(tb TB, settings ...string) *Server {
	tb.Helper()
	const debian = "/usr/lib/postgresql/*/bin"
	postgres, initdb := program(tb, "postgres", debian), program(tb, "initdb", debian)
	s := &Server{Scheme: "postgres", User: "anlan", Password: "p@ss:w/rd#安1", Database: "postgres", tb: tb, quit: syscall.SIGINT, crash: syscall.SIGQUIT} //nolint:gosec // of a server that lives as long as a test
	s.ping = func(ctx context.Context) error {
		conn, err := pgx.Connect(ctx, s.URL())
		if err != nil {
			return err
		}
		return conn.Close(ctx)
	}
	s.folder()
	data := filepath.Join(s.dir, "data")
	s.prepare(initdb, "--no-sync", "--username="+s.User, "--pwfile="+s.file("password", s.Password), "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--pgdata="+data)
	s.first(func(port string) {
		s.command = []string{postgres, "-D", data, "-p", port, "-k", s.dir, "-h", "127.0.0.1"}
		for _, setting := range append([]string{"fsync=off", "full_page_writes=off", "max_wal_size=4GB", "shared_buffers=64MB"}, settings...) {
			s.command = append(s.command, "-c", setting)
		}
	})
	return s
}
