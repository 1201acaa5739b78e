// Package database reads tables and queries of PostgreSQL (and of what speaks its protocol: Kingbase, openGauss) and of MySQL
// and MariaDB, in whole or what has changed since the last time, as a stream that the engine can stage.
//
// Values become text without loss: numbers keep their digits, instants carry their offset, times without a zone are Beijing's
// unless the Spec says otherwise, binary data is hexadecimal, lists are joined by semicolons. Everything is read in one
// transaction that cannot write, from one snapshot, and memory is bounded whatever the table's size.
package database

import (
	"log/slog"
	"time"

	"anlan/etl/connection"
)

// Defaults of a Spec.
const (
	DefaultTimeout  = time.Hour
	DefaultLookback = time.Hour
)

// Spec says what is read.
type Spec struct {
	Connection string // its name
	// Table is a table or view, with its schema or without: aq.yh_ledger. Query is read instead: one SELECT.
	Table, Query string
	// Watermark is how rows that changed are found; nil reads all rows every time.
	Watermark *Watermark
	// Window is the column that a window of days asks for; empty when there is none.
	Window string
	// Zone is where times without a zone are from; nil means Beijing.
	Zone *time.Location
	// GB18030 is for databases whose texts hold GBK while they claim another encoding, or none: the bytes are taken as they lie there.
	GB18030 bool
	// Timeout is how long the whole reading may take; 0 means DefaultTimeout.
	Timeout time.Duration
}

// Watermark names the column that grows whenever a row changes: a time of change, or a number. Rows above the last reading's
// highest value are read, and those of the look-back below it once more: transactions that commit late leave rows there.
type Watermark struct {
	Column string
	// Key makes the order of rows with the same watermark certain. It is needed without a look-back.
	Key []string
	// Lookback is for watermarks that are times; nil means DefaultLookback. Back is for numbers, and must be given for them.
	Lookback *time.Duration
	Back     *int64
}

// Ask is what one run wants to know.
type Ask struct {
	// Needs are the columns that must be there.
	Needs []string
	// Cursor is where the last run got to, by Reader.Cursor; empty for everything. Full reads everything nevertheless.
	Cursor string
	Full   bool
	// From and To are a window of days, YYYY-MM-DD, both included; empty for none. A reading of a window leaves the cursor alone.
	From, To string
	Log      *slog.Logger // nil: nothing is logged
}

// Describe says in a line what is read, without secrets.
func (s Spec) Describe() string {
	if s.Table != "" {
		return s.Connection + "/" + s.Table
	}
	return s.Connection + "/query"
}

func (s Spec) timeout() time.Duration {
	if s.Timeout == 0 {
		return DefaultTimeout
	}
	return s.Timeout
}

// Check says what is wrong with a connection's address, without connecting; nil when nothing is.
func Check(c connection.Connection) error {
	var err error
	switch c.Kind {
	case connection.MySQL:
		_, err = mysqlConfig(c)
	case connection.PostgreSQL:
		_, err = postgresConfig(c, Spec{})
	case connection.HTTP: // checked where it is used
	}
	return err
}
