package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"anlan/export"
	"anlan/state"
)

// keepManifests is how long what is known of an export is kept.
const keepManifests = 90 * 24 * time.Hour

// Manifests keeps the manifests of exports in the state, for ninety days.
type Manifests struct {
	State *state.Store
	Now   func() time.Time // nil: the machine's clock
}

// KeepManifest keeps a manifest; a later one of the same ID takes the place of the earlier.
func (m Manifests) KeepManifest(ctx context.Context, k export.KeptManifest) error {
	body, err := json.Marshal(k.Manifest)
	if err != nil {
		return fmt.Errorf("write the manifest of %s: %w", k.Manifest.ID, err)
	}
	now := time.Now()
	if m.Now != nil {
		now = m.Now()
	}
	return m.State.KeepExportManifest(ctx, state.ExportManifest{
		ID: k.Manifest.ID, Owner: k.Owner, Status: string(k.Status), Reason: k.Reason, Body: string(body),
		CreatedAt: k.Manifest.CreatedAt, UpdatedAt: k.UpdatedAt, ExpiresAt: now.Add(keepManifests),
	})
}

// FindManifest finds the manifest of an export.
func (m Manifests) FindManifest(ctx context.Context, id string) (export.KeptManifest, error) {
	kept, err := m.State.ExportManifest(ctx, id)
	if errors.Is(err, state.ErrNotFound) {
		return export.KeptManifest{}, export.ErrNoManifest
	}
	k := export.KeptManifest{Owner: kept.Owner, Status: export.Status(kept.Status), Reason: kept.Reason, UpdatedAt: kept.UpdatedAt}
	if err == nil {
		err = json.Unmarshal([]byte(kept.Body), &k.Manifest)
	}
	if err != nil {
		return export.KeptManifest{}, fmt.Errorf("read the manifest of %s: %w", id, err)
	}
	return k, nil
}
