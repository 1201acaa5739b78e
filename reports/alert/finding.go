package alert

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"anlan/safety"
	"anlan/warehouse"
)

// finding is what a rule says of one subject today.
type finding struct {
	subject Subject
	verdict
	unknown bool // it could not be judged: what was stays

	reason  warehouse.Text // why it speaks; for one that does not, what clears it
	figures []Figure
	period  safety.Period
	asOf    safety.Date
	records *warehouse.RecordQuery
	metrics *warehouse.MetricQuery
	facts   []string // all of which a caller must see
	sectors []string // that the figures are limited to; empty: they are of all sectors
	anybody bool     // it is of no region in particular, as what a source delivers
}

// id names the signal of a rule and a subject, for good.
func (f *finding) id(rule string) string {
	s := f.subject
	sum := sha256.Sum256([]byte(strings.Join([]string{rule, string(s.Region), s.Sector, s.Enterprise, s.Fact, s.System, s.Record}, "\x00")))
	return "al_" + hex.EncodeToString(sum[:8])
}

// outcome is what a rule says of all its subjects today. A subject that had a signal and is not there any more is over.
type outcome struct {
	rule     *Rule
	findings []finding
	err      error // it could not be evaluated: what was stays
	elapsed  time.Duration
}
