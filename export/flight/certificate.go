package flight

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// pair is a certificate with its key that follows its files: one that was renewed is shown from the next connection on. Files with faults are reported, and the
// certificate stays as it was.
type pair struct {
	cert, key string
	log       *slog.Logger

	mu     sync.Mutex
	loaded *tls.Certificate
	stamps [2]time.Time
}

func openPair(cert, key string, log *slog.Logger) (*pair, error) {
	p := &pair{cert: cert, key: key, log: log}
	p.stamps = p.look()
	if err := p.load(); err != nil {
		return nil, fmt.Errorf("read the certificate of Flight SQL: %w", err)
	}
	return p, nil
}

func (p *pair) load() error {
	loaded, err := tls.LoadX509KeyPair(p.cert, p.key)
	if err == nil {
		p.loaded = &loaded
	}
	return err
}

// look says when the files were written; a file that is not there has no time.
func (p *pair) look() (stamps [2]time.Time) {
	for i, name := range []string{p.cert, p.key} {
		if info, err := os.Stat(name); err == nil {
			stamps[i] = info.ModTime()
		}
	}
	return stamps
}

func (p *pair) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if stamps := p.look(); stamps != p.stamps {
		p.stamps = stamps
		if err := p.load(); err != nil {
			p.log.Error("the certificate of Flight SQL was not taken over; it stays as it was", "error", err)
		}
	}
	return p.loaded, nil
}
