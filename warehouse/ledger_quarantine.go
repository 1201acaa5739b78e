package warehouse

import (
	"context"
	_ "embed"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// QuarantineQuery asks for rejected rows. Empty fields do not limit.
type QuarantineQuery struct {
	Run      string
	Pipeline string
	Fact     string
	Code     string // rows that have this reason among theirs
	// Raw asks for the rows' own text too. It may hold what the warehouse itself never keeps, such as names.
	Raw   bool
	After string // the cursor of the row before the page
	First int    // 1 to 1000; 0 means 50
}

// QuarantineRow is one rejected row with all its reasons; Codes and Reasons run side by side.
type QuarantineRow struct {
	Run      string    `ch:"run"`
	Pipeline string    `ch:"pipeline"`
	Fact     string    `ch:"fact"`
	Region   string    `ch:"region"` // empty when the row names none that is known: then only callers that see everything see it
	File     string    `ch:"file"`
	Row      uint64    `ch:"row"`  // record of the file, from 1
	Line     uint64    `ch:"line"` // line of the file, from 1; 0 where files have no lines
	Codes    []string  `ch:"codes"`
	Reasons  []string  `ch:"reasons"`
	Raw      string    `ch:"raw"`
	At       time.Time `ch:"at"`
}

// QuarantinePage is one page of rejected rows: the newest run first, within it by file and row.
type QuarantinePage struct {
	Rows    []QuarantineRow
	Cursors []string // one a row
	HasNext bool
}

// ReasonCount says how many rows were rejected for one reason. Example is the reason of one of them.
type ReasonCount struct {
	Code    string `ch:"code"`
	Rows    uint64 `ch:"rows"`
	Example string `ch:"example"`
}

var (
	//go:embed sql/ledger_quarantine.sql
	ledgerQuarantineSQL string
	//go:embed sql/ledger_reasons.sql
	ledgerReasonsSQL string
)

// Quarantine lists rejected rows that the scope may see. Rows are never changed, so pages are stable while loads go on.
func (w *Warehouse) Quarantine(ctx context.Context, scope Scope, q QuarantineQuery) (*QuarantinePage, error) {
	if q.First == 0 {
		q.First = pageSize
	}
	if q.First < 1 || q.First > maxPageSize {
		return nil, Fault(BadRequest, "a page has 1 to %d rows", maxPageSize)
	}
	run, file, row, err := parseQuarantineCursor(q.After)
	if err != nil {
		return nil, err
	}
	args, err := w.quarantineArgs(ctx, scope, q)
	if err != nil || args == nil {
		return &QuarantinePage{}, err
	}
	args = append(args, named("code", q.Code), named("raw", q.Raw), named("limit", uint32(q.First+1)),
		named("after_run", run), named("after_file", file), named("after_row", row))
	page := &QuarantinePage{}
	if err := w.conn.Select(ctx, &page.Rows, ledgerQuarantineSQL, args...); err != nil {
		return nil, faultOf(ctx, "list rejected rows", err)
	}
	if page.HasNext = len(page.Rows) > q.First; page.HasNext {
		page.Rows = page.Rows[:q.First]
	}
	for _, r := range page.Rows {
		page.Cursors = append(page.Cursors, base64.RawURLEncoding.EncodeToString([]byte(r.Run+"\x00"+r.File+"\x00"+strconv.FormatUint(r.Row, 10))))
	}
	return page, nil
}

// QuarantineReasons counts the reasons of the rejected rows that the scope may see, the most frequent first. A row with two
// reasons counts under both. Of the query, Run, Pipeline and Fact matter.
func (w *Warehouse) QuarantineReasons(ctx context.Context, scope Scope, q QuarantineQuery) ([]ReasonCount, error) {
	args, err := w.quarantineArgs(ctx, scope, q)
	if err != nil || args == nil {
		return nil, err
	}
	var list []ReasonCount
	err = w.conn.Select(ctx, &list, ledgerReasonsSQL, args...)
	return list, faultOf(ctx, "count rejected rows", err)
}

// quarantineArgs are the parameters that both queries share; nil when the scope sees nothing of it. Rows have a sector only
// in their raw text, so a scope limited to sectors sees none.
func (w *Warehouse) quarantineArgs(ctx context.Context, scope Scope, q QuarantineQuery) ([]any, error) {
	facts := texts(scope.Facts)
	if q.Fact != "" {
		if !scope.SeesFact(q.Fact) {
			return nil, nil
		}
		facts = []string{q.Fact}
	}
	if len(scope.Sectors) > 0 {
		return nil, nil
	}
	current, err := w.Current(ctx)
	if err != nil {
		return nil, err
	}
	return []any{
		named("run", q.Run), named("pipeline", q.Pipeline), named("facts", facts), named("all", scope.All),
		named("closure", texts(current.Partitions("region_closure"))), named("regions", codes(scope.Regions)),
	}, nil
}

func parseQuarantineCursor(cursor string) (run, file string, row uint64, err error) {
	if cursor == "" {
		return "", "", 0, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	parts := strings.Split(string(text), "\x00")
	if err != nil || len(parts) != 3 {
		return "", "", 0, Fault(BadRequest, "the cursor %q is none of this list", cursor)
	}
	if row, err = strconv.ParseUint(parts[2], 10, 64); err != nil {
		return "", "", 0, Fault(BadRequest, "the cursor %q is none of this list", cursor)
	}
	return parts[0], parts[1], row, nil
}
