package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"anlan/access"
	"anlan/export"
	"anlan/state"
	"anlan/warehouse"
)

// GoneError says that the files of a job are not there, and will not be.
type GoneError struct{ Reason string }

func (e *GoneError) Error() string { return e.Reason }

// File is a file of a job, open for reading.
type File struct {
	*os.File

	Name     string
	Media    string // Content-Type
	Bytes    int64
	SHA256   string
	Modified time.Time
}

// File opens a file of a job of the caller's. Errors are *warehouse.Error, or *GoneError for a job that has no files any more; a file that is not as it was
// recorded is a fault, never short bytes. Who is given it has to close it.
func (j *Jobs) File(ctx context.Context, caller access.Caller, id, name string) (*File, error) {
	kept, err := j.fetchable(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	parts, err := j.state.ExportParts(ctx, id)
	if err != nil {
		return nil, err
	}
	o, err := orderOf(kept)
	if err != nil {
		return nil, err
	}
	media := export.MediaType(o.Request.Format, o.Request.Options)
	i := slices.IndexFunc(parts, func(p state.ExportPart) bool { return p.Name == name })
	if i < 0 {
		if State(kept.State).Over() {
			return nil, warehouse.Fault(warehouse.NotFound, "the export %s has no such file", id)
		}
		return nil, warehouse.Fault(warehouse.NotFound, "the export %s has no such file yet: %d of %d are there", id, len(parts), kept.Parts)
	}
	p := parts[i]
	f, err := os.Open(filepath.Join(j.folder(id), p.Name)) // the recorded name: nothing of the address
	if err != nil {
		return nil, j.damaged(kept, p, err)
	}
	info, err := f.Stat()
	if err == nil && (!info.Mode().IsRegular() || info.Size() != int64(p.Bytes)) {
		err = fmt.Errorf("it has %d bytes, and %d were written", info.Size(), p.Bytes)
	}
	if err != nil {
		_ = f.Close()
		return nil, j.damaged(kept, p, err)
	}
	return &File{File: f, Name: p.Name, Media: media, Bytes: info.Size(), SHA256: p.SHA256, Modified: p.WrittenAt}, nil
}

// damaged is what is said of a file that is not as it was written; the cause is for the log. That of a job that is over does not come back by asking again.
func (j *Jobs) damaged(kept state.ExportJob, p state.ExportPart, err error) error {
	j.config.Log.Error("a file of an export is not as it was written", "export", kept.ID, "file", p.Name, "error", err)
	what := "is not as it was written"
	if errors.Is(err, fs.ErrNotExist) {
		what = "is gone"
	}
	reason := fmt.Sprintf("the file %s %s: delete the export %s and ask for it anew", p.Name, what, kept.ID)
	if !State(kept.State).Over() {
		return warehouse.Fault(warehouse.Unavailable, "%s", reason)
	}
	return &GoneError{Reason: reason}
}

// fetchable finds a job of the caller's that has files or is to have some.
func (j *Jobs) fetchable(ctx context.Context, caller access.Caller, id string) (state.ExportJob, error) {
	kept, err := j.allowed(ctx, caller, id)
	if err != nil {
		return kept, err
	}
	switch is := State(kept.State); {
	case is == Done && !kept.ExpiresAt.After(j.config.Now()):
		return kept, &GoneError{Reason: fmt.Sprintf("the export %s has expired: ask for it anew", id)}
	case is != Done && is.Over():
		return kept, &GoneError{Reason: fmt.Sprintf("the export %s is %s: %s", id, is, kept.Message)}
	}
	return kept, nil
}

// Manifest gives the manifest of a job of the caller's that is done. One that is not is a conflict, one without files a *GoneError.
func (j *Jobs) Manifest(ctx context.Context, caller access.Caller, id string) (*export.Manifest, error) {
	kept, err := j.fetchable(ctx, caller, id)
	if err != nil {
		return nil, err
	}
	if State(kept.State) != Done {
		return nil, warehouse.Fault(warehouse.Conflict, "the export %s is not done: %d of %d files are there", id, kept.PartsDone, kept.Parts)
	}
	m := &export.Manifest{}
	if err := json.Unmarshal([]byte(kept.Manifest), m); err != nil {
		return nil, fmt.Errorf("read the manifest of %s: %w", id, err)
	}
	return m, nil
}

// Fetched notes in the audit that a caller begins to fetch a file, or a range of it as the request asks for it.
func (j *Jobs) Fetched(ctx context.Context, caller access.Caller, id, name, asked string) error {
	detail := name
	if asked != "" {
		detail += " " + export.Brief(asked, longestRange)
	}
	return j.state.AppendAudit(ctx, state.Audit{At: j.config.Now(), Who: caller.Name, Action: "export download", Subject: id, Detail: detail})
}

// longestRange is how much is noted of what a request asks for: one range is shorter.
const longestRange = 60
