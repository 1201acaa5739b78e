package access

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"anlan/safety"
)

// Config says where the tokens are.
type Config struct {
	Path   string
	Now    func() time.Time // nil: the machine's clock
	Logger *slog.Logger     // nil: none
}

// Tokens knows the tokens of a file and follows its changes: a token that is added, taken out or given another scope is so
// from the next request on. A file that is changed into one with faults is reported once, and the tokens stay as they were;
// one that is deleted leaves no token. Safe for concurrent use.
type Tokens struct {
	config Config

	mu     sync.Mutex
	tokens []token
	stamp  stamp
}

// stamp tells one state of the file from another.
type stamp struct {
	modified time.Time
	size     int64
	there    bool
}

// LoadFile reads a token file and refuses one with faults, naming them all.
func LoadFile(path string) (*Tokens, error) { return Open(Config{Path: path}) }

// Open reads the token file and refuses one with faults, naming them all.
func Open(config Config) (*Tokens, error) {
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.Logger == nil {
		config.Logger = slog.New(slog.DiscardHandler)
	}
	t := &Tokens{config: config}
	state, err := look(config.Path)
	if err != nil {
		return nil, err
	}
	if !state.there {
		return nil, &fs.PathError{Op: "open", Path: config.Path, Err: fs.ErrNotExist}
	}
	return t, t.read(state)
}

func look(path string) (stamp, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return stamp{}, nil
	}
	if err != nil {
		return stamp{}, err
	}
	return stamp{modified: info.ModTime(), size: info.Size(), there: true}, nil
}

func (t *Tokens) read(state stamp) error {
	t.stamp = state
	if !state.there {
		t.tokens = nil
		return nil
	}
	text, err := os.ReadFile(t.config.Path)
	if err != nil {
		return err
	}
	tokens, err := parse(t.config.Path, text)
	if err != nil {
		return err
	}
	t.tokens = tokens
	return nil
}

func (t *Tokens) follow() {
	state, err := look(t.config.Path)
	if err == nil && state == t.stamp {
		return
	}
	if err == nil {
		err = t.read(state)
	}
	if err != nil {
		t.config.Logger.Error("the token file was not taken over; the tokens stay as they were", "error", err)
		return
	}
	t.config.Logger.Info("token file taken over", "tokens", len(t.tokens))
}

// Authenticate finds the caller that a token belongs to; "Bearer " before it is allowed. ok is false for an unknown or
// expired token. It takes the same time whatever the token is.
func (t *Tokens) Authenticate(bearer string) (caller Caller, ok bool) {
	if len(bearer) > 7 && strings.EqualFold(bearer[:7], "Bearer ") {
		bearer = bearer[7:]
	}
	sum := sha256.Sum256([]byte(strings.TrimSpace(bearer)))
	t.mu.Lock()
	defer t.mu.Unlock()
	t.follow()
	var found token
	for _, one := range t.tokens {
		if subtle.ConstantTimeCompare(one.sum[:], sum[:]) == 1 {
			found, ok = one, true
		}
	}
	today := safety.DateOf(t.config.Now().In(safety.Beijing()))
	if !ok || !found.expires.IsZero() && today.After(found.expires) {
		return Caller{}, false
	}
	return found.caller, true
}
