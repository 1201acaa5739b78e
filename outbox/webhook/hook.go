package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// Formats of what is sent.
const (
	JSON     = "json"
	WeCom    = "wecom"    // a group robot of 企业微信
	DingTalk = "dingtalk" // a group robot of 钉钉
)

// Formats lists them.
func Formats() []string { return []string{JSON, WeCom, DingTalk} }

// Known says whether there is such a format.
func Known(format string) bool { return slices.Contains(Formats(), format) }

// Hook is where to post.
type Hook struct {
	Address string
	Format  string // JSON when empty
	Secret  string // signs what is sent; empty: it is not signed
}

// Message is what to post. ID is the same when it is sent again, so that a receiver knows one that comes twice.
type Message struct {
	ID   string
	Body []byte // JSON: what the format json sends
	// Title and Text, which is Markdown of at most 4096 bytes, are what robots are sent.
	Title, Text string
}

// Post sends a message and gives what the other side answered: its status, or what a robot said. Errors do not quote the address,
// which may hold a robot's key.
func Post(ctx context.Context, client *http.Client, h Hook, m Message, now time.Time) (answer string, err error) {
	request, err := h.request(ctx, m, strconv.FormatInt(now.UnixMilli(), 10))
	if err != nil {
		return "", err
	}
	response, err := client.Do(request)
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err
		}
		return "", err
	}
	defer response.Body.Close() //nolint:errcheck // what it said was read
	said, _ := io.ReadAll(io.LimitReader(response.Body, 4<<10))
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return "", fmt.Errorf("the webhook answered %s", response.Status)
	}
	if h.plain() {
		return response.Status, nil
	}
	var robot struct { // robots say what is wrong in an answer of status 200
		Code    *int   `json:"errcode"`
		Message string `json:"errmsg"`
	}
	if err := json.Unmarshal(said, &robot); err != nil || robot.Code == nil {
		return "", errors.New("the webhook is no group robot: it did not answer errcode")
	}
	if *robot.Code != 0 {
		return "", fmt.Errorf("the robot refused it: %d %s", *robot.Code, robot.Message)
	}
	return response.Status + " " + robot.Message, nil
}

func (h Hook) plain() bool { return h.Format == "" || h.Format == JSON }

// request writes a message in the format of its receiver.
func (h Hook) request(ctx context.Context, m Message, stamp string) (*http.Request, error) {
	address, body := h.Address, m.Body
	if !h.plain() {
		form := map[string]any{"msgtype": "markdown", "markdown": map[string]string{"content": m.Text}}
		if h.Format == DingTalk {
			form["markdown"] = map[string]string{"title": m.Title, "text": m.Text}
			address = signedAddress(address, h.Secret, stamp)
		}
		var err error
		if body, err = json.Marshal(form); err != nil {
			return nil, err
		}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("the webhook is not an address")
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("X-Anlan-Notice", m.ID)
	if h.Secret != "" && h.plain() {
		request.Header.Set("X-Anlan-Timestamp", stamp)
		request.Header.Set("X-Anlan-Signature", "sha256="+Sign(h.Secret, stamp, body))
	}
	return request, nil
}
