package access

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

const (
	tokenPrefix = "anlan_" // so that a token in a log or a commit is recognised
	hashPrefix  = "sha256:"
)

// Generate makes a token of 256 random bits and the hash that is kept of it. The token itself is kept nowhere: whoever
// needs it must be shown it now. A plain hash is enough because there is nothing to guess: unlike passwords, tokens are
// never chosen by people.
func Generate() (token, hash string) {
	secret := make([]byte, 32)
	rand.Read(secret) //nolint:errcheck // never fails: crypto/rand ends the process rather
	token = tokenPrefix + base64.RawURLEncoding.EncodeToString(secret)
	return token, Hash(token)
}

// Hash gives what is stored of a token: "sha256:" and 64 hexadecimal digits.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hashPrefix + hex.EncodeToString(sum[:])
}

func parseHash(s string) (sum [sha256.Size]byte, ok bool) {
	digits, ok := strings.CutPrefix(s, hashPrefix)
	raw, err := hex.DecodeString(digits)
	if !ok || err != nil || len(raw) != len(sum) {
		return sum, false
	}
	return [sha256.Size]byte(raw), true
}
