package etl

import (
	_ "embed"
	"fmt"
	"io/fs"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"anlan/etl/connection"
	"anlan/etl/source/database"
)

// ConnectionSchema is the JSON Schema of a file of connections, for editors.
//
//go:embed connection.schema.json
var ConnectionSchema []byte

// ReadConnections reads a file of named connections, and the files and variables that their secrets stand in. environment
// looks up a variable. The error is Faults: every mistake at once. A secret in a file that everybody may read is a mistake.
func ReadConnections(file string, environment func(string) (string, bool)) (connection.Set, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, fmt.Errorf("read connections: %w", err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read connections: %w", err)
	}
	r := &connectionReader{yaml: &yamlReader{file: file}, dir: filepath.Dir(file), mode: info.Mode(), environment: environment, set: connection.Set{}}
	if root := r.yaml.parse(text); root != nil {
		r.read(*root)
	}
	// Messages quote what is wrong, and the parser the lines around it: a password may stand there.
	for i := range r.yaml.faults {
		message, _, _ := strings.Cut(r.yaml.faults[i].Message, "\n")
		r.yaml.faults[i].Message = passwordInURL.ReplaceAllString(message, "://***@")
	}
	if err := r.yaml.faults.orNil(); err != nil {
		return nil, err
	}
	return r.set, nil
}

var passwordInURL = regexp.MustCompile(`://[^\s":@]*:[^\s"]*@`)

// connectionReader fills a Set from the tree.
type connectionReader struct {
	yaml        *yamlReader
	dir         string
	mode        fs.FileMode
	environment func(string) (string, bool)
	set         connection.Set
	told        bool // that the file itself may be read by others
}

func (r *connectionReader) read(root yamlNode) {
	root.fields(map[string]func(yamlNode){
		"connections": func(n yamlNode) {
			for _, e := range n.entries() {
				if !namePattern.MatchString(e.name) {
					e.value.faultf("a connection is named with small letters, digits and _: not %q", e.name)
				}
				r.set[e.name] = r.connection(e.name, e.value)
			}
		},
	})
}

func (r *connectionReader) connection(name string, n yamlNode) connection.Connection {
	c := connection.Connection{Name: name}
	secret := func(into *connection.Secret, read func(yamlNode) connection.Secret) func(yamlNode) {
		return func(n yamlNode) {
			if !into.Empty() {
				n.faultf("the secret is given twice")
			}
			*into = read(n)
		}
	}
	var inline connection.Secret
	n.fields(map[string]func(yamlNode){
		"url":           func(n yamlNode) { c.URL, c.Kind, inline = r.address(n) },
		"user":          func(n yamlNode) { c.User = n.text() },
		"password_file": secret(&c.Password, r.secretFile),
		"password_env":  secret(&c.Password, r.secretVariable),
		"bearer_file":   secret(&c.Bearer, r.secretFile),
		"bearer_env":    secret(&c.Bearer, r.secretVariable),
		"headers":       func(n yamlNode) { c.Headers = r.headers(n, textproto.CanonicalMIMEHeaderKey) },
		"query":         func(n yamlNode) { c.Query = r.headers(n, strings.Clone) },
		"ca_file":       func(n yamlNode) { c.CAFile = r.certificates(n) },
	})
	if c.URL == nil {
		if len(r.yaml.faults) == 0 {
			n.faultf("the key url is missing, as postgres://reader@10.0.0.5:5432/aq or https://10.0.0.6/api")
		}
		return c
	}
	if c.URL.User != nil && c.User != "" {
		n.faultf("the user is given twice, in url and by user")
	} else if c.URL.User != nil {
		c.User = c.URL.User.Username()
	}
	if err := database.Check(c); c.Kind != connection.HTTP && err != nil {
		n.faultf("%v", err)
	}
	if !inline.Empty() && !c.Password.Empty() {
		n.faultf("the password is given twice, in url and beside it")
	} else if !inline.Empty() {
		c.Password = inline
	}
	if (!c.Bearer.Empty() || c.Headers != nil || c.Query != nil || c.CAFile != "") && c.Kind != connection.HTTP {
		n.faultf("bearer and headers are for http and https, as query and ca_file are; a database takes user and password")
	}
	return c
}

// address takes the password out of a URL. No message quotes it.
func (r *connectionReader) address(n yamlNode) (*url.URL, connection.Kind, connection.Secret) {
	u, err := url.Parse(n.text())
	if err != nil || u.Host == "" {
		n.faultf("expected an address as postgres://reader@10.0.0.5:5432/aq; letters such as @ : / # in a password are written %%40 %%3A %%2F %%23, or put it into a password_file")
		return nil, "", connection.Secret{}
	}
	kind, ok := connection.KindOf(u.Scheme)
	if !ok {
		n.faultf("nothing here speaks %q; there are postgres, kingbase, opengauss, mysql, mariadb, http, https", u.Scheme)
	}
	if kind != connection.HTTP && strings.Trim(u.Path, "/") == "" {
		n.faultf("the name of the database is missing at the end: %s://%s/NAME", u.Scheme, u.Host)
	}
	if u.Query().Has("password") || u.Query().Has("passwd") {
		n.faultf("a password does not stand among the options of url: use password_file or password_env")
	}
	password, given := u.User.Password()
	if given {
		u.User = url.User(u.User.Username())
		r.private(n)
	}
	return u, kind, connection.NewSecret(password)
}

// private refuses a secret in a file of connections that others may read.
func (r *connectionReader) private(n yamlNode) {
	if r.mode.Perm()&0o077 != 0 && !r.told {
		r.told = true
		n.faultf("a secret stands here, and other users may read this file: chmod 600 it, or use password_file or password_env")
	}
}

// secretFile reads the first line of a file that not everybody may read. Its path is relative to the file of connections.
func (r *connectionReader) secretFile(n yamlNode) connection.Secret {
	path := n.text()
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.dir, path)
	}
	info, err := os.Stat(path)
	if err != nil {
		n.faultf("the file of the secret cannot be read: %v", err)
		return connection.Secret{}
	}
	if info.Mode().Perm()&0o007 != 0 {
		n.faultf("everybody may read %s, which holds a secret: chmod 600 it", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		n.faultf("the file of the secret cannot be read: %v", err)
		return connection.Secret{}
	}
	line, _, _ := strings.Cut(strings.TrimPrefix(string(text), "\ufeff"), "\n")
	if line = strings.TrimSuffix(line, "\r"); line == "" {
		n.faultf("the first line of %s is empty; the secret is expected there", path)
	}
	return connection.NewSecret(line)
}

var variablePattern = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

func (r *connectionReader) secretVariable(n yamlNode) connection.Secret {
	name := n.text()
	if !variablePattern.MatchString(name) {
		n.faultf("expected the name of an environment variable, as AQ_PASSWORD; the secret itself does not stand here")
		return connection.Secret{}
	}
	value, _ := r.environment(name)
	if value == "" {
		n.faultf("the environment variable %s is not set", name)
	}
	return connection.NewSecret(value)
}

// certificates is the path of a file of certificates, relative to the file of connections. They are read when they are needed.
func (r *connectionReader) certificates(n yamlNode) string {
	path := n.text()
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.dir, path)
	}
	if _, err := os.Stat(path); err != nil {
		n.faultf("the file of certificates cannot be read: %v", err)
	}
	return path
}

// headers reads name: text, or name: {file: …} and name: {env: …} for secrets.
func (r *connectionReader) headers(n yamlNode, spell func(string) string) map[string]connection.Secret {
	headers := map[string]connection.Secret{}
	for _, e := range n.entries() {
		name := spell(e.name)
		if e.value.scalar() {
			r.private(e.value)
			headers[name] = connection.NewSecret(e.value.text())
			continue
		}
		e.value.fields(map[string]func(yamlNode){
			"file": func(n yamlNode) { headers[name] = r.secretFile(n) },
			"env":  func(n yamlNode) { headers[name] = r.secretVariable(n) },
		})
	}
	return headers
}
