package chdb

import "strings"

// verb is how a statement has to be handed to the engine.
type verb uint8

const (
	command verb = iota // anything whose output is small: DDL, SHOW, EXPLAIN, INSERT … SELECT
	query               // SELECT and WITH: its output is streamed
	ingest              // INSERT that takes data: its input is streamed
)

// statement is one SQL statement, taken apart as far as handing it to the engine needs.
type statement struct {
	verb   verb
	sql    string // without the FORMAT clause, the inline data and a closing semicolon
	format string // of the FORMAT clause; empty when there is none
	data   string // inline data of an INSERT, as far as it was in the text
	sticky bool   // changes its connection: SET, USE, temporary tables
	many   bool   // more than one statement
}

// parse takes a statement apart. It never fails: what it does not understand is a command, and the engine judges it.
func parse(src string) statement {
	l := &lexer{src: src}
	first, ok := l.next()
	if !ok {
		return statement{}
	}
	if l.is(first, "INSERT") {
		return parseInsert(l, first)
	}
	st := statement{sql: src}
	tokens := []token{first}
	for t, ok := l.next(); ok; t, ok = l.next() {
		if t.depth == 0 && l.char(t) == ';' {
			st.sql = src[:t.start]
			st.many = l.more()
			break
		}
		tokens = append(tokens, t)
	}
	switch {
	case l.is(first, "SELECT"), l.is(first, "WITH"), l.is(first, "FROM"), l.char(first) == '(':
		st.verb = query
	case l.is(first, "SET"), l.is(first, "USE"), l.is(first, "BEGIN"):
		st.sticky = true
	case l.is(first, "KILL"):
		st.sql = killByID(l, tokens)
		return st
	case l.is(first, "CREATE"), l.is(first, "REPLACE"):
		for _, t := range tokens[:min(4, len(tokens))] {
			st.sticky = st.sticky || l.is(t, "TEMPORARY")
		}
	}
	if st.verb == query && insertsAfterWith(l, tokens) {
		st.verb = command
	}
	if at, ok := formatClause(l, tokens); ok {
		from, name := tokens[at], tokens[at+1]
		st.format = src[name.start:name.end]
		st.sql = strings.TrimRight(st.sql[:from.start]+st.sql[name.end:], " \t\r\n")
	}
	return st
}

// killByID makes the caller's query ids mean something in KILL QUERY: see idExpression.
func killByID(l *lexer, tokens []token) string {
	var out strings.Builder
	done := 0
	for _, t := range tokens {
		if l.is(t, "query_id") || t.kind == quoted && strings.Trim(l.src[t.start:t.end], "`\"") == "query_id" {
			out.WriteString(l.src[done:t.start] + idExpression)
			done = t.end
		}
	}
	return out.String() + l.src[done:tokens[len(tokens)-1].end]
}

// insertsAfterWith recognizes WITH … INSERT INTO … SELECT.
func insertsAfterWith(l *lexer, tokens []token) bool {
	for i, t := range tokens[:len(tokens)-1] {
		if t.depth == 0 && l.is(t, "INSERT") && l.is(tokens[i+1], "INTO") {
			return true
		}
	}
	return false
}

// formatClause finds FORMAT name at the end of a statement, where SETTINGS or INTO OUTFILE may follow. A column or a table
// may be called format as well: the clause comes after a complete operand only.
func formatClause(l *lexer, tokens []token) (at int, ok bool) {
	for i := len(tokens) - 2; i > 0; i-- {
		t, name := tokens[i], tokens[i+1]
		if t.depth != 0 || !l.is(t, "FORMAT") || name.kind != word || !endsOperand(l, tokens[i-1]) {
			continue
		}
		last := i+2 == len(tokens)
		if last && !l.is(name, "ASC") && !l.is(name, "DESC") || !last && (l.is(tokens[i+2], "SETTINGS") || l.is(tokens[i+2], "INTO")) {
			return i, true
		}
	}
	return 0, false
}

// parseInsert finds where an INSERT ends and its data begins.
func parseInsert(l *lexer, prev token) statement {
	st := statement{sql: l.src}
	selects := false
	for t, ok := l.next(); ok; t, ok = l.next() {
		switch {
		case t.depth != 0:
		case l.char(t) == ';':
			st.sql = l.src[:t.start]
			st.many = l.more()
			return st
		case l.is(t, "SELECT"):
			selects = true
		case l.is(t, "VALUES") && !selects && endsOperand(l, prev):
			return statement{verb: ingest, sql: l.src[:t.start], format: "Values", data: l.src[t.end:]}
		case l.is(t, "FORMAT") && endsOperand(l, prev):
			if name, ok := l.next(); ok && name.kind == word {
				return statement{verb: ingest, sql: l.src[:t.start], format: l.src[name.start:name.end], data: inline(l.src[name.end:])}
			}
		}
		prev = t
	}
	if !selects && !names(st.sql, "INFILE") {
		st.verb, st.format = ingest, "Values"
	}
	return st
}

// more reports whether anything but semicolons is left.
func (l *lexer) more() bool {
	for t, ok := l.next(); ok; t, ok = l.next() {
		if l.char(t) != ';' {
			return true
		}
	}
	return false
}

// inline is the data after "FORMAT name": spaces and one line break, or a semicolon, belong to the statement.
func inline(rest string) string {
	blank := func() {
		for rest != "" && rest[0] != '\n' && isSpace(rest[0]) {
			rest = rest[1:]
		}
	}
	blank()
	if strings.HasPrefix(rest, ";") {
		rest = rest[1:]
		blank()
	}
	return strings.TrimPrefix(rest, "\n")
}

// names reports whether a keyword occurs anywhere in a text as a bare word.
func names(src, keyword string) bool {
	in := &lexer{src: src}
	for t, ok := in.next(); ok; t, ok = in.next() {
		if in.is(t, keyword) {
			return true
		}
	}
	return false
}

func (l *lexer) is(t token, keyword string) bool {
	return t.kind == word && strings.EqualFold(l.src[t.start:t.end], keyword)
}

// char is the character of a punctuation token, 0 of any other.
func (l *lexer) char(t token) byte {
	if t.kind != punct {
		return 0
	}
	return l.src[t.start]
}

// expectsOperand are the keywords after which an expression or a name begins, so that FORMAT after one of them is a name.
var expectsOperand = map[string]bool{
	"SELECT": true, "DISTINCT": true, "BY": true, "WHERE": true, "PREWHERE": true, "HAVING": true, "QUALIFY": true, "AND": true,
	"OR": true, "NOT": true, "IN": true, "LIKE": true, "ILIKE": true, "BETWEEN": true, "IS": true, "CASE": true, "WHEN": true,
	"THEN": true, "ELSE": true, "ON": true, "USING": true, "FROM": true, "JOIN": true, "AS": true, "LIMIT": true, "OFFSET": true,
	"WITH": true, "INTERVAL": true, "INTO": true, "TABLE": true, "DATABASE": true, "DIV": true, "MOD": true, "REGEXP": true,
	"DESCRIBE": true, "EXISTS": true, "VIEW": true, "DICTIONARY": true, "COLUMN": true, "INDEX": true, "FUNCTION": true,
}

// endsOperand reports whether a clause may begin after t.
func endsOperand(l *lexer, t token) bool {
	switch t.kind {
	case quoted, literal:
		return true
	case punct:
		return strings.IndexByte(")]}*", l.src[t.start]) >= 0
	}
	return !expectsOperand[strings.ToUpper(l.src[t.start:t.end])]
}
