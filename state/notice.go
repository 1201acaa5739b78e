package state

import (
	"context"
	"database/sql"
	"time"
)

// States of a notice.
const (
	NoticeWaiting = "waiting"
	NoticeSent    = "sent"
	NoticeGivenUp = "given_up"
)

// Notice is a message on its way out.
type Notice struct {
	ID        string
	Kind      string // failure, stale, recovery …
	Subject   string // the job
	Body      string // JSON
	CreatedAt time.Time
	State     string
	Attempts  int
	NotBefore time.Time
	SentAt    time.Time
	Message   string // why the last try failed
}

// Outage is something that is wrong, from the first failure to the recovery.
type Outage struct {
	Subject string
	Kind    string
	Since   time.Time
	ToldAt  time.Time // of the last notice about it
	Notices int
}

// OpenOutage notes that something is wrong, and puts the notice about it into the outbox: when it is new, or when the last
// notice is older than remind. false when people know already. notice gets the outage as it is then.
func (s *Store) OpenOutage(ctx context.Context, subject, kind string, now time.Time, remind time.Duration, notice func(Outage) (Notice, error)) (told bool, err error) {
	err = s.inTransaction(ctx, "note an outage", func(tx *sql.Tx) error {
		outages, err := list(ctx, s, tx, "outage_open", scanOutage, subject, kind, now, now.Add(-remind))
		if err != nil || len(outages) == 0 {
			return err
		}
		told = true
		n, err := notice(outages[0])
		if err != nil {
			return err
		}
		return s.addNotice(ctx, tx, n, now)
	})
	return told && err == nil, err
}

// CloseOutages ends what was wrong with a subject; an empty kind means all kinds. When there was something, one notice of the
// recovery goes into the outbox. notice gets what is over.
func (s *Store) CloseOutages(ctx context.Context, subject, kind string, now time.Time, notice func([]Outage) (Notice, error)) (told bool, err error) {
	err = s.inTransaction(ctx, "end an outage", func(tx *sql.Tx) error {
		outages, err := list(ctx, s, tx, "outage_close", scanOutage, subject, kind)
		if err != nil || len(outages) == 0 {
			return err
		}
		told = true
		n, err := notice(outages)
		if err != nil {
			return err
		}
		return s.addNotice(ctx, tx, n, now)
	})
	return told && err == nil, err
}

// Outages lists what is wrong now, the oldest first.
func (s *Store) Outages(ctx context.Context) ([]Outage, error) {
	return list(ctx, s, s.db, "outage_list", scanOutage)
}

// AddNotice puts a notice into the outbox, unless one of that id is or was there.
func (s *Store) AddNotice(ctx context.Context, n Notice, now time.Time) error {
	return s.addNotice(ctx, s.db, n, now)
}

func (s *Store) addNotice(ctx context.Context, on runner, n Notice, now time.Time) error {
	_, err := s.exec(ctx, on, "notice_add", n.ID, n.Kind, n.Subject, n.Body, now, NoticeWaiting)
	return err
}

// NewNoticeID makes the id by which a receiver recognises a notice that comes twice.
func NewNoticeID() string { return newID("no_") }

// WaitingNotices lists what is to be sent by now, the oldest first.
func (s *Store) WaitingNotices(ctx context.Context, now time.Time, first int) ([]Notice, error) {
	return list(ctx, s, s.db, "notice_waiting", scanNotice, now, first)
}

// Notices lists the outbox, the latest first.
func (s *Store) Notices(ctx context.Context, first int) ([]Notice, error) {
	return list(ctx, s, s.db, "notice_list", scanNotice, first)
}

// SetNotice keeps what came of a try to send.
func (s *Store) SetNotice(ctx context.Context, n Notice) error {
	_, err := s.exec(ctx, s.db, "notice_set", n.ID, n.State, n.Attempts, n.NotBefore, n.SentAt, n.Message)
	return err
}

func scanNotice(row *sql.Rows, n *Notice) error {
	return row.Scan(&n.ID, &n.Kind, &n.Subject, &n.Body, scanTime{&n.CreatedAt}, &n.State, &n.Attempts, scanTime{&n.NotBefore}, scanTime{&n.SentAt}, &n.Message)
}

func scanOutage(row *sql.Rows, o *Outage) error {
	return row.Scan(&o.Subject, &o.Kind, scanTime{&o.Since}, scanTime{&o.ToldAt}, &o.Notices)
}
