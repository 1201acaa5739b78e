package html

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
)

//go:embed style.css
var style string

//go:embed script.js
var script string

// Policy is the Content-Security-Policy under which pages work and nothing else does: their own style and script by hash, and no
// request anywhere. Pages carry it themselves; a server that sends one must send this.
func Policy() string {
	return "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script) + "'; base-uri 'none'; form-action 'none'"
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
