package mail

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/wneessen/go-mail"
)

// What becomes of a letter that was not taken; an error that wraps none of them may be gone with the next try.
var (
	// ErrRefused says that the server does not take this letter for this address, now or later.
	ErrRefused = errors.New("refused for good")
	// ErrTooLarge says that the letter is larger than the server takes.
	ErrTooLarge = errors.New("too large for the mail server")
	// ErrUnreachable says that the server could not be spoken to at all, or that it does not let us send: no other letter will fare better.
	ErrUnreachable = errors.New("the mail server")
)

// Send sends a letter and gives what the server answered when it took it.
func (s *Sender) Send(ctx context.Context, l Letter) (answer string, err error) {
	m, err := s.message(l)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrRefused, err)
	}
	client, err := mail.NewClient(s.host, s.options...)
	if err != nil {
		return "", err
	}
	// Once the server took a letter, nothing that goes wrong at the end of the connection makes it untaken.
	err = client.DialAndSendWithContext(ctx, m)
	if m.IsDelivered() {
		return oneLine(m.ServerResponse()), nil
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	return "", judge(err)
}

// judge says what kind of failure it is. Codes are of RFC 5321: 4yz may pass, 5yz does not.
func judge(err error) error {
	sending, ok := errors.AsType[*mail.SendError](err)
	said := messageID.ReplaceAllString(oneLine(err.Error()), "")
	switch {
	case !ok:
		return fmt.Errorf("%w: %s", ErrUnreachable, said)
	case sending.ErrorCode() == 552 || sending.ErrorCode() == 523:
		return fmt.Errorf("%w: %s", ErrTooLarge, said)
	case sending.ErrorCode() >= 500 && sending.Reason != mail.ErrSMTPMailFrom: // who we are can be put right, whom we write to cannot
		return fmt.Errorf("%w: %s", ErrRefused, said)
	}
	return errors.New(said)
}

// messageID is what the client adds behind what the server said.
var messageID = regexp.MustCompile(`, affected message ID: .*$`)

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
