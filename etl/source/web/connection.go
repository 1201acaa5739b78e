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
	"slices"
	"strings"
	"time"
)

// Connection is where an API is and what it is told of us. Nothing of it but Name and the host may be shown to anybody.
type Connection struct {
	Name    string
	URL     string      // http or https, with the path that all paths are below
	Header  http.Header // sent with every request: Authorization, X-Api-Key
	Query   url.Values  // sent with every request: tokens of APIs that want them there
	CAFile  string      // certificates to trust beside the system's, PEM
	Secrets []string    // texts that never leave: messages show *** instead
}

// base checks the connection's address.
func (c Connection) base() (*url.URL, error) {
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("the connection %s has no address of the form https://host/path", c.Name)
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("the address of the connection %s may hold neither user nor query; give secrets by their own keys", c.Name)
	}
	return u, nil
}

// address is where a path of the API is.
func address(base *url.URL, below string) *url.URL {
	u := *base
	u.RawPath = ""
	u.Path = path.Join("/", base.Path, below)
	if strings.HasSuffix(below, "/") && u.Path != "/" {
		u.Path += "/"
	}
	return &u
}

// client keeps to the connection's host: no proxy, no redirect to elsewhere, certificates checked.
func (c Connection) client(base *url.URL) (*http.Client, error) {
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

// redactor takes the connection's secrets out of a text, also as a URL or JSON writes them. The longest go first: one secret
// may be a part of another.
func (c Connection) redactor() *strings.Replacer {
	var all []string
	for _, s := range c.Secrets {
		if len(s) >= 3 { // shorter ones would only garble the text
			all = append(all, s, url.QueryEscape(s), url.PathEscape(s), strings.ReplaceAll(s, `"`, `\"`))
		}
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	pairs := make([]string, 0, 2*len(all))
	for _, s := range slices.Compact(all) {
		pairs = append(pairs, s, "***")
	}
	return strings.NewReplacer(pairs...)
}
