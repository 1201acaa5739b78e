package database

import (
	"cmp"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"

	"anlan/etl/connection"
)

// mysqlSession speaks the protocol of MySQL and MariaDB. Statements are prepared, because then numbers come in binary: as text the
// server rounds a FLOAT to six digits.
type mysqlSession struct {
	conn mysqlConn
	spec Spec
}

// mysqlConn is what the driver's connection can do.
type mysqlConn interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
}

func mysqlConfig(c connection.Connection) (*mysql.Config, error) {
	config := mysql.NewConfig()
	config.User, config.Passwd, config.DBName = c.User, c.Password.Reveal(), strings.Trim(c.URL.Path, "/")
	config.Net, config.Addr = "tcp", net.JoinHostPort(c.URL.Hostname(), cmp.Or(c.URL.Port(), "3306"))
	config.Timeout, config.Logger = dialTimeout, &mysql.NopLogger{}
	for name, values := range c.URL.Query() {
		if name != "tls" || len(values) != 1 || !slices.Contains([]string{"true", "skip-verify", "preferred", "false"}, values[0]) {
			return nil, fmt.Errorf("the only option of a MySQL address is tls (true, skip-verify, preferred, false), not %q", name+"="+strings.Join(values, ","))
		}
		config.TLSConfig = values[0]
	}
	if err := config.Apply(mysql.Charset("utf8mb4", "")); err != nil {
		return nil, err
	}
	// The driver checks the rest when it writes the configuration down; what it says may hold the password.
	if _, err := mysql.NewConnector(config); err != nil {
		return nil, c.ScrubError(err)
	}
	return config, nil
}

func connectMySQL(ctx context.Context, c connection.Connection, s Spec) (session, error) {
	config, err := mysqlConfig(c)
	if err != nil {
		return nil, err
	}
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return nil, err
	}
	opened, err := connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	conn, ok := opened.(mysqlConn)
	if !ok {
		return nil, errors.Join(errors.New("the driver has changed"), opened.Close())
	}
	m := &mysqlSession{conn: conn, spec: s}
	if err := m.begin(ctx); err != nil {
		return nil, errors.Join(err, m.close(ctx))
	}
	return m, nil
}

func (m *mysqlSession) begin(ctx context.Context) error {
	version, err := m.value(ctx, "SELECT version()")
	if err != nil {
		return err
	}
	limit := "SET SESSION max_execution_time = " + strconv.FormatInt(m.spec.timeout().Milliseconds(), 10)
	if strings.Contains(version, "MariaDB") {
		limit = "SET SESSION max_statement_time = " + strconv.FormatFloat(m.spec.timeout().Seconds(), 'f', 3, 64)
	}
	statements := []string{
		"SET SESSION time_zone = '+08:00'",
		"SET SESSION net_write_timeout = 3600", // the engine may stop taking rows for a while
		limit,
		"SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
		"START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
	}
	if m.spec.GB18030 {
		statements = append([]string{"SET SESSION character_set_results = NULL"}, statements...)
	}
	for _, statement := range statements {
		if _, err := m.conn.ExecContext(ctx, statement, nil); err != nil {
			return err
		}
	}
	return nil
}

// value asks for one text.
func (m *mysqlSession) value(ctx context.Context, statement string) (string, error) {
	result, err := m.conn.QueryContext(ctx, statement, nil)
	if err != nil {
		return "", err
	}
	row := make([]driver.Value, 1)
	err = result.Next(row)
	text, _ := row[0].([]byte)
	out := string(text)
	return out, errors.Join(err, result.Close())
}

func (m *mysqlSession) now(ctx context.Context) (time.Time, error) {
	text, err := m.value(ctx, "SELECT date_format(utc_timestamp(6), '%Y-%m-%d %H:%i:%s.%f')")
	if err != nil {
		return time.Time{}, err
	}
	return time.Parse("2006-01-02 15:04:05.999999", text)
}

func (m *mysqlSession) describe(ctx context.Context, statement string) ([]column, error) {
	result, err := m.start(ctx, statement+" LIMIT 0", nil)
	if err != nil {
		return nil, err
	}
	return result.columns, result.close()
}

func (m *mysqlSession) read(ctx context.Context, statement string, values []value) (rows, error) {
	return m.start(ctx, statement, values)
}

func (m *mysqlSession) start(ctx context.Context, statement string, values []value) (*mysqlRows, error) {
	prepared, err := m.conn.PrepareContext(ctx, statement)
	if err != nil {
		return nil, err
	}
	list := make([]driver.NamedValue, len(values))
	for i, v := range values {
		list[i] = driver.NamedValue{Ordinal: i + 1, Value: v.text}
		// A number that is compared with a text is compared as a float: large ones would be equal that are not.
		if n, err := strconv.ParseInt(v.text, 10, 64); v.family == integer && err == nil {
			list[i].Value = n
		} else if n, err := strconv.ParseUint(v.text, 10, 64); v.family == integer && err == nil {
			list[i].Value = n
		}
	}
	asked, ok := prepared.(driver.StmtQueryContext)
	if !ok {
		return nil, errors.Join(errors.New("the driver has changed"), prepared.Close())
	}
	result, err := asked.QueryContext(ctx, list)
	if err != nil {
		return nil, errors.Join(err, prepared.Close())
	}
	return newMySQLRows(prepared, result, m.spec.Zone), nil
}

func (m *mysqlSession) quote(name string) string {
	return "`" + strings.ReplaceAll(name, "`", "``") + "`"
}

func (m *mysqlSession) placeholder(int) string { return "?" }

func (m *mysqlSession) present(f family, zone *time.Location, now time.Time) string {
	return present(f, zone, now)
}

func (m *mysqlSession) midnight(f family, zone *time.Location, day time.Time) string {
	return midnight(f, zone, day)
}

// close ends the transaction with the connection: it wrote nothing.
func (m *mysqlSession) close(context.Context) error { return m.conn.Close() }

// mysqlRows turns the driver's values into bytes.
type mysqlRows struct {
	prepared driver.Stmt
	result   driver.Rows
	columns  []column
	values   []driver.Value
	texts    [][]byte
	scratch  [][]byte // of values that the driver gives as numbers
}

func (r *mysqlRows) next() ([][]byte, error) {
	if err := r.result.Next(r.values); err != nil {
		return nil, err
	}
	for i, v := range r.values {
		s := r.scratch[i][:0]
		switch v := v.(type) {
		case nil:
			r.texts[i] = nil
			continue
		case []byte:
			r.texts[i] = v
			if v == nil {
				r.texts[i] = []byte{} // an empty text
			}
			continue
		case string:
			s = append(s, v...)
		case int64:
			s = strconv.AppendInt(s, v, 10)
		case uint64:
			s = strconv.AppendUint(s, v, 10)
		case float32:
			s = strconv.AppendFloat(s, float64(v), 'f', -1, 32)
		case float64:
			s = strconv.AppendFloat(s, v, 'f', -1, 64)
		default:
			return nil, fmt.Errorf("the driver gives a %T", v)
		}
		r.texts[i], r.scratch[i] = s, s
	}
	return r.texts, nil
}

func (r *mysqlRows) close() error {
	err := r.result.Close()
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return errors.Join(err, r.prepared.Close())
}
