package access

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"anlan/safety"
)

// Entry is one token as it stands in the token file.
type Entry struct {
	Name string `yaml:"name"`
	Hash string `yaml:"hash"`
	Role Role   `yaml:"role"`
	// Regions are what the token sees, each with everything below it; "*" alone is the whole tree.
	Regions []string `yaml:"regions"`
	Sectors []string `yaml:"sectors,omitempty"` // empty: all
	Facts   []string `yaml:"facts,omitempty"`   // empty: all
	// Expires is the last day on which the token is good, in Beijing; empty: no end.
	Expires string `yaml:"expires,omitempty"`
}

type tokenFile struct {
	Tokens []Entry `yaml:"tokens"`
}

// token is an entry that was checked.
type token struct {
	sum     [sha256.Size]byte
	caller  Caller
	expires safety.Date // zero: no end
}

// parse reads a token file strictly and names every fault in it.
func parse(name string, text []byte) ([]token, error) {
	var file tokenFile
	if err := yaml.UnmarshalWithOptions(text, &file, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var tokens []token
	var faults []error
	names := map[string]bool{}
	for i, e := range file.Tokens {
		t, found := e.check()
		if names[e.Name] {
			found = append(found, "name: another token has it")
		}
		names[e.Name] = true
		if slices.ContainsFunc(tokens, func(other token) bool { return other.sum == t.sum }) {
			found = append(found, "hash: another token has it")
		}
		for _, fault := range found {
			faults = append(faults, fmt.Errorf("%s: token %d %q: %s", name, i+1, e.Name, fault))
		}
		tokens = append(tokens, t)
	}
	return tokens, errors.Join(faults...)
}

func (e Entry) check() (t token, faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if strings.TrimSpace(e.Name) == "" {
		fault("name: expected who uses the token")
	}
	var ok bool
	if t.sum, ok = parseHash(e.Hash); !ok {
		fault("hash: expected sha256: and 64 hexadecimal digits, as “anlan token” writes them")
	}
	if !slices.Contains(Roles(), e.Role) {
		fault("role %q: expected admin, operator, office, analyst, leader or reader", e.Role)
	}
	t.caller = Caller{Name: e.Name, Role: e.Role, Scope: Scope{Sectors: e.Sectors, Facts: e.Facts}}
	switch {
	case len(e.Regions) == 0:
		fault("regions: expected region codes, or \"*\" for all")
	case len(e.Regions) == 1 && e.Regions[0] == "*":
		t.caller.Scope.All = true
	default:
		for _, r := range e.Regions {
			code, err := safety.ParseRegionCode(r)
			if err != nil {
				fault("regions: %v", err)
			}
			t.caller.Scope.Regions = append(t.caller.Scope.Regions, code)
		}
	}
	if e.Expires != "" {
		day, err := safety.ParseDate(e.Expires)
		if err != nil {
			fault("expires: %v", err)
		}
		t.expires = day
	}
	return t, faults
}

// Add makes a token, appends its entry to the file, which is made when it is missing, and returns the token. It is written
// nowhere. Nothing is written when the entry or the file has faults. Comments in the file stay.
func Add(path string, e Entry) (token string, err error) {
	token, e.Hash = Generate()
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		text, err = []byte("# Tokens of Anlan. Only their hashes are kept; a token that is lost is made anew.\ntokens:\n"), nil
	}
	if err != nil {
		return "", err
	}
	entry, err := yaml.MarshalWithOptions([]Entry{e}, yaml.IndentSequence(true))
	if err != nil {
		return "", err
	}
	if len(text) > 0 && text[len(text)-1] != '\n' {
		text = append(text, '\n')
	}
	for line := range strings.Lines(string(entry)) {
		text = append(text, "  "+strings.TrimPrefix(line, "  ")...)
	}
	if _, err := parse(path, text); err != nil {
		return "", err
	}
	return token, replace(path, text)
}

// replace writes the file whole or not at all, for its owner only.
func replace(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".tokens-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // gone once renamed
	if _, err := f.Write(text); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
