// Package connection knows the databases and addresses that pipelines read from, by name, and keeps their secrets: passwords
// and tokens are of type [Secret] and show nowhere.
package connection

import (
	"net/url"
	"slices"
)

// Kind is what a connection speaks.
type Kind string

// The kinds of connections.
const (
	PostgreSQL Kind = "postgresql" // and what speaks its protocol: Kingbase, openGauss
	MySQL      Kind = "mysql"      // and MariaDB
	HTTP       Kind = "http"
)

// kinds are the schemes of addresses.
var kinds = map[string]Kind{
	"postgres": PostgreSQL, "postgresql": PostgreSQL, "kingbase": PostgreSQL, "opengauss": PostgreSQL,
	"mysql": MySQL, "mariadb": MySQL, "http": HTTP, "https": HTTP,
}

// KindOf says what an address speaks by its scheme; ok is false when nobody here does.
func KindOf(scheme string) (kind Kind, ok bool) {
	kind, ok = kinds[scheme]
	return kind, ok
}

// Connection is one database or one address. It can be logged as it is.
type Connection struct {
	Name string
	Kind Kind
	// URL never holds a password.
	URL      *url.URL
	User     string
	Password Secret
	// Bearer is the token of an HTTP API, Headers what else goes with every request to it. Values of headers may be secrets, so
	// all of them are.
	Bearer  Secret
	Headers map[string]Secret
	// Query goes into the address of every request, for APIs that want their token there.
	Query map[string]Secret
	// CAFile holds the certificates, in PEM, of authorities that an HTTPS server is trusted by beside the system's.
	CAFile string
}

// String is the connection's address without secrets.
func (c Connection) String() string {
	if c.URL == nil {
		return c.Name
	}
	return c.URL.Redacted()
}

// secrets lists all of them.
func (c Connection) secrets() []Secret {
	list := append(make([]Secret, 0, 2+len(c.Headers)+len(c.Query)), c.Password, c.Bearer)
	for _, s := range c.Headers {
		list = append(list, s)
	}
	for _, s := range c.Query {
		list = append(list, s)
	}
	return slices.DeleteFunc(list, Secret.Empty)
}

// Set is the connections of an installation, by name.
type Set map[string]Connection

// Names lists the connections of a kind in order; no kind means all.
func (s Set) Names(kind ...Kind) []string {
	names := make([]string, 0, len(s))
	for name, c := range s {
		if len(kind) == 0 || slices.Contains(kind, c.Kind) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
