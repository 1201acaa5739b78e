package result

import (
	"slices"
	"strconv"
	"strings"

	"anlan/access"
	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// sight is what a caller may see of a run. It rests on what the document itself says of its subjects and data sets, so that a
// later reform of the regions does not change it.
//
// Who may read all records of all subjects sees everything, from the first act on. Who may read those of some sees their whole
// sheets without the rank from 反馈 on, and from 公布 on the published line (score, rank and grade) of all. Who is shown figures
// alone (a wall screen) sees what is published, without what persons wrote. Everybody else is told that there is no such run.
type sight struct {
	whole     bool            // everything
	persons   bool            // may be told who did and wrote what
	own       map[string]bool // subjects whose sheets are the caller's to see
	fed       bool            // their owners may see their sheets
	published bool            // lines are public to the group
	numbers   map[int]int     // of acts: as the caller is told of them, by their own; unused for who sees everything
}

// look decides what a caller sees of a run.
func look(caller access.Caller, run state.AssessmentRun, d *Document) sight {
	scope, reads := caller.Scope, caller.May(access.ReadRecords)
	s := sight{whole: reads, persons: reads, own: map[string]bool{}, published: caller.May(access.ReadMetrics) && !run.PublishedAt.IsZero()}
	s.fed = s.published || reads && slices.Contains([]Stage{Feedback, Review, Approved}, Stage(run.Stage))
	member := false
	limited := len(scope.Sectors) > 0 || slices.ContainsFunc(d.Facts, func(fact string) bool { return !scope.SeesFact(fact) })
	for _, subject := range d.Subjects {
		holds := scope.All || slices.ContainsFunc(subject.Area, func(code safety.RegionCode) bool { return slices.Contains(scope.Regions, code) })
		member = member || holds
		s.own[subject.Key] = holds && !limited
		s.whole = s.whole && s.own[subject.Key]
	}
	s.whole = s.whole && len(d.Subjects) > 0
	s.fed = s.fed && member && !limited
	s.published = s.published && member && d.Case.Subjects != string(scheme.Enterprises)
	return s
}

// any says whether the caller may know of the run at all.
func (s sight) any() bool { return s.whole || s.fed || s.published }

// sheet says whether the caller may see why a subject got what it got.
func (s sight) sheet(key string) bool { return s.whole || s.fed && s.own[key] }

// of gives what a caller may see of a document: the same document for who may see everything.
func (s sight) of(d *Document) *Document {
	if s.whole {
		return d
	}
	seen := *d
	seen.Subjects = nil
	for _, subject := range d.Subjects {
		switch {
		case s.sheet(subject.Key):
			if !s.published {
				subject.Rank = 0 // it says how others stand
			}
			subject.Lines = s.renumbered(subject.Lines)
			seen.Subjects = append(seen.Subjects, subject)
		case s.published:
			seen.Subjects = append(seen.Subjects, subject.line())
		}
	}
	return &seen
}

// line is what a subject's peers are shown of a published result.
func (s *Subject) line() Subject {
	return Subject{Key: s.Key, Name: s.Name, Peers: s.Peers, Redacted: true, Score: s.Score, Reason: s.Reason, Rank: s.Rank, Grade: s.Grade}
}

// acts gives the acts that a caller may see. Whoever does not see everything is told the steps without names and remarks, and
// what concerns his own subjects; they are numbered anew, so that gaps do not tell how often others appealed.
func (s sight) acts(all []Act) []Act {
	if s.whole {
		return all
	}
	var seen []Act
	number := s.numbering(all)
	for _, a := range all {
		if number[a.Number] == 0 {
			continue
		}
		if a.Subject == "" {
			a = Act{Number: a.Number, Kind: a.Kind, Stage: a.Stage, At: a.At}
		}
		if of, ok := strings.CutPrefix(a.Line, adjustmentLine("")); ok {
			one, _ := strconv.Atoi(of)
			a.Line = adjustmentLine(strconv.Itoa(number[one]))
		}
		a.Number, a.Of, a.Document = number[a.Number], number[a.Of], ""
		seen = append(seen, a)
	}
	return seen
}

// numbering says how the acts that a caller is told of are numbered for him, without gaps.
func (s sight) numbering(all []Act) map[int]int {
	number := map[int]int{}
	for _, a := range all {
		if a.Subject != "" && s.persons && s.sheet(a.Subject) || a.Subject == "" && a.Kind != Compute && a.Kind != Return {
			number[a.Number] = len(number) + 1
		}
	}
	return number
}

// renumbered gives lines of a sheet in which adjustments bear the numbers that the caller is told of; who is told of no acts of
// persons has them one after the other.
func (s sight) renumbered(lines []Line) []Line {
	lines = slices.Clone(lines)
	for i, n := range lines {
		if n.Act == 0 {
			continue
		}
		number := s.numbers[n.Act]
		if !s.persons {
			number = 1 + i - slices.IndexFunc(lines, func(l Line) bool { return l.Kind == string(scheme.Adjustment) })
		}
		lines[i].Name, lines[i].Act = adjustmentLine(strconv.Itoa(number)), s.numbers[n.Act]
	}
	return lines
}

// stored is the name of a line of a sheet under which a caller who was told another one means it.
func (s sight) stored(line string) string {
	if name, ok := strings.CutPrefix(line, adjustmentLine("")); ok && !s.whole {
		for own, told := range s.numbers {
			if strconv.Itoa(told) == name {
				return adjustmentLine(strconv.Itoa(own))
			}
		}
		return adjustmentLine("0") // no act has that number
	}
	return line
}

// hidden is the one answer to who asks for a run that is not there, or not his to see.
func hidden(id string) error {
	return warehouse.Fault(warehouse.NotFound, "there is no result %q, or it is not given to you yet", id)
}
