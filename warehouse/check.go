package warehouse

import (
	"context"
	_ "embed"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// Severities of a check of a load.
const (
	CheckBlocks = "block" // the load publishes nothing
	CheckWarns  = "warn"  // the load is published all the same
)

// Outcomes of a check of a load.
const (
	CheckPassed  = "passed"  // everything that it asks for was compared, and holds
	CheckFailed  = "failed"  // it does not hold
	CheckSkipped = "skipped" // there was nothing to compare with: unknown, not passed
	CheckErrored = "error"   // it could not be computed; of severity block, it blocks
)

// CheckResult says what one check of one load found. Rows are written once and never changed.
type CheckResult struct {
	Run       string    `ch:"run"`
	Number    uint32    `ch:"number"` // place among the checks of the run, from 1
	Pipeline  string    `ch:"pipeline"`
	Fact      string    `ch:"fact"`
	Code      string    `ch:"code"`    // the check's name in its pipeline
	Kind      string    `ch:"kind"`    // rows, sum, fresh, unique, known, filled, reconcile, control or holds
	Subject   string    `ch:"subject"` // what was measured: rows, sum(penalty); results of equal subjects can be compared
	Severity  string    `ch:"severity"`
	Outcome   string    `ch:"outcome"`
	Measured  string    `ch:"measured"` // as printed: 1200, 97.5 %, 2025-04-17; empty when it is unknown
	Value     *float64  `ch:"value"`    // the same as a number where it is one (shares from 0 to 1), for charts and later comparisons
	Expected  string    `ch:"expected"` // what would have passed, as printed
	TitleZH   string    `ch:"title_zh"` // the pipeline's own words for the check
	TitleEN   string    `ch:"title_en"`
	MessageZH string    `ch:"message_zh"` // what was found, without keys of records
	MessageEN string    `ch:"message_en"`
	Keys      []string  `ch:"keys"` // the first records or groups that disagree; empty for callers who do not see all records of the fact
	At        time.Time `ch:"at"`
}

// Title is the pipeline's own words for the check; both texts are empty when it has none.
func (r CheckResult) Title() Text { return Text{ZH: r.TitleZH, EN: r.TitleEN} }

// Message says what was found.
func (r CheckResult) Message() Text { return Text{ZH: r.MessageZH, EN: r.MessageEN} }

// CheckQuery asks for results of checks. Empty fields do not limit.
type CheckQuery struct {
	Run      string
	Pipeline string
	Fact     string
	Code     string
	Outcome  string
	Severity string
	After    string // the cursor of the result before the page
	First    int    // 1 to 1000; 0 means 50
}

// CheckPage is one page of results: the newest run first, within it in the order of the pipeline.
type CheckPage struct {
	Results []CheckResult
	Cursors []string // one a result
	HasNext bool
}

var (
	//go:embed sql/check_list.sql
	checkListSQL string
	//go:embed sql/check_history.sql
	checkHistorySQL string
)

// AppendChecks writes results of checks.
func (w *Warehouse) AppendChecks(ctx context.Context, results []CheckResult) error {
	if len(results) == 0 {
		return nil
	}
	rows := make([]any, len(results))
	for i := range results {
		results[i].Keys = texts(results[i].Keys)
		rows[i] = &results[i]
	}
	err := w.appendRows(ctx, `INSERT INTO check_result (run, number, pipeline, fact, code, kind, subject, severity, outcome, measured, value, expected,
		title_zh, title_en, message_zh, message_en, keys, at)`, rows)
	return faultOf(ctx, "write the results of checks", err)
}

// Checks lists results of checks of the facts that the scope may see. A result is about all rows of a load: who does not see all
// records of the fact gets the figures without the keys. Results never change, so pages are stable while loads go on.
func (w *Warehouse) Checks(ctx context.Context, scope Scope, q CheckQuery) (*CheckPage, error) {
	if q.First == 0 {
		q.First = pageSize
	}
	if q.First < 1 || q.First > maxPageSize {
		return nil, Fault(BadRequest, "a page has 1 to %d results", maxPageSize)
	}
	run, number, err := parseCheckCursor(q.After)
	if err != nil {
		return nil, err
	}
	facts := texts(scope.Facts)
	if q.Fact != "" {
		facts = []string{q.Fact}
	}
	page := &CheckPage{}
	if scope.Empty() || q.Fact != "" && !scope.SeesFact(q.Fact) {
		return page, nil
	}
	err = w.conn.Select(ctx, &page.Results, checkListSQL, named("run", q.Run), named("pipeline", q.Pipeline), named("facts", facts),
		named("code", q.Code), named("outcome", q.Outcome), named("severity", q.Severity), named("after_run", run), named("after_number", number),
		named("limit", uint32(q.First+1)))
	if err != nil {
		return nil, faultOf(ctx, "list the results of checks", err)
	}
	if page.HasNext = len(page.Results) > q.First; page.HasNext {
		page.Results = page.Results[:q.First]
	}
	for i := range page.Results {
		r := &page.Results[i]
		if !scope.Whole(r.Fact) {
			r.Keys = nil
		}
		page.Cursors = append(page.Cursors, base64.RawURLEncoding.EncodeToString([]byte(r.Run+"\x00"+strconv.FormatUint(uint64(r.Number), 10))))
	}
	return page, nil
}

// CheckHistory lists what a check measured in the last good runs of its pipeline, the newest first: runs that went through and
// covered what they usually cover, so not dry ones, backfills, windows and replays. What equal subjects name can be compared; under
// the subject rows the ledger knows runs from before the check too.
func (w *Warehouse) CheckHistory(ctx context.Context, pipeline, code, subject string, last int) ([]float64, error) {
	rows, err := w.conn.Query(ctx, checkHistorySQL, named("pipeline", pipeline), named("code", code), named("subject", subject),
		named("limit", uint32(last)))
	if err != nil {
		return nil, faultOf(ctx, "read what a check measured before", err)
	}
	defer rows.Close()
	var list []float64
	for rows.Next() {
		var v float64
		if err := rows.Scan(&v); err != nil {
			return nil, faultOf(ctx, "read what a check measured before", err)
		}
		list = append(list, v)
	}
	return list, faultOf(ctx, "read what a check measured before", rows.Err())
}

func parseCheckCursor(cursor string) (run string, number uint32, err error) {
	if cursor == "" {
		return "", 0, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	run, digits, found := strings.Cut(string(text), "\x00")
	n, numberErr := strconv.ParseUint(digits, 10, 32)
	if err != nil || !found || numberErr != nil {
		return "", 0, Fault(BadRequest, "the cursor %q is none of this list", cursor)
	}
	return run, uint32(n), nil
}
