package chdb

import "strings"

// kind tells the tokens apart that matter for finding clauses; everything else is punctuation.
type kind uint8

const (
	word    kind = iota // bare identifier or keyword
	quoted              // "identifier" or `identifier`
	literal             // string, heredoc or number
	punct               // one character
)

// token is one significant token: text is src[start:end], depth counts the brackets around it.
type token struct {
	kind       kind
	start, end int
	depth      int
}

// lexer walks SQL text by the rules of ClickHouse's own lexer (src/Parsers/Lexer.cpp): strings and quoted identifiers with
// backslashes and doubled quotes, heredocs, nested comments. It never fails: what is not closed reaches to the end.
type lexer struct {
	src   string
	pos   int
	depth int
}

// next returns the next significant token; ok is false at the end.
func (l *lexer) next() (t token, ok bool) {
	l.skip()
	if l.pos >= len(l.src) {
		return token{}, false
	}
	t.start, t.depth, t.kind = l.pos, l.depth, punct
	switch c := l.src[l.pos]; {
	case c == '\'':
		t.kind = literal
		l.quoted('\'')
	case c == '"', c == '`':
		t.kind = quoted
		l.quoted(c)
	case c == '$' && l.heredoc():
		t.kind = literal
	case strings.HasPrefix(l.src[l.pos:], "‘"):
		t.kind = literal
		l.until("’")
	case strings.HasPrefix(l.src[l.pos:], "“"):
		t.kind = quoted
		l.until("”")
	case isWord(c) || c == '$':
		t.kind = word
		if isDigit(c) {
			t.kind = literal
		}
		for l.pos < len(l.src) && (isWord(l.src[l.pos]) || l.src[l.pos] == '$') {
			l.pos++
		}
	case c == '(' || c == '[' || c == '{':
		l.pos++
		l.depth++
	case c == ')' || c == ']' || c == '}':
		l.pos++
		l.depth = max(0, l.depth-1)
		t.depth = l.depth
	default:
		l.pos++
	}
	t.end = l.pos
	return t, true
}

// skip passes over white space and comments.
func (l *lexer) skip() {
	for l.pos < len(l.src) {
		rest := l.src[l.pos:]
		switch {
		case isSpace(rest[0]):
			l.pos++
		case strings.HasPrefix(rest, "--"), strings.HasPrefix(rest, "//"), strings.HasPrefix(rest, "# "), strings.HasPrefix(rest, "#!"):
			if i := strings.IndexByte(rest, '\n'); i >= 0 {
				l.pos += i
			} else {
				l.pos = len(l.src)
			}
		case strings.HasPrefix(rest, "/*"):
			l.comment()
		default:
			return
		}
	}
}

// comment passes over a block comment; they nest.
func (l *lexer) comment() {
	depth := 0
	for l.pos < len(l.src) {
		switch {
		case strings.HasPrefix(l.src[l.pos:], "/*"):
			depth++
			l.pos += 2
		case strings.HasPrefix(l.src[l.pos:], "*/"):
			depth--
			l.pos += 2
			if depth == 0 {
				return
			}
		default:
			l.pos++
		}
	}
}

func (l *lexer) quoted(q byte) {
	for l.pos++; l.pos < len(l.src); l.pos++ {
		switch l.src[l.pos] {
		case '\\':
			l.pos++
		case q:
			if l.pos+1 < len(l.src) && l.src[l.pos+1] == q {
				l.pos++
				continue
			}
			l.pos++
			return
		}
	}
	l.pos = len(l.src)
}

// heredoc passes over $tag$ … $tag$ and reports whether there was one.
func (l *lexer) heredoc() bool {
	rest := l.src[l.pos:]
	n := strings.IndexByte(rest[1:], '$')
	if n < 0 {
		return false
	}
	tag := rest[:n+2]
	i := strings.Index(rest[len(tag):], tag)
	if i < 0 {
		return false
	}
	l.pos += len(tag) + i + len(tag)
	return true
}

func (l *lexer) until(end string) {
	if i := strings.Index(l.src[l.pos:], end); i >= 0 {
		l.pos += i + len(end)
	} else {
		l.pos = len(l.src)
	}
}

func isSpace(c byte) bool { return c == ' ' || (c >= '\t' && c <= '\r') }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isWord(c byte) bool {
	return c == '_' || isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
}
