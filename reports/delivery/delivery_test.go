package delivery_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"anlan/access"
	"anlan/reports/bulletin"
	"anlan/reports/delivery"
	"anlan/reports/dispatch"
	"anlan/safety"
	"anlan/state"
	"anlan/test/mailbox"
	"anlan/warehouse"
)

const government = "  - {recipient: 县政府办, email: 县政府办 <zfb@huantai.example>, regions: [370321], records: true}\n"

// One bulletin of 桓台县, all sectors, of the kind monthly, issued today; each recipient has one thing that is another.
func TestEachIsSentWhatHeMightSee(t *testing.T) {
	t.Parallel()
	h := newHouse(t, mailbox.Options{})
	p := h.post(government + `
  - {recipient: 市安委办, email: sz@zibo.example, regions: [370300], records: true, formats: [pdf], languages: [en, zh]}
  - {recipient: 大厅屏幕, email: dt@huantai.example, regions: ["*"]}
  - {recipient: 张店区, email: zd@zibo.example, regions: [370303], records: true}
  - {recipient: 田庄镇, email: tz@huantai.example, regions: [370321102], records: true}
  - {recipient: 矿山科, email: ks@zibo.example, regions: [370300], sectors: [mine], records: true}
  - {recipient: 年报订户, email: nb@zibo.example, regions: [370300], records: true, kinds: [yearly]}
  - {recipient: 以后起, email: yh@zibo.example, regions: [370300], records: true, from: 2199-06-04}
`)
	b := h.issued()
	if err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	letters := h.letters(0)
	byName := map[string]letter{}
	for _, l := range letters {
		byName[l.to] = l
	}
	if got := slices.Sorted(maps.Keys(byName)); len(letters) != 3 || !slices.Equal(got, []string{"dt@huantai.example", "sz@zibo.example", "zfb@huantai.example"}) {
		t.Fatalf("sent to %v", got)
	}
	const number, title = "桓安办通报〔2026〕1号", "关于桓台县2026年5月安全生产情况的通报"
	own := byName["zfb@huantai.example"]
	if own.subject != number+" "+title {
		t.Errorf("the subject is %q", own.subject)
	}
	if want := map[string]string{number + " " + title + ".docx": "docx\n" + title + "\n12", number + " " + title + ".pdf": "pdf\n" + title + "\n12"}; !maps.Equal(own.files, want) {
		t.Errorf("the files are %q, expected those that were issued: %q", own.files, want)
	}
	for _, l := range []string{own.text, own.html} {
		for _, want := range []string{"《" + title + "》（" + number + "）", "李四", "2026年6月3日", "2026年5月31日（第7版数据）", "https://anlan.example/bulletins/" + b.ID + ".html?lang=zh"} {
			if !strings.Contains(l, want) {
				t.Errorf("it does not say %q:\n%s", want, l)
			}
		}
	}
	city := byName["sz@zibo.example"]
	if city.subject != number+" Work safety in Huantai in May 2026" || len(city.files) != 2 || !strings.Contains(city.text, "Attached is “Work safety in Huantai in May 2026” (") || !strings.Contains(city.text, "现发送") {
		t.Errorf("the city's is %q with %q:\n%s", city.subject, city.files, city.text)
	}
	// Who may not read records is told that there is one, by number and title.
	hall := byName["dt@huantai.example"]
	if len(hall.files) != 0 || strings.Contains(hall.text+hall.html, "bulletins/") || !strings.Contains(hall.text, number+"）已印发。") {
		t.Errorf("the hall's has the files %q:\n%s", hall.files, hall.text)
	}
	// Once: nothing is sent again, and who becomes a recipient tomorrow is not told of what is old.
	h.now = h.now.Add(24 * time.Hour)
	later := h.post(government + "  - {recipient: 新来的, email: new@zibo.example, regions: [370300], records: true}\n")
	for _, post := range []*delivery.Post{p, later} {
		if err := post.Run(t.Context()); err != nil || len(h.letters(0)) != 3 {
			t.Errorf("%d mails (%v), expected 3", len(h.letters(0)), err)
		}
	}
}

// The server takes it at the fourth try: at 0, 10, 30 and 70 seconds, under one Message-ID.
func TestWhatIsRefusedForNowIsTriedAgain(t *testing.T) {
	t.Parallel()
	tries := 0
	h := newHouse(t, mailbox.Options{Rcpt: func(string) error {
		if tries++; tries < 4 {
			return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted"}
		}
		return nil
	}})
	p, b := h.post(government), h.issued()
	begin := h.now
	for ; h.now.Before(begin.Add(2 * time.Minute)); h.now = h.now.Add(5 * time.Second) {
		_ = p.Run(t.Context()) // what failed is looked at below
	}
	list := must[[]delivery.Delivery](t)(p.Of(t.Context(), office, b.ID))
	if len(list) != 1 || list[0].State != delivery.State(state.DeliverySent) || list[0].Recipient != "县政府办" || list[0].Address != "县政府办 <zfb@huantai.example>" || len(list[0].Receipts) != 4 {
		t.Fatalf("the deliveries are %+v", list)
	}
	for i, seconds := range []int{0, 10, 30, 70} {
		if r := list[0].Receipts[i]; r.At.Sub(begin) != time.Duration(seconds)*time.Second || r.Number != i+1 || i < 3 && (r.State != delivery.State(state.DeliveryWaiting) || !strings.Contains(r.Answer, "greylisted")) {
			t.Errorf("try %d is %+v", i+1, r)
		}
	}
	if last := list[0].Receipts[3]; last.State != delivery.State(state.DeliverySent) || !strings.Contains(last.Answer, "OK") {
		t.Errorf("the last receipt is %+v", last)
	}
	if l := h.letters(0); len(l) != 1 || l[0].id != "<"+list[0].ID+"@huantai.example>" {
		t.Errorf("taken is %+v", l)
	}
	// Receipts are for the office: an analyst of the city may read the bulletin, and is not told who gets it.
	if _, err := p.Of(t.Context(), reader, b.ID); err == nil || !strings.Contains(err.Error(), "may not see who gets") {
		t.Errorf("the analyst is told: %v", err)
	}
}

// Nobody of that name: it is not tried again until a person says so. The office mends the address at the server.
func TestWhatIsRefusedForGoodWaitsForAPerson(t *testing.T) {
	t.Parallel()
	known := false
	h := newHouse(t, mailbox.Options{Rcpt: func(string) error {
		if !known {
			return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
		}
		return nil
	}})
	p, b := h.post(government+"  - {recipient: 年报订户, email: nb@zibo.example, regions: [370300], records: true, kinds: [yearly]}\n  - {recipient: 张店区, email: zd@zibo.example, regions: [370303], records: true}\n"), h.issued()
	for range 3 {
		_ = p.Run(t.Context())
		h.now = h.now.Add(24 * time.Hour)
	}
	list := must[[]delivery.Delivery](t)(p.Of(t.Context(), office, b.ID))
	if len(list) != 1 || list[0].State != delivery.State(state.DeliveryGivenUp) || len(list[0].Receipts) != 1 || !strings.Contains(list[0].Answer, "no such user") {
		t.Fatalf("the deliveries are %+v", list)
	}
	known = true
	for _, c := range []struct {
		caller   access.Caller
		to, says string
	}{
		{reader, "", "may not see"}, {office, "没有这人", "no recipient"}, {office, "张店区", "or was not issued"},
	} {
		if _, err := p.SendAgain(t.Context(), c.caller, b.ID, c.to); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s sends to %q: %v", c.caller.Name, c.to, err)
		}
	}
	again := must[[]delivery.Delivery](t)(p.SendAgain(t.Context(), office, b.ID, ""))
	more := must[[]delivery.Delivery](t)(p.SendAgain(t.Context(), office, b.ID, "年报订户"))
	if len(again) != 1 || again[0].ID != list[0].ID || len(more) != 1 || more[0].Recipient != "年报订户" {
		t.Errorf("sent again are %+v and %+v", again, more)
	}
	if err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if l := h.letters(0); len(l) != 2 || l[0].id != "<"+list[0].ID+"@huantai.example>" || l[1].to != "nb@zibo.example" {
		t.Errorf("taken are %+v", l)
	}
	audits := must[[]state.Audit](t)(h.store.Audits(t.Context(), 100))
	if !slices.ContainsFunc(audits, func(a state.Audit) bool {
		return a.Action == "bulletin resend" && a.Who == office.Name && a.Subject == b.ID && strings.Contains(a.Detail, "县政府办")
	}) {
		t.Errorf("the audit is %+v", audits)
	}
}

func TestAMailThatNobodyTakesIsGivenUpAfterThreeDays(t *testing.T) {
	t.Parallel()
	h := newHouse(t, mailbox.Options{Data: func(mailbox.Mail) error { return errors.New("broken off after DATA") }})
	p, b := h.post(government), h.issued()
	begin := h.now
	for ; h.now.Before(begin.Add(80 * time.Hour)); h.now = h.now.Add(time.Hour) {
		_ = p.Run(t.Context())
	}
	list := must[[]delivery.Delivery](t)(p.Of(t.Context(), office, b.ID))
	last := list[0].Receipts[len(list[0].Receipts)-1]
	// Every hour, the last of them where the next one would be later than three days.
	if list[0].State != delivery.State(state.DeliveryGivenUp) || len(list[0].Receipts) != 73 || last.At.Sub(begin) != 72*time.Hour {
		t.Errorf("after %d tries, the last at %s: %s", len(list[0].Receipts), last.At.Sub(begin), list[0].State)
	}
}

// The server took the mail, and the process ended before it noted that: the mail comes twice, with one Message-ID.
func TestAMailThatMayHaveBeenSentIsSentAgain(t *testing.T) {
	t.Parallel()
	ctx, kill := context.WithCancel(t.Context())
	h := newHouse(t, mailbox.Options{Data: func(mailbox.Mail) error { kill(); return nil }})
	p, b := h.post(government), h.issued()
	if err := p.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("it went on: %v", err)
	}
	if list := must[[]delivery.Delivery](t)(p.Of(t.Context(), office, b.ID)); list[0].State != delivery.State(state.DeliveryWaiting) || len(list[0].Receipts) != 0 {
		t.Fatalf("it was noted: %+v", list)
	}
	if err := h.post(government).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if l := h.letters(0); len(l) != 2 || l[0].id != l[1].id || l[0].id == "" {
		t.Errorf("taken are %+v", l)
	}
}

// Two servers plan at once, and one of them was interrupted before: each recipient has one delivery.
func TestAnActIsPlannedOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t, mailbox.Options{})
	b := h.issued()
	recipients := government + "  - {recipient: 市安委办, email: sz@zibo.example, regions: [370300]}\n"
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.post(recipients).Plan(done); err == nil {
		t.Error("it was planned with nobody there")
	}
	errs := make(chan error, 2)
	for range 2 {
		go func(p *delivery.Post) { errs <- p.Plan(t.Context()) }(h.post(recipients))
	}
	if err := errors.Join(<-errs, <-errs); err != nil {
		t.Fatal(err)
	}
	if list := must[[]delivery.Delivery](t)(h.post(recipients).Of(t.Context(), office, b.ID)); len(list) != 2 {
		t.Errorf("planned are %+v", list)
	}
}

// A correction goes to whoever had what it corrects, and says what changed; a bulletin that is void is told to whoever had it.
func TestWhoHadItIsToldWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t, mailbox.Options{})
	hall := "  - {recipient: 大厅屏幕, email: dt@huantai.example, regions: [370321]}\n"
	b := h.issued()
	if err := h.post(government + hall).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	// By now the government wants yearly bulletins only; it had this one, so that it gets the correction.
	p := h.post(strings.Replace(government, "records", "kinds: [yearly], records", 1) + hall + "  - {recipient: 只要年报, email: nb@zibo.example, regions: [370321], records: true, kinds: [yearly]}\n")
	c := h.corrected(b)
	if err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	letters := h.letters(2)
	if len(letters) != 2 {
		t.Fatalf("told are %+v", letters)
	}
	for _, l := range letters {
		const opening = "《关于桓台县2026年5月安全生产情况的通报》（桓安办通报〔2026〕1号）已更正，现发送《关于桓台县2026年5月安全生产情况的通报》（桓安办通报〔2026〕2号），原文同时废止。"
		figures := l.to == "zfb@huantai.example"
		if !strings.HasPrefix(l.subject, "【更正】桓安办通报〔2026〕2号") || !strings.Contains(l.text, opening) || strings.Contains(l.text+l.html, "桓台县 事故起数：12 → 10") != figures || strings.Contains(l.text, "更正原因：两起事故重复报送") != figures || len(l.files) > 0 != figures {
			t.Errorf("%s is told %q with %q:\n%s", l.to, l.subject, l.files, l.text)
		}
	}
	must[*dispatch.Bulletin](t)(h.bulletins.Void(t.Context(), dispatch.Doing{Caller: leader, Bulletin: c.ID, Remark: "重发"}))
	if err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	letters = h.letters(4)
	if len(letters) != 2 || !strings.HasPrefix(letters[0].subject, "【作废】桓安办通报〔2026〕2号") || !strings.Contains(letters[0].text, "已作废，请勿继续使用") || len(letters[0].files) != 0 {
		t.Errorf("told are %+v", letters)
	}
}

// The mail server was away while a bulletin was corrected: nobody is sent the one that is not in force any more.
func TestWhatIsNotInForceIsNotSent(t *testing.T) {
	t.Parallel()
	away := true
	h := newHouse(t, mailbox.Options{Rcpt: func(string) error {
		if away {
			return &smtp.SMTPError{Code: 421, Message: "maintenance"}
		}
		return nil
	}})
	p, b := h.post(government), h.issued()
	_ = p.Run(t.Context())
	h.corrected(b)
	away, h.now = false, h.now.Add(time.Hour)
	if err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if l := h.letters(0); len(l) != 1 || !strings.HasPrefix(l[0].subject, "【更正】") {
		t.Errorf("sent are %+v", l)
	}
	if list := must[[]delivery.Delivery](t)(p.Of(t.Context(), office, b.ID)); list[0].State != delivery.State(state.DeliveryOvertaken) {
		t.Errorf("the first is %+v", list[0])
	}
	if _, err := p.SendAgain(t.Context(), office, b.ID, ""); err == nil || !strings.Contains(err.Error(), "superseded") {
		t.Errorf("it is sent again: %v", err)
	}
}

// A recipient whose scope became narrower, or who is gone, is not sent what was planned.
func TestTheScopeHoldsWhenItIsSent(t *testing.T) {
	t.Parallel()
	h := newHouse(t, mailbox.Options{})
	b := h.issued()
	if err := h.post(government + "  - {recipient: 市安委办, email: sz@zibo.example, regions: [370300]}\n").Plan(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := h.post(strings.Replace(government, "370321", "370303", 1))
	_ = p.Run(t.Context())
	list := must[[]delivery.Delivery](t)(p.Of(t.Context(), office, b.ID))
	if len(h.letters(0)) != 0 || len(list) != 2 {
		t.Fatalf("sent are %+v", h.letters(0))
	}
	for _, d := range list {
		if d.State != delivery.State(state.DeliveryGivenUp) || !strings.Contains(d.Answer, map[string]string{"县政府办": "not in the recipient's scope", "市安委办": "no recipient of this name"}[d.Recipient]) {
			t.Errorf("%+v", d)
		}
	}
}

// Files that are too large for a mail, by our limit or by the server's word, are links; the mail arrives all the same.
func TestFilesThatAreTooLargeAreLinks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		limit   int64
		options mailbox.Options
	}{
		"ours": {limit: 1},
		"the server's": {options: mailbox.Options{Data: func(m mailbox.Mail) error {
			if strings.Contains(m.Source, "attachment") {
				return &smtp.SMTPError{Code: 552, EnhancedCode: smtp.EnhancedCode{5, 3, 4}, Message: "too big"}
			}
			return nil
		}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, c.options)
			h.limit = c.limit
			p, b := h.post(government), h.issued()
			if err := p.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			l := h.letters(0)
			if len(l) != 1 || len(l[0].files) != 0 || !strings.Contains(l[0].text, "超过邮件大小上限") || !strings.Contains(l[0].text, "https://anlan.example/bulletins/"+b.ID+".docx?lang=zh") {
				t.Errorf("sent are %+v", l)
			}
			if list := must[[]delivery.Delivery](t)(p.Of(t.Context(), office, b.ID)); !strings.Contains(list[0].Answer, "sent as links") {
				t.Errorf("the receipt is %+v", list[0])
			}
		})
	}
}

// The calendar made a draft: the office's own are told, with what holds it; others are not.
func TestTheOfficeIsToldOfDrafts(t *testing.T) {
	t.Parallel()
	h := newHouse(t, mailbox.Options{})
	h.desk.held = []bulletin.Hold{{Check: "hazards/complete", Reason: warehouse.Text{ZH: "“hazards”最近一次隐患数据装载未通过检查", EN: "the last load of hazards failed"}}}
	p := h.post(government + "  - {recipient: 安委办自己, email: awb@huantai.example, regions: [370321], records: true, drafts: true}\n")
	by := office
	by.Name = delivery.Calendar
	period := must[safety.Period](t)(safety.ParsePeriod("2026-05"))
	b := must[*dispatch.Bulletin](t)(h.bulletins.Draft(t.Context(), by, dispatch.Request{Case: dispatch.Case{Kind: "monthly", Region: "370321", Period: period}}))
	if err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	l := h.letters(0)
	if len(l) != 1 || l[0].to != "awb@huantai.example" || l[0].subject != "【数据检查未通过】关于桓台县2026年5月安全生产情况的通报" || !strings.Contains(l[0].text, "“hazards”最近一次隐患数据装载未通过检查") || len(l[0].files) != 0 {
		t.Errorf("told are %+v", l)
	}
	// A draft that somebody ended before the mail server was back is not told of.
	must[*dispatch.Bulletin](t)(h.bulletins.Void(t.Context(), dispatch.Doing{Caller: office, Bulletin: b.ID, Remark: "不发"}))
	h.desk.held = nil
	must[*dispatch.Bulletin](t)(h.bulletins.Draft(t.Context(), by, dispatch.Request{Case: dispatch.Case{Kind: "monthly", Region: "370321", Period: period}}))
	if err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if l := h.letters(1); len(l) != 1 || l[0].subject != "【待核稿】关于桓台县2026年5月安全生产情况的通报" {
		t.Errorf("told are %+v", l)
	}
}
