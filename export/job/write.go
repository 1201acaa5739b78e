package job

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"time"

	"anlan/export"
	"anlan/state"
	"anlan/warehouse"
)

// write makes what is missing of a job and gives its manifest.
func (j *Jobs) write(ctx context.Context, kept state.ExportJob, held *state.Held) (manifest string, err error) {
	o, err := orderOf(kept)
	if err != nil {
		return "", err
	}
	if kept.Attempts > mostBeginnings {
		return "", warehouse.Fault(warehouse.Internal, "it was begun %d times and never came further: ask for less, and tell who runs this server", mostBeginnings)
	}
	if kept.Revision != j.config.Revision { // parts of two programs do not go together
		if err := errors.Join(j.state.ReviseExport(ctx, kept.ID, j.config.Revision), j.removeFiles(kept.ID)); err != nil {
			return "", err
		}
	}
	if err := errors.Join(os.MkdirAll(j.folder(kept.ID), 0o750), j.removeTemps(kept.ID)); err != nil {
		return "", err
	}
	x, err := j.exporter.Open(ctx, o.Caller, o.Request)
	if err != nil {
		return "", err
	}
	defer x.Close()
	there, err := j.there(ctx, kept.ID)
	if err != nil {
		return "", err
	}
	parts := partsOf(x)
	made := make([]export.ManifestPart, len(parts))
	for i, part := range parts {
		number := i + 1
		p, ok := there[number]
		if !ok {
			if p, err = j.part(ctx, kept.ID, held, x, number, part); err != nil {
				return "", err
			}
		}
		made[i] = export.ManifestPart{Name: p.Name, Rows: p.Rows, Bytes: p.Bytes, SHA256: p.SHA256}
	}
	m := x.Manifest(made)
	m.ID, m.CreatedAt = kept.ID, export.Moment(kept.CreatedAt)
	return manifestText(m)
}

// there lists the parts that need not be written again: what is recorded and has its size. The others are taken back.
func (j *Jobs) there(ctx context.Context, id string) (map[int]state.ExportPart, error) {
	recorded, err := j.state.ExportParts(ctx, id)
	there := map[int]state.ExportPart{}
	for _, p := range recorded {
		if sizeOf(filepath.Join(j.folder(id), p.Name)) == int64(p.Bytes) {
			there[p.Number] = p
			continue
		}
		j.config.Log.Warn("a part of an export is gone or has another size, and is written again", "export", id, "part", p.Name)
		if err := j.state.ForgetExportPart(ctx, id, p.Number); err != nil {
			return nil, err
		}
	}
	return there, err
}

// part writes one part: a temporary file that is whole and on the disk before it gets its name, and has its name before it is recorded.
func (j *Jobs) part(ctx context.Context, id string, held *state.Held, x *export.Export, number int, part warehouse.DataPart) (p state.ExportPart, err error) {
	name := x.PartName(part)
	if name != filepath.Base(name) || name == ManifestName {
		return p, fmt.Errorf("%q is no name of a file", name)
	}
	temp := filepath.Join(j.folder(id), tempPrefix+name+"."+strconv.FormatInt(held.Token(), 10)+tempSuffix)
	f, err := os.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return p, fmt.Errorf("write a part: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close(), os.Remove(temp))
		}
	}()
	j.config.step("created")
	written, err := j.fill(ctx, id, held, f, x, part)
	if err != nil {
		return p, err
	}
	j.config.step("written")
	info, err := f.Stat()
	if err == nil && info.Size() != int64(written.Bytes) {
		err = fmt.Errorf("the part %s has %d bytes, and %d were written", name, info.Size(), written.Bytes)
	}
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		return p, fmt.Errorf("write a part: %w", err)
	}
	if err := f.Close(); err != nil {
		return p, fmt.Errorf("write a part: %w", err)
	}
	j.config.step("synced")
	if err := held.Confirm(ctx); err != nil { // a file that somebody else made and recorded keeps its bytes
		return p, err
	}
	if err := os.Rename(temp, filepath.Join(j.folder(id), name)); err != nil {
		return p, fmt.Errorf("write a part: %w", err)
	}
	if err := syncFolder(j.folder(id)); err != nil {
		return p, fmt.Errorf("write a part: %w", err)
	}
	j.config.step("named")
	p = state.ExportPart{Number: number, Name: name, Rows: written.Rows, Bytes: written.Bytes, SHA256: written.SHA256, WrittenAt: j.config.Now()}
	ours, err := j.state.AddExportPart(ctx, id, held.Lease(), p)
	if err == nil && !ours {
		err = errCancelled
	}
	if err == nil {
		j.config.step("recorded")
	}
	return p, err
}

// fill writes a part into a file, as long as the job is to go on and there is room.
func (j *Jobs) fill(ctx context.Context, id string, held *state.Held, f *os.File, x *export.Export, part warehouse.DataPart) (export.ManifestPart, error) {
	used, err := j.state.ExportsUsed(ctx)
	if err != nil {
		return export.ManifestPart{}, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	w := &guarded{f: f, every: j.config.look, next: j.config.look}
	var stopped = make(chan struct{})
	watching, stop := context.WithCancel(ctx)
	go func() {
		defer close(stopped)
		j.watch(watching, id, held, &w.bytes, cancel)
	}()
	defer func() { stop(); <-stopped }()
	w.room = func(written uint64) error { return j.grown(used, written) }
	// What this job was thought to take is in used: it grows beyond only when it takes more than that.
	kept, err := j.state.Export(ctx, id)
	if err != nil {
		return export.ManifestPart{}, err
	}
	if own := max(kept.TotalBytes, kept.BytesDone); used >= own {
		used = used - own + kept.BytesDone
	}
	if err := w.room(0); err != nil {
		return export.ManifestPart{}, err
	}
	buffered := bufio.NewWriterSize(w, 1<<20)
	m, err := x.WritePart(ctx, buffered, part, nil)
	if err == nil {
		err = buffered.Flush()
	}
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	return m, err
}

// watch keeps how far a part is, and ends it when the job is not to go on.
func (j *Jobs) watch(ctx context.Context, id string, held *state.Held, bytes *atomic.Uint64, cancel context.CancelCauseFunc) {
	ticker := time.NewTicker(j.config.note)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		goOn, err := j.state.NoteExportWriting(ctx, id, held.Lease(), bytes.Load())
		if err == nil && !goOn {
			cancel(errCancelled)
			return
		}
	}
}

// guarded counts what is written to a file and looks at the room from time to time.
type guarded struct {
	f     *os.File
	bytes atomic.Uint64
	every uint64
	next  uint64
	room  func(written uint64) error
}

// Write writes as a file does.
func (g *guarded) Write(p []byte) (int, error) {
	n, err := g.f.Write(p)
	written := g.bytes.Add(uint64(max(n, 0)))
	if err == nil && written >= g.next {
		g.next = written + g.every
		err = g.room(written)
	}
	return n, err
}
