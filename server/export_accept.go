package server

import (
	"mime"
	"strconv"
	"strings"

	"anlan/export"
)

// offer is a form that a data set can be had in, as Accept names it.
type offer struct {
	format  export.Format
	media   string
	charset string // not utf-8
}

// offers are the forms, the best first.
var offers = []offer{
	{export.ArrowStream, "application/vnd.apache.arrow.stream", ""},
	{export.ArrowFile, "application/vnd.apache.arrow.file", ""},
	{export.Parquet, "application/vnd.apache.parquet", ""},
	{export.CSV, "text/csv", ""},
	{export.CSV, "text/csv", "gb18030"},
	{export.JSONLines, "application/x-ndjson", ""},
	{export.XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ""},
}

// mediaRange is one part of an Accept (RFC 9110, section 12.5.1).
type mediaRange struct {
	media   string
	charset string
	quality float64
}

// negotiated picks the form that an Accept wants most: of those with the same weight the one that it names most exactly, then the
// best. Without an Accept it is the Arrow stream.
func negotiated(accept []string) (best offer, ok bool) {
	text := strings.Join(accept, ",")
	if strings.TrimSpace(text) == "" {
		return offers[0], true
	}
	ranges := rangesOf(text)
	var most float64
	var nearest int
	for _, o := range offers {
		quality, exact := o.wanted(ranges)
		if quality > most || quality == most && quality > 0 && exact > nearest {
			best, most, nearest = o, quality, exact
		}
	}
	return best, most > 0
}

// wanted gives the weight of the range that names an offer most exactly, and how exactly it does.
func (o offer) wanted(ranges []mediaRange) (quality float64, exact int) {
	family, _, _ := strings.Cut(o.media, "/")
	for _, r := range ranges {
		near := 0
		switch {
		case r.charset != o.charset:
		case r.media == o.media:
			near = 3
		case r.media == family+"/*":
			near = 2
		case r.media == "*/*":
			near = 1
		}
		if near > exact {
			quality, exact = r.quality, near
		}
	}
	return quality, exact
}

// rangesOf reads an Accept; a part that is none counts for nothing.
func rangesOf(text string) (ranges []mediaRange) {
	for part := range strings.SplitSeq(text, ",") {
		media, parameters, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		r := mediaRange{media: media, charset: strings.ToLower(parameters["charset"]), quality: 1}
		if r.charset == "utf-8" {
			r.charset = ""
		}
		if q, weighed := parameters["q"]; weighed {
			if r.quality, err = strconv.ParseFloat(q, 64); err != nil || r.quality < 0 || r.quality > 1 {
				continue
			}
		}
		ranges = append(ranges, r)
	}
	return ranges
}

// offered lists the forms in words.
func offered() string {
	names := make([]string, len(offers))
	for i, o := range offers {
		if names[i] = o.media; o.charset != "" {
			names[i] += ";charset=" + o.charset
		}
	}
	return strings.Join(names, ", ")
}
