package mailbox

import (
	"crypto/hmac"
	"crypto/md5" //nolint:gosec // what CRAM-MD5 is made of
	"crypto/tls"
	"encoding/hex"
	"net"
)

const cramMD5 = "CRAM-MD5"

func tlsListener(l net.Listener, c *tls.Config) net.Listener { return tls.NewListener(l, c) }

// login asks for the name and then for the password.
type login struct {
	check func(user, password string) error
	asked int
	user  string
}

func (l *login) Next(response []byte) (challenge []byte, done bool, err error) {
	l.asked++
	switch l.asked {
	case 1:
		return []byte("Username:"), false, nil
	case 2:
		l.user = string(response)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(l.user, string(response))
}

// cram asks for a keyed hash of what it says, RFC 2195.
type cram struct {
	user, password string
	check          func(user, password string) error
	asked          bool
}

const challenge = "<1896.697170952@mailbox.test>"

func (c *cram) Next(response []byte) ([]byte, bool, error) {
	if !c.asked {
		c.asked = true
		return []byte(challenge), false, nil
	}
	mac := hmac.New(md5.New, []byte(c.password))
	_, _ = mac.Write([]byte(challenge))
	if string(response) != c.user+" "+hex.EncodeToString(mac.Sum(nil)) {
		return nil, true, c.check("", "")
	}
	return nil, true, c.check(c.user, c.password)
}
