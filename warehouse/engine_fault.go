package warehouse

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/ClickHouse/clickhouse-go/v2/lib/proto"
)

// ailment is a state of the installation that an operator can mend: how the engine or the system names it, and what a
// person is told.
type ailment struct {
	code    string // of Error
	codes   []int32
	numbers []syscall.Errno
	// inPart limits the codes to errors met while data was read back: a file that a user sent gives the same ones.
	inPart bool
	words  string
}

// ailments, the most telling first: a full disk also shows as a write that broke off.
var ailments = []ailment{
	{Unavailable, []int32{243}, []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT}, false, "the disk is full: free space in the data folder, then try again"},
	{Unavailable, []int32{242}, []syscall.Errno{syscall.EROFS, syscall.EACCES, syscall.EPERM}, false, "the data folder cannot be written: give it back to the user who runs anlan, then try again"},
	{Unavailable, nil, []syscall.Errno{syscall.EMFILE, syscall.ENFILE}, false, "too many files are open: raise the limit (ulimit -n), then start anlan again"},
	{Unavailable, nil, []syscall.Errno{syscall.ECONNREFUSED, syscall.EHOSTUNREACH}, false, "the ClickHouse server does not answer: see whether it runs, then try again"},
	{TooLarge, []int32{173, 241}, []syscall.Errno{syscall.ENOMEM}, false, "it needs more memory than the engine may use: allow more (warehouse.memory), or take less at a time"},
	{Timeout, []int32{159, 160, 209}, nil, false, "the engine took too long: see what else runs, then try again"},
	{Internal, []int32{40, 226, 228, 246, 271}, []syscall.Errno{syscall.EIO}, false, damaged},
	{Internal, []int32{6, 23, 27, 33, 49, 107, 117, 131}, nil, true, damaged},
}

const damaged = "stored data is damaged: restore a backup of the data folder, or move it away and load the source files again"

// errnoPattern is how the engine quotes an error of the system.
var errnoPattern = regexp.MustCompile(`errno: (\d+), strerror`)

// EngineFault gives plain words, with what to do, for an error that an operator can mend: a full disk, memory, a time
// limit, damaged data. It is nil for every other error.
func EngineFault(err error) *Error {
	var ex *proto.Exception
	var number syscall.Errno
	fromEngine := errors.As(err, &ex)
	if fromEngine {
		if m := errnoPattern.FindStringSubmatch(ex.Message); m != nil {
			n, _ := strconv.Atoi(m[1])
			number = syscall.Errno(n)
		}
	} else if !errors.As(err, &number) {
		return nil
	}
	for _, a := range ailments {
		known := fromEngine && slices.Contains(a.codes, ex.Code) && (!a.inPart || ofPart(ex.Message))
		if known || number != 0 && slices.Contains(a.numbers, number) {
			return &Error{Code: a.code, Message: a.words, Err: err}
		}
	}
	return nil
}

// ofPart reports whether the engine was reading its own data.
func ofPart(message string) bool {
	return strings.Contains(message, "while reading from part") || strings.Contains(message, "data part") || strings.Contains(message, "/store/")
}
