package delivery

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strconv"

	"anlan/access"
	"anlan/reports/dispatch"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/safety"
)

// Recipient is who gets bulletins, where, and which: what he is sent is what he might see. docs/bulletin-delivery.md has every key.
type Recipient struct {
	Name    string `yaml:"recipient,required"`
	Email   string `yaml:"email"`   // 张三 <zs@example.cn>
	Webhook string `yaml:"webhook"` // an address with its key
	Format  string `yaml:"format"`  // of the webhook: json, wecom or dingtalk
	Secret  string `yaml:"secret"`  // that posts are signed with

	// Regions and Sectors are his scope: he gets bulletins that lie wholly inside. A single * is every region; no sectors are all.
	Regions []string `yaml:"regions,required"`
	Sectors []string `yaml:"sectors"`
	// Records says that he may read of single records, which bulletins name: without it he is told that a bulletin was issued, and
	// given neither its texts nor its files.
	Records bool `yaml:"records"`
	// Drafts says that he is the office's own: he is told of drafts that the calendar made, or that are held.
	Drafts bool `yaml:"drafts"`
	// Kinds are the kinds of bulletins that he gets; empty means all. With Drafts alone: whose drafts.
	Kinds     []string            `yaml:"kinds"`
	Formats   []render.Format     `yaml:"formats"`   // that go with a mail; empty means docx and pdf
	Languages []document.Language `yaml:"languages"` // empty means zh
	From      safety.Date         `yaml:"from"`      // the first day of issue of what he gets; zero means any
}

// standardFormats go with mails where a recipient names none.
func standardFormats() []render.Format { return []render.Format{render.DOCX, render.PDF} }

// caller is who the recipient would be if he asked himself.
func (r *Recipient) caller(event Event) access.Caller {
	c := access.Caller{Name: r.Name, Role: access.Reader, Scope: access.Scope{Sectors: r.Sectors}}
	if r.Records {
		c.Role = access.Analyst
	}
	if event == Drafted && r.Drafts {
		c.Role = access.Office
	}
	if slices.Equal(r.Regions, []string{"*"}) {
		c.Scope.All = true
		return c
	}
	for _, region := range r.Regions {
		c.Scope.Regions = append(c.Scope.Regions, safety.RegionCode(region))
	}
	return c
}

// wants says whether a bulletin that the recipient may see is one for him.
func (r *Recipient) wants(event Event, b *dispatch.Bulletin) bool {
	if len(r.Kinds) > 0 && !slices.Contains(r.Kinds, b.Case.Kind) {
		return false
	}
	if event == Drafted {
		return r.Drafts
	}
	return r.From.IsZero() || !dayOf(b.IssuedAt).Before(r.From)
}

// Address is where he is reached, without a robot's key.
func (r *Recipient) Address() string {
	if r.Webhook == "" {
		return r.Email
	}
	u, err := url.Parse(r.Webhook)
	if err != nil {
		return "webhook"
	}
	return u.Scheme + "://" + u.Host
}

// languages are those of a bulletin that the recipient reads, or all that there are.
func (r *Recipient) languages(b *dispatch.Bulletin) []document.Language {
	wanted := r.Languages
	if len(wanted) == 0 {
		wanted = []document.Language{document.Chinese}
	}
	var both, all []document.Language
	for _, language := range wanted {
		if b.Title[language] != "" {
			both = append(both, language)
		}
	}
	for _, language := range []document.Language{document.Chinese, document.English} {
		if b.Title[language] != "" {
			all = append(all, language)
		}
	}
	if len(both) > 0 {
		return both
	}
	return all
}

// idOf is the same for the same act and recipient, always.
func idOf(bulletin string, act int, recipient string) string {
	sum := sha256.Sum256([]byte(bulletin + "\x00" + strconv.Itoa(act) + "\x00" + recipient))
	return "de_" + hex.EncodeToString(sum[:12])
}
