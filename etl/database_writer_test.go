package etl

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"anlan/test/databases"
)

// While a writer inserts, changes and back-dates records within the look-back, in transactions that commit late, runs lose
// nothing and double nothing, also when some are ended in the middle and the database dies once.
func TestIncrementalRunsUnderAWriter(t *testing.T) { underWriters(t, 10*time.Second) }

const writerLookback = 9 * time.Second

// underWriters loads from a PostgreSQL and from a MariaDB side by side, each with its writers.
func underWriters(t *testing.T, long time.Duration) {
	t.Helper()
	b := setup(t)
	var offices []*office
	pipelines := ""
	for _, server := range []*databases.Server{databases.PostgreSQL(t), databases.MariaDB(t)} {
		o := newOffice(b, server, server.Addr)
		o.db.SetMaxOpenConns(4)
		o.fill(1, 5000)
		offices = append(offices, o)
		pipelines += strings.ReplaceAll(strings.Replace(officePipeline, "lookback: 1h", "lookback: "+writerLookback.String(), 1), "NAME", o.name) + "\x00"
	}
	b.open(strings.Split(strings.TrimSuffix(pipelines, "\x00"), "\x00")...)
	var all sync.WaitGroup
	for _, o := range offices {
		o.connect(o.server.Addr)
		all.Go(func() { o.underWriters(long) })
	}
	all.Wait()
	if t.Failed() {
		return
	}
	for _, o := range offices {
		last := o.run(o.name)
		written := o.ask("SELECT count() FROM hazard WHERE {parts} AND system = '"+o.name+"'", "hazard")
		if o.equal(); last.RowsRead == 0 || last.RowsRead > 4000+uint64(long/time.Second)*20 {
			t.Errorf("the last run read %d of %s records: it is to read what changed", last.RowsRead, written)
		}
		o.sample(1)
	}
}

// underWriters runs the pipeline again and again while writers write. In the middle the database dies, and some runs are ended.
func (o *office) underWriters(long time.Duration) {
	ctx, cancel := context.WithTimeout(o.t.Context(), long)
	defer cancel()
	var written atomic.Int64
	written.Store(5000)
	var writers sync.WaitGroup
	for range 3 {
		writers.Go(func() {
			for ctx.Err() == nil {
				_ = o.write(&written) // a database that is down takes nothing: the writer goes on
			}
		})
	}
	defer writers.Wait()
	runs, ended, failed := 0, 0, 0
	killed := false
	for begun := time.Now(); ctx.Err() == nil; runs++ {
		if !killed && time.Since(begun) > long/2 {
			o.server.Kill()
			if _, err := o.loader.Run(o.t.Context(), o.name, RunOptions{}); ClassOf(err) != ClassSource {
				o.t.Errorf("a database that is dead was read: %v", err)
			}
			o.server.Start()
			killed = true
		}
		once, end := context.WithCancel(o.t.Context())
		if rand.IntN(4) == 0 {
			time.AfterFunc(time.Duration(rand.IntN(400))*time.Millisecond, end)
		}
		run, err := o.loader.Run(once, o.name, RunOptions{})
		switch {
		case once.Err() != nil && err != nil:
			ended++
		case err != nil && ClassOf(err) == ClassSource:
			failed++
		case err != nil:
			o.t.Errorf("run %s: %v", run.ID, err)
			cancel()
		}
		end()
	}
	o.t.Logf("%s: %d runs, %d ended in the middle, %d without a database, %d records", o.name, runs, ended, failed, written.Load())
}

// write is one transaction of a writer: its records carry the time at which it begins, or an earlier one, and it takes its
// time to commit. It stays within the look-back.
func (o *office) write(written *atomic.Int64) error {
	now := "now() AT TIME ZONE 'Asia/Shanghai'"
	if o.mysql {
		now = "now(3)"
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	conn, err := o.db.Conn(ctx)
	if err != nil {
		time.Sleep(100 * time.Millisecond)
		return err
	}
	defer conn.Close() //nolint:errcheck // back to the pool
	if o.mysql {
		if _, err := conn.ExecContext(ctx, "SET time_zone = '+08:00'"); err != nil {
			return err
		}
	}
	var stamp string
	began := time.Now()
	ask := "SELECT to_char(" + now + ", 'YYYY-MM-DD HH24:MI:SS.MS')"
	if o.mysql {
		ask = "SELECT date_format(" + now + ", '%Y-%m-%d %H:%i:%s.%f')"
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // committed before, or not at all
	if err := tx.QueryRowContext(ctx, ask).Scan(&stamp); err != nil {
		return err
	}
	at, err := time.Parse("2006-01-02 15:04:05.999999", stamp)
	if err != nil {
		return err
	}
	if rand.IntN(3) == 0 { // back-dated
		at = at.Add(-rand.N(writerLookback / 3))
	}
	stamp = at.Format("2006-01-02 15:04:05.000")
	for range 1 + rand.IntN(5) {
		if err := o.writeOne(ctx, tx, written, stamp); err != nil {
			return err
		}
	}
	time.Sleep(rand.N([]time.Duration{time.Millisecond, 20 * time.Millisecond, writerLookback / 6}[rand.IntN(3)]))
	if time.Since(began) > writerLookback/2 {
		return tx.Rollback() // on a machine that stood still: what is committed is to be within the look-back
	}
	return tx.Commit()
}

func (o *office) writeOne(ctx context.Context, tx *sql.Tx, written *atomic.Int64, stamp string) error {
	if rand.IntN(2) == 0 {
		_, err := tx.ExecContext(ctx, o.numbered("INSERT INTO yh_ledger VALUES (?, '370303', '一般', '2024-07-01', '新', 1.23, NULL, ?)"), written.Add(1), stamp)
		return err
	}
	_, err := tx.ExecContext(ctx, o.numbered("UPDATE yh_ledger SET jine = jine + 0.01, miaoshu = '改', gengxin = ? WHERE bianhao = ?"), stamp, 1+rand.Int64N(written.Load()))
	return err
}
