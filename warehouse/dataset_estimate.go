package warehouse

import (
	"context"
	"errors"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// What estimates may cost: anybody may ask for them, as often as they like.
const (
	estimateFor    = 2 * time.Second  // counting, and looking at some rows
	ceilingFor     = 10 * time.Second // counting without the caller's conditions
	estimateMemory = 256 << 20        // each of them
	estimateRows   = 1000             // whose width is looked at
	estimateTurns  = 2                // at once
	planTurns      = 4                // questions whose types the engine is asked for, at once: it computes their constants
	turnWait       = 10 * time.Second // for a turn
)

// Estimate counts the rows where that is quick and takes little memory. Otherwise they are those that the caller's conditions are judged on: no fewer than there
// are, and none that the caller may not see. Bytes are those of the engine's own values: about what Arrow takes. Few are estimated at a time; one whose turn does
// not come is an unavailable fault.
func (r *dataReading) Estimate(ctx context.Context) (rows, bytes uint64, exact bool, err error) {
	if err := r.w.estimates.take(ctx); err != nil {
		return 0, 0, false, err
	}
	defer r.w.estimates.give()
	quick, cancel := context.WithTimeout(ctx, estimateFor)
	defer cancel()
	rows, err = r.count(quick, nil, r.plan.estimating())
	if exact = err == nil; !exact {
		if ctx.Err() != nil || !tooMuch(err) {
			return 0, 0, false, err
		}
		if rows, err = r.ceiling(ctx); err != nil {
			return 0, 0, false, err
		}
	}
	return rows, uint64(float64(rows) * r.width(ctx)), exact, nil
}

// tooMuch reports whether a question was given up for the time or the memory that it takes.
func tooMuch(err error) bool {
	var fault *Error
	return errors.As(err, &fault) && (fault.Code == Timeout || fault.Code == TooLarge)
}

// estimating are the settings of streaming, in less memory.
func (p *dataPlan) estimating() map[string]any {
	all := p.streaming(nil)
	all["max_memory_usage"] = estimateMemory
	delete(all, "max_execution_time") // that of the context
	return all
}

// under gives a context under which statements run with these settings.
func under(ctx context.Context, settings map[string]any) context.Context {
	return clickhouse.Context(ctx, clickhouse.WithSettings(settings))
}

// ceiling is the number of rows that the scope, the region and the period leave: nothing of what the caller says beside them is computed.
func (r *dataReading) ceiling(ctx context.Context) (n uint64, err error) {
	ctx, cancel := context.WithTimeout(ctx, ceilingFor)
	defer cancel()
	p := *r.plan
	limits, err := p.limits(p.dataPartitions())
	if err != nil {
		return 0, err
	}
	s := Statement{SQL: "SELECT count() FROM " + p.source.from() + limits, Args: p.args}
	if err = r.w.conn.QueryRow(under(ctx, p.estimating()), s.SQL, s.values()...).Scan(&n); p.query.Limit != nil {
		n = min(n, *p.query.Limit)
	}
	return n, faultOf(ctx, "estimate the rows of "+p.source.Name, err)
}

// width is about how many bytes a row takes: the mean of some of them, or a guess where looking at some means to compute all.
func (r *dataReading) width(ctx context.Context) float64 {
	guess := float64(12 * len(r.plan.columns))
	p := *r.plan
	if !p.rowByRow() {
		return guess
	}
	few := uint64(estimateRows)
	p.query.Order, p.query.Limit = nil, &few
	said := *p.said
	said.Order = nil
	p.said = &said
	s, err := p.encoded(p.dataPartitions(), "Native")
	if err != nil {
		return guess
	}
	ctx, cancel := context.WithTimeout(ctx, estimateFor)
	defer cancel()
	var mean float64
	if err := r.w.conn.QueryRow(under(ctx, p.estimating()), "SELECT avg(byteSize(*)) FROM ("+s.SQL+")", s.values()...).Scan(&mean); err != nil || !(mean > 0) {
		return guess
	}
	return mean
}

// turns are taken by what may not run often at once. They are made with room for as many as may.
type turns chan struct{}

func (t turns) take(ctx context.Context) error {
	waiting, cancel := context.WithTimeout(ctx, turnWait)
	defer cancel()
	select {
	case t <- struct{}{}:
		return nil
	case <-waiting.Done():
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return Fault(Unavailable, "%d such questions are being looked at already: try again in a few seconds", cap(t))
	}
}

func (t turns) give() { <-t }
