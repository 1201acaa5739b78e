package delivery

import (
	_ "embed"
	"fmt"
	netmail "net/mail"
	"net/url"
	"slices"
	"strings"

	"anlan/outbox/webhook"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/reports/strictyaml"
	"anlan/safety"
)

//go:embed recipients.schema.json
var schema []byte

// JSONSchema is the JSON Schema of files of recipients, for editors.
func JSONSchema() []byte { return schema }

// Known is what a file of recipients refers to. What is nil is not looked at.
type Known struct {
	Kinds  []string                          // names of kinds of bulletins
	Region func(code safety.RegionCode) bool // whether there is or was such a region
	Sector func(code string) bool
}

// Read reads and checks a file of recipients. The error is [strictyaml.FaultErrors]: every fault of the file with its line.
func Read(file string, text []byte, known Known) ([]Recipient, error) {
	var read struct {
		Recipients []Recipient `yaml:"recipients,required"`
	}
	c := check{strictyaml.Read(file, text, &read), known}
	names := map[string]bool{}
	for i := range read.Recipients {
		r, at := &read.Recipients[i], fmt.Sprintf("recipients[%d]", i)
		if names[r.Name] && r.Name != "" {
			c.Faultf(at+".recipient", "%q is taken", r.Name)
		}
		names[r.Name] = true
		c.where(at, r)
		c.what(at, r)
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	return read.Recipients, nil
}

type check struct {
	*strictyaml.Document
	known Known
}

// where checks how a recipient is reached.
func (c check) where(at string, r *Recipient) {
	switch {
	case r.Email == "" && r.Webhook == "":
		c.Faultf(at, "expected email or webhook")
	case r.Email != "" && r.Webhook != "":
		c.Faultf(at+".webhook", "expected email or webhook, found both: make two recipients")
	}
	if r.Email != "" {
		if _, err := netmail.ParseAddress(r.Email); err != nil {
			c.Faultf(at+".email", "expected one address, as zs@example.cn or 张三 <zs@example.cn>, found %q", r.Email)
		}
	}
	if r.Webhook == "" {
		for _, key := range []string{"format", "secret"} {
			if c.Has(at + "." + key) {
				c.Faultf(at+"."+key, "only a webhook has it")
			}
		}
		return
	}
	if u, err := url.Parse(r.Webhook); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		c.Faultf(at+".webhook", "expected an address, as https://example.cn/hook")
	}
	if r.Format != "" && !webhook.Known(r.Format) {
		c.Faultf(at+".format", "expected %s, found %q", strings.Join(webhook.Formats(), ", "), r.Format)
	}
	if c.Has(at + ".formats") {
		c.Faultf(at+".formats", "a webhook gets links, no files")
	}
}

// what checks what a recipient gets.
func (c check) what(at string, r *Recipient) {
	if c.Has(at+".regions") && len(r.Regions) == 0 {
		c.Faultf(at+".regions", "expected codes of regions, or [\"*\"] for all")
	}
	for i, region := range r.Regions {
		code, err := safety.ParseRegionCode(region)
		switch at := fmt.Sprintf("%s.regions[%d]", at, i); {
		case region == "*" && len(r.Regions) > 1:
			c.Faultf(at, "* stands alone")
		case region == "*":
		case err != nil:
			c.Faultf(at, "%v", err)
		case c.known.Region != nil && !c.known.Region(code):
			c.Faultf(at, "there is no region %s", code)
		default:
			r.Regions[i] = string(code)
		}
	}
	for i, sector := range r.Sectors {
		if c.known.Sector != nil && !c.known.Sector(sector) {
			c.Faultf(fmt.Sprintf("%s.sectors[%d]", at, i), "there is no sector %q", sector)
		}
	}
	for i, kind := range r.Kinds {
		if c.known.Kinds != nil && !slices.Contains(c.known.Kinds, kind) {
			c.Faultf(fmt.Sprintf("%s.kinds[%d]", at, i), "there is no kind of bulletin %q; expected %s", kind, strings.Join(c.known.Kinds, ", "))
		}
	}
	for i, format := range r.Formats {
		if !slices.Contains(render.Formats(), format) {
			c.Faultf(fmt.Sprintf("%s.formats[%d]", at, i), "there is no format %q; expected %s", format, list(render.Formats()))
		}
	}
	for i, language := range r.Languages {
		if language != document.Chinese && language != document.English {
			c.Faultf(fmt.Sprintf("%s.languages[%d]", at, i), "expected zh or en, found %q", language)
		}
	}
	if r.Drafts && !r.Records {
		c.Faultf(at+".drafts", "drafts name records: expected records: true as well")
	}
}

func list[T ~string](values []T) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return strings.Join(texts, ", ")
}
