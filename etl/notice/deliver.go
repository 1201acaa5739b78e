package notice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"anlan/outbox"
	"anlan/outbox/webhook"
	"anlan/state"
)

var errNoWebhook = errors.New("notices.webhook is not set")

// Deliver sends what waits in the outbox. A notice that cannot be delivered is tried again later, ever less often, for three
// days; the error is that of the last one that failed.
func (n *Notifier) Deliver(ctx context.Context) error {
	waiting, err := n.config.State.WaitingNotices(ctx, n.config.Clock.Now(), outbox.AtOnce)
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
	var giveUp bool
	if one.NotBefore, giveUp = outbox.Again(one.CreatedAt, now, one.Attempts); giveUp {
		one.State = state.NoticeGivenUp
		n.config.Logger.Error("a notice could not be delivered for three days and is given up", "notice", one.ID, "pipeline", one.Subject, "error", err)
	}
	return one
}

// send posts one notice.
func (n *Notifier) send(ctx context.Context, one state.Notice) error {
	message := webhook.Message{ID: one.ID, Body: []byte(one.Body)}
	if n.config.Format != webhook.JSON {
		var m Message
		if err := json.Unmarshal(message.Body, &m); err != nil {
			return fmt.Errorf("read the outbox: %w", err)
		}
		message.Title, message.Text = markdown(m)
	}
	hook := webhook.Hook{Address: n.config.Webhook, Format: n.config.Format, Secret: n.config.Secret}
	_, err := webhook.Post(ctx, n.config.Client, hook, message, n.config.Clock.Now())
	return err
}
