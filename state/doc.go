// Package state keeps what must not be lost and is no record of the field: which jobs are due, paused or done, who holds
// which lease, which notices wait to be sent, and who did what.
//
// It is a file of SQLite in the data folder, or a database of PostgreSQL where several servers share one warehouse. Both are
// written by the same statements and pass the same tests. Times are whole milliseconds; the database's clock decides about
// leases, so that servers whose clocks differ do no harm.
package state
