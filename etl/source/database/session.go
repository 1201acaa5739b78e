package database

import (
	"context"
	"time"

	"anlan/etl/connection"
)

// session is one connection in a transaction that cannot write and sees one state of the data.
type session interface {
	// now is the server's clock.
	now(ctx context.Context) (time.Time, error)
	// describe names the columns of a statement without reading any row.
	describe(ctx context.Context, statement string) ([]column, error)
	// read begins to read. Values are bound to the statement's placeholders, in the dialect's own way.
	read(ctx context.Context, statement string, values []value) (rows, error)
	// quote writes an identifier, placeholder the place of value i, from 1.
	quote(name string) string
	placeholder(i int) string
	// present and midnight write a time as this database does in a column of the family: the time now, and the beginning of a day
	// of Beijing. zone is where times without a zone are from, nil for Beijing.
	present(f family, zone *time.Location, now time.Time) string
	midnight(f family, zone *time.Location, day time.Time) string
	close(ctx context.Context) error
}

// rows is a result on its way.
type rows interface {
	// next gives the next row; a nil value is NULL. The values are good until the next call. It ends with io.EOF.
	next() ([][]byte, error)
	close() error
}

// column is a column of a result.
type column struct {
	name     string
	typ      string // as the database calls it
	family   family
	nullable bool
	binary   bool
	// text writes a value as text behind dst; nil means that it is text already. A value that stands for nothing gives nil.
	text func(dst, value []byte) []byte
}

// family is what can be done with a column's values beside reading them.
type family int

const (
	other   family = iota
	instant        // a point of time, with its offset
	wall           // a time without a zone
	date
	integer
	word
)

// connect opens a session.
func connect(ctx context.Context, c connection.Connection, s Spec) (session, error) {
	if c.Kind == connection.MySQL {
		return connectMySQL(ctx, c, s)
	}
	return connectPostgres(ctx, c, s)
}

// beijing is Beijing time without the summer times of 1986 to 1991: as an offset it names every instant.
var beijing = time.FixedZone("+08:00", 8*60*60)
