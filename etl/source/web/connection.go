package web

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"time"

	"anlan/etl/connection"
)

// base checks the connection's address. Paths of requests go below its own; nothing else of it is used.
func base(c connection.Connection) (*url.URL, error) {
	if c.Kind != connection.HTTP || c.URL == nil || c.URL.Host == "" {
		return nil, fmt.Errorf("the connection %s is no address of the form https://host/path", c.Name)
	}
	if c.URL.RawQuery != "" || c.URL.Fragment != "" {
		return nil, fmt.Errorf("the address of the connection %s may hold no query; say it under query", c.Name)
	}
	return &url.URL{Scheme: c.URL.Scheme, Host: c.URL.Host, Path: c.URL.Path}, nil
}

// address is where a path of the API is.
func address(base *url.URL, below string) *url.URL {
	u := *base
	u.RawPath = ""
	u.Path = path.Join("/", base.Path, path.Clean("/"+below))
	if strings.HasSuffix(below, "/") && u.Path != "/" {
		u.Path += "/"
	}
	return &u
}

// client keeps to the connection's host: no proxy, no redirect to elsewhere, certificates checked.
func client(c connection.Connection, base *url.URL) (*http.Client, error) {
	tlsConfig := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.CAFile != "" {
		pem, err := os.ReadFile(c.CAFile)
		if err != nil {
			return nil, fmt.Errorf("read the certificates of the connection %s: %w", c.Name, err)
		}
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("the CA file of the connection %s holds no certificate in PEM", c.Name)
		}
		tlsConfig.RootCAs = pool
	}
	return &http.Client{
		Transport: &http.Transport{TLSClientConfig: tlsConfig, ForceAttemptHTTP2: true, MaxIdleConns: 2, IdleConnTimeout: time.Minute, TLSHandshakeTimeout: 15 * time.Second},
		CheckRedirect: func(next *http.Request, before []*http.Request) error {
			switch {
			case !sameOrigin(base, next.URL):
				return &elsewhere{next.URL.Scheme + "://" + next.URL.Host}
			case next.Method != before[0].Method:
				return errors.New("redirects a POST so that it would become a GET")
			case len(before) >= 5:
				return errors.New("redirects again and again")
			}
			return nil
		},
	}, nil
}

// elsewhere is a redirect or link that leaves the connection's host.
type elsewhere struct{ host string }

func (e *elsewhere) Error() string { return "leads to " + e.host }

func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func port(u *url.URL) string {
	if u.Port() == "" {
		return map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u.Port()
}

// identify puts what the connection knows of us into a request.
func identify(c connection.Connection, r *http.Request) {
	for name, value := range c.Headers {
		r.Header.Set(name, value.Reveal())
	}
	switch {
	case !c.Bearer.Empty():
		r.Header.Set("Authorization", "Bearer "+c.Bearer.Reveal())
	case c.User != "" && r.Header.Get("Authorization") == "":
		r.SetBasicAuth(c.User, c.Password.Reveal())
	}
	if len(c.Query) > 0 {
		query := r.URL.Query()
		for name, value := range c.Query {
			query.Set(name, value.Reveal())
		}
		r.URL.RawQuery = query.Encode()
	}
}
