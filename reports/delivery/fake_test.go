package delivery_test

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"anlan/access"
	"anlan/outbox/mail"
	"anlan/reports/bulletin"
	"anlan/reports/delivery"
	"anlan/reports/dispatch"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/safety"
	"anlan/state"
	"anlan/test/mailbox"
	"anlan/warehouse"
)

// desk composes a bulletin of one figure, which is what the test says; it may be held.
type desk struct {
	accidents int64
	held      []bulletin.Hold
}

func (d *desk) Compose(_ context.Context, _ access.Caller, r bulletin.Request) (*bulletin.Composition, error) {
	exact := decimal.NewFromInt(d.accidents)
	c := &bulletin.Composition{
		Kind: r.Kind, Region: r.Region, RegionTitle: warehouse.Text{ZH: "桓台县", EN: "Huantai"}, Period: r.Period, Sector: r.Sector, DataVersion: 7, AsOf: r.Period.To, Held: d.held,
		Office: bulletin.Office{NumberPrefix: "桓安办通报", Series: bulletin.Kept}, Documents: map[document.Language]*document.Document{},
	}
	for language, title := range map[document.Language]string{document.Chinese: "关于桓台县2026年5月安全生产情况的通报", document.English: "Work safety in Huantai in May 2026"} {
		c.Documents[language] = &document.Document{
			Language: language, Title: title, Agency: "桓台县安委办文件",
			Figures: []document.Figure{{ID: "overall//accidents/value", Query: "overall", Label: "桓台县 事故起数", Metric: "accidents", Role: document.Value, State: warehouse.Present, Exact: &exact, Text: exact.String()}},
			Queries: []document.Query{{Name: "overall", Other: "事故"}},
		}
	}
	return c, nil
}

// press prints the title and the figure after the format.
type press struct{}

func (press) Render(_ context.Context, d *document.Document, format render.Format, _ render.Options) ([]byte, error) {
	return []byte(string(format) + "\n" + d.Title + "\n" + d.Figures[0].Text), nil
}

type shandong struct{}

func (shandong) Above(_ context.Context, region safety.RegionCode, _ safety.Date) ([]safety.RegionCode, error) {
	return []safety.RegionCode{region, "370300", "370000"}, nil
}

var (
	office = access.Caller{Name: "桓台县安委办", Role: access.Office, Scope: access.Scope{Regions: []safety.RegionCode{"370321"}}}
	leader = access.Caller{Name: "桓台县安委会主任", Role: access.Leader, Scope: access.Scope{Regions: []safety.RegionCode{"370321"}}}
	reader = access.Caller{Name: "淄博市分析员", Role: access.Analyst, Scope: access.Scope{Regions: []safety.RegionCode{"370300"}}}
)

// house is an office with its bulletins, a mail server and a clock.
type house struct {
	*testing.T

	store     *state.Store
	desk      *desk
	bulletins *dispatch.Bulletins
	now       time.Time
	mailbox   *mailbox.Server
	limit     int64
}

func newHouse(t *testing.T, options mailbox.Options) *house {
	t.Helper()
	h := &house{T: t, desk: &desk{accidents: 12}, now: time.Date(2026, 6, 3, 8, 0, 0, 0, safety.Beijing()), mailbox: mailbox.New(t, options)}
	var err error
	if h.store, err = state.Open(t.Context(), state.Config{File: filepath.Join(t.TempDir(), "state.db")}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	h.bulletins = dispatch.New(h.store, h.desk, press{}, shandong{}, dispatch.Options{Today: func() safety.Date { return safety.DateOf(h.now) }})
	return h
}

// post is a server of the office with these recipients.
func (h *house) post(recipients string) *delivery.Post {
	h.Helper()
	list, err := delivery.Read("recipients.yaml", []byte("recipients:\n"+recipients), delivery.Known{})
	if err != nil {
		h.Fatal(err)
	}
	sender, err := mail.New(mail.Config{Server: h.mailbox.Address, Security: mail.Clear, From: "桓台县安委办 <awb@huantai.example>", Limit: h.limit, Timeout: time.Minute})
	if err != nil {
		h.Fatal(err)
	}
	p, err := delivery.New(delivery.Config{
		State: h.store, Bulletins: h.bulletins, Recipients: list, Mailer: sender, Root: "https://anlan.example/", Now: func() time.Time { return h.now },
	})
	if err != nil {
		h.Fatal(err)
	}
	return p
}

func must[T any](t testing.TB) func(T, error) T {
	t.Helper()
	return func(got T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
}

// issued drafts, reviews and issues the bulletin of May 2026.
func (h *house) issued() *dispatch.Bulletin {
	h.Helper()
	period := must[safety.Period](h)(safety.ParsePeriod("2026-05"))
	b := must[*dispatch.Bulletin](h)(h.bulletins.Draft(h.Context(), office, dispatch.Request{Case: dispatch.Case{Kind: "monthly", Region: "370321", Period: period}}))
	return h.issue(b)
}

func (h *house) issue(b *dispatch.Bulletin) *dispatch.Bulletin {
	h.Helper()
	must[*dispatch.Bulletin](h)(h.bulletins.Review(h.Context(), dispatch.Doing{Caller: office, Bulletin: b.ID}))
	return must[*dispatch.Bulletin](h)(h.bulletins.Issue(h.Context(), dispatch.Doing{Caller: leader, Bulletin: b.ID}, dispatch.Issuing{Signer: "李四", Date: safety.NewDate(2026, 6, 3)}))
}

// corrected issues a correction of a bulletin after which there were 10 accidents.
func (h *house) corrected(b *dispatch.Bulletin) *dispatch.Bulletin {
	h.Helper()
	h.desk.accidents = 10
	return h.issue(must[*dispatch.Bulletin](h)(h.bulletins.Correct(h.Context(), dispatch.Doing{Caller: office, Bulletin: b.ID, Remark: "两起事故重复报送"})))
}

// letter is a mail as its reader sees it.
type letter struct {
	to, subject, id, text, html string
	files                       map[string]string
}

// letters takes apart what the mail server took since so many.
func (h *house) letters(since int) []letter {
	h.Helper()
	var list []letter
	for _, taken := range h.mailbox.Taken()[since:] {
		m, err := netmail.ReadMessage(strings.NewReader(taken.Source))
		if err != nil {
			h.Fatal(err)
		}
		var words mime.WordDecoder
		l := letter{to: taken.To, id: m.Header.Get("Message-Id"), files: map[string]string{}}
		if l.subject, err = words.DecodeHeader(m.Header.Get("Subject")); err != nil {
			h.Fatal(err)
		}
		h.parts(m.Body, m.Header.Get("Content-Type"), &l)
		list = append(list, l)
	}
	return list
}

func (h *house) parts(r io.Reader, kind string, l *letter) {
	_, parameters, err := mime.ParseMediaType(kind)
	if err != nil {
		h.Fatal(err)
	}
	for parts := multipart.NewReader(r, parameters["boundary"]); ; {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			h.Fatal(err)
		}
		kind := p.Header.Get("Content-Type")
		if strings.HasPrefix(kind, "multipart/") {
			h.parts(p, kind, l)
			continue
		}
		body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
		if err != nil {
			h.Fatal(err)
		}
		switch name := p.FileName(); {
		case name != "":
			l.files[name] = string(body)
		case strings.HasPrefix(kind, "text/html"):
			l.html = string(body)
		default:
			l.text = strings.ReplaceAll(string(body), "\r\n", "\n")
		}
	}
}
