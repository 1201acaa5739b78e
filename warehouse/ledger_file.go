package warehouse

import (
	"context"
	_ "embed"
	"time"
)

// LoadedFile is a file that a run loaded.
type LoadedFile struct {
	Run  string    `ch:"run"`
	Name string    `ch:"file"`
	At   time.Time `ch:"at"` // when the run began
	// Overtaken says that later loads changed records of the same kind: the figures may no longer be those of the file.
	Overtaken bool `ch:"overtaken"`
}

//go:embed sql/ledger_loaded.sql
var ledgerLoadedSQL string

// LoadedBefore finds the last run that went through and read a file of this content, by SHA-256, under the same pipeline as it is
// now: a pipeline that was changed reads the file anew. Dry runs do not count. Run is empty when there is none.
func (w *Warehouse) LoadedBefore(ctx context.Context, pipeline, pipelineHash, sha256 string) (LoadedFile, error) {
	var found []LoadedFile
	err := w.conn.Select(ctx, &found, ledgerLoadedSQL, named("pipeline", pipeline), named("hash", pipelineHash), named("sha256", sha256))
	if err != nil || len(found) == 0 {
		return LoadedFile{}, faultOf(ctx, "look for a file that was loaded before", err)
	}
	return found[0], nil
}
