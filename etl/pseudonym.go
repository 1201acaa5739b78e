package etl

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// MissingKey is the code of a run whose pipeline makes pseudonyms with a key that is not there.
const MissingKey = "missing_key"

// Keys are the secrets that pseudonyms are made with, by name. They show nowhere.
type Keys struct{ secrets map[string][]byte }

// String says how many keys there are.
func (k Keys) String() string { return fmt.Sprintf("%d keys", len(k.secrets)) }

// GoString is String: a printed Keys shows no secret.
func (k Keys) GoString() string { return k.String() }

const (
	keyFile   = ".key"
	shortKey  = 32 // characters of a secret, at least
	keyIDSize = 4  // bytes
	nameSize  = 16 // bytes of a pseudonym: 128 bits
)

// ReadKeys reads the files NAME.key of a folder: the secret is the file's text without blanks at its ends, 32 characters at least. A
// file that others may read is refused.
func ReadKeys(dir string) (Keys, error) {
	k := Keys{secrets: map[string][]byte{}}
	files, err := filepath.Glob(filepath.Join(dir, "*"+keyFile))
	if err != nil {
		return k, fmt.Errorf("read keys: %w", err)
	}
	if _, err := os.ReadDir(dir); err != nil {
		return k, fmt.Errorf("read keys: %w", err)
	}
	var faults []error
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), keyFile)
		info, err := os.Stat(file)
		if err != nil {
			faults = append(faults, fmt.Errorf("read keys: %w", err))
			continue
		}
		text, err := os.ReadFile(file)
		text = bytes.TrimSpace(text)
		switch {
		case err != nil:
			faults = append(faults, fmt.Errorf("read keys: %w", err))
		case info.Mode().Perm()&0o077 != 0:
			faults = append(faults, fmt.Errorf("%s may be read by others: chmod 600 it", file))
		case !namePattern.MatchString(name):
			faults = append(faults, fmt.Errorf("%s: a key is named with small letters, digits and _", file))
		case len(text) < shortKey:
			faults = append(faults, fmt.Errorf("%s: a key has %d characters at least, as openssl rand -hex 32 makes them", file, shortKey))
		default:
			k.secrets[name] = text
		}
	}
	return k, errors.Join(faults...)
}

// pseudonym makes pseudonyms with one key. The same text gives the same pseudonym in every run; without the key nobody can tell which
// text it stands for, nor try them all.
type pseudonym struct {
	id  string
	mac hash.Hash
}

func (k Keys) pseudonym(name string) (*pseudonym, bool) {
	secret, ok := k.secrets[name]
	if !ok {
		return nil, false
	}
	id := hmac.New(sha256.New, secret)
	id.Write([]byte("key id"))
	return &pseudonym{id: hex.EncodeToString(id.Sum(nil)[:keyIDSize]), mac: hmac.New(sha256.New, secret)}, true
}

// of writes a text as KEYID-PSEUDONYM. Blanks, full-width letters and capitals do not matter; what is a pseudonym of the key already
// stays: rejected rows are kept with theirs.
func (p *pseudonym) of(text []byte) []byte {
	if p.is(text) {
		return slices.Clone(text)
	}
	plain := strings.ToUpper(width.Fold.String(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == 0x200b || r == 0xfeff {
			return -1
		}
		return r
	}, string(text))))
	if plain == "" {
		return nil
	}
	p.mac.Reset()
	p.mac.Write([]byte(plain))
	return []byte(p.id + "-" + hex.EncodeToString(p.mac.Sum(nil)[:nameSize]))
}

func (p *pseudonym) is(text []byte) bool {
	rest, ours := bytes.CutPrefix(text, []byte(p.id+"-"))
	_, err := hex.DecodeString(string(rest))
	return ours && len(rest) == 2*nameSize && err == nil
}

// pseudonymKeys reads the key pseudonym of a column.
func (pr *pipelineReader) pseudonymKeys(m *Mapping, known map[string]func(yamlNode)) {
	known["pseudonym"] = func(n yamlNode) {
		if m.Pseudonym = n.text(); kindOfType(m.Column.Type) != textKind || m.Column.Lookup != "" || m.Column.Vocabulary != "" {
			n.faultf("a pseudonym is a text; %s is none", m.Column.Name)
		}
	}
}

// personal says of each staging column of an input that may hold personal data what is written in its place, nil when there are none.
// It runs before the engine sees a row.
func (r *run) personal(number int, columns []string) (map[string]func([]byte) []byte, error) {
	secret := map[string]func([]byte) []byte{}
	repeat := r.pipeline.sources()[number].Spec.Repeat // 姓名 stands for 姓名1, 姓名2 …
	hide := func(column string, write func([]byte) []byte) {
		for i, c := range columns {
			if name, _, _ := repeat.Split(c); c == column || name == column {
				secret[fmt.Sprintf("c%d", i+1)] = write
			}
		}
	}
	for _, column := range r.pipeline.sources()[number].Withhold {
		hide(column, func([]byte) []byte { return nil })
	}
	for _, m := range r.pipeline.Columns {
		if m.Pseudonym == "" || m.Of != r.pipeline.input(number) {
			continue
		}
		p, ok := r.loader.options.Keys.pseudonym(m.Pseudonym)
		if !ok {
			return nil, &RunError{Code: MissingKey, Message: fmt.Sprintf("the pipeline makes pseudonyms with the key %q, and the folder of keys (etl.keys) has no file %s%s", m.Pseudonym, m.Pseudonym, keyFile)}
		}
		r.ledger.Rules["key "+m.Pseudonym] = p.id
		marks := r.pipeline.sources()[number].marks(nil)
		hide(m.From, func(text []byte) []byte {
			if slices.Contains(marks, strings.TrimSpace(string(text))) {
				return nil // nobody: not one person that all such rows share
			}
			return p.of(text)
		})
	}
	if len(secret) == 0 {
		return nil, nil //nolint:nilnil // none
	}
	secret["raw"] = func([]byte) []byte { return nil }
	return secret, nil
}

// withheld is what quarantine says of a record that could not be read and may hold personal data.
const withheld = "; its text is not kept, because it may hold personal data"

// checkWithheld finds columns that are withheld and yet read.
func (pr *pipelineReader) checkWithheld(n yamlNode) {
	for i, src := range pr.p.sources() {
		for _, column := range src.Withhold {
			made := slices.ContainsFunc(pr.p.Columns, func(m Mapping) bool { return m.Pseudonym != "" && m.From == column && m.Of == pr.p.input(i) })
			if !made && slices.Contains(pr.p.needs(i), column) {
				n.faultf("the column %q is withheld and cannot be read; a pseudonym can be made of it", column)
			}
		}
	}
}
