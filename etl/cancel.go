package etl

import (
	"path/filepath"

	"anlan/warehouse"
)

// Cancel ends a run of this process; it publishes nothing, and the ledger calls it canceled. A run that has ended, or that goes
// on elsewhere, gives a not_found Error.
func (l *Loader) Cancel(run string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	stop, ok := l.stops[run]
	if !ok {
		return warehouse.Fault(warehouse.NotFound, "no run %q goes on here", run)
	}
	stop()
	return nil
}

// SourceFile gives the path of a file by its name in the source folder. A name that leads out of the folder gives a
// bad_request Error.
func (l *Loader) SourceFile(name string) (string, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return "", warehouse.Fault(warehouse.BadRequest, "the file %q is not in the source folder: name it by its path within", name)
	}
	return filepath.Join(l.options.SourceDir, filepath.FromSlash(name)), nil
}
