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
// person is told: what is wrong, a colon, what to do.
type ailment struct {
	where   place
	codes   []int32
	numbers []syscall.Errno
	code    string // of Error
	words   string
}

// place is where an error must come from to mean the ailment.
type place int

const (
	anywhere place = iota // the engine, or the system's answer to this process
	inEngine              // the engine: the same of another file means something else
	inPart                // the engine as it read data back: a file that a user sent gives the same codes
)

// ailments, the most telling first: a full disk also shows as a write that broke off.
var ailments = []ailment{
	{anywhere, []int32{243}, []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT}, Unavailable, "the disk is full: free space in the data folder, then try again"},
	{inEngine, []int32{242}, []syscall.Errno{syscall.EROFS, syscall.EACCES, syscall.EPERM}, Unavailable, "the data folder cannot be written: give it back to the user who runs anlan, then try again"},
	{anywhere, nil, []syscall.Errno{syscall.EMFILE, syscall.ENFILE}, Unavailable, "too many files are open: raise the limit (ulimit -n), then start anlan again"},
	{anywhere, nil, []syscall.Errno{syscall.ECONNREFUSED, syscall.EHOSTUNREACH}, Unavailable, "the ClickHouse server does not answer: see whether it runs, then try again"},
	{anywhere, []int32{173, 241}, []syscall.Errno{syscall.ENOMEM}, TooLarge, "it needs more memory than the engine may use: allow more (warehouse.memory), or take less at a time"},
	{anywhere, []int32{159, 160, 209}, nil, Timeout, "the engine took too long: see what else runs, then try again"},
	{inEngine, []int32{40, 226, 228, 246, 271}, []syscall.Errno{syscall.EIO}, Internal, damaged},
	{inPart, []int32{6, 23, 27, 33, 49, 107, 117, 131}, nil, Internal, damaged},
}

const damaged = "stored data is damaged: restore a backup of the data folder, or move it away and load the source files again"

// errnoPattern is how the engine quotes an error of the system.
var errnoPattern = regexp.MustCompile(`errno: (\d+), strerror`)

// EngineFault gives plain words, with what to do, for an error that an operator can mend: a full disk, memory, a time
// limit, damaged data. Its message is what is wrong, a colon, and what to do. It is nil for every other error.
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
		named := number != 0 && slices.Contains(a.numbers, number) && (fromEngine || a.where == anywhere)
		if named || fromEngine && slices.Contains(a.codes, ex.Code) && (a.where != inPart || ofPart(ex.Message)) {
			return &Error{Code: a.code, Message: a.words, Err: err}
		}
	}
	return nil
}

// ofPart reports whether the engine was reading its own data.
func ofPart(message string) bool {
	return strings.Contains(message, "while reading from part") || strings.Contains(message, "data part") || strings.Contains(message, "/store/")
}
