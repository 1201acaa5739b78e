package query

import (
	"slices"
	"strconv"
	"strings"

	"anlan/warehouse"
)

// plain is a text made safe for the parser, which reads the grammar and nothing else: each name and each constant is replaced by its number, so that neither what
// they hold nor the parser's own ideas of quotes, numbers and words can change what is meant. Comments are gone; words are those that questions are made of.
type plain struct {
	source   string
	text     strings.Builder
	names    []name
	literals []placed
	starts   []start // where tokens stand in text, ascending
	opened   []opening

	parameters int // ? met so far
}

// opening is a bracket or a CASE that is not closed yet.
type opening struct {
	at   int
	cast bool // of CAST( … AS type)
}

// name is a name with the names before its dots: anlan.main.hazard.
type name struct {
	parts []string
	at    int
}

// placed is a constant and where it stands.
type placed struct {
	warehouse.Literal
	at int
}

// start says which place of the source a place of the text comes from.
type start struct{ text, source int }

// grammar are the words that go to the parser as they are.
var grammar = strings.Fields(`SELECT DISTINCT FROM WHERE GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET AS AND OR NOT IN LIKE ILIKE BETWEEN IS CASE WHEN THEN ELSE END`)

// refused are words of SQL that are not read, and why.
var refused = map[string]string{
	"JOIN": "joins are not read: a data set whose name ends in _readable has the names beside the codes", "CROSS": "", "FULL": "", "INNER": "", "NATURAL": "", "OUTER": "", "USING": "", "ON": "",
	"UNION": "one question at a time", "EXCEPT": "one question at a time", "INTERSECT": "one question at a time",
	"WITH": "write one SELECT over one data set", "OVER": "there are no window functions", "WINDOW": "there are no window functions", "PARTITION": "there are no window functions", "QUALIFY": "",
	"ARRAY": "lists are asked by has(list, value) and length(list)", "PREWHERE": "use WHERE", "FINAL": "every question is answered from one whole version already", "SAMPLE": "",
	"SETTINGS": "settings belong to the service", "FORMAT": "the format is chosen outside of the question", "INTO": "results go to the caller only",
	"INTERVAL": "use addDays, addMonths, addYears or dateDiff", "EXISTS": "there are no subqueries in conditions", "ANY": "", "ALL": "", "GLOBAL": "", "FETCH": "use LIMIT", "TOP": "use LIMIT", "FOR": "", "VALUES": "",
}

// others are the words that begin statements of other kinds.
var others = strings.Fields(`INSERT UPDATE DELETE MERGE REPLACE UPSERT CREATE ALTER DROP TRUNCATE RENAME ATTACH DETACH GRANT REVOKE SET USE SHOW DESCRIBE DESC EXPLAIN OPTIMIZE SYSTEM KILL CALL EXEC EXECUTE COPY
	BEGIN START COMMIT ROLLBACK SAVEPOINT PRAGMA VACUUM ANALYZE BACKUP RESTORE WATCH CHECK EXCHANGE UNDROP`)

// plainly replaces names and constants and refuses what is not read. Tokens are those of the source.
func plainly(source string, tokens []token) (*plain, error) {
	p := &plain{source: source}
	return p, p.all(tokens)
}

// all replaces the tokens of the source, and refuses brackets that do not match or go too deep.
func (p *plain) all(tokens []token) error {
	prefixes := 0
	for i := 0; i < len(tokens); {
		t := tokens[i]
		switch {
		case t.is("(") || t.is("CASE"):
			p.opened = append(p.opened, opening{t.at, i > 0 && tokens[i-1].is("CAST")})
		case t.is(")") || t.is("END"):
			if len(p.opened) == 0 {
				return fault(p.source, t.at, "nothing was opened that %s could close", t.text)
			}
			p.opened = p.opened[:len(p.opened)-1]
		}
		if t.is("NOT") || t.is("-") || t.is("+") {
			prefixes++
		} else {
			prefixes = 0
		}
		if len(p.opened) > maxDepth || prefixes > maxDepth {
			return fault(p.source, t.at, "this is nested more than %d deep", maxDepth)
		}
		used, err := p.take(tokens, i)
		if err != nil {
			return err
		}
		i += used
	}
	if n := len(p.opened); n > 0 {
		return fault(p.source, p.opened[n-1].at, "this is not closed")
	}
	return nil
}

// take writes what begins at token i and gives how many tokens it is.
func (p *plain) take(tokens []token, i int) (int, error) {
	t := tokens[i]
	follows := func(n int, text string) bool { return i+n < len(tokens) && tokens[i+n].is(text) }
	kindAt := func(n int) tokenKind {
		if i+n < len(tokens) {
			return tokens[i+n].kind
		}
		return signToken
	}
	switch {
	case t.kind == textToken:
		p.literal(warehouse.Literal{Type: "String", Text: t.text}, t.at)
	case t.kind == numberToken:
		p.literal(numberOf(t.text), t.at)
	case t.is("?"):
		p.literal(warehouse.Literal{Type: parameterType, Text: strconv.Itoa(p.parameters)}, t.at)
		p.parameters++
	case t.is("::"):
		typ, used, err := typeName(p.source, tokens, i+1)
		if err != nil {
			return 0, err
		}
		p.write("::", t.at)
		p.literal(warehouse.Literal{Type: castType, Text: typ}, t.at)
		return used + 1, nil
	case t.kind == signToken:
		p.write(t.text, t.at)
	case t.kind == quotedToken:
		return p.name(tokens, i)
	case t.is("NULL") && i > 0 && (tokens[i-1].is("IS") || tokens[i-1].is("NOT") && i > 1 && tokens[i-2].is("IS")):
		p.write("NULL", t.at)
	case t.is("NULL"):
		p.literal(warehouse.Literal{Type: "Null"}, t.at)
	case t.is("TRUE"), t.is("FALSE"):
		p.literal(warehouse.Literal{Type: "Bool", Text: strings.ToLower(t.text)}, t.at)
	case kindAt(1) == textToken && typedLiterals[strings.ToUpper(t.text)] != "":
		p.literal(warehouse.Literal{Type: typedLiterals[strings.ToUpper(t.text)], Text: tokens[i+1].text}, t.at)
		return 2, nil
	case t.is("NULLS") && follows(1, "LAST"):
		return 2, nil
	case t.is("NULLS"):
		return 0, fault(p.source, t.at, "NULL comes last in every order: NULLS FIRST is not read")
	case t.is("EXTRACT") && follows(1, "(") && kindAt(2) == wordToken && follows(3, "FROM"):
		p.opened = append(p.opened, opening{at: t.at})
		p.names = append(p.names, name{[]string{"extract"}, t.at})
		p.write("`"+strconv.Itoa(len(p.names)-1)+"` (", t.at)
		p.literal(warehouse.Literal{Type: "String", Text: tokens[i+2].text}, tokens[i+2].at)
		p.write(",", tokens[i+3].at)
		return 4, nil
	case t.is("AS") && len(p.opened) > 0 && p.opened[len(p.opened)-1].cast:
		typ, used, err := typeName(p.source, tokens, i+1)
		if err != nil {
			return 0, err
		}
		p.write(",", t.at)
		p.literal(warehouse.Literal{Type: castType, Text: typ}, t.at)
		return used + 1, nil
	case slices.Contains(grammar, strings.ToUpper(t.text)):
		p.write(strings.ToUpper(t.text), t.at)
	default:
		if why, is := refused[strings.ToUpper(t.text)]; is && !follows(1, ".") {
			if why == "" {
				why = "write SELECT … FROM a data set WHERE … GROUP BY … HAVING … ORDER BY … LIMIT …"
			}
			return 0, fault(p.source, t.at, "%s is not read: %s", strings.ToUpper(t.text), why)
		}
		return p.name(tokens, i)
	}
	return 1, nil
}

// name writes a name with all that its dots join.
func (p *plain) name(tokens []token, i int) (int, error) {
	n := name{[]string{tokens[i].text}, tokens[i].at}
	used := 1
	for i+used < len(tokens) && tokens[i+used].is(".") {
		if i+used+1 == len(tokens) {
			return 0, fault(p.source, tokens[i+used].at, "a name is missing behind the dot")
		}
		switch part := tokens[i+used+1]; {
		case part.is("*"):
			n.parts = append(n.parts, "*")
		case part.kind == wordToken || part.kind == quotedToken:
			n.parts = append(n.parts, part.text)
		default:
			return 0, fault(p.source, part.at, "a name is missing behind the dot")
		}
		used += 2
	}
	if len(n.parts) > 4 {
		return 0, fault(p.source, n.at, "a name has at most catalogue, schema, data set and column")
	}
	p.names = append(p.names, n)
	p.write("`"+strconv.Itoa(len(p.names)-1)+"`", n.at)
	return used, nil
}

func (p *plain) literal(l warehouse.Literal, at int) {
	p.literals = append(p.literals, placed{l, at})
	p.write(strconv.Itoa(len(p.literals)-1), at)
}

// write adds a piece for the parser. Spaces on both sides keep signs and numbers apart.
func (p *plain) write(text string, at int) {
	p.starts = append(p.starts, start{p.text.Len(), at})
	p.text.WriteString(text)
	p.text.WriteByte(' ')
}

// sourceOf gives the place in the source of a place in the parser's text.
func (p *plain) sourceOf(text int) int {
	i, found := slices.BinarySearchFunc(p.starts, text, func(s start, at int) int { return s.text - at })
	if !found {
		i--
	}
	if i < 0 || i >= len(p.starts) {
		return len(p.source)
	}
	return p.starts[i].source
}
