package result

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// Publisher keeps the data sets of what is published equal to the results: the facts assessment_result and assessment_mark. It is
// safe for concurrent use; several servers agree by what stands in the data.
type Publisher struct {
	results *Results
	list    func(context.Context) ([]state.AssessmentRun, error) // of what was ever published
	data    Data
	known   scheme.Known // for units and titles of figures
	now     func() time.Time

	mu    sync.Mutex
	seen  string        // what was published when the data were last found equal
	until time.Time     // after a failure: when it is tried again
	wait  time.Duration // how long that was
}

// Data is where the data sets are kept.
type Data interface {
	OwnTexts(ctx context.Context, fact *warehouse.Fact, of, what string) (map[string]string, error)
	PutOwn(ctx context.Context, note, of string, values []string, records ...warehouse.OwnRecords) error
}

// NewPublisher gives the publisher of the results that a state keeps.
func NewPublisher(store *state.Store, w *warehouse.Warehouse) *Publisher {
	return &Publisher{results: &Results{store: store}, list: store.PublishedAssessments, data: w, known: scheme.KnownIn(w.Catalogue()), now: w.Now}
}

// After a failure it waits, longer every time: what is damaged does not mend itself.
const (
	leastWait = 10 * time.Second
	mostWait  = 10 * time.Minute
)

// Keep is Sync for who asks every few seconds: it looks at the data only when what is published became different, and after a failure
// leaves them alone for a while.
func (p *Publisher) Keep(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now().Before(p.until) {
		return nil
	}
	published, err := p.published(ctx)
	if err == nil {
		if now := seenOf(published); now != p.seen {
			if _, err = p.sync(ctx, published); err == nil {
				p.seen = now
			}
		}
	}
	if err == nil || ctx.Err() != nil {
		p.wait = 0
		return err
	}
	p.wait = min(max(2*p.wait, leastWait), mostWait)
	p.until = p.now().Add(p.wait)
	return fmt.Errorf("published results as data sets, again in %s: %w", p.wait, err)
}

// Sync makes the data sets say what is published now and counts the results that they said otherwise; when they said so already there
// is no new version of the data. A result that is not as it was stored keeps the rows that it has; the error names it, and the others
// are brought up to date all the same. Sync waits for whoever changes the data.
func (p *Publisher) Sync(ctx context.Context) (changed int, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	published, err := p.published(ctx)
	if err != nil {
		return 0, err
	}
	return p.sync(ctx, published)
}

// Behind names the results that the data sets do not say as they are published now, in order.
func (p *Publisher) Behind(ctx context.Context) ([]string, error) {
	published, err := p.published(ctx)
	if err != nil {
		return nil, err
	}
	changed, gone, err := p.compare(ctx, published)
	var ids []string
	for _, one := range changed {
		ids = append(ids, one.run.ID)
	}
	ids = append(ids, gone...)
	slices.Sort(ids)
	return ids, err
}

// publication is a published result as the data sets are to say it.
type publication struct {
	run          state.AssessmentRun // without its head
	status       string
	supersededBy string
	previous     string // the result in force for the period before
	revision     string
}

// What becomes of a published result: the vocabulary publication_status.
const (
	official   = "official"
	superseded = "superseded"
	withdrawn  = "withdrawn"
)

// layout is the way in which results are written into the columns: another one makes all rows anew.
const layout = "1"

// published lists what was ever published, as it stands now.
func (p *Publisher) published(ctx context.Context) ([]publication, error) {
	runs, err := p.list(ctx)
	if err != nil {
		return nil, err
	}
	inForce := map[string]string{} // case → the id of the highest run: the list goes by number
	for _, run := range runs {
		if Stage(run.Stage) == Published {
			inForce[run.Case] = run.ID
		}
	}
	list := make([]publication, len(runs))
	for i, run := range runs {
		one := publication{run: run, status: superseded, supersededBy: inForce[run.Case], previous: inForce[previousCase(run)]}
		switch {
		case Stage(run.Stage) == Void:
			one.status = withdrawn
		case inForce[run.Case] == run.ID:
			one.status, one.supersededBy = official, ""
		}
		one.revision = state.Digest([]byte(strings.Join([]string{layout, run.Document, one.status, one.supersededBy, one.previous, strconv.Itoa(run.Acts)}, " ")))[:16]
		list[i] = one
	}
	return list, nil
}

// previousCase is the case of the same in the period before; empty when there is none.
func previousCase(run state.AssessmentRun) string {
	period, err := safety.ParsePeriod(run.Period)
	before, ok := period.Previous()
	of, cut := strings.CutSuffix(run.Case, "/"+run.Period)
	if err != nil || !ok || !cut {
		return ""
	}
	return of + "/" + before.String()
}

func seenOf(list []publication) string {
	var all strings.Builder
	for _, one := range list {
		all.WriteString(one.run.ID + " " + one.revision + "\n")
	}
	return state.Digest([]byte(all.String()))
}

// The facts, and the columns that tell results apart.
const (
	resultFact     = "assessment_result"
	markFact       = "assessment_mark"
	resultColumn   = "result"
	revisionColumn = "revision"
)

// compare lists what the data sets say otherwise, and the results that they have and that were never published.
func (p *Publisher) compare(ctx context.Context, published []publication) (changed []publication, gone []string, err error) {
	fact, _ := warehouse.FactNamed(resultFact)
	there, err := p.data.OwnTexts(ctx, fact, resultColumn, revisionColumn)
	if err != nil {
		return nil, nil, err
	}
	for _, one := range published {
		if there[one.run.ID] != one.revision {
			changed = append(changed, one)
		}
		delete(there, one.run.ID)
	}
	for id := range there {
		gone = append(gone, id)
	}
	slices.Sort(gone)
	return changed, gone, nil
}

// rowsAtOnce is how many rows one change of the data brings at least, when there are so many.
const rowsAtOnce = 20_000

func (p *Publisher) sync(ctx context.Context, published []publication) (int, error) {
	changed, gone, err := p.compare(ctx, published)
	if err != nil {
		return 0, err
	}
	writer := &publicationWriter{publisher: p, schemes: map[string]*scheme.Scheme{}}
	done, values := 0, gone
	put := func() error {
		if len(values) == 0 {
			return nil
		}
		err := p.data.PutOwn(ctx, "published results of assessments", resultColumn, values, writer.take()...)
		if err == nil {
			done += len(values)
		}
		values = nil
		return err
	}
	for _, one := range changed {
		err := writer.add(ctx, one)
		if isDamage(err) {
			writer.damaged = append(writer.damaged, err)
			continue
		}
		if err != nil {
			return done, err
		}
		if values = append(values, one.run.ID); writer.size() >= rowsAtOnce {
			if err := put(); err != nil {
				return done, err
			}
		}
	}
	err = put()
	return done, errors.Join(append(writer.damaged, err)...)
}

// isDamage tells a result that is not as it was stored from a store that does not answer.
func isDamage(err error) bool {
	fault, ok := errors.AsType[*warehouse.Error](err)
	return ok && fault.Code == warehouse.Internal
}
