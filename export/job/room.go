package job

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"anlan/access"
	"anlan/state"
	"anlan/warehouse"
)

// spare is what is always left of a disk: so much, or a twentieth of a small one.
const spare = 1 << 30

// room says whether a job of about so many bytes may be taken on.
func (j *Jobs) room(ctx context.Context, caller access.Caller, need uint64) (func(used uint64) error, error) {
	free, total, err := j.config.Space(j.config.Dir)
	if err != nil {
		return nil, fmt.Errorf("look at the disk of %s: %w", j.config.Dir, err)
	}
	advice, err := j.deletable(ctx, caller)
	if err != nil {
		return nil, err
	}
	return func(used uint64) error {
		if used+need > j.config.Quota {
			return warehouse.Fault(warehouse.TooLarge, "exports take %s of the %s that they may take (export.quota), and this one would take about %s: ask for less, %s",
				readable(used), readable(j.config.Quota), readable(need), advice)
		}
		if left := least(total); free < need+left {
			return warehouse.Fault(warehouse.TooLarge, "the disk has %s left, of which %s stay free, and this export would take about %s: ask for less, %s",
				readable(free), readable(left), readable(need), advice)
		}
		return nil
	}, nil
}

// deletable says what a caller may remove to make room.
func (j *Jobs) deletable(ctx context.Context, caller access.Caller) (string, error) {
	const most, named = 100, 3
	list, err := j.state.Exports(ctx, caller.Name, "", most)
	if err != nil {
		return "", err
	}
	var done []string
	for i := len(list) - 1; i >= 0 && len(done) < named; i-- {
		if list[i].State == state.ExportDone {
			done = append(done, fmt.Sprintf("%s (%s)", list[i].ID, readable(list[i].BytesDone)))
		}
	}
	if len(done) == 0 {
		return "or wait until others have expired", nil
	}
	return "or delete your oldest: " + strings.Join(done, ", "), nil
}

// grown says whether what is being written still has room. used is what all jobs take without it.
func (j *Jobs) grown(used, written uint64) error {
	if used+written > j.config.Quota {
		return warehouse.Fault(warehouse.TooLarge, "it grew beyond the %s that exports may take together (export.quota): delete exports that nobody needs, and ask for it anew", readable(j.config.Quota))
	}
	free, total, err := j.config.Space(j.config.Dir)
	if err != nil {
		return fmt.Errorf("look at the disk: %w", err)
	}
	if left := least(total); free < left {
		return warehouse.Fault(warehouse.TooLarge, "the disk has %s left, and %s stay free: make room, and ask for it anew", readable(free), readable(left))
	}
	return nil
}

func least(total uint64) uint64 { return min(spare, total/20) }

// DiskSpace gives the bytes of the disk on which a folder is or would be: what is free, and all of them.
func DiskSpace(dir string) (free, total uint64, err error) {
	for {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, 0, err
	}
	return s.Bavail * uint64(s.Bsize), s.Blocks * uint64(s.Bsize), nil
}

// readable prints a size for people.
func readable(bytes uint64) string {
	switch {
	case bytes >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(bytes)/(1<<30))
	case bytes >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20))
	}
	return fmt.Sprintf("%.1f KiB", float64(bytes)/(1<<10))
}
