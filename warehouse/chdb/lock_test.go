package chdb

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func TestLockHasOneOwner(t *testing.T) {
	dir := t.TempDir()
	l, err := lockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.write("/run/anlan.sock"); err != nil {
		t.Fatal(err)
	}
	_, err = lockFolder(dir)
	var locked *LockedError
	if !errors.As(err, &locked) || locked.Owner != (Owner{PID: os.Getpid(), Socket: "/run/anlan.sock"}) {
		t.Fatalf("error %v, want the owner's pid and socket", err)
	}
	if !strings.Contains(err.Error(), strconv.Itoa(os.Getpid())) || !strings.Contains(err.Error(), dir) {
		t.Errorf("the message names neither pid nor folder: %v", err)
	}
	owner, held, err := ReadOwner(dir)
	if err != nil || !held || owner.PID != os.Getpid() {
		t.Errorf("ReadOwner: %+v, %v, %v", owner, held, err)
	}
	if err := l.release(); err != nil {
		t.Fatal(err)
	}
	if _, held, err := ReadOwner(dir); held || err != nil {
		t.Errorf("a released folder is held (%v)", err)
	}
	again, err := lockFolder(dir)
	if err != nil {
		t.Fatalf("lock again: %v", err)
	}
	if err := again.release(); err != nil {
		t.Error(err)
	}
}

// A process that died leaves its file; the lock went with it.
func TestLockOfADeadOwnerIsFree(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, LockName), []byte("999999\n/gone.sock\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, held, err := ReadOwner(dir); held || err != nil {
		t.Errorf("held by a dead process (%v)", err)
	}
	l, err := lockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if o, _ := readOwner(filepath.Join(dir, LockName)); o != (Owner{PID: os.Getpid()}) {
		t.Errorf("the file names %+v", o)
	}
	if err := l.release(); err != nil {
		t.Error(err)
	}
}

func TestReadOwnerOfAFolderThatNeverWas(t *testing.T) {
	if _, held, err := ReadOwner(filepath.Join(t.TempDir(), "none")); held || err != nil {
		t.Errorf("held %v, error %v", held, err)
	}
}

// Whoever looks whose a folder is does not keep its next owner out.
func TestLookingAtTheLockDoesNotHoldIt(t *testing.T) {
	dir := t.TempDir()
	stop, looked := make(chan struct{}), make(chan error, 1)
	go func() {
		for {
			select {
			case <-stop:
				looked <- nil
				return
			default:
			}
			if _, _, err := ReadOwner(dir); err != nil {
				looked <- err
				return
			}
		}
	}()
	for range 200 {
		l, err := lockFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.release(); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	if err := <-looked; err != nil {
		t.Error(err)
	}
}
