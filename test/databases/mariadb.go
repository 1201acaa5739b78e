package databases

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/go-sql-driver/mysql"
)

// MariaDB starts a MariaDB server with one empty database; settings are as on its command line, as
// "max_statement_time=5". Nothing is forced to the disk, but what was committed survives Kill.
func MariaDB(tb TB, settings ...string) *Server {
	tb.Helper()
	mariadbd, install := program(tb, "mariadbd", "/usr/sbin"), program(tb, "mariadb-install-db")
	s := &Server{Scheme: "mysql", User: "anlan", Password: "p@ss:w/rd#安1", Database: "aq", tb: tb, quit: syscall.SIGTERM, crash: syscall.SIGKILL} //nolint:gosec // of a server that lives as long as a test
	s.ping = func(ctx context.Context) error {
		db, err := sql.Open("mysql", s.DSN())
		if err != nil {
			return err
		}
		return errors.Join(db.PingContext(ctx), db.Close())
	}
	s.folder()
	data := filepath.Join(s.dir, "data")
	s.prepare(install, "--no-defaults", "--datadir="+data, "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve")
	begin := s.file("begin.sql", strings.Join([]string{
		"CREATE DATABASE IF NOT EXISTS aq CHARACTER SET utf8mb4;",
		"CREATE USER IF NOT EXISTS 'anlan'@'%' IDENTIFIED BY '" + s.Password + "';",
		"GRANT ALL ON *.* TO 'anlan'@'%' WITH GRANT OPTION;",
	}, "\n"))
	s.first(func(port string) {
		s.command = []string{mariadbd, "--no-defaults", "--datadir=" + data, "--port=" + port, "--bind-address=127.0.0.1", "--socket=" + filepath.Join(s.dir, "socket"),
			"--skip-name-resolve", "--character-set-server=utf8mb4", "--innodb-flush-log-at-trx-commit=2", "--sync-binlog=0", "--innodb-flush-method=nosync", "--innodb-log-file-size=256M", "--init-file=" + begin}
		for _, setting := range settings {
			s.command = append(s.command, "--"+setting)
		}
	})
	return s
}

// DSN is the address of a MariaDB server as the driver mysql of database/sql takes it.
func (s *Server) DSN() string {
	config := mysql.NewConfig()
	config.Net, config.Addr, config.User, config.Passwd, config.DBName = "tcp", s.Addr, s.User, s.Password, s.Database
	config.MultiStatements = true
	return config.FormatDSN()
}
