package mail

import (
	"bytes"
	"fmt"
	"mime"
	netmail "net/mail"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// Letter is one mail to one address.
type Letter struct {
	// ID is the same whenever the letter is sent again: its Message-ID is made of it, by which receivers know a letter that comes twice.
	ID      string
	To      string // 张三 <zs@example.cn>, or the address alone
	Subject string
	Text    string
	HTML    string // the same for who reads HTML; may be empty
	Date    time.Time
	Files   []File
}

// File is a file that goes with a letter.
type File struct {
	Name string // 桓安办通报〔2026〕5号 ….docx
	Type string // application/pdf
	Body []byte
}

// MessageID is the letter's, without its angle brackets.
func (s *Sender) MessageID(id string) string {
	_, domain, _ := strings.Cut(s.from.Address, "@")
	return id + "@" + domain
}

// Fits says whether files are small enough to go with a letter: Base64 makes four bytes of three, and lines of 76.
func (s *Sender) Fits(files []File) bool {
	total := int64(64 << 10) // what stands around them
	for _, f := range files {
		total += int64(len(f.Body)+2) / 3 * 4 * 78 / 76
	}
	return total <= s.config.Limit
}

// message writes a letter as RFC 5322 and MIME want it.
func (s *Sender) message(l Letter) (*mail.Msg, error) {
	m := mail.NewMsg(mail.WithEncoding(mail.EncodingB64), mail.WithNoDefaultUserAgent())
	to, err := netmail.ParseAddress(l.To)
	if err != nil {
		return nil, fmt.Errorf("%q is no e-mail address", l.To)
	}
	m.FromMailAddress(s.from)
	m.EnvelopeFromMailAddress(s.from)
	m.ToMailAddress(to)
	m.Subject(l.Subject)
	m.SetMessageIDWithValue(s.MessageID(l.ID))
	m.SetDateWithValue(l.Date)
	m.SetGenHeader("Auto-Submitted", "auto-generated") // no out-of-office answers, RFC 3834
	m.SetBodyString(mail.TypeTextPlain, l.Text)
	if l.HTML != "" {
		m.AddAlternativeString(mail.TypeTextHTML, l.HTML)
	}
	for _, f := range l.Files {
		m.AttachReadSeeker(f.Name, bytes.NewReader(f.Body))
	}
	for i, attached := range m.GetAttachments() {
		f := l.Files[i]
		attached.Header.Set("Content-Type", f.Type+";\r\n name=\""+encodedWords(f.Name)+"\"")
		attached.Header.Set("Content-Disposition", disposition(f.Name))
	}
	return m, nil
}

// disposition names a file by RFC 2231, in which it may be Chinese. Programs that do not know it take the name of the type.
func disposition(name string) string {
	_, parameters, _ := strings.Cut(mime.FormatMediaType("attachment", map[string]string{"filename": name}), ";")
	return "attachment;\r\n " + strings.TrimSpace(parameters)
}

// encodedWords is a name by RFC 2047, a word a line.
func encodedWords(name string) string {
	return strings.ReplaceAll(mime.BEncoding.Encode("utf-8", name), "?= =?", "?=\r\n =?")
}
