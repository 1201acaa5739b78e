package delivery

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"anlan/outbox"
	"anlan/outbox/mail"
	"anlan/outbox/webhook"
	"anlan/state"
)

// errFinal says that no further try would be taken; errOvertaken that there is nothing to tell any more.
var (
	errFinal     = errors.New("not sent")
	errOvertaken = errors.New("not sent any more")
)

// Deliver sends what waits, and keeps a receipt of every try. What is not taken is tried again later, ever less often, for three
// days; what is refused for good is not. The error is that of the last one that failed.
func (p *Post) Deliver(ctx context.Context) error {
	waiting, err := p.config.State.WaitingDeliveries(ctx, p.config.Now(), outbox.AtOnce)
	if err != nil {
		return err
	}
	away := false // the mail server is: the letters behind this one wait until it is back
	for _, d := range waiting {
		r := p.recipients[d.Recipient]
		if away && r != nil && r.Email != "" {
			continue
		}
		answer, sending := p.send(ctx, r, d)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		away = away || errors.Is(sending, mail.ErrUnreachable)
		if sending != nil && !errors.Is(sending, errOvertaken) {
			err = fmt.Errorf("send bulletin %s to %s: %w", d.Bulletin, d.Recipient, sending)
		}
		after, try := p.after(d, answer, sending)
		if err := p.config.State.Tried(ctx, after, try); err != nil {
			return err
		}
	}
	return err
}

// after is a delivery after a try, and the receipt.
func (p *Post) after(d state.Delivery, answer string, err error) (state.Delivery, state.Try) {
	now := p.config.Now()
	d.Attempts++
	d.Answer = answer
	switch {
	case err == nil:
		d.State, d.SentAt = state.DeliverySent, now
	case errors.Is(err, errOvertaken):
		d.State, d.Answer = state.DeliveryOvertaken, err.Error()
	default:
		d.Answer = err.Error()
		var giveUp bool
		if d.NotBefore, giveUp = outbox.Again(d.Since, now, d.Attempts); giveUp || errors.Is(err, errFinal) {
			d.State = state.DeliveryGivenUp
			p.config.Logger.Error("a bulletin is not delivered; “anlan bulletin resend” sends it again", "bulletin", d.Bulletin, "recipient", d.Recipient, "error", err)
		}
	}
	return d, state.Try{At: now, State: d.State, Answer: d.Answer}
}

// send makes one try.
func (p *Post) send(ctx context.Context, r *Recipient, d state.Delivery) (answer string, err error) {
	if r == nil {
		return "", fmt.Errorf("%w: there is no recipient of this name any more", errFinal)
	}
	b, err := p.config.Bulletins.Bulletin(ctx, r.caller(Event(d.Event)), d.Bulletin)
	switch {
	case isHidden(err):
		return "", fmt.Errorf("%w: the bulletin is not in the recipient's scope any more", errFinal)
	case err != nil:
		return "", err
	case b.Stage != Event(d.Event).stage():
		return "", fmt.Errorf("%w: the bulletin is %s by now", errOvertaken, b.Stage)
	}
	story, err := p.story(ctx, r, d, b)
	if err != nil {
		return "", err
	}
	if r.Webhook != "" {
		return p.post(ctx, r, d, story)
	}
	return p.mail(ctx, r, d, story)
}

// post posts what happened to a webhook.
func (p *Post) post(ctx context.Context, r *Recipient, d state.Delivery, s *story) (string, error) {
	body, err := s.message(d.ID)
	if err != nil {
		return "", err
	}
	title, text := s.markdown()
	return webhook.Post(ctx, p.config.Client, webhook.Hook{Address: r.Webhook, Format: r.Format, Secret: r.Secret}, webhook.Message{ID: d.ID, Body: body, Title: title, Text: text}, p.config.Now())
}

// mail sends what happened with the files, or without them where they are too large.
func (p *Post) mail(ctx context.Context, r *Recipient, d state.Delivery, s *story) (string, error) {
	files, err := p.files(ctx, r, s)
	if err != nil {
		return "", err
	}
	s.attached = p.config.Mailer.Fits(files)
	if !s.attached {
		files = nil
	}
	answer, err := p.letter(ctx, r, d, s, files)
	if errors.Is(err, mail.ErrTooLarge) && len(files) > 0 {
		s.attached = false
		answer, err = p.letter(ctx, r, d, s, nil)
	}
	if errors.Is(err, mail.ErrRefused) || errors.Is(err, mail.ErrTooLarge) {
		err = fmt.Errorf("%w: %w", errFinal, err)
	}
	if err == nil && !s.attached && len(s.files) > 0 {
		answer = strings.TrimSpace(answer + " (files too large for a mail: sent as links)")
	}
	return answer, err
}

func (p *Post) letter(ctx context.Context, r *Recipient, d state.Delivery, s *story, files []mail.File) (string, error) {
	html, err := s.html(d.ID)
	if err != nil {
		return "", err
	}
	return p.config.Mailer.Send(ctx, mail.Letter{ID: d.ID, To: r.Email, Subject: s.tell(s.languages[0]).Subject, Text: s.text(d.ID), HTML: html, Date: p.config.Now(), Files: files})
}
