package main

import (
	"fmt"
	netmail "net/mail"
	"os"
	"slices"
	"strings"

	"anlan/outbox/mail"
)

// mailConfig says which server sends e-mails.
type mailConfig struct {
	Server       string `yaml:"server" doc:"SMTP server that e-mails are sent through, as smtp.example.cn:587; empty means that none are sent"`
	Security     string `yaml:"security" doc:"starttls, tls (from the start) or none (inside an intranet)"`
	Auth         string `yaml:"auth" doc:"how the user is named where there is one: plain, login or cram-md5"`
	User         string `yaml:"user" doc:"user of the SMTP server; empty means that it asks for none"`
	Password     string `yaml:"password" secret:"true" doc:"the user's password"`
	PasswordFile string `yaml:"password_file" doc:"file that holds the user's password, instead of mail.password"`
	From         string `yaml:"from" doc:"who e-mails are from, as 安委办 <awb@example.cn>; the envelope's sender too"`
	CA           string `yaml:"ca" doc:"file of certificates (PEM) that the server's is signed with, beside those of this machine"`
	Limit        size   `yaml:"limit" doc:"the most that an e-mail may weigh with its files; larger files are sent as links"`
}

// check names values that cannot be right.
func (m mailConfig) check(fault func(key, format string, args ...any)) {
	for key, one := range map[string]struct {
		value   string
		allowed []string
	}{"mail.security": {m.Security, mail.Securities()}, "mail.auth": {m.Auth, mail.Auths()}} {
		if !slices.Contains(one.allowed, one.value) {
			fault(key, "expected %s, found %q", strings.Join(one.allowed, ", "), one.value)
		}
	}
	if m.Limit < 1<<10 {
		fault("mail.limit", "expected at least 1KiB")
	}
	if m.Password != "" && m.PasswordFile != "" {
		fault("mail.password_file", "expected this or mail.password, found both")
	}
	if m.Server == "" {
		return
	}
	if _, err := netmail.ParseAddress(m.From); err != nil {
		fault("mail.from", "expected who e-mails are from, as 安委办 <awb@example.cn>, because mail.server is set; found %q", m.From)
	} else if _, err := mail.New(mail.Config{Server: m.Server, From: m.From}); err != nil {
		fault("mail.server", "%v", err)
	}
}

// sender gives what sends e-mails; nil where no server is named.
func (m mailConfig) sender() (*mail.Sender, error) {
	if m.Server == "" {
		return nil, nil //nolint:nilnil // no mails are sent
	}
	c := mail.Config{Server: m.Server, Security: m.Security, Auth: m.Auth, User: m.User, Password: m.Password, From: m.From, Limit: int64(m.Limit)}
	if m.PasswordFile != "" {
		text, err := os.ReadFile(m.PasswordFile)
		if err != nil {
			return nil, fmt.Errorf("read mail.password_file: %w", err)
		}
		c.Password = strings.TrimRight(string(text), "\r\n")
	}
	if m.CA != "" {
		var err error
		if c.CA, err = os.ReadFile(m.CA); err != nil {
			return nil, fmt.Errorf("read mail.ca: %w", err)
		}
	}
	return mail.New(c)
}
