package state

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ErrConflict says that somebody else acted first: look again, then decide again.
var ErrConflict = errors.New("somebody else acted at the same time")

// ErrDamaged says that something is not as it was stored.
var ErrDamaged = errors.New("what was stored was changed")

// Family is one kind of thing that is kept by acts: it is added once with its first act and is never changed; what people do with
// it are more acts, and where it stands is what the last one says. Acts name documents, which are bytes under their SHA-256.
type Family string

// The families. Their tables and their audits begin with their names.
const (
	Assessments Family = "assessment" // results of assessments: [AssessmentRun]
	Bulletins   Family = "bulletin"   // dispatch bulletins: [Bulletin]
)

// families says of each family how acts name the thing that they are about, and how its tables are kept.
var families = map[Family]struct {
	of        string   // the column
	thing     string   // in words
	tables    []string // which triggers keep from being changed
	fits      []string // the triggers that decide what may be added
	migration string   // which made them
	packs     bool     // documents are made smaller; those of results are left as they can be read in the database
}{
	Assessments: {"run", "run of an assessment", []string{"assessment_document", "assessment_run", "assessment_act"}, []string{"assessment_act_fits"}, "0004_assessment.sql", false},
	Bulletins: {
		"bulletin", "bulletin", []string{"bulletin_document", "bulletin", "bulletin_act", "bulletin_number"}, []string{"bulletin_act_fits", "bulletin_number_fits"}, "0006_bulletin.sql", true,
	},
}

// Act is what a person did with a thing that is kept. The store dates and seals it.
type Act struct {
	Of       string // the thing
	Number   int
	Kind     string
	Stage    string // where the thing stands afterwards
	Who      string
	At       time.Time
	Remark   string
	Detail   string // JSON of what it is about
	Document string // the SHA-256 of the thing's document afterwards
	// Seal is a SHA-256 over the act and the seal of the one before it; the first act's over the thing. The store writes it.
	Seal string
}

// Audited is what the audit says of an act beside its author and its kind: the remark and the seal.
func (a Act) Audited() string {
	return strings.TrimSpace(a.Remark + " seal:" + a.Seal)
}

// seal is the act's own, over the one before it.
func (a Act) seal(before string) string {
	return seal(before, a.Of, strconv.Itoa(a.Number), a.Kind, a.Stage, a.Who, strconv.FormatInt(ms(a.At), 10), a.Remark, a.Detail, a.Document)
}

// seal is the SHA-256 over texts, each written as its length in bytes, a colon and itself.
func seal(texts ...string) string {
	sum := sha256.New()
	for _, text := range texts {
		_, _ = fmt.Fprintf(sum, "%d:%s", len(text), text)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// AddAct stores an act with the documents that it brings, whole or not at all. Number is one more than the acts that were seen:
// the error wraps [ErrConflict] when there are more by now.
func (s *Store) AddAct(ctx context.Context, family Family, a Act, documents ...[]byte) error {
	return s.inTransaction(ctx, "add an act to a "+families[family].thing, func(tx *sql.Tx) error { return s.addAct(ctx, tx, family, a, documents) })
}

func (s *Store) addAct(ctx context.Context, tx *sql.Tx, family Family, a Act, documents [][]byte) error {
	for _, body := range documents {
		stored := body
		if families[family].packs {
			var err error
			if stored, err = pack(body); err != nil {
				return err
			}
		}
		if _, err := s.exec(ctx, tx, string(family)+"_document_add", Digest(body), stored); err != nil {
			return err
		}
	}
	acts, last, err := s.chain(ctx, tx, family, a.Of)
	if err != nil {
		return err
	}
	if a.Number != len(acts)+1 {
		return fmt.Errorf("act %d of %s: %w", a.Number, a.Of, ErrConflict)
	}
	if a.At, err = s.now(ctx, tx); err != nil {
		return err
	}
	a.Seal = a.seal(last)
	n, err := s.exec(ctx, tx, string(family)+"_act_add", a.Of, a.Number, a.Kind, a.Stage, a.Who, a.At, a.Remark, a.Detail, a.Document, a.Seal)
	if err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("act %d of %s: %w", a.Number, a.Of, ErrConflict)
	}
	return s.audit(ctx, tx, Audit{At: a.At, Who: a.Who, Action: string(family) + " " + a.Kind, Subject: a.Of, Detail: a.Audited()})
}

// Acts lists what was done with a thing, in order, as it was written: the error wraps [ErrDamaged] when an act is missing between
// others, or an act or the thing itself is not as its seals say.
func (s *Store) Acts(ctx context.Context, family Family, of string) ([]Act, error) {
	acts, _, err := s.chain(ctx, s.db, family, of)
	if err == nil && len(acts) == 0 {
		err = s.broken(family, of, "its acts are gone")
	}
	return acts, err
}

// chain reads the acts of a thing, and the seal that the next one is sealed over.
func (s *Store) chain(ctx context.Context, on runner, family Family, of string) ([]Act, string, error) {
	acts, err := list(ctx, s, on, string(family)+"_acts", func(row *sql.Rows, a *Act) error {
		return row.Scan(&a.Of, &a.Number, &a.Kind, &a.Stage, &a.Who, scanTime{&a.At}, &a.Remark, &a.Detail, &a.Document, &a.Seal)
	}, of)
	if err != nil {
		return nil, "", err
	}
	last, err := s.root(ctx, on, family, of)
	switch {
	case errors.Is(err, ErrNotFound) && len(acts) > 0:
		return nil, "", s.broken(family, of, "acts of it are there without it")
	case err != nil:
		return nil, "", err
	}
	for i, a := range acts {
		if a.Number != i+1 {
			return nil, "", s.broken(family, of, fmt.Sprintf("act %d is missing", i+1))
		}
		if last = a.seal(last); last != a.Seal {
			return nil, "", s.broken(family, of, fmt.Sprintf("act %d, or what it rests on, is not as it was written", a.Number))
		}
	}
	return acts, last, nil
}

// root is what the first act of a thing is sealed over.
func (s *Store) root(ctx context.Context, on runner, family Family, of string) (string, error) {
	if family == Bulletins {
		b, err := s.bulletin(ctx, on, of)
		return b.seal(), err
	}
	r, err := s.assessmentRun(ctx, on, of)
	return r.seal(), err
}

func (s *Store) broken(family Family, of, what string) error {
	return s.fault("read a "+families[family].thing, fmt.Errorf("%s: %s: %w", of, what, ErrDamaged))
}

// expand gives a statement for every family under its name, in place of one for all.
func expand(statements map[string]string) {
	for name, text := range statements {
		rest, ofAll := strings.CutPrefix(name, "kept_")
		if !ofAll {
			continue
		}
		delete(statements, name)
		for family, f := range families {
			statements[string(family)+"_"+rest] = strings.NewReplacer("{kept}", string(family), "{of}", f.of).Replace(text)
		}
	}
}

// AuditsAgree says whether every act of a thing that the audit knows of is there, by the same person with the same words and the
// same seal. The error names one that is not.
func (s *Store) AuditsAgree(ctx context.Context, family Family, of string, acts []Act) error {
	audits, err := s.AuditsOf(ctx, of)
	if err != nil {
		return err
	}
	left := slices.Clone(acts)
	for _, audit := range audits {
		kind, ofFamily := strings.CutPrefix(audit.Action, string(family)+" ")
		if !ofFamily {
			continue
		}
		i := slices.IndexFunc(left, func(a Act) bool { return a.Kind == kind && a.Who == audit.Who && a.Audited() == audit.Detail })
		if i < 0 {
			return fmt.Errorf("the audit knows of an act (%s by %s at %s) that is not there, or not as it was done", kind, audit.Who, audit.At.Format(time.DateTime))
		}
		left = slices.Delete(left, i, i+1)
	}
	return nil
}
