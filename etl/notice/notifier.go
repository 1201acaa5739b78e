package notice

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"time"

	"github.com/jonboulle/clockwork"

	"anlan/outbox/webhook"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// Kinds of notices, and of what is wrong.
const (
	Failure  = "failure"  // a run failed and is not tried again
	Stale    = "stale"    // no good run for too long
	Recovery = "recovery" // a good run after either
	Warning  = "warning"  // an evaluation raised warnings, or made some worse
)

// remindAfter is how often people are told again of what goes on.
const remindAfter = 24 * time.Hour

// Config of a Notifier.
type Config struct {
	State   *state.Store
	Webhook string // empty: what is wrong is kept, and nobody is told
	Format  string // one of webhook.Formats; JSON when empty
	Secret  string // signs what is sent
	Link    string // address of the server as people reach it
	Client  *http.Client
	Logger  *slog.Logger
	Clock   clockwork.Clock // nil means the machine's
}

// Notifier notes what is wrong and tells people. It is safe for concurrent use.
type Notifier struct {
	config Config
	began  time.Time
}

// New makes a Notifier; it does nothing by itself.
func New(config Config) *Notifier {
	if config.Format == "" {
		config.Format = webhook.JSON
	}
	if config.Client == nil {
		config.Client = &http.Client{Timeout: 15 * time.Second}
	}
	if config.Logger == nil {
		config.Logger = slog.New(slog.DiscardHandler)
	}
	if config.Clock == nil {
		config.Clock = clockwork.NewRealClock()
	}
	return &Notifier{config: config, began: config.Clock.Now()}
}

// Message is a notice as the format json sends it. Times are in Beijing.
type Message struct {
	ID       string     `json:"id"`   // the same when it is sent again
	Kind     string     `json:"kind"` // failure, stale, recovery or warning
	Pipeline string     `json:"pipeline"`
	Title    string     `json:"title,omitempty"` // of the pipeline
	At       time.Time  `json:"at"`
	Since    time.Time  `json:"since"`               // when it began
	Reminder int        `json:"reminder,omitempty"`  // 1 a day after the first notice, and so on
	Run      string     `json:"run,omitempty"`       // id in the ledger
	Code     string     `json:"code,omitempty"`      // of the failure
	Reason   string     `json:"reason,omitempty"`    // in plain words
	Attempts int        `json:"attempts,omitempty"`  // tries that failed
	LastGood *time.Time `json:"last_good,omitempty"` // end of the last good run
	Link     string     `json:"link,omitempty"`
	Text     Text       `json:"text"` // all of it for people

	reasonZH string // where we know it; the reason of a failure is as the run says it
}

// Text is a message in both languages.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Failed notes that a run failed for good and puts a notice into the outbox, unless people know already.
func (n *Notifier) Failed(ctx context.Context, m Message) error {
	m.Kind = Failure
	return n.open(ctx, m)
}

// FileFailed tells of a file of an inbox that failed: of each one once, by the id of its run. There is no recovery, because the
// next file that is good says nothing about it.
func (n *Notifier) FileFailed(ctx context.Context, m Message) error {
	now := n.config.Clock.Now()
	m.Kind, m.ID, m.Since = Failure, "no_"+m.Run, now.In(safety.Beijing())
	notice, err := n.outgoing(m, now)
	if err != nil {
		return err
	}
	return n.config.State.AddNotice(ctx, notice, now)
}

// Warned tells of warnings, once an id: what it says is said as it is.
func (n *Notifier) Warned(ctx context.Context, id, subject string, text Text) error {
	now := n.config.Clock.Now()
	notice, err := n.outgoing(Message{ID: id, Kind: Warning, Pipeline: subject, Since: now.In(safety.Beijing()), Text: text}, now)
	if err != nil {
		return err
	}
	return n.config.State.AddNotice(ctx, notice, now)
}

// Stale notes that there was no good run for too long.
func (n *Notifier) Stale(ctx context.Context, m Message) error {
	m.Kind = Stale
	return n.open(ctx, m)
}

func (n *Notifier) open(ctx context.Context, m Message) error {
	now := n.config.Clock.Now()
	_, err := n.config.State.OpenOutage(ctx, m.Pipeline, m.Kind, now, remindAfter, func(o state.Outage) (state.Notice, error) {
		m.Since, m.Reminder = o.Since, o.Notices-1
		return n.outgoing(m, now)
	})
	return err
}

// Recovered notes a good run; people who were told that something is wrong are told that it is over.
func (n *Notifier) Recovered(ctx context.Context, m Message) error {
	now := n.config.Clock.Now()
	_, err := n.config.State.CloseOutages(ctx, m.Pipeline, "", now, func(over []state.Outage) (state.Notice, error) {
		m.Kind, m.Since = Recovery, over[0].Since
		for _, o := range over {
			if o.Since.Before(m.Since) {
				m.Since = o.Since
			}
		}
		return n.outgoing(m, now)
	})
	return err
}

// outgoing makes an entry of the outbox.
func (n *Notifier) outgoing(m Message, now time.Time) (state.Notice, error) {
	if m.ID == "" {
		m.ID = state.NewNoticeID()
	}
	m.At, m.Link = now.In(m.Since.Location()).Truncate(time.Second), n.config.Link
	if m.Kind != Warning { // which comes in words
		m.Text = words(m)
	}
	body, err := json.Marshal(m)
	return state.Notice{ID: m.ID, Kind: m.Kind, Subject: m.Pipeline, Body: string(body)}, err
}

// Ledger is what staleness is judged by; *warehouse.Warehouse is one.
type Ledger interface {
	Runs(ctx context.Context, q warehouse.RunQuery) ([]warehouse.Run, error)
}
