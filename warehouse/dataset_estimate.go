package warehouse

import (
	"context"
	"errors"
	"io"
	"maps"
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
	if !r.plan.rowByRow() {
		return guess
	}
	s, err := r.plan.few(estimateRows).encoded(r.plan.dataPartitions(), "Native")
	if err != nil {
		return guess
	}
	ctx, cancel := context.WithTimeout(ctx, estimateFor)
	defer cancel()
	var mean float64
	if err := r.w.conn.QueryRow(under(ctx, r.plan.estimating()), "SELECT avg(byteSize(*)) FROM ("+s.SQL+")", s.values()...).Scan(&mean); err != nil || !(mean > 0) {
		return guess
	}
	return mean
}

// Sample tells how many bytes so many rows of the result, whichever, take in a format of ClickHouse. Where the rows are not those of the set themselves it is a bad_request.
func (r *dataReading) Sample(ctx context.Context, format string, settings map[string]any, rows uint64) (bytes uint64, err error) {
	if !r.plan.rowByRow() {
		return 0, Fault(BadRequest, "a sample of %s would compute all of it", r.plan.source.Name)
	}
	if err := r.w.estimates.take(ctx); err != nil {
		return 0, err
	}
	defer r.w.estimates.give()
	ctx, cancel := context.WithTimeout(ctx, estimateFor)
	defer cancel()
	s, err := r.plan.few(rows).encoded(r.plan.dataPartitions(), format)
	if err != nil {
		return 0, err
	}
	all := r.plan.estimating()
	maps.Copy(all, settings)
	body, err := r.w.conn.QueryFormat(under(ctx, all), format, s.SQL, s.values()...)
	if err != nil {
		return 0, answerFault(ctx, "estimate the bytes of "+r.plan.source.Name, err)
	}
	defer body.Close()
	n, err := io.Copy(io.Discard, body)
	return uint64(n), answerFault(ctx, "estimate the bytes of "+r.plan.source.Name, err)
}

// few is the plan of so many rows, whichever.
func (p dataPlan) few(rows uint64) *dataPlan {
	said := *p.said
	said.Order = nil
	p.said, p.query.Order, p.query.Limit = &said, nil, &rows
	return &p
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
