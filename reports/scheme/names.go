package scheme

import (
	"fmt"
	"slices"
	"strings"
)

// part is what of a figure a name in an expression means.
type part string

// The endings of names, after two underscores.
const (
	partItself         part = ""
	partPreviousYear   part = "previous_year"
	partPreviousPeriod part = "previous_period"
	partPeersMean      part = "peers_mean"
	partPeersMax       part = "peers_max"
	partPeersMin       part = "peers_min"
	partPeersCount     part = "peers_count" // how many of the peers have a figure
	partPeersTotal     part = "peers_total" // of all peers together: the sum, of a ratio the ratio of the sums
	partRankHighest    part = "rank_highest"
	partRankLowest     part = "rank_lowest"
	partNumerator      part = "numerator"
	partDenominator    part = "denominator"
	partGiven          part = "given" // what a line or group gave
	partMarks          part = "marks" // what a line or group could give
)

var endings = []part{
	partPreviousYear, partPreviousPeriod, partPeersMean, partPeersMax, partPeersMin, partPeersTotal, partPeersCount,
	partRankHighest, partRankLowest, partNumerator, partDenominator,
}

const monthsPrefix, groupPrefix = "months_", "in__"

// Names with a meaning of their own.
const (
	nameValue    = "value"    // what the rule judges: the figure, or its change or place
	nameMarks    = "marks"    // the marks of the line
	nameSubtotal = "subtotal" // the sum of the groups
	nameScore    = "score"
	nameRank     = "rank"
	nameRanked   = "ranked" // how many of the peer group have a rank
)

// place says where an expression stands, and so which names it may use.
type place int

// The places; each may use the names of those before it as well, save that only rules know value and marks.
const (
	inFigure place = iota // figures
	inRule                // conditions and rules of indicators
	inTotal               // bonuses and deductions: what lines gave
	inVeto                // vetoes: the score without them
	inTie                 // the order of equals: the score
	inBand                // bands: the rank
)

var ownNames = map[string]func(place) bool{
	nameValue:    func(p place) bool { return p == inRule || p == inTotal },
	nameMarks:    func(p place) bool { return p == inRule },
	nameSubtotal: func(p place) bool { return p >= inTotal },
	nameScore:    func(p place) bool { return p >= inVeto },
	nameRank:     func(p place) bool { return p >= inBand },
	nameRanked:   func(p place) bool { return p >= inBand },
}

// reference is a name of an expression, taken apart.
type reference struct {
	own    string // a name with a meaning of its own
	group  string // in__GROUP: the subject is in the peer group
	figure string // the input
	base   string // the figure or metric that the input is made of; differs from figure when months is set
	months Months
	line   string // of NAME__given and NAME__marks
	part   part
}

// reference takes a name apart; it says nothing of whether what it names exists.
func (s *Scheme) reference(name string) reference {
	if r, ok := s.names[name]; ok {
		return r
	}
	if _, ok := ownNames[name]; ok {
		return reference{own: name}
	}
	if group, ok := strings.CutPrefix(name, groupPrefix); ok {
		return reference{group: group}
	}
	pieces := strings.Split(name, "__")
	r := reference{figure: pieces[0], base: pieces[0]}
	for _, piece := range pieces[1:] {
		var months Months
		err := months.UnmarshalText([]byte(strings.TrimPrefix(piece, monthsPrefix)))
		switch {
		case (strings.HasPrefix(piece, monthsPrefix) || piece == thisYear) && err == nil && r.months == 0 && r.part == "":
			r.months, r.figure = months, r.base+"__"+piece
		case r.part == "":
			r.part = part(piece)
		default:
			r.part += part("__" + piece)
		}
	}
	if r.part == partGiven || r.part == partMarks {
		return reference{line: r.base, part: r.part}
	}
	return r
}

// typeAt gives the zero value of a name at a place, or what is wrong with it.
func (s *Scheme) typeAt(at place, lines map[string]bool) func(name string) (any, error) {
	return func(name string) (any, error) {
		r := s.reference(name)
		switch {
		case r.own != "":
			if !ownNames[r.own](at) {
				return nil, fmt.Errorf("%s is not known here", name)
			}
			return number{}, nil
		case r.group != "":
			if !slices.ContainsFunc(s.PeerGroups, func(g PeerGroup) bool { return g.Name == r.group }) {
				return nil, fmt.Errorf("there is no peer group %q; expected in__ and one of: %s", r.group, listOr(s.groupNames(), "peer_groups is empty"))
			}
			return truth{}, nil
		case r.line != "":
			if at < inTotal {
				return nil, fmt.Errorf("%s is not known here: what lines gave is known in bonuses, deductions, vetoes, bands and ties", name)
			}
			if !lines[r.line] {
				return nil, fmt.Errorf("there is no indicator or group %q", r.line)
			}
			return number{}, nil
		case r.part != "" && !slices.Contains(endings, r.part):
			return nil, fmt.Errorf("%s: a figure has no part %q; expected one of %s, months_N, this_year", name, r.part, joinParts())
		}
		return number{}, s.figureFault(r.base, r.months)
	}
}

// figureFault says what is wrong with the name of a figure, nil when nothing is.
func (s *Scheme) figureFault(name string, months Months) error {
	for _, f := range s.Figures {
		if f.Name != name {
			continue
		}
		if months != 0 && f.Metric == "" {
			return fmt.Errorf("%s is not counted from records, so it has no __%s", name, months.ending())
		}
		return nil
	}
	if in := s.inputNamed(name); in != nil && in.Entered {
		return nil // what people mark in a line of its own
	}
	if in := s.inputNamed(name); in != nil && in.Entered && months == 0 {
		return nil
	}
	if m, ok := s.metric(name); !ok {
		return fmt.Errorf("there is no figure %q in figures and no such metric in the catalogue%s", name, s.meant(name, m))
	}
	return nil
}

func (s *Scheme) groupNames() []string {
	names := make([]string, len(s.PeerGroups))
	for i, g := range s.PeerGroups {
		names[i] = g.Name
	}
	return names
}

func joinParts() string {
	names := make([]string, len(endings))
	for i, p := range endings {
		names[i] = string(p)
	}
	return strings.Join(names, ", ")
}

func listOr(names []string, empty string) string {
	if len(names) == 0 {
		return empty
	}
	return strings.Join(names, ", ")
}
