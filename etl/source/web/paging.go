package web

import (
	"bytes"
	"crypto/sha256"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"anlan/etl/source"
)

// walk goes from page to page and knows when it is at the end, and when it goes in circles.
type walk struct {
	in    *Input
	place place
	total int64             // as the last answer said; -1: not said
	seen  map[[32]byte]bool // cursors or links, or the last page's records
}

func newWalk(in *Input) *walk {
	w := &walk{in: in, total: -1, seen: map[[32]byte]bool{}}
	if in.spec.Paging.Kind == ByPage {
		w.place.number = in.spec.Paging.First
	}
	return w
}

// next takes note of an answer. It reports whether there is another page; place then says where. records counts all so far.
func (w *walk) next(a *answer, records uint64) (bool, error) {
	in, paging := w.in, w.in.spec.Paging
	if a.total >= 0 && w.total > a.total && paging.Kind != "" {
		return false, in.fault(source.Changed, nil, "%s: %s fell from %d to %d while the pages were read, so that records moved to pages that were read already and may be missing; run it again when nothing is deleted there",
			in.where(), paging.Total, w.total, a.total)
	}
	if a.total >= 0 && records > uint64(a.total) {
		return false, in.fault(source.BadAnswer, nil, "%s: %d records came, but %s says that there are %d: is it the number of pages, or of the records of one page? Leave paging.total out, or name the number of all records",
			in.where(), records, paging.Total, a.total)
	}
	w.total = a.total
	on, err := w.move(a, records)
	switch {
	case err != nil:
		return false, err
	case !on:
		return false, w.complete(records)
	}
	if in.page++; in.page > in.spec.Limits.Pages {
		return false, in.fault(source.TooMuch, nil, "after %d pages the API is still not at its end; raise max_pages, or ask for larger pages", in.spec.Limits.Pages)
	}
	return true, nil
}

func (w *walk) move(a *answer, records uint64) (bool, error) {
	paging := w.in.spec.Paging
	switch paging.Kind {
	case ByPage, ByOffset:
		if a.ended || len(a.records) == 0 || a.total >= 0 && records >= uint64(a.total) {
			return false, nil
		}
		// One page twice in a row: the API does not know the parameter, or gives its last page for all behind it.
		if w.circle(bytes.Join(rawBytes(a), nil), true) {
			return false, w.in.fault(source.BadAnswer, nil, "%s: the page is the same as the one before: either the API does not know the parameter %s, or it gives its last page again; tell the end with paging.total, more or last",
				w.in.where(), paging.Param)
		}
		if w.place.number++; paging.Kind == ByOffset {
			w.place.number = int(records) // no more than max_records
		}
		return true, nil
	case ByCursor:
		next := textAt(a.body, paging.From)
		if a.ended || next == "" {
			return false, nil
		}
		if w.circle([]byte(next), false) {
			return false, w.in.fault(source.BadAnswer, nil, "%s: the cursor comes for the second time, the pages go in a circle", w.in.where())
		}
		w.place.cursor = next
		return true, nil
	case ByLink:
		next := a.link
		if paging.From != "" {
			next = textAt(a.body, paging.From)
		}
		if a.ended || next == "" {
			return false, nil
		}
		return true, w.follow(next)
	}
	return false, nil
}

// follow goes to a link, if it stays on the connection's host.
func (w *walk) follow(next string) error {
	in := w.in
	from := in.address
	if w.place.link != nil {
		from = w.place.link
	}
	link, err := url.Parse(next)
	if err != nil {
		return in.fault(source.BadAnswer, nil, "%s: the link to the next page is none: “%s”", in.where(), in.quote(next, 60))
	}
	link = from.ResolveReference(link)
	if !sameOrigin(in.address, link) || link.User != nil {
		return in.fault(source.Refused, nil, "%s: the next page lies on another host (%s), which is not asked: our credentials would go there", in.where(), in.quote(link.Scheme+"://"+link.Host, 100))
	}
	link.Fragment = ""
	if w.circle([]byte(link.String()), false) {
		return in.fault(source.BadAnswer, nil, "%s: the link to the next page leads back to one that was read, the pages go in a circle", in.where())
	}
	w.place.link = link
	return nil
}

// circle remembers a text and reports whether it was there before; with last only the one before counts.
func (w *walk) circle(text []byte, last bool) bool {
	sum := sha256.Sum256(text)
	if w.seen[sum] {
		return true
	}
	if last {
		clear(w.seen)
	}
	w.seen[sum] = true
	return false
}

// complete compares what came with what the API said there is.
func (w *walk) complete(records uint64) error {
	if w.total >= 0 && records < uint64(w.total) {
		return w.in.fault(source.Truncated, nil, "%s: the pages end after %d records, but %s says %d", w.in.where(), records, w.in.spec.Paging.Total, w.total)
	}
	return nil
}

func rawBytes(a *answer) [][]byte {
	out := make([][]byte, len(a.records))
	for i, r := range a.records {
		out[i] = r
	}
	return out
}

// linkPattern is one link of the header Link (RFC 8288): <target>; rel="next" and what else there is.
var linkPattern = regexp.MustCompile(`<([^>]*)>((?:\s*;\s*[^",;<=]+(?:=(?:"[^"]*"|[^",;<]*))?)*)`)

var relPattern = regexp.MustCompile(`(?i);\s*rel\s*=\s*"?([^";]*)"?`)

// nextLink finds the target with the relation next.
func nextLink(h http.Header) string {
	for _, line := range h.Values("Link") {
		for _, link := range linkPattern.FindAllStringSubmatch(line, -1) {
			if rel := relPattern.FindStringSubmatch(link[2]); rel != nil {
				for word := range strings.FieldsSeq(rel[1]) {
					if strings.EqualFold(word, "next") {
						return link[1]
					}
				}
			}
		}
	}
	return ""
}
