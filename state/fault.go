package state

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"modernc.org/sqlite"
)

// placed is an error of the database, with what was being done and where.
type placed struct {
	place, doing string
	err          error
}

func (p *placed) Error() string { return "state (" + p.place + "): " + p.doing + ": " + p.err.Error() }

func (p *placed) Unwrap() error { return p.err }

// fault says what was being done, and in plain words what is wrong with the file or the server. That something is not there
// is nothing wrong with them.
func (s *Store) fault(doing string, err error) error {
	if _, known := errors.AsType[*placed](err); err == nil || known || errors.Is(err, ErrNotFound) {
		return err
	}
	return &placed{s.place, strings.ReplaceAll(doing, "_", " "), explain(err)}
}

// Codes of SQLite, https://www.sqlite.org/rescode.html.
const (
	sqlitePerm     = 3
	sqliteReadonly = 8
	sqliteIOErr    = 10
	sqliteCorrupt  = 11
	sqliteFull     = 13
	sqliteCantOpen = 14
	sqliteNotADB   = 26
)

// explain adds what to do where we know.
func explain(err error) error {
	file, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	advice := map[int]string{
		sqlitePerm: "the file may not be written: let the user who runs anlan write to it and to its folder", sqliteReadonly: "the disk or the file is read-only: let the user who runs anlan write to it and to its folder",
		sqliteIOErr: "the disk does not read or write: look at the disk", sqliteCorrupt: "the file is damaged: put back a copy of it, or move it away, after which jobs begin anew",
		sqliteFull: "the disk is full: make room", sqliteCantOpen: "the file cannot be opened: let the user who runs anlan write to its folder",
		sqliteNotADB: "the file is no SQLite database: move it away, after which jobs begin anew",
	}[file.Code()&0xff]
	if advice == "" {
		return err
	}
	return fmt.Errorf("%s (%w)", advice, err)
}

// masked takes the password out of what a driver says.
func masked(err error, address string) error {
	u, parsing := url.Parse(address)
	if err == nil || parsing != nil || u.User == nil {
		return err
	}
	password, ok := u.User.Password()
	if !ok || password == "" {
		return err
	}
	text := err.Error()
	for _, secret := range []string{address, password, url.QueryEscape(password), url.PathEscape(password)} {
		text = strings.ReplaceAll(text, secret, "***")
	}
	if text == err.Error() {
		return err
	}
	return errors.New(text)
}
