package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"anlan/warehouse"
)

// Bounds of a text. Longer ones are programs' mistakes, and the parser's work grows with them.
const (
	maxText  = 64 << 10
	maxDepth = 64
)

// tokenKind says what a token is.
type tokenKind int

const (
	wordToken   tokenKind = iota
	quotedToken           // a name in quotes
	textToken             // 'text'
	numberToken
	signToken
)

// token is a piece of the text, without its quotes.
type token struct {
	kind tokenKind
	text string
	at   int // byte offset
}

// is reports whether the token is this word, in any case, or this sign.
func (t token) is(text string) bool {
	return t.kind == wordToken && strings.EqualFold(t.text, text) || t.kind == signToken && t.text == text
}

// fault says what is wrong at a place of the text.
func fault(text string, at int, format string, args ...any) error {
	before := text[:min(at, len(text))]
	line := strings.Count(before, "\n") + 1
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	return warehouse.Fault(warehouse.BadRequest, "line %d, column %d: %s", line, column, warehouse.Fault("", format, args...).Message)
}

// scan cuts a text into tokens, without comments. It reads SQL as the standard has it: a quote within a text is doubled, a backslash is a sign like any other.
func scan(text string) ([]token, error) {
	if len(text) > maxText {
		return nil, warehouse.Fault(warehouse.TooLarge, "the text has %d bytes; at most %d are read", len(text), maxText)
	}
	if !utf8.ValidString(text) {
		return nil, warehouse.Fault(warehouse.BadRequest, "the text is not UTF-8")
	}
	var out []token
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		rest := text[at:]
		switch {
		case unicode.IsSpace(r) || r == '\ufeff':
			at += size
		case strings.HasPrefix(rest, "--"):
			end := strings.IndexAny(rest, "\r\n")
			if end < 0 {
				end = len(rest)
			}
			at += end
		case strings.HasPrefix(rest, "/*"):
			end := strings.Index(rest[2:], "*/")
			if end < 0 {
				return nil, fault(text, at, "the comment does not end")
			}
			at += end + 4
		default:
			t, length, err := next(text, at, r)
			if err != nil {
				return nil, err
			}
			out, at = append(out, t), at+length
		}
	}
	return out, nil
}

// next reads the token at a place, which begins with r, and its length.
func next(text string, at int, r rune) (token, int, error) {
	rest := text[at:]
	switch {
	case r == '\'':
		return quoted(text, at, textToken, "'", "the text")
	case r == '"' || r == '`':
		return quoted(text, at, quotedToken, string(r), "the name")
	case digit(r) || r == '.' && len(rest) > 1 && digit(rune(rest[1])):
		return number(text, at)
	case letter(r):
		end := strings.IndexFunc(rest, func(c rune) bool { return !letter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c) })
		if end < 0 {
			end = len(rest)
		}
		return token{wordToken, rest[:end], at}, end, nil
	case strings.ContainsRune("‘’“”＇＂", r):
		return token{}, 0, fault(text, at, "%c is no quote here: texts stand in '…', names in \"…\"", r)
	case strings.ContainsRune("（），；＝＜＞＊", r):
		return token{}, 0, fault(text, at, "%c is a full-width sign: use the plain one", r)
	}
	for _, sign := range []string{"==", "!=", "<>", "<=", ">=", "||", "::", "(", ")", ",", ".", "*", "+", "-", "/", "%", "=", "<", ">", ";", "?"} {
		if strings.HasPrefix(rest, sign) {
			return token{signToken, sign, at}, len(sign), nil
		}
	}
	return token{}, 0, fault(text, at, "%q has no meaning here", r)
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

func letter(r rune) bool { return r == '_' || unicode.IsLetter(r) }

// quoted reads up to the closing quote; a doubled one stands for itself.
func quoted(text string, at int, kind tokenKind, quote, what string) (token, int, error) {
	var out strings.Builder
	for rest := text[at+1:]; ; {
		end := strings.Index(rest, quote)
		if end < 0 {
			return token{}, 0, fault(text, at, "%s does not end: %s is missing", what, quote)
		}
		out.WriteString(rest[:end])
		rest = rest[end+1:]
		if !strings.HasPrefix(rest, quote) {
			return token{kind, out.String(), at}, len(text) - len(rest) - at, nil
		}
		out.WriteString(quote)
		rest = rest[1:]
	}
}

// number reads 12, 0.5, .5 and 1e3; what follows must not be part of a word.
func number(text string, at int) (token, int, error) {
	rest := text[at:]
	digits := func(i int) int {
		for i < len(rest) && digit(rune(rest[i])) {
			i++
		}
		return i
	}
	end := digits(0)
	if end < len(rest) && rest[end] == '.' {
		end = digits(end + 1)
	}
	if end < len(rest) && (rest[end] == 'e' || rest[end] == 'E') {
		exponent := end + 1
		if exponent < len(rest) && (rest[exponent] == '+' || rest[exponent] == '-') {
			exponent++
		}
		if digits(exponent) > exponent {
			end = digits(exponent)
		}
	}
	if r, _ := utf8.DecodeRuneInString(rest[end:]); end < len(rest) && (letter(r) || r == '.') {
		return token{}, 0, fault(text, at, "this is neither a number nor a name: numbers are written 12, 0.5 or 1e3")
	}
	return token{numberToken, rest[:end], at}, end, nil
}
