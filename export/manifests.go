package export

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Manifests keeps what is known of exports. Running ones are kept too, so that a crash shows: who opens the store at start may
// mark what still runs there as failed.
type Manifests interface {
	// KeepManifest keeps a manifest; a later one of the same ID takes the place of the earlier.
	KeepManifest(ctx context.Context, k KeptManifest) error
	// FindManifest finds the manifest of an export; ErrNoManifest when there is none (any more).
	FindManifest(ctx context.Context, id string) (KeptManifest, error)
}

// ErrNoManifest says that nothing is kept of an export.
var ErrNoManifest = errors.New("no such manifest")

// Status is how far an export is.
type Status string

// The statuses of exports.
const (
	Running Status = "running"
	Whole   Status = "whole"
	Failed  Status = "failed"
)

// KeptManifest is a manifest with what became of its export. Rows, Bytes and SHA256 mean something of a whole one only.
type KeptManifest struct {
	Owner     string // name of the caller
	Status    Status
	Reason    string // why it failed, in words for the caller
	Manifest  Manifest
	UpdatedAt time.Time
}

// MemoryManifests keeps manifests as long as the process lives: for tests and commands.
type MemoryManifests struct {
	mu   sync.Mutex
	kept map[string]KeptManifest
}

// KeepManifest keeps a manifest.
func (m *MemoryManifests) KeepManifest(_ context.Context, k KeptManifest) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[string]KeptManifest{}
	}
	m.kept[k.Manifest.ID] = k
	return nil
}

// FindManifest finds the manifest of an export.
func (m *MemoryManifests) FindManifest(_ context.Context, id string) (KeptManifest, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k, ok := m.kept[id]
	if !ok {
		return KeptManifest{}, ErrNoManifest
	}
	return k, nil
}
