// Package mailbox is an SMTP server that keeps what it takes, for tests of whoever sends e-mails.
package mailbox

import (
	"encoding/pem"
	"io"
	"net"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Options of a server. The zero value takes mails of everybody in the clear.
type Options struct {
	StartTLS, TLS  bool
	User, Password string // who may send; empty is everybody
	MaxBytes       int64  // of a mail; 0 is any
	// Rcpt and Data are asked before an address, and a mail that was read, is taken. An *smtp.SMTPError is answered, any other error
	// breaks the connection off. nil takes everything.
	Rcpt func(to string) error
	Data func(m Mail) error
}

// Mail is a mail that was taken.
type Mail struct {
	From, To string // of the envelope
	TLS      bool
	Source   string
}

// Server is a server that runs until its test ends.
type Server struct {
	Address string
	CA      []byte // the certificate of the server, in PEM

	options Options
	mu      sync.Mutex
	taken   []Mail
}

// New starts a server.
func New(t testing.TB, options Options) *Server {
	t.Helper()
	s := &Server{options: options}
	own := httptest.NewTLSServer(nil)
	t.Cleanup(own.Close)
	s.CA = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: own.Certificate().Raw})
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{server: s, conn: c}, nil }))
	server.Domain, server.AllowInsecureAuth, server.MaxMessageBytes = "mailbox.test", true, options.MaxBytes
	server.ErrorLog = quiet{}
	if options.StartTLS || options.TLS {
		server.TLSConfig = own.TLS.Clone()
		server.TLSConfig.NextProtos = nil
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it lives as long as the test
	if err != nil {
		t.Fatal(err)
	}
	s.Address = listener.Addr().String()
	if options.TLS {
		listener = tlsListener(listener, server.TLSConfig)
	}
	go server.Serve(listener)                //nolint:errcheck // it ends with Close
	t.Cleanup(func() { _ = server.Close() }) // nobody reads what it says
	return s
}

// Taken gives the mails that were taken, in order.
func (s *Server) Taken() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.taken...)
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// session is one connection.
type session struct {
	server *Server
	conn   *smtp.Conn
	known  bool
	mail   Mail
}

func (s *session) Reset()        { s.mail = Mail{} }
func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.server.options.User != "" && !s.known {
		return smtp.ErrAuthRequired
	}
	_, s.mail.TLS = s.conn.TLSConnectionState()
	s.mail.From = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mail.To = to
	if s.server.options.Rcpt != nil {
		return s.answer(s.server.options.Rcpt(to))
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	source, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mail.Source = string(source)
	if s.server.options.Data != nil {
		if err := s.answer(s.server.options.Data(s.mail)); err != nil {
			return err
		}
	}
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.taken = append(s.server.taken, s.mail)
	return nil
}

// answer gives an SMTP error to the other side, and breaks the connection off for any other.
func (s *session) answer(err error) error {
	if _, ok := err.(*smtp.SMTPError); err != nil && !ok { //nolint:errorlint // of ours
		_ = s.conn.Conn().Close() // that is what is wanted
	}
	return err
}

// AuthMechanisms are PLAIN, LOGIN and CRAM-MD5, where there is a user.
func (s *session) AuthMechanisms() []string {
	if s.server.options.User == "" {
		return nil
	}
	return []string{sasl.Plain, sasl.Login, cramMD5}
}

func (s *session) Auth(mechanism string) (sasl.Server, error) {
	check := func(user, password string) error {
		s.known = user == s.server.options.User && password == s.server.options.Password
		if !s.known {
			return smtp.ErrAuthFailed
		}
		return nil
	}
	switch mechanism {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, user, password string) error { return check(user, password) }), nil
	case sasl.Login:
		return &login{check: check}, nil
	case cramMD5:
		return &cram{user: s.server.options.User, password: s.server.options.Password, check: check}, nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}
