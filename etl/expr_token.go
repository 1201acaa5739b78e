package etl

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind is what a piece of an expression is.
type tokenKind int

const (
	wordToken   tokenKind = iota // a bare name: keyword, function or column
	nameToken                    // a quoted name: always a column
	numberToken                  // 12, 1.5e3
	stringToken                  // 'text'
	signToken                    // an operator or a bracket
)

// token is one piece; text is as written but for nameToken, which holds the name without its quotes.
type token struct {
	kind tokenKind
	text string
}

func (t token) is(sign string) bool { return t.kind == signToken && t.text == sign }

func (t token) word(keyword string) bool {
	return t.kind == wordToken && strings.EqualFold(t.text, keyword)
}

// signs are the operators, longest first. A semicolon, braces, comments and casts with :: are not among them.
var signs = []string{"->", "<=", ">=", "<>", "!=", "==", "||", "(", ")", "[", "]", ",", ".", "+", "-", "*", "/", "%", "<", ">", "="}

// tokenize splits an expression; the error says what does not belong into one.
func tokenize(text string) ([]token, error) {
	var out []token
	for rest := text; rest != ""; {
		r, width := utf8.DecodeRuneInString(rest)
		switch {
		case r == utf8.RuneError:
			return nil, errors.New("the expression is not UTF-8")
		case unicode.IsSpace(r):
			rest = rest[width:]
		case strings.HasPrefix(rest, "--") || strings.HasPrefix(rest, "/*") || r == '#':
			return nil, errors.New("comments do not belong into an expression; put them behind # in the YAML")
		case r == '\'':
			n := closing(rest, '\'')
			if n < 0 {
				return nil, fmt.Errorf("a text is never closed: %s", rest)
			}
			out = append(out, token{stringToken, rest[:n]})
			rest = rest[n:]
		case r == '`' || r == '"':
			n := closing(rest, byte(r))
			if n < 0 {
				return nil, fmt.Errorf("a quoted name is never closed: %s", rest)
			}
			if strings.ContainsAny(rest[1:n-1], "\\`\"") {
				return nil, fmt.Errorf("the name %s holds a quote or backslash; map it with from instead", rest[:n])
			}
			out = append(out, token{nameToken, rest[1 : n-1]})
			rest = rest[n:]
		case r >= '0' && r <= '9':
			n := len(rest) - len(strings.TrimLeftFunc(rest, func(r rune) bool {
				return r >= '0' && r <= '9' || r == '.' || r == 'e' || r == 'E' || r == 'x' || r >= 'a' && r <= 'f'
			}))
			out = append(out, token{numberToken, rest[:n]})
			rest = rest[n:]
		case r == '_' || unicode.IsLetter(r):
			n := len(rest) - len(strings.TrimLeftFunc(rest, func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }))
			out = append(out, token{wordToken, rest[:n]})
			rest = rest[n:]
		default:
			sign := signAt(rest)
			if sign == "" {
				return nil, fmt.Errorf("%q does not belong into an expression", r)
			}
			out = append(out, token{signToken, sign})
			rest = rest[len(sign):]
		}
	}
	return out, nil
}

func signAt(s string) string {
	for _, sign := range signs {
		if strings.HasPrefix(s, sign) {
			return sign
		}
	}
	return ""
}

// closing finds the end of a quoted piece that begins at s[0]: behind its closing quote; -1 when there is none. A backslash
// and a doubled quote escape, as they do for the engine.
func closing(s string, quote byte) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == quote && i+1 < len(s) && s[i+1] == quote:
			i++
		case s[i] == quote:
			return i + 1
		}
	}
	return -1
}
