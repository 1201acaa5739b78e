package database

import (
	"strings"
	"time"
)

// value is bound to a placeholder: text as the database writes it, of a column of that family.
type value struct {
	text   string
	family family
}

// statement is one SELECT on its way. Its names are quoted and its values bound; only a pipeline's own query stands in it as
// it is, in brackets, where it can be nothing but one SELECT.
type statement struct {
	session session
	sql     strings.Builder
	values  []value
}

func (s *statement) add(parts ...string) {
	for _, p := range parts {
		s.sql.WriteString(p)
	}
}

// bind adds a placeholder for the value.
func (s *statement) bind(v value) {
	s.values = append(s.values, v)
	s.add(s.session.placeholder(len(s.values)))
}

// from writes what is read from.
func (s *statement) from(spec Spec) {
	if spec.Table == "" {
		// The line break ends a comment that the query may end with.
		s.add(" FROM (", strings.TrimRight(strings.TrimSpace(spec.Query), "; \t\r\n"), "\n) AS q")
		return
	}
	for i, part := range strings.Split(spec.Table, ".") {
		s.add([]string{" FROM ", "."}[min(i, 1)], s.session.quote(part))
	}
}

// selectAll is the statement that is asked for its columns.
func selectAll(session session, spec Spec) string {
	s := &statement{session: session}
	s.add("SELECT *") //nolint:unqueryvet // its columns are the question
	s.from(spec)
	return s.sql.String()
}

// selectRows is the statement that reads, of the columns given, what the run asks for. below is where an incremental reading
// begins, nil for everything.
func selectRows(session session, spec Spec, ask Ask, columns []column, below *bound) *statement {
	s := &statement{session: session}
	for i, c := range columns {
		s.add([]string{"SELECT ", ", "}[min(i, 1)], session.quote(c.name))
	}
	s.from(spec)
	if ask.From != "" {
		s.window(find(columns, spec.Window), spec.Zone, ask)
	} else if below != nil {
		s.since(spec.Watermark, columns, below)
	}
	if spec.Watermark != nil {
		s.add(" ORDER BY ", session.quote(spec.Watermark.Column))
		for _, key := range spec.Watermark.Key {
			s.add(", ", session.quote(key))
		}
	}
	return s
}

// window asks for the rows of the days.
func (s *statement) window(c column, zone *time.Location, ask Ask) {
	name := s.session.quote(c.name)
	s.add(" WHERE ", name, " >= ")
	s.bind(value{s.session.midnight(c.family, zone, day(ask.From)), c.family})
	s.add(" AND ", name, " < ")
	s.bind(value{s.session.midnight(c.family, zone, day(ask.To).AddDate(0, 0, 1)), c.family})
}

// since asks for the rows above the bound, and for those whose watermark says nothing: none, or a date before any system's.
func (s *statement) since(w *Watermark, columns []column, below *bound) {
	c := find(columns, w.Column)
	name := s.session.quote(c.name)
	s.add(" WHERE (", name, []string{" > ", " >= "}[min(1, below.equal())])
	s.bind(value{below.at, c.family})
	// (w, a, b) > (…) is written out: not every planner uses an index for rows that are compared.
	for i, key := range below.key {
		s.add(" OR ", name, " = ")
		s.bind(value{below.at, c.family})
		for _, before := range w.Key[:i] {
			s.add(" AND ", s.session.quote(before), " = ")
			s.bind(value{below.key[indexOf(w.Key, before)], find(columns, before).family})
		}
		s.add(" AND ", s.session.quote(w.Key[i]), " > ")
		s.bind(value{key, find(columns, w.Key[i]).family})
	}
	if c.nullable {
		s.add(" OR ", name, " IS NULL")
	}
	if c.family == instant || c.family == wall || c.family == date || c.family == word {
		s.add(" OR ", name, " < ")
		s.bind(value{earliest, c.family})
	}
	s.add(")")
}

// earliest is the first day of which a time of change is believed: zero dates, 1900-01-01 and 1970-01-01 mean that there is none.
const earliest = "1971-01-01"

func day(text string) time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, text, beijing) // a safety.Date wrote it
	return t
}

func find(columns []column, name string) column {
	for _, c := range columns {
		if c.name == name {
			return c
		}
	}
	return column{}
}

func indexOf(list []string, name string) int {
	for i, one := range list {
		if one == name {
			return i
		}
	}
	return -1
}
