package state

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"time"
)

// Bulletin is one bulletin, as its last act left it. Nothing of it is ever changed: an act is added.
type Bulletin struct {
	ID      string
	Case    string // of what it is a bulletin: kind, region, sector and period
	Number  int    // counts the bulletins of a case
	Kind    string
	Region  string
	Period  string
	Head    string // JSON: what a list shows, and who may see it
	AddedAt time.Time
	AddedBy string

	Acts      int // how many there are
	Stage     string
	ChangedAt time.Time // when the last act was done
	Document  string    // the SHA-256 of what it says
	Detail    string    // of the last act
	// IssuedAt is when an act first brought it to the stage BulletinIssued, IssuedDetail what that act is about; zero when none did.
	IssuedAt     time.Time
	IssuedDetail string
}

// Stages of bulletins that the store knows of: one that is issued has a number; nothing follows on the other two.
const (
	BulletinIssued     = "issued"
	BulletinSuperseded = "superseded"
	BulletinVoid       = "void"
)

// BulletinFilter says which bulletins are meant; what is empty means any.
type BulletinFilter struct {
	ID, Case, Kind, Region, Period, Stage string
	// After continues a list after this bulletin; zero begins it.
	After Bulletin
	First int
}

// seal is what the first act of the bulletin is sealed over.
func (b Bulletin) seal() string {
	return seal(b.ID, b.Case, strconv.Itoa(b.Number), b.Kind, b.Region, b.Period, b.Head, strconv.FormatInt(ms(b.AddedAt), 10))
}

// AddBulletin stores a bulletin with its first act and the documents that it brings, whole or not at all. Number is one more than
// the highest of its case that was seen: the error wraps [ErrConflict] when it is taken by now. ID and all that comes of acts are
// given by the store.
func (s *Store) AddBulletin(ctx context.Context, b Bulletin, first Act, documents ...[]byte) (Bulletin, error) {
	b.ID = newID("bu_")
	first.Of, first.Number = b.ID, 1
	err := s.inTransaction(ctx, "add a bulletin", func(tx *sql.Tx) error {
		n, err := s.exec(ctx, tx, "bulletin_add", b.ID, b.Case, b.Number, b.Kind, b.Region, b.Period, b.Head)
		if err == nil && n == 0 {
			err = fmt.Errorf("bulletin %d of %s: %w", b.Number, b.Case, ErrConflict)
		}
		if err != nil {
			return err
		}
		return s.addAct(ctx, tx, Bulletins, first, documents)
	})
	if err != nil {
		return Bulletin{}, err
	}
	return s.Bulletin(ctx, b.ID)
}

// Bulletin gives a bulletin as it is now; ErrNotFound when there is none of that id.
func (s *Store) Bulletin(ctx context.Context, id string) (Bulletin, error) {
	return s.bulletin(ctx, s.db, id)
}

func (s *Store) bulletin(ctx context.Context, on runner, id string) (Bulletin, error) {
	if id == "" {
		return Bulletin{}, fmt.Errorf("a bulletin without an id: %w", ErrNotFound)
	}
	found, err := s.bulletins(ctx, on, BulletinFilter{ID: id, First: 1})
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("bulletin %s: %w", id, ErrNotFound)
	}
	if err != nil {
		return Bulletin{}, err
	}
	return found[0], nil
}

// Bulletins lists bulletins, the latest first.
func (s *Store) Bulletins(ctx context.Context, f BulletinFilter) ([]Bulletin, error) {
	return s.bulletins(ctx, s.db, f)
}

func (s *Store) bulletins(ctx context.Context, on runner, f BulletinFilter) ([]Bulletin, error) {
	return list(ctx, s, on, "bulletins", func(row *sql.Rows, b *Bulletin) error {
		return row.Scan(&b.ID, &b.Case, &b.Number, &b.Kind, &b.Region, &b.Period, &b.Head, scanTime{&b.AddedAt}, &b.AddedBy,
			&b.Acts, &b.Stage, scanTime{&b.ChangedAt}, &b.Document, &b.Detail, scanTime{&b.IssuedAt}, &b.IssuedDetail)
	}, f.ID, f.Case, f.Kind, f.Region, f.Period, f.Stage, f.After.AddedAt, f.After.ID, f.First)
}
