package database

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"

	"anlan/etl/source"
)

// fault makes the source's error of a driver's. ctx is the caller's; within ends when the reading has taken too long. nil
// stays nil, and what the caller ended stays as it is.
func (r *Reader) fault(ctx, within context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	code, why := classify(err)
	if within.Err() != nil {
		code = source.TimedOut
	}
	text := words[code]
	if code == source.TimedOut {
		text = fmt.Sprintf(text, r.spec.timeout())
	}
	if why != "" {
		text += ": " + strings.ToValidUTF8(r.connection.Scrub(why), "?")
	}
	return source.Fault(code, r.Name(), r.connection.ScrubError(err), "%s", text)
}

// broken is fault for a reading that had begun.
func (r *Reader) broken(ctx, within context.Context, rows uint64, err error) error {
	_, answered := said(err)
	err = r.fault(ctx, within, err)
	// What is not the server's word comes of a connection that broke, under whatever name.
	if f, ok := errors.AsType[*source.Error](err); ok && (f.Code == source.Unreachable || f.Code == source.Refused && !answered) {
		return source.Fault(source.Unreachable, r.Name(), f.Err, "the connection broke after %d rows; nothing of them is kept, and the next run reads them again", rows)
	}
	return err
}

var words = map[string]string{
	source.Unreachable:   "the database does not answer",
	source.TimedOut:      "the database did not get done within %s (timeout: in the pipeline)",
	source.Denied:        "the database refuses the user, or the reading of this",
	source.Missing:       "the database does not have this",
	source.WrongEncoding: "texts cannot be read as UTF-8; when the database keeps GBK under another name, say encoding: gb18030",
	source.Refused:       "the database refuses the question",
}

// said is what the server itself says; ok is false when the error is not from there.
func said(err error) (message string, ok bool) {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Message, true
	}
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		return e.Message, true
	}
	return "", false
}

// classify sorts an error and gives the words for it, of the server or of the system.
func classify(err error) (code, why string) {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return postgresCode(e.Code), e.Message
	}
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		return mysqlCode(e.Number), e.Message
	}
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		return source.Unreachable, e.Err
	}
	if e, ok := errors.AsType[syscall.Errno](err); ok {
		return source.Unreachable, e.Error()
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		return source.Unreachable, "it takes too long to connect"
	}
	for _, away := range []error{io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, driver.ErrBadConn, mysql.ErrInvalidConn, context.DeadlineExceeded} {
		if errors.Is(err, away) {
			return source.Unreachable, ""
		}
	}
	return source.Refused, err.Error()
}

// postgresCode sorts by SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html.
func postgresCode(state string) string {
	switch state {
	case "57014", "55P03", "25P03": // statement_timeout, lock_not_available, idle_in_transaction_session_timeout
		return source.TimedOut
	case "42501":
		return source.Denied
	case "22021", "22P05": // bytes that are no UTF-8
		return source.WrongEncoding
	case "42P01", "42703", "3D000", "3F000":
		return source.Missing
	case "40001", "40P01": // a conflict with recovery on a standby, a deadlock
		return source.Unreachable
	}
	switch state[:min(2, len(state))] {
	case "28":
		return source.Denied
	case "08", "53", "57", "58", "XX":
		return source.Unreachable
	}
	return source.Refused
}

// mysqlCode sorts by the numbers of https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html and MariaDB's own.
func mysqlCode(number uint16) string {
	switch number {
	case 3024, 1969, 1205, 1317: // max_execution_time, max_statement_time, lock wait, interrupted
		return source.TimedOut
	case 1044, 1045, 1130, 1142, 1143, 1227, 1370, 1698, 1862:
		return source.Denied
	case 1049, 1051, 1054, 1109, 1146:
		return source.Missing
	case 1040, 1042, 1053, 1077, 1080, 1129, 1152, 1158, 1159, 1160, 1161, 1203, 1213, 1226, 1927, 4031:
		return source.Unreachable
	}
	return source.Refused
}
