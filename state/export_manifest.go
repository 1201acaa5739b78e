package state

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// States of an export whose manifest is kept.
const (
	ManifestRunning = "running"
	ManifestWhole   = "whole"
	ManifestFailed  = "failed"
)

// ExportManifest is the proof of an export, or why there is none.
type ExportManifest struct {
	ID        string
	Owner     string
	Status    string
	Reason    string // why it failed
	Body      string
	CreatedAt time.Time
	UpdatedAt time.Time
	ExpiresAt time.Time
}

// KeepExportManifest keeps a manifest, in place of what was kept of that id; the owner and the time of creation stay.
func (s *Store) KeepExportManifest(ctx context.Context, m ExportManifest) error {
	_, err := s.exec(ctx, s.db, "export_manifest_put", m.ID, m.Owner, m.Status, m.Reason, m.Body, m.CreatedAt, m.UpdatedAt, m.ExpiresAt)
	return err
}

// ExportManifest gives what is kept of an export; ErrNotFound when nothing is.
func (s *Store) ExportManifest(ctx context.Context, id string) (ExportManifest, error) {
	kept, err := list(ctx, s, s.db, "export_manifest_by_id", func(row *sql.Rows, m *ExportManifest) error {
		return row.Scan(&m.ID, &m.Owner, &m.Status, &m.Reason, &m.Body, scanTime{&m.CreatedAt}, scanTime{&m.UpdatedAt}, scanTime{&m.ExpiresAt})
	}, id)
	if err == nil && len(kept) == 0 {
		err = fmt.Errorf("manifest %s: %w", id, ErrNotFound)
	}
	if err != nil {
		return ExportManifest{}, err
	}
	return kept[0], nil
}

// FailExportManifests says of exports that ran before a time, and still seem to, that they failed: who made them is gone.
func (s *Store) FailExportManifests(ctx context.Context, reason string, before, now time.Time) error {
	_, err := s.exec(ctx, s.db, "export_manifests_fail", reason, now, before)
	return err
}

// ForgetExportManifests forgets those that were to be kept until before a time.
func (s *Store) ForgetExportManifests(ctx context.Context, before time.Time) error {
	_, err := s.exec(ctx, s.db, "export_manifests_prune", before)
	return err
}
