package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"anlan/etl/source"
)

// answer is one page, taken apart.
type answer struct {
	body    json.RawMessage
	records []json.RawMessage
	link    string // of the header Link, rel=next
	total   int64  // -1: not said
	more    bool
	ended   bool // the answer itself says that there is nothing behind it
}

var (
	htmlPattern  = regexp.MustCompile(`(?i)^\s*<(!doctype|html|head|body|\?xml|[a-z]+[ >])`)
	titlePattern = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
)

// decode makes UTF-8 of a body, as its content type says.
func (in *Input) decode(body []byte, contentType string) ([]byte, error) {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	if gbk := strings.Contains(strings.ToLower(contentType), "charset=gb"); gbk && !utf8.Valid(body) {
		text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(body)
		if err == nil && !bytes.ContainsRune(text, utf8.RuneError) {
			return text, nil
		}
	}
	if !utf8.Valid(body) {
		return nil, in.fault(source.WrongEncoding, nil, "%s: the answer is no UTF-8 text; an API in GBK must say so: Content-Type: application/json; charset=gbk", in.where())
	}
	return body, nil
}

// parse checks an answer and finds the records in it.
func (in *Input) parse(body []byte) (*answer, error) {
	a := &answer{total: -1}
	if title := titlePattern.FindSubmatch(body); htmlPattern.Match(body) {
		what := ""
		if title != nil {
			what = " with the title “" + in.quote(string(title[1]), 80) + "”"
		}
		return nil, in.fault(source.BadAnswer, nil, "%s: a web page%s came instead of JSON, though with status 200: probably a login page or a gateway's notice", in.where(), what)
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	if err := decoder.Decode(&a.body); err != nil {
		return nil, in.badJSON(body, err)
	}
	if rest := bytes.TrimSpace(body[decoder.InputOffset():]); len(rest) > 0 {
		return nil, in.fault(source.BadAnswer, nil, "%s: after the JSON value there is more text, from byte %d: “%s”", in.where(), decoder.InputOffset()+1, in.quote(string(rest), 40))
	}
	if err := in.succeeded(a); err != nil {
		return nil, err
	}
	if err := in.findRecords(a); err != nil {
		return nil, err
	}
	return a, in.findEnd(a)
}

func (in *Input) badJSON(body []byte, err error) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return in.fault(source.BadAnswer, nil, "%s: the answer is empty", in.where())
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return in.fault(source.Truncated, nil, "%s: the JSON breaks off after %d bytes", in.where(), len(body))
	}
	place := ""
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		place = " at byte " + strconv.FormatInt(syntax.Offset, 10)
	}
	return in.fault(source.BadAnswer, nil, "%s: the answer is no JSON%s: %s; it begins “%s”", in.where(), place, in.quote(err.Error(), 100), in.quote(string(body[:min(len(body), 300)]), 60))
}

// succeeded looks for the word of success that the Spec names.
func (in *Input) succeeded(a *answer) error {
	s := in.spec.Success
	if s == nil {
		return nil
	}
	value, found := at(a.body, s.At)
	if !found {
		return in.fault(source.BadAnswer, nil, "%s: the answer has no %s, which should say whether it is good; it has %s", in.where(), s.At, keysOf(a.body))
	}
	got := string(source.PlainText(value))
	if slices.Contains(s.Is, got) {
		return nil
	}
	says := ""
	if message := textAt(a.body, s.Message); s.Message != "" && message != "" {
		says = ": " + in.quote(message, 200)
	}
	return in.fault(source.Refused, nil, "%s: the API answers %s = %s, expected %s%s", in.where(), s.At, in.quote(got, 40), strings.Join(s.Is, " or "), says)
}

func (in *Input) findRecords(a *answer) error {
	list, found := at(a.body, in.spec.Records)
	list = bytes.TrimSpace(list)
	name := in.spec.Records
	if name == "" {
		name = "answer itself"
	}
	switch {
	case !found:
		return in.fault(source.BadAnswer, nil, "%s: the answer has no %s, where the records should be; it has %s%s", in.where(), name, keysOf(a.body), in.message(a.body))
	case string(list) == "null":
		// No list can be "nothing found" or "you may not": only an answer that says the first is believed.
		if total := textAt(a.body, in.spec.Paging.Total); in.spec.Success != nil || in.spec.Paging.Total != "" && total == "0" {
			return nil
		}
		return in.fault(source.BadAnswer, nil, "%s: %s is null, which may mean no records or no right to them; say with `success:` how a good answer is known%s", in.where(), name, in.message(a.body))
	case list[0] != '[':
		return in.fault(source.BadAnswer, nil, "%s: the %s is no list of records; keys there: %s%s", in.where(), name, keysOf(list), in.message(a.body))
	}
	if err := json.Unmarshal(list, &a.records); err != nil {
		return in.badJSON(list, err)
	}
	return nil
}

// message is what the answer itself says, where APIs usually put it.
func (in *Input) message(body json.RawMessage) string {
	for _, path := range []string{"message", "msg", "error.message", "error_description", "error", "errmsg", "detail", "info"} {
		if v, ok := at(body, path); ok && len(v) > 2 && v[0] == '"' {
			return ". It says: “" + in.quote(string(source.PlainText(v)), 200) + "”"
		}
	}
	return ""
}

// findEnd reads the total and the words for more and last.
func (in *Input) findEnd(a *answer) error {
	p := in.spec.Paging
	if p.Total != "" {
		text := textAt(a.body, p.Total)
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			return in.fault(source.BadAnswer, nil, "%s: %s should be the number of all records, and is “%s”", in.where(), p.Total, in.quote(text, 40))
		}
		a.total = n
	}
	a.more = true
	for _, flag := range []struct {
		path string
		ends string
	}{{p.More, "false"}, {p.Last, "true"}} {
		if flag.path == "" {
			continue
		}
		switch word := textAt(a.body, flag.path); word {
		case "true", "false":
			if word == flag.ends {
				a.more, a.ended = false, true
			}
		default:
			return in.fault(source.BadAnswer, nil, "%s: %s should be true or false, and is “%s”", in.where(), flag.path, in.quote(word, 40))
		}
	}
	return nil
}

// quote makes a foreign text fit for a message: short, on one line, without secrets.
func (in *Input) quote(s string, runes int) string { return shorten(in.connection.Scrub(s), runes) }
