package chdb

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// LockName is the file that marks a data folder as owned: the owner's pid on the first line, the address of its private
// socket (may be absent) on the second. The lock itself is flock, so it ends with its process whatever happens.
const LockName = "anlan.lock"

// Owner is who holds a data folder.
type Owner struct {
	PID    int    // 0 when the lock file could not be read
	Socket string // where the owner takes commands; empty when it takes none
}

// LockedError says that another process, or another engine of this one, holds the data folder.
type LockedError struct {
	Dir   string
	Owner Owner
}

func (e *LockedError) Error() string {
	switch {
	case e.Owner.PID == 0:
		return fmt.Sprintf("data folder %s is in use by another process", e.Dir)
	case e.Owner.PID == os.Getpid():
		return fmt.Sprintf("data folder %s is already open in this process (pid %d)", e.Dir, e.Owner.PID)
	}
	return fmt.Sprintf("data folder %s is in use by process %d", e.Dir, e.Owner.PID)
}

// folderLock is a held lock.
type folderLock struct{ file *os.File }

// lockFolder takes the lock of a folder, which must exist, or returns a *LockedError that names the owner.
func lockFolder(dir string) (*folderLock, error) {
	path := filepath.Join(dir, LockName)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open lock file: %w", err)
	}
	if err := flockSoon(file); err != nil {
		defer file.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, &LockedError{Dir: dir, Owner: ownerSoon(path)}
		}
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	l := &folderLock{file: file}
	if err := l.write(""); err != nil {
		file.Close()
		return nil, err
	}
	return l, nil
}

// flockSoon takes the lock, and tries again for a moment: ReadOwner of another process may be looking at it.
func flockSoon(file *os.File) (err error) {
	for range 20 {
		if err = unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB); !errors.Is(err, unix.EWOULDBLOCK) {
			return err
		}
		time.Sleep(5 * time.Millisecond)
	}
	return err
}

// write puts pid and socket into the file, in place: the inode carries the lock.
func (l *folderLock) write(socket string) error {
	text := strconv.Itoa(os.Getpid()) + "\n"
	if socket != "" {
		text += socket + "\n"
	}
	if err := l.file.Truncate(0); err != nil {
		return fmt.Errorf("write lock file: %w", err)
	}
	if _, err := l.file.WriteAt([]byte(text), 0); err != nil {
		return fmt.Errorf("write lock file: %w", err)
	}
	return nil
}

// release empties the file and gives the lock back; the file stays, since removing it would let two owners in.
func (l *folderLock) release() error {
	return errors.Join(l.file.Truncate(0), l.file.Close())
}

// ownerSoon reads the owner of a lock that is held; an owner that has just taken it writes its pid a moment later.
func ownerSoon(path string) Owner {
	for range 20 {
		if o, ok := readOwner(path); ok {
			return o
		}
		time.Sleep(5 * time.Millisecond)
	}
	return Owner{}
}

func readOwner(path string) (Owner, bool) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Owner{}, false
	}
	first, rest, _ := strings.Cut(string(data), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid <= 0 {
		return Owner{}, false
	}
	return Owner{PID: pid, Socket: strings.TrimSpace(rest)}, true
}

// ReadOwner tells who holds a data folder now; ok is false when nobody does.
func ReadOwner(dir string) (owner Owner, ok bool, err error) {
	l, err := lockFolderShared(dir)
	if locked := (*LockedError)(nil); errors.As(err, &locked) {
		return locked.Owner, true, nil
	}
	if errors.Is(err, os.ErrNotExist) {
		return Owner{}, false, nil
	}
	if err != nil {
		return Owner{}, false, err
	}
	return Owner{}, false, l.Close()
}

// lockFolderShared tries the lock without writing anything.
func lockFolderShared(dir string) (*os.File, error) {
	path := filepath.Join(dir, LockName)
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(file.Fd()), unix.LOCK_SH|unix.LOCK_NB); err != nil {
		defer file.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, &LockedError{Dir: dir, Owner: ownerSoon(path)}
		}
		return nil, fmt.Errorf("look at lock %s: %w", path, err)
	}
	return file, nil
}
