package mail_test

import (
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"anlan/outbox/mail"
	"anlan/test/mailbox"
)

func sender(t *testing.T, s *mailbox.Server, c mail.Config) *mail.Sender {
	t.Helper()
	c.Server, c.From, c.CA, c.Timeout = s.Address, "桓台县安委办 <awb@huantai.example>", s.CA, 5*time.Second
	out, err := mail.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// letter has all that is hard in headers: a long Chinese subject, brackets of document numbers, a long Chinese name of a file.
func letter() mail.Letter {
	return mail.Letter{
		ID: "de_1", To: "县政府办（值班室） <zfb@huantai.example>", Subject: "桓安办通报〔2026〕5号 关于桓台县2026年1—5月安全生产情况的通报",
		Text: "现发送关于桓台县2026年1—5月安全生产情况的通报。\n.\n一行一个点\n", HTML: "<p>现发送……</p>", Date: time.Date(2026, 6, 3, 8, 0, 0, 0, time.FixedZone("", 8*3600)),
		Files: []mail.File{
			{Name: "桓安办通报〔2026〕5号 " + strings.Repeat("关于安全生产情况的通报", 5) + ".docx", Type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Body: []byte{0, 1, 2, '\n', '.', '\r', 255}},
			{Name: "b.pdf", Type: "application/pdf", Body: []byte("%PDF")},
		},
	}
}

// read takes a mail apart as a reader's program does.
func read(t *testing.T, source string) (header netmail.Header, bodies []string, files map[string]string) {
	t.Helper()
	for _, line := range strings.Split(source, "\r\n") {
		if len(line) > 998 { // RFC 5322, 2.1.1
			t.Errorf("a line of %d characters", len(line))
		}
	}
	m, err := netmail.ReadMessage(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	files = map[string]string{}
	var walk func(r io.Reader, kind string)
	walk = func(r io.Reader, kind string) {
		_, parameters, err := mime.ParseMediaType(kind)
		if err != nil {
			t.Fatal(err)
		}
		for parts := multipart.NewReader(r, parameters["boundary"]); ; {
			p, err := parts.NextPart()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if kind := p.Header.Get("Content-Type"); strings.HasPrefix(kind, "multipart/") {
				walk(p, kind)
				continue
			}
			body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
			if err != nil {
				t.Fatal(err)
			}
			if name := p.FileName(); name != "" {
				files[name] = string(body)
			} else {
				bodies = append(bodies, string(body))
			}
		}
	}
	walk(m.Body, m.Header.Get("Content-Type"))
	return m.Header, bodies, files
}

func TestAChineseLetterArrivesAsItWasWritten(t *testing.T) {
	t.Parallel()
	server := mailbox.New(t, mailbox.Options{})
	answer, err := sender(t, server, mail.Config{Security: mail.Clear}).Send(t.Context(), letter())
	if err != nil || !strings.Contains(answer, "OK") {
		t.Fatalf("it answered %q (%v)", answer, err)
	}
	taken := server.Taken()
	if len(taken) != 1 || taken[0].From != "awb@huantai.example" || taken[0].To != "zfb@huantai.example" {
		t.Fatalf("taken are %+v", taken)
	}
	header, bodies, files := read(t, taken[0].Source)
	var words mime.WordDecoder
	subject, err := words.DecodeHeader(header.Get("Subject"))
	if err != nil || subject != letter().Subject {
		t.Errorf("the subject is %q (%v)", subject, err)
	}
	from, err := header.AddressList("From")
	if err != nil || from[0].Name != "桓台县安委办" {
		t.Errorf("it is from %v (%v)", from, err)
	}
	if to, err := header.AddressList("To"); err != nil || to[0].Name != "县政府办（值班室）" {
		t.Errorf("it is to %v (%v)", to, err)
	}
	if header.Get("Message-Id") != "<de_1@huantai.example>" || header.Get("Date") != "Wed, 03 Jun 2026 08:00:00 +0800" {
		t.Errorf("the header is %v", header)
	}
	if len(bodies) != 2 || strings.ReplaceAll(bodies[0], "\r\n", "\n") != letter().Text || bodies[1] != letter().HTML {
		t.Errorf("it says %q", bodies)
	}
	for _, f := range letter().Files {
		if files[f.Name] != string(f.Body) {
			t.Errorf("%s is %q; there are %q", f.Name, files[f.Name], files)
		}
	}
	// Programs that do not know RFC 2231 take the name of the type: a word of RFC 2047 a line.
	if !strings.Contains(taken[0].Source, "name=\"=?utf-8?b?") {
		t.Error("the name of the type is missing")
	}
}

func TestWhoSendsAndHowSafely(t *testing.T) {
	t.Parallel()
	const user, password = "awb", "p@ss 安"
	for name, c := range map[string]struct {
		server mailbox.Options
		sends  mail.Config
		tls    bool
		fails  string
	}{
		"starttls, plain":             {mailbox.Options{StartTLS: true, User: user, Password: password}, mail.Config{User: user, Password: password}, true, ""},
		"starttls, login":             {mailbox.Options{StartTLS: true, User: user, Password: password}, mail.Config{User: user, Password: password, Auth: "login"}, true, ""},
		"starttls, cram":              {mailbox.Options{StartTLS: true, User: user, Password: password}, mail.Config{User: user, Password: password, Auth: "cram-md5"}, true, ""},
		"tls from the start":          {mailbox.Options{TLS: true, User: user, Password: password}, mail.Config{Security: mail.TLS, User: user, Password: password}, true, ""},
		"in the clear, plain":         {mailbox.Options{User: user, Password: password}, mail.Config{Security: mail.Clear, User: user, Password: password}, false, ""},
		"in the clear, login":         {mailbox.Options{User: user, Password: password}, mail.Config{Security: mail.Clear, User: user, Password: password, Auth: "login"}, false, ""},
		"no starttls, and none taken": {mailbox.Options{User: user, Password: password}, mail.Config{User: user, Password: password}, false, "STARTTLS"},
		"a wrong password":            {mailbox.Options{StartTLS: true, User: user, Password: password}, mail.Config{User: user, Password: "another"}, false, "535"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := mailbox.New(t, c.server)
			_, err := sender(t, server, c.sends).Send(t.Context(), letter())
			switch taken := server.Taken(); {
			case c.fails == "" && (err != nil || len(taken) != 1 || taken[0].TLS != c.tls):
				t.Errorf("taken are %d (%v)", len(taken), err)
			case c.fails != "" && (!errors.Is(err, mail.ErrUnreachable) || !strings.Contains(err.Error(), c.fails) || strings.Contains(err.Error(), "another") || len(taken) != 0):
				t.Errorf("the error is %v", err)
			}
		})
	}
	t.Run("a certificate of nobody we know", func(t *testing.T) {
		t.Parallel()
		server := mailbox.New(t, mailbox.Options{StartTLS: true})
		server.CA = nil
		if _, err := sender(t, server, mail.Config{}).Send(t.Context(), letter()); !errors.Is(err, mail.ErrUnreachable) || len(server.Taken()) != 0 {
			t.Errorf("the error is %v", err)
		}
	})
}

func TestWhatTheServerSaysDecides(t *testing.T) {
	t.Parallel()
	busy := &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted, try later"}
	unknown := &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user here"}
	large := &smtp.SMTPError{Code: 552, EnhancedCode: smtp.EnhancedCode{5, 3, 4}, Message: "message too big"}
	for name, c := range map[string]struct {
		options mailbox.Options
		is      error // nil: it may pass
		says    string
	}{
		"later":                        {mailbox.Options{Rcpt: func(string) error { return busy }}, nil, "451"},
		"never":                        {mailbox.Options{Rcpt: func(string) error { return unknown }}, mail.ErrRefused, "no such user here"},
		"later, after it was read":     {mailbox.Options{Data: func(mailbox.Mail) error { return busy }}, nil, "greylisted"},
		"too large":                    {mailbox.Options{Data: func(mailbox.Mail) error { return large }}, mail.ErrTooLarge, "552"},
		"larger than it says it takes": {mailbox.Options{MaxBytes: 1000}, mail.ErrTooLarge, "552"},
		"broken off after it was read": {mailbox.Options{Data: func(mailbox.Mail) error { return errors.New("gone") }}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := mailbox.New(t, c.options)
			_, err := sender(t, server, mail.Config{Security: mail.Clear}).Send(t.Context(), letter())
			final := errors.Is(err, mail.ErrRefused) || errors.Is(err, mail.ErrTooLarge)
			if err == nil || !strings.Contains(err.Error(), c.says) || c.is != nil && !errors.Is(err, c.is) || c.is == nil && final || strings.Contains(err.Error(), "\n") {
				t.Errorf("the error is %v", err)
			}
			if len(server.Taken()) != 0 {
				t.Error("it was taken")
			}
		})
	}
	t.Run("nobody is there", func(t *testing.T) {
		out, err := mail.New(mail.Config{Server: "127.0.0.1:1", Security: mail.Clear, From: "a@b.example"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err = out.Send(t.Context(), letter()); !errors.Is(err, mail.ErrUnreachable) {
			t.Errorf("the error is %v", err)
		}
	})
}

// The limit is one of what goes over the wire: 15 MiB of a file are 20 MiB of Base64, and their ends of lines.
func TestFilesThatFit(t *testing.T) {
	t.Parallel()
	out, err := mail.New(mail.Config{Server: "smtp.example", From: "a@b.example", Limit: 20 << 20})
	if err != nil {
		t.Fatal(err)
	}
	if !out.Fits([]mail.File{{Body: make([]byte, 14<<20)}}) || out.Fits([]mail.File{{Body: make([]byte, 8<<20)}, {Body: make([]byte, 7<<20)}}) {
		t.Error("expected 14 MiB to fit and 15 MiB not")
	}
}

func TestConfigurationsThatCannotBeRight(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]mail.Config{
		"no server":                 {From: "a@b.example"},
		"an address for the server": {From: "a@b.example", Server: "smtp://x"},
		"nobody to be from":         {Server: "smtp.example"},
		"a security of its own":     {From: "a@b.example", Server: "smtp.example", Security: "ssl"},
		"a way of its own":          {From: "a@b.example", Server: "smtp.example", User: "a", Auth: "ntlm"},
		"no certificate":            {From: "a@b.example", Server: "smtp.example", CA: []byte("x")},
	} {
		if _, err := mail.New(c); err == nil || !strings.Contains(err.Error(), "expected") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
