package database

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"
)

// cursor is where a reading got to: the highest watermark that it saw, and the key of the last row that had it, as the database
// writes them. Of says what it is a place in: of another table or column it means nothing.
type cursor struct {
	Of  string   `json:"of"`
	At  string   `json:"at"`
	Key []string `json:"key,omitempty"`
}

// of names what a cursor is a place in.
func (s Spec) of() string {
	of := s.Describe() + " by " + strings.Join(append([]string{s.Watermark.Column}, s.Watermark.Key...), ", ")
	if s.Query != "" {
		sum := sha256.Sum256([]byte(s.Query))
		of += " of " + hex.EncodeToString(sum[:6])
	}
	return of
}

// parseCursor reads a cursor of this source; nil when there is none, or one of another.
func (s Spec) parseCursor(text string) *cursor {
	var c cursor
	if text == "" || json.Unmarshal([]byte(text), &c) != nil || c.Of != s.of() || c.At == "" {
		return nil
	}
	return &c
}

func (c *cursor) String() string {
	text, _ := json.Marshal(c) //nolint:errchkjson // texts always can be
	return string(text)
}

// bound is where an incremental reading begins: above at, or above key among the rows at it.
type bound struct {
	at  string
	key []string
}

// equal is 1 when the rows at the bound are read as well.
func (b *bound) equal() int {
	if b.key == nil {
		return 1
	}
	return 0
}

// check says what is wrong with a watermark on a column of that family.
func (w *Watermark) check(c column) error {
	switch c.family {
	case other:
		return fmt.Errorf("the watermark %q is %s: expected a time, a date, a whole number or a text that is a time", c.name, c.typ)
	case integer:
		if w.Back == nil {
			return fmt.Errorf("the watermark %q is a number: say by lookback how many numbers below the highest are read again, because transactions do not commit in the order of their numbers; 0 when they do", c.name)
		}
	default:
		if w.Back != nil && *w.Back != 0 {
			return fmt.Errorf("the watermark %q is %s: the lookback is a length of time, as 2h or 7d", c.name, c.typ)
		}
	}
	return nil
}

func (w *Watermark) lookback() time.Duration {
	switch {
	case w.Lookback != nil:
		return *w.Lookback
	case w.Back != nil:
		return 0
	}
	return DefaultLookback
}

// below is where the next reading begins.
func (w *Watermark) below(c *cursor, f family) (*bound, error) {
	switch back := w.lookback(); {
	case f == integer:
		n, ok := new(big.Int).SetString(c.At, 10) // an unsigned one may be larger than an int64
		if !ok {
			return nil, fmt.Errorf("%q is no whole number", c.At)
		}
		if *w.Back > 0 {
			return &bound{at: n.Sub(n, big.NewInt(*w.Back)).String()}, nil
		}
	case f == word:
		// Texts are compared letter by letter: 10:00 behind a blank lies below 09:00 behind a T. Their day is comparable in all forms.
		at, err := earlier(c.At, back)
		return &bound{at: at[:min(len(at), len(time.DateOnly))]}, err
	case back > 0:
		at, err := earlier(c.At, back)
		return &bound{at: at}, err
	}
	return &bound{at: c.At, key: slices.Clone(c.Key)}, nil
}

// The forms in which both databases write times; an offset of Beijing may follow.
var timeForms = []string{wallForm, time.DateOnly, "2006-01-02T15:04:05"}

// earlier takes a length of time off a time, and leaves its form as it is.
func earlier(text string, back time.Duration) (string, error) {
	bare, offset := strings.CutSuffix(text, "+08")
	for _, form := range timeForms {
		t, err := time.Parse(form, bare)
		if err != nil {
			continue
		}
		if form != time.DateOnly {
			form += ".999999"
		}
		out := t.Add(-back).Format(form)
		if offset {
			out += "+08"
		}
		return out, nil
	}
	return "", fmt.Errorf("%q is no time", text)
}

// progress follows the watermark through the rows.
type progress struct {
	watermark int   // its column, -1 for none
	keys      []int // columns
	family    family
	// now is the present in the watermark's form: a row from the future is read, but the cursor does not follow it there, or what
	// happens until then would lie below.
	now      string
	at       []byte
	key      [][]byte
	unmarked uint64 // rows whose watermark says nothing
}

// see takes notice of a row; values are as the database writes them.
func (p *progress) see(values [][]byte) {
	at := values[p.watermark]
	if p.family == integer {
		if at == nil {
			p.unmarked++
			return
		}
	} else {
		if at == nil || string(at) < earliest {
			p.unmarked++
			return
		}
		if string(at) > p.now {
			return
		}
		if _, err := earlier(string(at), 0); err != nil { // the year 10000, infinity, a text that is no time
			return
		}
	}
	p.at = append(p.at[:0], at...)
	for i, k := range p.keys {
		p.key[i] = append(p.key[i][:0], values[k]...)
	}
}

// cursor is the place behind the last row that counts; before when there was none.
func (p *progress) cursor(spec Spec, before string) string {
	if p.at == nil {
		return before
	}
	c := cursor{Of: spec.of(), At: string(p.at)}
	for _, k := range p.key {
		c.Key = append(c.Key, string(k))
	}
	return c.String()
}
