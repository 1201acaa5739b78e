package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
)

// Sign is the signature of a message of the format json: HMAC-SHA256, in hexadecimal, with the secret as its key, of the
// timestamp, a dot and the body.
func Sign(secret, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = mac.Write([]byte(timestamp + "."))
	_, _ = mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// signedAddress adds what robots of 钉钉 ask for under 加签: timestamp, and HMAC-SHA256 in Base64 of "timestamp\nsecret".
func signedAddress(address, secret, timestamp string) string {
	u, err := url.Parse(address)
	if err != nil || secret == "" {
		return address
	}
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = mac.Write([]byte(timestamp + "\n" + secret))
	q := u.Query()
	q.Set("timestamp", timestamp)
	q.Set("sign", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	u.RawQuery = q.Encode()
	return u.String()
}
