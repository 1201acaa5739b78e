package delivery_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"anlan/outbox/webhook"
	"anlan/reports/delivery"
	"anlan/safety"
	"anlan/state"
	"anlan/test/mailbox"
)

type posted struct {
	header http.Header
	query  string
	body   string
}

// receiver keeps what is posted, and answers as robots do.
func receiver(t *testing.T) (address string, got *[]posted) {
	t.Helper()
	got = &[]posted{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		*got = append(*got, posted{r.Header, r.URL.RawQuery, string(body)})
		_, _ = io.WriteString(w, `{"errcode":0,"errmsg":"ok"}`)
	}))
	t.Cleanup(server.Close)
	return server.URL, got
}

func TestAWebhookGetsWhatHappenedAndLinks(t *testing.T) {
	t.Parallel()
	h := newHouse(t, mailbox.Options{})
	address, got := receiver(t)
	p := h.post("  - {recipient: 市平台, webhook: " + address + "/hook?key=s3cret, secret: 钥匙, regions: [370300], records: true}\n")
	b := h.issued()
	if err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	c := h.corrected(b)
	if err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(*got) != 2 {
		t.Fatalf("%d posts", len(*got))
	}
	first, second := (*got)[0], (*got)[1]
	// The clock of the test stands at 2026-06-03T08:00+08:00 = 1780444800 s.
	if stamp := first.header.Get("X-Anlan-Timestamp"); stamp != "1780444800000" || first.header.Get("X-Anlan-Signature") != "sha256="+webhook.Sign("钥匙", stamp, []byte(first.body)) {
		t.Errorf("signed with %v", first.header)
	}
	type message struct {
		ID, Event, Bulletin, Link, Corrects string
		Number                              string `json:"document_number"`
		Title, Text                         map[string]string
		Case                                map[string]any
		Files                               []struct{ Format, Language, SHA256, Link string }
		Changes                             []struct{ Label, Before, After string }
	}
	var m, n message
	for text, into := range map[string]*message{first.body: &m, second.body: &n} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	if m.ID != first.header.Get("X-Anlan-Notice") || m.Event != "issued" || m.Bulletin != b.ID || m.Number != "桓安办通报〔2026〕1号" || m.Title["zh"] == "" || m.Case["period"] != "2026-05" {
		t.Errorf("told is %s", first.body)
	}
	if len(m.Files) != 6 || m.Files[0].SHA256 == "" || m.Files[0].Link != "https://anlan.example/bulletins/"+b.ID+".docx?lang=zh" {
		t.Errorf("the files are %+v", m.Files)
	}
	if n.Bulletin != c.ID || n.Corrects != "桓安办通报〔2026〕1号" || len(n.Changes) != 1 || n.Changes[0].Before != "12" || n.Changes[0].After != "10" || !strings.Contains(n.Text["zh"], "已更正") {
		t.Errorf("told is %s", second.body)
	}
	list := must[[]delivery.Delivery](t)(p.Of(t.Context(), office, b.ID))
	if list[0].State != delivery.State(state.DeliverySent) || list[0].Answer != "200 OK" || strings.Contains(list[0].Address, "s3cret") {
		t.Errorf("the delivery is %+v", list[0])
	}
}

func TestGroupRobotsAreTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t, mailbox.Options{})
	wecom, toWecom := receiver(t)
	dingtalk, toDingtalk := receiver(t)
	p := h.post("  - {recipient: 值班群, webhook: " + wecom + ", format: wecom, regions: [370321]}\n  - {recipient: 钉钉群, webhook: " + dingtalk + ", format: dingtalk, secret: SEC1, regions: [370321], records: true}\n")
	b := h.issued()
	if err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	var first, second struct {
		Markdown struct{ Content, Title, Text string }
	}
	if err := json.Unmarshal([]byte((*toWecom)[0].body), &first); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte((*toDingtalk)[0].body), &second); err != nil {
		t.Fatal(err)
	}
	if text := first.Markdown.Content; !strings.HasPrefix(text, "### 桓安办通报〔2026〕1号 关于桓台县") || strings.Contains(text, "bulletins/") || len(text) > 4096 {
		t.Errorf("企业微信 shows\n%s", text)
	}
	if text := second.Markdown.Text; second.Markdown.Title == "" || !strings.Contains(text, "[打开](https://anlan.example/bulletins/"+b.ID+".html?lang=zh)") || !strings.Contains((*toDingtalk)[0].query, "sign=") {
		t.Errorf("钉钉 shows\n%s", text)
	}
}

// known is the region that there is.
func known(code safety.RegionCode) bool { return code == "370321" }

func TestEveryFaultOfAFileIsNamedAtOnce(t *testing.T) {
	t.Parallel()
	_, err := delivery.Read("recipients.yaml", []byte(`recipients:
  - {recipient: a, regions: [370321]}
  - {recipient: a, email: nobody, webhook: "ftp://x", regions: []}
  - recipient: c
    email: c@zibo.example
    format: wecom
    regions: ["*", "370321", "37x"]
    kinds: [monthly, montly]
    formats: [doc]
    languages: [fr]
    drafts: true
    scope: all
  - {recipient: d, webhook: "https://x.example/y", format: slack, formats: [pdf], regions: ["370999"], from: 2026-13-01}
`), delivery.Known{Kinds: []string{"monthly"}, Region: known})
	if err == nil {
		t.Fatal("it was taken")
	}
	for _, want := range []string{
		"2: recipients[0]: expected email or webhook",
		`3: recipients[1].recipient: "a" is taken`, "3: recipients[1].email: expected one address", "3: recipients[1].webhook: expected email or webhook, found both",
		"recipients[1].webhook: expected an address", "3: recipients[1].regions: expected codes",
		"6: recipients[2].format: only a webhook", "7: recipients[2].regions[0]: * stands alone", "7: recipients[2].regions[2]", `8: recipients[2].kinds[1]: there is no kind of bulletin "montly"; expected monthly`,
		`9: recipients[2].formats[0]: there is no format "doc"`, "10: recipients[2].languages[0]: expected zh or en", "11: recipients[2].drafts: drafts name records", "12: recipients[2].scope: unknown key",
		"recipients[3].format: expected json, wecom, dingtalk", "recipients[3].formats: a webhook gets links", "recipients[3].regions[0]: there is no region 370999", "recipients[3].from",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if t.Failed() {
		t.Log(err)
	}
}
