package notice

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"anlan/state"
)

// Tries to deliver one notice.
const (
	atOnce      = 20 // notices in one go
	firstWait   = 10 * time.Second
	longestWait = time.Hour
	giveUpAfter = 3 * 24 * time.Hour
)

var errNoWebhook = errors.New("notices.webhook is not set")

// Deliver sends what waits in the outbox. A notice that cannot be delivered is tried again later, ever less often, for three
// days; the error is that of the last one that failed.
func (n *Notifier) Deliver(ctx context.Context) error {
	waiting, err := n.config.State.WaitingNotices(ctx, n.config.Clock.Now(), atOnce)
	if err != nil {
		return err
	}
	for _, one := range waiting {
		sending := errNoWebhook
		if n.config.Webhook != "" {
			sending = n.send(ctx, one)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if sending != nil && n.config.Webhook != "" {
			err = fmt.Errorf("deliver notice %s of %s: %w", one.ID, one.Subject, sending)
		}
		if err := n.config.State.SetNotice(ctx, n.after(one, sending)); err != nil {
			return err
		}
	}
	return err
}

// after is a notice after a try.
func (n *Notifier) after(one state.Notice, err error) state.Notice {
	now := n.config.Clock.Now()
	one.Attempts++
	if err == nil {
		one.State, one.SentAt, one.Message = state.NoticeSent, now, ""
		return one
	}
	one.Message = err.Error()
	if errors.Is(err, errNoWebhook) { // and nobody is to be told of all that is old when there is one
		one.State = state.NoticeGivenUp
		return one
	}
	wait := longestWait
	if one.Attempts < 10 {
		wait = min(firstWait<<(one.Attempts-1), longestWait)
	}
	if one.NotBefore = now.Add(wait); one.NotBefore.Sub(one.CreatedAt) > giveUpAfter {
		one.State = state.NoticeGivenUp
		n.config.Logger.Error("a notice could not be delivered for three days and is given up", "notice", one.ID, "pipeline", one.Subject, "error", err)
	}
	return one
}

// send posts one notice.
func (n *Notifier) send(ctx context.Context, one state.Notice) error {
	request, err := n.request(ctx, one)
	if err != nil {
		return err
	}
	response, err := n.config.Client.Do(request)
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok { // it quotes the address, which holds the robot's key
			err = wrapped.Err
		}
		return err
	}
	defer response.Body.Close() //nolint:errcheck // what it said was read
	said, _ := io.ReadAll(io.LimitReader(response.Body, 4<<10))
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return fmt.Errorf("the webhook answered %s", response.Status)
	}
	if n.config.Format != JSON { // robots say what is wrong in an answer of status 200
		var answer struct {
			Code    int    `json:"errcode"`
			Message string `json:"errmsg"`
		}
		if err := json.Unmarshal(said, &answer); err != nil {
			return errors.New("the webhook is no group robot: it did not answer errcode")
		}
		if answer.Code != 0 {
			return fmt.Errorf("the robot refused it: %d %s", answer.Code, answer.Message)
		}
	}
	return nil
}

// request writes a notice in the format of its receiver.
func (n *Notifier) request(ctx context.Context, one state.Notice) (*http.Request, error) {
	address, body := n.config.Webhook, []byte(one.Body)
	stamp := strconv.FormatInt(n.config.Clock.Now().UnixMilli(), 10)
	if n.config.Format != JSON {
		var m Message
		if err := json.Unmarshal(body, &m); err != nil {
			return nil, fmt.Errorf("read the outbox: %w", err)
		}
		title, text := markdown(m)
		form := map[string]any{"msgtype": "markdown", "markdown": map[string]string{"content": text}}
		if n.config.Format == DingTalk {
			form["markdown"] = map[string]string{"title": title, "text": text}
			address = signedAddress(address, n.config.Secret, stamp)
		}
		var err error
		if body, err = json.Marshal(form); err != nil {
			return nil, err
		}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("notices.webhook is not an address")
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("X-Anlan-Notice", one.ID)
	if n.config.Secret != "" && n.config.Format == JSON {
		request.Header.Set("X-Anlan-Timestamp", stamp)
		request.Header.Set("X-Anlan-Signature", "sha256="+Sign(n.config.Secret, stamp, body))
	}
	return request, nil
}

// Sign is the signature of a notice of the format json: HMAC-SHA256, in hexadecimal, with the secret as its key, of the
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
