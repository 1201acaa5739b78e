package html

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html"
)

//go:embed style.css
var style string

//go:embed script.js
var script string

// Policy is the Content-Security-Policy under which pages work and nothing else does: their own style and script by hash, and no
// request anywhere. Pages carry it themselves.
func Policy() string {
	return "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script) + "'; base-uri 'none'; form-action 'none'"
}

// PolicyOf is the policy that a page of [Render] carries, for a server to send with it: a page that was issued and kept has the style
// and the script of its day. Other bytes have that of pages made now.
func PolicyOf(page []byte) string {
	const head = 1 << 10
	_, after, found := bytes.Cut(page[:min(head, len(page))], []byte(`<meta http-equiv="Content-Security-Policy" content="`))
	policy, _, ended := bytes.Cut(after, []byte(`">`))
	if !found || !ended {
		return Policy()
	}
	return html.UnescapeString(string(policy))
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
