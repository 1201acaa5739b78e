package notice_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"anlan/etl"
	"anlan/etl/notice"
	"anlan/outbox/webhook"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// testBundle is a notifier and the receiver of its webhook.
type testBundle struct {
	*notice.Notifier
	t     *testing.T
	clock *clockwork.FakeClock
	store *state.Store

	mu     sync.Mutex
	got    []received
	answer func(n int) (status int, body string)
}

type received struct {
	header http.Header
	query  string
	body   string
}

var six = time.Date(2026, 5, 11, 6, 0, 0, 0, safety.Beijing()) // a Monday

func setup(t *testing.T, format, secret string) *testBundle {
	t.Helper()
	b := &testBundle{t: t, clock: clockwork.NewFakeClockAt(six), answer: func(int) (int, string) { return 200, `{"errcode":0,"errmsg":"ok"}` }}
	var err error
	if b.store, err = state.Open(t.Context(), state.Config{File: filepath.Join(t.TempDir(), "state.db")}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.store.Close() })
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.mu.Lock()
		defer b.mu.Unlock()
		body, _ := io.ReadAll(r.Body)
		b.got = append(b.got, received{r.Header, r.URL.RawQuery, string(body)})
		status, answer := b.answer(len(b.got))
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(receiver.Close)
	b.Notifier = notice.New(notice.Config{State: b.store, Webhook: receiver.URL + "/robot?key=s3cret", Format: format, Secret: secret, Link: "http://anlan.example/", Clock: b.clock})
	return b
}

func (b *testBundle) fail() {
	b.t.Helper()
	m := notice.Message{Pipeline: "hazards", Title: "隐患", Run: "20260511_060000_000_ab12cd", Code: "missing_column", Reason: "the column 区划 is missing", Attempts: 3}
	if err := b.Failed(b.t.Context(), m); err != nil {
		b.t.Fatal(err)
	}
}

func (b *testBundle) recover() {
	b.t.Helper()
	if err := b.Recovered(b.t.Context(), notice.Message{Pipeline: "hazards", Title: "隐患"}); err != nil {
		b.t.Fatal(err)
	}
}

// deliver empties the outbox and returns what arrived since.
func (b *testBundle) deliver() []received {
	b.t.Helper()
	_ = b.Deliver(b.t.Context()) // what fails is tried again; the tests count what arrives
	b.mu.Lock()
	defer b.mu.Unlock()
	got := b.got
	b.got = nil
	return got
}

// The source fails every hour from Monday six o'clock to Wednesday seven: a notice on Monday, a reminder on Tuesday and on
// Wednesday, and one of the recovery.
func TestOneNoticeAnOutage(t *testing.T) {
	b := setup(t, "json", "")
	var kinds []string
	for range 49 {
		b.fail()
		for _, one := range b.deliver() {
			var m notice.Message
			if err := json.Unmarshal([]byte(one.body), &m); err != nil {
				t.Fatal(err)
			}
			kinds = append(kinds, m.At.Format("Mon 15:04 ")+m.Text.EN)
		}
		b.clock.Advance(time.Hour)
	}
	for range 2 {
		b.recover()
		for _, one := range b.deliver() {
			var m notice.Message
			_ = json.Unmarshal([]byte(one.body), &m)
			kinds = append(kinds, m.At.Format("Mon 15:04 ")+m.Text.ZH)
		}
	}
	want := []string{
		"Mon 06:00 Load failed: hazards, since 2026-05-11 06:00. Reason: the column 区划 is missing (tried 3 times)",
		"Tue 06:00 Load failed (reminder 1): hazards, since 2026-05-11 06:00. Reason: the column 区划 is missing (tried 3 times)",
		"Wed 06:00 Load failed (reminder 2): hazards, since 2026-05-11 06:00. Reason: the column 区划 is missing (tried 3 times)",
		"Wed 07:00 数据加载已恢复：隐患（hazards），异常自 2026-05-11 06:00 起，持续 2天",
	}
	if strings.Join(kinds, "\n") != strings.Join(want, "\n") {
		t.Errorf("told\n%s\nexpected\n%s", strings.Join(kinds, "\n"), strings.Join(want, "\n"))
	}
}

// The receiver is away for an hour: the notice waits, ever longer, and arrives once, with the id of its first try.
func TestDeliveryIsTriedAgain(t *testing.T) {
	b := setup(t, "json", "")
	b.answer = func(int) (int, string) { return 503, "" }
	b.fail()
	var ids []string
	tries := 0
	for range 3600 / 5 {
		got := b.deliver()
		tries += len(got)
		for _, one := range got {
			ids = append(ids, one.header.Get("X-Anlan-Notice"))
		}
		b.clock.Advance(5 * time.Second)
	}
	// at 0, 10, 30, 70, 150, 310, 630, 1270, 2550 seconds
	if tries != 9 {
		t.Errorf("%d tries in an hour, expected 9", tries)
	}
	waiting, err := b.store.Notices(t.Context(), 1)
	if err != nil || waiting[0].Message != "the webhook answered 503 Service Unavailable" {
		t.Errorf("the outbox says %+v (%v)", waiting, err)
	}
	b.answer = func(int) (int, string) { return 204, "" }
	b.clock.Advance(2 * time.Hour)
	got := b.deliver()
	if len(got) != 1 || got[0].header.Get("X-Anlan-Notice") != ids[0] || len(b.deliver()) != 0 {
		t.Errorf("%d arrived after the receiver was back, expected the same notice once", len(got))
	}
}

func TestANoticeIsGivenUpAfterThreeDays(t *testing.T) {
	b := setup(t, "wecom", "")
	b.answer = func(int) (int, string) { return 200, `{"errcode":93000,"errmsg":"invalid webhook url"}` }
	b.fail()
	for range 4 * 24 {
		b.deliver()
		b.clock.Advance(time.Hour)
	}
	notices, err := b.store.Notices(t.Context(), 10)
	if err != nil || len(notices) != 1 || notices[0].State != state.NoticeGivenUp || notices[0].Message != "the robot refused it: 93000 invalid webhook url" {
		t.Errorf("the outbox says %+v (%v)", notices, err)
	}
}

// Without a webhook nothing piles up that would go out at once when there is one.
func TestNobodyIsTold(t *testing.T) {
	b := setup(t, "json", "")
	b.Notifier = notice.New(notice.Config{State: b.store, Clock: b.clock})
	b.fail()
	b.deliver()
	notices, err := b.store.Notices(t.Context(), 10)
	if err != nil || len(notices) != 1 || notices[0].State != state.NoticeGivenUp || notices[0].Message != "notices.webhook is not set" {
		t.Errorf("the outbox says %+v (%v)", notices, err)
	}
	if outages, err := b.store.Outages(t.Context()); err != nil || len(outages) != 1 {
		t.Errorf("%d outages (%v), expected it to be known", len(outages), err)
	}
}

func TestSignature(t *testing.T) {
	b := setup(t, "json", "钥匙")
	b.fail()
	got := b.deliver()[0]
	stamp := got.header.Get("X-Anlan-Timestamp")
	if want := "sha256=" + webhook.Sign("钥匙", stamp, []byte(got.body)); stamp != "1778450400000" || got.header.Get("X-Anlan-Signature") != want {
		t.Errorf("timestamp %s, signature %s, expected %s", stamp, got.header.Get("X-Anlan-Signature"), want)
	}
	// computed with: printf '1778450400000.{}' | openssl dgst -sha256 -hmac key
	if got := webhook.Sign("key", "1778450400000", []byte("{}")); got != signed {
		t.Errorf("Sign gives %s", got)
	}
}

// What the robots' own documents ask for: https://developer.work.weixin.qq.com/document/path/91770 and
// https://open.dingtalk.com/document/robots/customize-robot-security-settings.
func TestGroupRobots(t *testing.T) {
	t.Run("wecom", func(t *testing.T) {
		b := setup(t, "wecom", "")
		b.fail()
		want := `{"markdown":{"content":"### 数据加载失败\n\n数据加载失败：隐患（hazards），自 2026-05-11 06:00 起。原因：the column 区划 is missing（已尝试 3 次）\n\n\u003e 运行编号：20260511_060000_000_ab12cd\n\n[打开安澜](http://anlan.example/)"},"msgtype":"markdown"}`
		if got := b.deliver()[0]; got.body != want || got.query != "key=s3cret" {
			t.Errorf("sent %s\n%s\nexpected\n%s", got.query, got.body, want)
		}
	})
	t.Run("dingtalk", func(t *testing.T) {
		b := setup(t, "dingtalk", "SEC000")
		b.fail()
		got := b.deliver()[0]
		if !strings.Contains(got.body, `"title":"数据加载失败"`) || !strings.Contains(got.query, "timestamp=1778450400000") || !strings.Contains(got.query, "key=s3cret") || !strings.Contains(got.query, "sign=") {
			t.Errorf("sent %s\n%s", got.query, got.body)
		}
	})
}

// A reason may hold anything; it is no Markdown and fits.
func TestReasonsAreShownAsTheyAre(t *testing.T) {
	b := setup(t, "wecom", "")
	if err := b.Failed(t.Context(), notice.Message{Pipeline: "hazards", Reason: "[点我](http://evil.example) " + strings.Repeat("隐患", 3000)}); err != nil {
		t.Fatal(err)
	}
	if got := b.deliver()[0]; strings.Contains(got.body, "[点我]") || len(got.body) > 4096 {
		t.Errorf("%d bytes: %.200s", len(got.body), got.body)
	}
}

// Errors of delivery are logged and shown: the robot's key stays out of them.
func TestTheAddressIsASecret(t *testing.T) {
	b := setup(t, "json", "")
	b.Notifier = notice.New(notice.Config{State: b.store, Webhook: "http://127.0.0.1:1/robot?key=s3cret", Clock: b.clock})
	b.fail()
	err := b.Deliver(context.Background())
	if err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("the error is %v", err)
	}
}

// ledger answers with runs as they are.
type ledger []warehouse.Run

func (l ledger) Runs(_ context.Context, q warehouse.RunQuery) ([]warehouse.Run, error) {
	var list []warehouse.Run
	for _, r := range l {
		if r.Pipeline == q.Pipeline && (q.State == "" || r.State == q.State) {
			list = append(list, r)
		}
	}
	return list, nil
}

func pipeline(t *testing.T, keys string) *etl.Pipeline {
	t.Helper()
	p, err := etl.ParsePipeline("hazards.yaml", []byte("pipeline: hazards\nfact: accident\nsystem: s\nsource: {files: x.csv}\n"+keys+"\ncolumns: {id: id, region: region, occurred_on: day}\n"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The last good run was on Monday at six.
func TestStaleness(t *testing.T) {
	for _, c := range []struct {
		name, keys string
		paused     bool
		after      time.Duration
		want       string
	}{
		{"within its limit", "stale_after: 26h", false, 26 * time.Hour, ""},
		{"beyond its limit", "stale_after: 26h", false, 26*time.Hour + time.Minute, "数据过期：hazards，最近一次成功加载在 2026-05-11 06:00。超过规定的 26小时"},
		{"a limit counts while it is paused", "stale_after: 26h", true, 27 * time.Hour, "数据过期：hazards，最近一次成功加载在 2026-05-11 06:00。超过规定的 26小时"},
		{"one due time went by", `schedule: 30 6 * * *`, false, 24 * time.Hour, ""},
		{"two due times went by", `schedule: 30 6 * * *`, false, 25 * time.Hour, "数据过期：hazards，最近一次成功加载在 2026-05-11 06:00。错过了两次计划时间：05-11 06:30, 05-12 06:30"},
		{"days that the calendar leaves out", `schedule: {cron: "30 5 * * *", calendar: holidays}`, false, 4 * 24 * time.Hour, ""},
		{"paused", `schedule: 30 6 * * *`, true, 90 * time.Hour, ""},
		{"often, a short while", `schedule: {every: 5m}`, false, 50 * time.Minute, ""},
		{"often, an hour", `schedule: {every: 5m}`, false, 61 * time.Minute, "数据过期：hazards，最近一次成功加载在 2026-05-11 06:00。错过了两次计划时间：05-11 06:05, 05-11 06:10"},
		{"never by itself", ``, false, 1000 * time.Hour, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := setup(t, "json", "")
			runs := ledger{{Pipeline: "hazards", State: warehouse.RunSucceeded, At: six}, {Pipeline: "hazards", State: warehouse.RunUnchanged, DryRun: true, At: six.Add(20 * time.Hour)}}
			watched := []notice.Watched{{Pipeline: pipeline(t, c.keys), Paused: c.paused}}
			b.clock.Advance(c.after)
			for range 2 {
				if err := b.Watch(t.Context(), runs, watched); err != nil {
					t.Fatal(err)
				}
			}
			got, said := b.deliver(), ""
			if len(got) > 0 {
				var m notice.Message
				_ = json.Unmarshal([]byte(got[0].body), &m)
				said = m.Text.ZH
			}
			if said != c.want || len(got) > 1 {
				t.Errorf("%d notices, %q, expected %q", len(got), said, c.want)
			}
			// a replay, and a window of a backfill, say nothing of the source
			b.clock.Advance(time.Minute)
			runs = append(runs, warehouse.Run{Pipeline: "hazards", State: warehouse.RunSucceeded, Trigger: warehouse.TriggerReplay, At: b.clock.Now()},
				warehouse.Run{Pipeline: "hazards", State: warehouse.RunSucceeded, Trigger: warehouse.TriggerBackfill, WindowFrom: "2026-05-01", WindowTo: "2026-05-02", At: b.clock.Now()})
			if err := b.Watch(t.Context(), runs, watched); err != nil {
				t.Fatal(err)
			}
			if got := b.deliver(); len(got) > 0 && strings.Contains(got[0].body, `"kind":"recovery"`) {
				t.Errorf("after a replay and a backfill: %s", got[0].body)
			}
			// somebody loads it by hand
			runs = append(runs, warehouse.Run{Pipeline: "hazards", State: warehouse.RunUnchanged, At: b.clock.Now()})
			if err := b.Watch(t.Context(), runs, watched); err != nil {
				t.Fatal(err)
			}
			if got := b.deliver(); (c.want != "") != (len(got) == 1 && strings.Contains(got[0].body, `"kind":"recovery"`)) {
				t.Errorf("after a good run by hand %d notices", len(got))
			}
		})
	}
}

// Each file of an inbox that fails is told once; the next good file is no recovery of it.
func TestFailedFilesOfAnInbox(t *testing.T) {
	b := setup(t, "json", "")
	for _, file := range []struct {
		run, reason string
		want        int
	}{{"r1", "07月.xlsx: the column 区划 is missing", 1}, {"r1", "07月.xlsx: the column 区划 is missing", 0}, {"r2", "08月.xlsx is empty", 1}} {
		if err := b.FileFailed(t.Context(), notice.Message{Pipeline: "hazards", Run: file.run, Reason: file.reason}); err != nil {
			t.Fatal(err)
		}
		if got := b.deliver(); len(got) != file.want || file.want == 1 && !strings.Contains(got[0].body, file.reason) {
			t.Errorf("%s of run %s: %d notices, expected %d", file.reason, file.run, len(got), file.want)
		}
	}
	b.recover()
	if got := b.deliver(); len(got) != 0 {
		t.Errorf("told of a recovery: %s", got[0].body)
	}
}

// signed is what openssl computes.
const signed = "9e8170a3a7877e6fae318804e6648d1b47a446cb25ee643caad6321b37382dd2"
