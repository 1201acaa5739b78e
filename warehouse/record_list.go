package warehouse

import (
	"context"
	"errors"
)

// ListRecords gives one page of records of the type asked for. Errors are *Error: forbidden when the region or the kind of
// record lies outside the scope, bad_request for a query that makes no sense or a cursor of another list, not_found for a
// version that is no longer kept.
func ListRecords[T Record](ctx context.Context, w *Warehouse, scope Scope, q RecordQuery) (*Page[T], error) {
	var kind T
	p, base, release, err := w.planRecords(ctx, scope, q, kind.fact())
	if err != nil {
		return nil, err
	}
	defer release()
	page := &Page[T]{Version: p.version.Number}
	want := q.First
	if want == 0 {
		want = pageSize
	}
	if page.Records, err = readNewest[T](ctx, w, p, want+1); err != nil {
		return nil, faultOf(ctx, "list the records", err)
	}
	if page.HasNext = len(page.Records) > want; page.HasNext {
		page.Records = page.Records[:want]
	}
	for _, record := range page.Records {
		if len(q.Order) > 0 {
			break
		}
		page.Cursors = append(page.Cursors, record.position().cursor(base))
	}
	if q.WithTotal {
		page.Total, err = w.countPlanned(ctx, p)
	}
	return page, err
}

func readNewest[T Record](ctx context.Context, w *Warehouse, p *recordPlan, want int) ([]T, error) {
	var records []T
	err := p.newest(want, func(s Statement) (int, error) {
		var some []T
		err := w.conn.Select(ctx, &some, s.SQL, s.values()...)
		records = append(records, some...)
		return len(some), err
	})
	return records, err
}

// newest reads month by month from the newest on, twice as many with every step, until there are as many records as are wanted:
// the first pages of a long list do not read all of it. read says how many records a statement gave.
func (p *recordPlan) newest(want int, read func(Statement) (int, error)) error {
	parts := p.partitions()
	if len(p.records.Order) > 0 && len(parts) > 0 && want > 0 {
		statement, err := p.list(parts, want)
		if err != nil {
			return err
		}
		_, err = read(statement)
		return err
	}
	for step := 1; len(parts) > 0 && want > 0; step *= 2 {
		n := min(step, len(parts))
		for n < len(parts) && partitionMonth(parts[n]) == partitionMonth(parts[n-1]) {
			n++ // a month is read whole
		}
		statement, err := p.list(parts[:n], want)
		if err != nil {
			return err
		}
		found, err := read(statement)
		if err != nil {
			return err
		}
		want, parts = want-found, parts[n:]
	}
	return nil
}

// CountRecords gives the length of the list that the query asks for; the cursor and the page size mean nothing to it.
func (w *Warehouse) CountRecords(ctx context.Context, scope Scope, q RecordQuery) (uint64, error) {
	p, _, release, err := w.planRecords(ctx, scope, q, q.Fact)
	if err != nil {
		return 0, err
	}
	defer release()
	return w.countPlanned(ctx, p)
}

func (w *Warehouse) countPlanned(ctx context.Context, p *recordPlan) (uint64, error) {
	whole := *p
	whole.after = nil
	parts := whole.partitions()
	if len(parts) == 0 {
		return 0, nil
	}
	statement, err := whole.count(parts)
	if err != nil {
		return 0, err
	}
	var n uint64
	err = w.conn.QueryRow(ctx, statement.SQL, statement.values()...).Scan(&n)
	return n, faultOf(ctx, "count the records", err)
}

// planRecords checks a query against the scope and fills in what it leaves open. The version is held until release.
func (w *Warehouse) planRecords(ctx context.Context, scope Scope, q RecordQuery, fact string) (p *recordPlan, base cursor, release func(), err error) {
	if q.Fact != "" && q.Fact != fact {
		return nil, base, nil, Fault(BadRequest, "the query asks for %s records, the list holds %s records", q.Fact, fact)
	}
	q.Fact = fact
	base = cursor{Query: q.fingerprint()}
	p = &recordPlan{}
	if q.After != "" {
		c, err := decodeCursor(q.After, q)
		if err != nil {
			return nil, base, nil, err
		}
		p.after, q.Version = &c, c.Version
	}
	v, release, err := w.pin(ctx, q.Version)
	if err != nil {
		var fault *Error
		if q.After != "" && errors.As(err, &fault) && fault.Code == NotFound {
			err = Fault(NotFound, "the list was begun on data version %d, which is no longer kept: begin it again", q.Version)
		}
		return nil, base, nil, err
	}
	if err := w.resolveRecords(ctx, v, scope, p, q); err != nil {
		release()
		return nil, base, nil, err
	}
	base.Version, base.AsOf = v.Number, p.records.AsOf
	return p, base, release, nil
}

func (w *Warehouse) resolveRecords(ctx context.Context, v *Version, scope Scope, p *recordPlan, q RecordQuery) error {
	f, ok := FactNamed(q.Fact)
	if !ok {
		return Fault(NotFound, "there are no %q records", q.Fact)
	}
	if q.First < 0 || q.First > maxPageSize {
		return Fault(BadRequest, "a page has 1 to %d records", maxPageSize)
	}
	if q.Search != "" && q.Fact != "enterprise" {
		return Fault(BadRequest, "only enterprises can be searched by text")
	}
	if !q.Lapsing.IsZero() && q.Fact != "training" {
		return Fault(BadRequest, "only trainings have certificates that lapse")
	}
	if len(q.Order) > 0 && q.After != "" {
		return Fault(BadRequest, "a list with an order of its own has one page")
	}
	for _, o := range q.Order {
		if _, err := orderBy(f, o); err != nil {
			return err
		}
	}
	if !scope.SeesFact(q.Fact) {
		return Fault(Forbidden, "%s records are outside what this caller may see", q.Fact)
	}
	if !q.From.IsZero() && !q.To.IsZero() && q.To.Before(q.From) {
		return Fault(BadRequest, "the last day, %s, is before the first, %s", q.To, q.From)
	}
	if q.Metric != "" {
		m, err := w.catalogue.Metric(q.Metric)
		if err != nil {
			return err
		}
		if p.measure = m.Drill(); p.measure.Fact != q.Fact {
			return Fault(BadRequest, "%s counts %s records, not %s", q.Metric, p.measure.Fact, q.Fact)
		}
	}
	if q.AsOf.IsZero() && p.after != nil {
		q.AsOf = p.after.AsOf
	}
	if today := w.Today(); q.AsOf.IsZero() || q.AsOf.After(today) {
		q.AsOf = today
	}
	if !q.To.IsZero() && q.AsOf.After(q.To) {
		q.AsOf = q.To
	}
	if p.measure != nil && (q.To.IsZero() || q.To.After(q.AsOf)) {
		q.To = q.AsOf // a figure counts no further than the day it is judged on
	}
	if q.Tree == "" {
		q.Tree = Managing
	}
	if q.TreeDate.IsZero() {
		q.TreeDate = q.AsOf
	}
	regions, err := w.Regions(ctx, v)
	if err != nil {
		return err
	}
	if q.Region == "" {
		q.Region = homeOf(scope, regions, q.TreeDate)
	}
	if err := allowRegion(scope, regions, MetricQuery{Region: q.Region, TreeDate: q.TreeDate}); err != nil {
		return err
	}
	p.plan = plan{catalogue: w.catalogue, version: v, scope: scope}
	p.fact, p.records = f, q
	_, err = p.where() // so that a fault of the query shows also where there is no data
	return err
}

// GetRecord gives one record by the system that it comes from and its number there. A record that does not exist or lies
// outside the scope is a not_found Error: a caller cannot tell the two apart. For enterprises the system may be empty.
func GetRecord[T Record](ctx context.Context, w *Warehouse, scope Scope, version uint64, system, id string) (T, error) {
	var none T
	found, err := recordsNamed[T](ctx, w, scope, version, system, []string{id})
	if err != nil {
		return none, err
	}
	if len(found) == 0 {
		return none, Fault(NotFound, "there is no %s %q", none.fact(), id)
	}
	return found[0], nil
}

// EnterprisesNamed gives those of the enterprises with these numbers that the scope shows, by number.
func (w *Warehouse) EnterprisesNamed(ctx context.Context, scope Scope, version uint64, ids []string) (map[string]EnterpriseRecord, error) {
	found, err := recordsNamed[EnterpriseRecord](ctx, w, scope, version, "", ids)
	if err != nil {
		return nil, err
	}
	named := make(map[string]EnterpriseRecord, len(found))
	for _, e := range found {
		if _, twice := named[e.ID]; !twice { // two systems may know one enterprise: the first by name speaks
			named[e.ID] = e
		}
	}
	return named, nil
}

func recordsNamed[T Record](ctx context.Context, w *Warehouse, scope Scope, version uint64, system string, ids []string) ([]T, error) {
	var kind T
	f, _ := FactNamed(kind.fact())
	if !scope.SeesFact(f.Name) {
		return nil, Fault(Forbidden, "%s records are outside what this caller may see", f.Name)
	}
	if system == "" && f.Name != "enterprise" {
		return nil, Fault(BadRequest, "name the system that the record comes from")
	}
	v, release, err := w.pin(ctx, version)
	if err != nil {
		return nil, err
	}
	defer release()
	if len(v.Partitions(f.Name)) == 0 || len(ids) == 0 {
		return nil, nil
	}
	p := &recordPlan{plan: plan{version: v, scope: scope}, fact: f}
	statement := p.named(system, ids)
	var found []T
	err = w.conn.Select(ctx, &found, statement.SQL, statement.values()...)
	return found, faultOf(ctx, "read the record", err)
}
