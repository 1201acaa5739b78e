package chdb

import (
	"os"

	"golang.org/x/sys/unix"
)

// widen makes the pipe hold 1 MiB instead of 64 KiB, so that the engine and the reader wait for each other less often. A
// system that refuses is slower, nothing else.
func widen(f *os.File) { _, _ = unix.FcntlInt(f.Fd(), unix.F_SETPIPE_SZ, 1<<20) }
