package delivery

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"anlan/access"
	"anlan/outbox/mail"
	"anlan/reports/dispatch"
	"anlan/state"
)

// Bulletins gives bulletins to whoever may see them; [*dispatch.Bulletins] is one.
type Bulletins interface {
	Bulletin(ctx context.Context, caller access.Caller, id string) (*dispatch.Bulletin, error)
	Acts(ctx context.Context, caller access.Caller, id string) ([]dispatch.Act, error)
	File(ctx context.Context, caller access.Caller, id string, p dispatch.Printing) (*dispatch.Printed, error)
}

// Mailer sends letters; [*mail.Sender] is one.
type Mailer interface {
	Send(ctx context.Context, l mail.Letter) (answer string, err error)
	Fits(files []mail.File) bool
}

// Config of a Post.
type Config struct {
	State      *state.Store
	Bulletins  Bulletins
	Recipients []Recipient
	Mailer     Mailer       // nil where no recipient has an e-mail address
	Client     *http.Client // for webhooks; nil means one with a limit of 15 s
	Root       string       // address of the server as people reach it, without a slash at its end; empty: no links
	Logger     *slog.Logger
	Now        func() time.Time // nil means the machine's clock
}

// Post plans and makes deliveries. It is safe for concurrent use, but one server at a time should deliver.
type Post struct {
	config     Config
	recipients map[string]*Recipient
}

// New makes a Post; it does nothing by itself. The error says that a recipient cannot be reached as the installation is.
func New(c Config) (*Post, error) {
	if c.Client == nil {
		c.Client = &http.Client{Timeout: 15 * time.Second}
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	c.Root = strings.TrimSuffix(c.Root, "/")
	p := &Post{config: c, recipients: map[string]*Recipient{}}
	var unreached []string
	for i := range c.Recipients {
		r := &c.Recipients[i]
		p.recipients[r.Name] = r
		if r.Email != "" && c.Mailer == nil {
			unreached = append(unreached, r.Name)
		}
	}
	if len(unreached) > 0 {
		return nil, fmt.Errorf("bulletins go to %s by e-mail, and mail.server is not set", strings.Join(unreached, ", "))
	}
	return p, nil
}

// Run plans what happened to bulletins since and sends what waits.
func (p *Post) Run(ctx context.Context) error {
	return errors.Join(p.Plan(ctx), p.Deliver(ctx))
}
