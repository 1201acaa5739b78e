package database

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"anlan/etl/connection"
)

// dialTimeout is how long connecting may take.
const dialTimeout = 15 * time.Second

// postgres speaks the PostgreSQL protocol and takes every value in its text form: no digit is lost on the way.
type postgres struct {
	conn *pgconn.PgConn
	spec Spec
}

func postgresConfig(c connection.Connection, s Spec) (*pgconn.Config, error) {
	u := *c.URL
	u.Scheme = "postgres"
	u.User = nil
	config, err := pgconn.ParseConfig(u.String())
	if err != nil {
		return nil, c.ScrubError(err)
	}
	config.User, config.Password = c.User, c.Password.Reveal()
	config.ConnectTimeout = dialTimeout
	config.RuntimeParams["application_name"] = "anlan"
	config.RuntimeParams["client_encoding"] = "UTF8"
	if s.GB18030 {
		config.RuntimeParams["client_encoding"] = "SQL_ASCII"
	}
	return config, nil
}

func connectPostgres(ctx context.Context, c connection.Connection, s Spec) (session, error) {
	config, err := postgresConfig(c, s)
	if err != nil {
		return nil, err
	}
	conn, err := pgconn.ConnectConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	p := &postgres{conn: conn, spec: s}
	// SET LOCAL ends with the transaction: a pool between us and the server hands nothing of it on.
	begin := "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL TimeZone = '<+08>-08'; SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'postgres'; " +
		"SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 3; SET LOCAL statement_timeout = " + strconv.FormatInt(s.timeout().Milliseconds(), 10)
	if _, err := conn.Exec(ctx, begin).ReadAll(); err != nil {
		return nil, errors.Join(err, p.close(ctx))
	}
	return p, nil
}

func (p *postgres) now(ctx context.Context) (time.Time, error) {
	result := p.conn.ExecParams(ctx, "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')", nil, nil, nil, nil).Read()
	if result.Err != nil {
		return time.Time{}, result.Err
	}
	return time.Parse("2006-01-02 15:04:05.999999", string(result.Rows[0][0]))
}

func (p *postgres) describe(ctx context.Context, asked string) ([]column, error) {
	d, err := p.conn.Prepare(ctx, "", p.encode(asked), nil)
	if err != nil {
		return nil, err
	}
	columns := make([]column, len(d.Fields))
	if len(columns) == 0 {
		return columns, nil
	}
	ask := &statement{session: p}
	for i, f := range d.Fields {
		columns[i].name = p.decode(f.Name)
		ask.add([]string{"SELECT format_type(", ", format_type("}[min(i, 1)])
		typ := p.placeholder(len(ask.values) + 1)
		ask.bind(number(int64(f.DataTypeOID)))
		ask.add("::oid, ")
		ask.bind(number(int64(f.TypeModifier)))
		ask.add("::int4), (SELECT typcategory::text || typelem::text FROM pg_type WHERE oid = ", typ, "::oid), (SELECT attnotnull FROM pg_attribute WHERE attrelid = ")
		ask.bind(number(int64(f.TableOID)))
		ask.add("::oid AND attnum = ")
		ask.bind(number(int64(f.TableAttributeNumber)))
		ask.add("::int4)")
	}
	result := p.conn.ExecParams(ctx, ask.sql.String(), texts(ask.values), nil, nil, nil).Read()
	if result.Err != nil {
		return nil, result.Err
	}
	for i, f := range d.Fields {
		row := result.Rows[0][3*i:]
		columns[i].typ = p.decode(string(row[0]))
		columns[i].nullable = string(row[2]) != "t"
		postgresType(&columns[i], f.DataTypeOID, string(row[1]), p.spec.Zone)
	}
	return columns, nil
}

func (p *postgres) read(ctx context.Context, statement string, values []value) (rows, error) {
	return &postgresRows{reader: p.conn.ExecParams(ctx, p.encode(statement), texts(values), nil, nil, nil)}, nil
}

// texts is how values go to the server, which knows of each what it is.
func texts(values []value) [][]byte {
	list := make([][]byte, len(values))
	for i, v := range values {
		list[i] = []byte(v.text)
	}
	return list
}

func number(n int64) value { return value{strconv.FormatInt(n, 10), integer} }

func (p *postgres) quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func (p *postgres) placeholder(i int) string { return "$" + strconv.Itoa(i) }

func (p *postgres) present(f family, zone *time.Location, now time.Time) string {
	return withOffset(f, present(f, zone, now))
}

func (p *postgres) midnight(f family, zone *time.Location, day time.Time) string {
	return withOffset(f, midnight(f, zone, day))
}

// withOffset adds Beijing's offset to an instant, as the server writes it.
func withOffset(f family, text string) string {
	if f == instant {
		return text + "+08"
	}
	return text
}

// close ends the transaction with the connection: it wrote nothing.
func (p *postgres) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return p.conn.Close(ctx)
}

// encode writes a statement as the database has its texts.
func (p *postgres) encode(text string) string {
	if p.spec.GB18030 {
		return toGB18030(text)
	}
	return text
}

func (p *postgres) decode(text string) string {
	if p.spec.GB18030 {
		return fromGB18030(text)
	}
	return text
}

type postgresRows struct{ reader *pgconn.ResultReader }

func (r *postgresRows) next() ([][]byte, error) {
	if r.reader.NextRow() {
		return r.reader.Values(), nil
	}
	if _, err := r.reader.Close(); err != nil {
		return nil, err
	}
	return nil, io.EOF
}

func (r *postgresRows) close() error {
	_, err := r.reader.Close()
	return err
}
