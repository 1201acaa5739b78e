package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// How the connection to the server is made safe.
const (
	StartTLS = "starttls" // in the clear at first, then TLS or nothing
	TLS      = "tls"      // from the start
	Clear    = "none"     // not at all: for a server of the same intranet
)

// Securities lists them.
func Securities() []string { return []string{StartTLS, TLS, Clear} }

// Auths lists the ways to say who sends.
func Auths() []string { return []string{"plain", "login", "cram-md5"} }

// Config says which server sends, and as whom.
type Config struct {
	Server   string // host, or host:port; the port is 587, 465 or 25 by Security where there is none
	Security string // one of Securities; StartTLS when empty
	Auth     string // one of Auths, plain when empty; used where there is a user
	User     string
	Password string
	From     string // who mails are from, as 桓台县安委办 <awb@huantai.example>; its address is the envelope's too
	CA       []byte // certificates in PEM that the server's is signed with, beside those of the machine
	Limit    int64  // the most bytes of a mail, as it goes over the wire; 0 means 20 MiB
	Timeout  time.Duration
}

const (
	defaultLimit   = 20 << 20
	defaultTimeout = 2 * time.Minute // for one mail, with its files
)

// Sender sends mails; each over a connection of its own. It is safe for concurrent use.
type Sender struct {
	config  Config
	from    *netmail.Address
	host    string
	options []mail.Option
}

// New checks a configuration; it does not connect.
func New(c Config) (*Sender, error) {
	s := &Sender{config: c}
	if s.config.Limit == 0 {
		s.config.Limit = defaultLimit
	}
	if s.config.Timeout == 0 {
		s.config.Timeout = defaultTimeout
	}
	var err error
	if s.from, err = netmail.ParseAddress(c.From); err != nil {
		return nil, fmt.Errorf("expected an address to send from, as 安委办 <awb@example.cn>, found %q", c.From)
	}
	host, port, err := split(c.Server, map[string]int{"": 587, StartTLS: 587, TLS: 465, Clear: 25}[c.Security])
	if err != nil {
		return nil, err
	}
	s.host = host
	s.options = []mail.Option{mail.WithPort(port), mail.WithTimeout(s.config.Timeout), mail.WithoutNoop()}
	trusted, err := roots(c.CA)
	if err != nil {
		return nil, err
	}
	s.options = append(s.options, mail.WithTLSConfig(&tls.Config{ServerName: host, MinVersion: tls.VersionTLS12, RootCAs: trusted}))
	switch c.Security {
	case "", StartTLS:
		s.options = append(s.options, mail.WithTLSPolicy(mail.TLSMandatory))
	case TLS:
		s.options = append(s.options, mail.WithSSL())
	case Clear:
		s.options = append(s.options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		return nil, fmt.Errorf("expected %s, found %q", strings.Join(Securities(), ", "), c.Security)
	}
	if c.User == "" {
		return s, nil
	}
	auth := map[string]mail.SMTPAuthType{"": mail.SMTPAuthPlain, "plain": mail.SMTPAuthPlain, "login": mail.SMTPAuthLogin, "cram-md5": mail.SMTPAuthCramMD5}[c.Auth]
	switch {
	case auth == "":
		return nil, fmt.Errorf("expected %s, found %q", strings.Join(Auths(), ", "), c.Auth)
	case c.Security == Clear && auth == mail.SMTPAuthPlain: // whoever says that there is no TLS knows that the password is not hidden
		auth = mail.SMTPAuthPlainNoEnc
	case c.Security == Clear && auth == mail.SMTPAuthLogin:
		auth = mail.SMTPAuthLoginNoEnc
	}
	s.options = append(s.options, mail.WithSMTPAuth(auth), mail.WithUsername(c.User), mail.WithPassword(c.Password))
	return s, nil
}

// split takes host:port apart.
func split(server string, standard int) (host string, port int, err error) {
	host, number, err := net.SplitHostPort(server)
	if err != nil {
		host, number = strings.Trim(server, "[]"), strconv.Itoa(standard)
	}
	port, err = strconv.Atoi(number)
	if err != nil || port < 1 || port > 65535 || host == "" || strings.ContainsAny(host, "/ @") {
		return "", 0, fmt.Errorf("expected a server as smtp.example.cn or smtp.example.cn:587, found %q", server)
	}
	return host, port, nil
}

// roots are the machine's certificates with others; nil, which means the machine's, without others.
func roots(pem []byte) (*x509.CertPool, error) {
	if len(pem) == 0 {
		return nil, nil //nolint:nilnil // what crypto/tls means by none
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errors.New("expected certificates in PEM (-----BEGIN CERTIFICATE-----)")
	}
	return pool, nil
}
