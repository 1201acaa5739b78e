package state

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io"
)

// Digest names bytes: their SHA-256 in hexadecimal digits.
func Digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// Document gives the bytes that were stored, and never others: the error wraps [ErrDamaged] when they do not have their SHA-256
// any more.
func (s *Store) Document(ctx context.Context, family Family, digest string) ([]byte, error) {
	bodies, err := list(ctx, s, s.db, string(family)+"_document", func(row *sql.Rows, body *[]byte) error { return row.Scan(body) }, digest)
	switch {
	case err != nil:
		return nil, err
	case len(bodies) == 0:
		return nil, fmt.Errorf("document %s of a %s: %w", digest, families[family].thing, ErrNotFound)
	}
	body := bodies[0]
	if families[family].packs {
		body, err = unpack(body)
	}
	if err != nil || Digest(body) != digest {
		return nil, s.fault("read document "+digest+" of a "+families[family].thing, ErrDamaged)
	}
	return body, nil
}

// packed is how bytes begin that were made smaller (RFC 1952).
var packed = []byte{0x1f, 0x8b}

// pack makes bytes smaller where they can be: a record of a bulletin is a tenth. What could be taken for packed is packed.
func pack(body []byte) ([]byte, error) {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if out.Len() < len(body) || bytes.HasPrefix(body, packed) {
		return out.Bytes(), nil
	}
	return body, nil
}

func unpack(body []byte) ([]byte, error) {
	if !bytes.HasPrefix(body, packed) {
		return body, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
