package etl

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"anlan/etl/source"
	"anlan/warehouse"
)

// reportWriter writes the report of one run.
type reportWriter struct {
	words reportWords
	facts *reported
	text  strings.Builder
}

// linef writes one line. Whatever comes from files cannot break it.
func (r *reportWriter) linef(format string, args ...any) {
	r.text.WriteString(oneLine(fmt.Sprintf(format, args...)))
	r.text.WriteByte('\n')
}

func (r *reportWriter) head(title string) {
	r.text.WriteByte('\n')
	r.linef("%s", title)
}

func (r *reportWriter) write() {
	run, w := r.facts.run, r.words
	r.linef("%s", w.title)
	r.linef(w.pipeline, r.pipelineName())
	r.linef(w.run, run.ID)
	r.linef(w.outcome, r.outcome())
	if run.Error != "" {
		r.linef(w.reason, w.fault(run.ErrorCode, run.Error))
	}
	r.linef(w.times, beijing(run.StartedAt), run.Seconds, w.word(run.Trigger)+r.attempt())
	if run.WindowFrom != "" {
		r.linef(w.window, run.WindowFrom, run.WindowTo)
	}
	r.files()
	r.counts()
	r.checks()
	r.rejected()
	r.substituted()
	r.deleted()
	r.corrected()
	r.versions()
}

func (r *reportWriter) pipelineName() string {
	name := r.facts.run.Pipeline
	if p := r.facts.pipeline; p != nil {
		if title := r.words.pick(p.Title); title != "" {
			return title + r.words.bracket(name)
		}
	}
	return name
}

func (r *reportWriter) outcome() string {
	run := r.facts.run
	state := r.words.word(run.State)
	if run.DryRun {
		state += r.words.dryRun
	}
	return state
}

func (r *reportWriter) attempt() string {
	if n := r.facts.run.Attempt; n > 1 {
		return fmt.Sprintf(r.words.attempt, n)
	}
	return ""
}

func (r *reportWriter) files() {
	files := r.facts.run.Files
	if len(files) == 0 {
		return
	}
	r.head(r.words.files)
	for _, f := range files {
		joined := ""
		if f.Input != "" {
			joined = fmt.Sprintf(r.words.joined, f.Input)
		}
		if f.Kind == source.SkippedSheets || f.Kind == source.SkippedHiddenSheets {
			r.linef("  "+r.words.leftOut, f.Name)
			continue
		}
		r.linef("  "+r.words.file, f.Name, f.Rows, joined, f.Bytes, f.SHA256)
	}
}

func (r *reportWriter) counts() {
	run, w := r.facts.run, r.words
	r.head(fmt.Sprintf(w.read, run.RowsRead))
	if run.State == warehouse.RunFailed || run.State == warehouse.RunInterrupted {
		if run.RowsRejected > 0 {
			r.linef("  "+w.rejectedRows, run.RowsRejected)
		}
		r.linef("  %s", w.nothing)
		return
	}
	for _, c := range []struct {
		format string
		rows   uint64
		always bool
	}{{w.loaded, run.RowsLoaded, true}, {w.updated, run.RowsUpdated, true}, {w.unchanged, run.RowsUnchanged, true}, {w.rejectedRows, run.RowsRejected, true},
		{w.duplicate, run.RowsDuplicate, false}, {w.deleted, run.RowsDeleted, false}, {w.repaired, run.RowsRepaired, false}} {
		if c.always || c.rows > 0 {
			r.linef("  "+c.format, c.rows)
		}
	}
	for _, warning := range run.WarningCounts() {
		if zh, en := WarningText(warning.Code); en != "" {
			r.linef("  %s: %d", r.words.pick(warehouse.Text{ZH: zh, EN: en}), warning.Rows)
			continue
		}
		r.linef("  "+w.warning, r.rule(warning.Code), warning.Rows)
	}
}

// rule is the message of a rule of the pipeline or its fact, or else its code.
func (r *reportWriter) rule(code string) string {
	if p := r.facts.pipeline; p != nil {
		for _, c := range slices.Concat(p.Checks, p.Fact.Checks) {
			if text := r.words.pick(c.Message); c.Code == code && text != "" {
				return text + r.words.bracket(code)
			}
		}
	}
	return cmp.Or(r.words.codes[code], code)
}

func (r *reportWriter) checks() {
	if len(r.facts.checks) == 0 {
		return
	}
	r.head(r.words.checks)
	for _, c := range r.facts.checks {
		title := cmp.Or(r.words.pick(c.Title()), c.Code)
		r.linef("  [%s] %s%s%s", r.words.word(c.Outcome), title, r.words.colon, r.words.pick(c.Message()))
		if len(c.Keys) > 0 {
			r.linef("      %s", strings.Join(c.Keys, ", "))
		}
	}
}

func (r *reportWriter) rejected() {
	f, w := r.facts, r.words
	if len(f.rows) == 0 {
		return
	}
	r.head(w.byReason)
	for _, reason := range f.reasons {
		r.linef("  "+w.reasonRows, r.rule(reason.Code), reason.Rows)
	}
	r.head(fmt.Sprintf(w.rows, len(f.rows)))
	for _, row := range f.rows {
		place := w.place(row) + w.colon
		for i, reason := range row.Reasons {
			r.linef("  %s%s", place, w.fault(row.Codes[i], reason))
			place = "    "
		}
	}
	if f.more > 0 {
		r.linef("  "+w.moreRows, f.more, f.run.ID)
	}
}

// deleted lists records that went or, of a run that failed over them, would have gone.
func (r *reportWriter) deleted() {
	if len(r.facts.deleted) == 0 {
		return
	}
	head := r.words.deletedRecords
	if r.facts.run.State == warehouse.RunFailed {
		head = r.words.missingRecords
	}
	r.head(fmt.Sprintf(head, len(r.facts.deleted)))
	for _, d := range r.facts.deleted {
		r.linef("  "+r.words.deletedRecord, d.System, d.ID, d.Region, r.words.word(d.Why))
	}
}

func (r *reportWriter) substituted() {
	if len(r.facts.replaced) == 0 {
		return
	}
	r.head(r.words.substituted)
	for i, s := range r.facts.replaced {
		if i == reportRows {
			r.linef("  …")
			return
		}
		r.linef("  "+r.words.substitution, s.Field, s.Text, cmp.Or(s.Value, r.words.unknown), r.words.word(s.How), s.Rows)
	}
}

func (r *reportWriter) corrected() {
	page := r.facts.corrected
	if page == nil || len(page.Corrections) == 0 {
		return
	}
	r.head(r.words.corrected)
	for _, c := range page.Corrections {
		r.linef("  %s %s: %s → %s", c.Month, c.Metric, figure(c.Before), figure(c.After))
	}
	if page.HasNext {
		r.linef("  …")
	}
}

func figure(v *float64) string {
	if v == nil {
		return "-"
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

func (r *reportWriter) versions() {
	run, w := r.facts.run, r.words
	r.text.WriteByte('\n')
	if run.VersionAfter != run.VersionBefore {
		r.linef(w.version, run.VersionBefore, run.VersionAfter)
	} else {
		r.linef(w.sameVersion, run.VersionAfter)
	}
	rules := make([]string, 0, len(run.Rules))
	for name, value := range run.Rules {
		if len(value) == hex.EncodedLen(sha256.Size) {
			value = value[:12] // enough of a hash to compare
		}
		rules = append(rules, name+" "+value)
	}
	if len(rules) > 0 {
		slices.Sort(rules)
		r.linef(w.rules, strings.Join(rules, ", "))
	}
}

// beijing is a time as people here read it.
func beijing(t time.Time) string {
	return t.In(time.FixedZone("", 8*60*60)).Format("2006-01-02 15:04:05")
}

// oneLine takes what would break a line, hide or reorder letters out of a text: control characters and those that switch the
// direction of writing or have no width. A leading sign that a spreadsheet takes for a formula stays harmless in a text file.
func oneLine(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n' || c == '\r' || c == '\t' || c == '\u2028' || c == '\u2029':
			return ' '
		case unicode.Is(unicode.Cc, c) || unicode.Is(unicode.Cf, c) || c == unicode.ReplacementChar:
			return '\u25a1'
		}
		return c
	}, s)
}
