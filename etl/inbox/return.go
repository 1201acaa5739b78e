package inbox

import (
	"errors"
	"os"
	"path"
	"time"

	"golang.org/x/sys/unix"
)

// departed is a file as it was when it was loaded and moved away.
type departed struct {
	file  file
	moved string // path within the inbox
	at    time.Time
}

// How long, and how many, files are looked at after they were moved: a copy over a network stalls for minutes, not for days.
const (
	lookBack     = 24 * time.Hour
	mostDeparted = 10_000
)

// beingWritten reports whether a process of this machine has a file open for writing: the system gives no lease for reading then. Of
// files of other users, and of file systems without leases, it knows nothing and says no.
func beingWritten(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close() //nolint:errcheck // it was only read
	_, err = unix.FcntlInt(f.Fd(), unix.F_SETLEASE, unix.F_RDLCK)
	if err == nil {
		_, _ = unix.FcntlInt(f.Fd(), unix.F_SETLEASE, unix.F_UNLCK) // closing gives it back too
	}
	return errors.Is(err, unix.EAGAIN)
}

func (w *Watcher) remember(f file, moved string) {
	if w.gone = append(w.gone, departed{f, moved, w.config.Now()}); len(w.gone) > mostDeparted {
		w.gone = w.gone[1:]
	}
}

// takeBack puts files into the inbox again that changed after they were loaded: somebody was still writing them, where that could not
// be seen.
func (w *Watcher) takeBack() {
	now := w.config.Now()
	kept := w.gone[:0]
	for _, d := range w.gone {
		info, err := os.Lstat(w.path(d.moved))
		switch {
		case err != nil || now.Sub(d.at) > lookBack: // somebody took it away, which is right
			continue
		case info.Size() == d.file.size && info.ModTime().Equal(d.file.changed):
			kept = append(kept, d)
			continue
		}
		back, err := w.giveBack(d)
		if err != nil {
			w.log.Error("a file changed after it was loaded, and cannot be put back into the inbox: load it by hand", "file", d.moved, "error", err)
			continue
		}
		w.log.Warn("a file changed after it was loaded; it is back in the inbox", "file", d.moved, "now", back)
	}
	w.gone = kept
}

// giveBack moves a file to where it came from, under another name when that is taken, and says so in its report.
func (w *Watcher) giveBack(d departed) (back string, err error) {
	for n := 1; ; n++ {
		back = path.Join(path.Dir(d.file.name), numbered(path.Base(d.file.name), n))
		if _, err := os.Lstat(w.path(back)); errors.Is(err, os.ErrNotExist) {
			break
		} else if err != nil {
			return "", err
		}
	}
	if err := os.MkdirAll(w.path(path.Dir(d.file.name)), modeOf(w.config.Dir, 0o750)); err != nil {
		return "", err
	}
	if err := os.Rename(w.path(d.moved), w.path(back)); err != nil {
		return "", err
	}
	report, err := os.OpenFile(w.path(path.Join(path.Dir(d.moved), shortened(path.Base(d.moved)+reportEnd))), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = report.WriteString("\r\n注意：载入之后文件内容又有变化，文件已退回收件箱（" + back + "），将重新载入；本报告只说明当时的内容。\r\n(The file changed after it was loaded; it is back in the inbox and will be loaded again.)\r\n")
		err = errors.Join(err, report.Close())
	}
	if err != nil {
		w.log.Warn("the report of a file that is back in the inbox could not be written", "file", back, "error", err)
	}
	return back, nil
}
