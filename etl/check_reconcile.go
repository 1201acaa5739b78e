package etl

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"anlan/warehouse"
)

// ReconcileTest wants what headers state about their details to be what the details are: 发现隐患数 of an inspection, and the
// rows of hazards that name it. One side is this load; the other is a join of the pipeline, compared file with file, or
// records that the warehouse holds.
type ReconcileTest struct {
	Header, Detail Side
	// On pairs our column with theirs, where the other side is in the warehouse; a join has keys of its own.
	On []JoinKey
	// Tolerance is how far the two figures of a header may differ.
	Tolerance allowance
	// Surplus allows more details than stated: only what is missing disagrees.
	Surplus bool
	// AtMost is how many headers may disagree.
	AtMost allowance
	// Touched looks only at headers that rows of this load belong to; otherwise at all of its systems' headers from its first day on.
	Touched *bool
	// Grace leaves out headers of the last days, whose details may still be on their way.
	Grace int
}

// Side is where one of the two figures comes from.
type Side struct {
	Join string          // a join of the pipeline
	Fact *warehouse.Fact // records of the warehouse; without Join and Fact: this load
	// Column states the figure, or is summed; of details empty, which counts them.
	Column string
}

func (s Side) other() bool { return s.Join != "" || s.Fact != nil }

func (s Side) String() string {
	where := s.Join
	if s.Fact != nil {
		where = s.Fact.Name
	}
	if where == "" {
		return s.Column
	}
	return where + "." + s.Column
}

// allowance is a number, or a share of what it limits.
type allowance struct {
	value float64
	share bool
}

func (a allowance) String() string {
	if a.share {
		return percent(a.value)
	}
	return number(a.value)
}

// of is the number that the allowance comes to.
func (a allowance) of(whole float64) float64 {
	if a.share {
		return a.value * whole
	}
	return a.value
}

// Kind is reconcile.
func (ReconcileTest) Kind() string { return "reconcile" }

// Subject names the two figures.
func (t ReconcileTest) Subject() string {
	if t.Detail.Column == "" {
		return t.Header.String() + " = count(" + strings.TrimSuffix(t.Detail.String(), ".") + ")"
	}
	return t.Header.String() + " = sum(" + t.Detail.String() + ")"
}

func (t ReconcileTest) measure(ctx context.Context, l *loaded) (finding, error) {
	expected := "≤ " + t.AtMost.String()
	r := &reconciliation{ReconcileTest: t, loaded: l, args: &arguments{}}
	if zh, en := r.impossible(); en != "" {
		return skipped(expected, zh, en), nil
	}
	if err := r.findLeaving(ctx); err != nil {
		return finding{}, err
	}
	compared := "(SELECT " + r.list("h.k%d AS k%d") + ", h.text AS text, h.stated AS stated, d.n AS found,\n  isNull(h.stated) OR " + r.difference() + " > " + r.tolerance() +
		" AS differs\nFROM (" + r.header() + ") AS h\nLEFT JOIN (" + r.detail() + ") AS d ON " + r.list("h.k%d = d.k%d", " AND ") + ")"
	var headers, wrong uint64
	if err := l.run.conn.QueryRow(ctx, "SELECT count(), countIf(differs) FROM "+compared, r.args.values...).Scan(&headers, &wrong); err != nil {
		return finding{}, err
	}
	if headers == 0 {
		return skipped(expected, "没有一条主记录写明应有数", "no header states a figure"), nil
	}
	f := finding{outcome: judged(float64(wrong) <= t.AtMost.of(float64(headers))), measured: strconv.FormatUint(wrong, 10), value: new(float64(wrong)), expected: expected,
		zh: fmt.Sprintf("%d 条主记录中 %d 条与明细不符（写明 ≠ 实有）", headers, wrong), en: fmt.Sprintf("%d of %d headers disagree with their details (stated ≠ found)", wrong, headers)}
	if wrong == 0 {
		return f, nil
	}
	var err error
	f.keys, err = l.keys(ctx, "SELECT concat("+r.list("k%[1]d", ", ' + ', ")+", ': ', text, ' ≠ ', toString(found)) AS line FROM "+compared+" WHERE differs ORDER BY "+r.list("k%[1]d"), r.args.values...)
	return f, err
}
