package warehouse

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2/lib/proto"
)

func engineSays(code int32, message string) error {
	return fmt.Errorf("convert and check: %w", &proto.Exception{Code: code, Name: "DB::Exception", Message: message})
}

// What an operator can mend is said in plain words with what to do; what the engine said is for the log.
func TestWhatAnOperatorCanMendIsSaidInPlainWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		err        error
		code, says string // no code: nothing to mend
	}{
		{"a full disk, before writing", engineSays(243, "Cannot reserve 28.94 MiB, not enough space. (NOT_ENOUGH_SPACE)"), Unavailable, "the disk is full: free space"},
		{"a full disk, while writing", engineSays(75, "Cannot write to file /d/x.bin: , errno: 28, strerror: No space left on device. (CANNOT_WRITE_TO_FILE_DESCRIPTOR)"), Unavailable, "the disk is full"},
		{"a full disk, outside the engine", fmt.Errorf("write: %w", &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}), Unavailable, "the disk is full"},
		{"a folder that may only be read", engineSays(76, "Cannot open file /d/x, errno: 30, strerror: Read-only file system"), Unavailable, "cannot be written"},
		{"a folder of another user", engineSays(76, "Cannot open file /d/x, errno: 13, strerror: Permission denied"), Unavailable, "cannot be written"},
		{"memory", engineSays(241, "(total) memory limit exceeded: would use 4.10 GiB"), TooLarge, "more memory"},
		{"time", engineSays(159, "Timeout exceeded: elapsed 31 seconds"), Timeout, "took too long"},
		{"a checksum", engineSays(40, "Checksum doesn't match: corrupted data."), Internal, "stored data is damaged: restore a backup"},
		{"damaged data of a part", engineSays(117, "Bad size of marks file: (while reading from part /d/store/x/202504-1_1_1_0/)"), Internal, "stored data is damaged"},
		{"a disk that cannot be read", engineSays(74, "Cannot read from file 7, errno: 5, strerror: Input/output error"), Internal, "stored data is damaged"},
		{"no server", &os.SyscallError{Syscall: "connect", Err: syscall.ECONNREFUSED}, Unavailable, "does not answer"},

		{"a wrong file of a user", engineSays(117, "Cannot parse input: expected ',' before: 'x'"), "", ""},
		{"another file of another user", &fs.PathError{Op: "open", Path: "tokens.yaml", Err: syscall.EACCES}, "", ""},
		{"a mistake of ours", engineSays(47, "Unknown identifier x"), "", ""},
		{"any other error", errors.New("No space left on device"), "", ""},
		{"none", nil, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			fault := EngineFault(c.err)
			if c.code == "" {
				if fault != nil {
					t.Errorf("%v is called %v", c.err, fault)
				}
				return
			}
			if fault == nil || fault.Code != c.code || !strings.Contains(fault.Message, c.says) || !errors.Is(fault, c.err) {
				t.Fatalf("%v is %+v, expected %s: %s", c.err, fault, c.code, c.says)
			}
			answer := faultOf(t.Context(), "compute the figures", c.err)
			if got := (*Error)(nil); !errors.As(answer, &got) || got.Code != c.code || got.Message != "could not compute the figures: "+fault.Message {
				t.Errorf("a question is answered %v", answer)
			}
		})
	}
}

// The engine's own errors, as they come through the driver.
func TestLimitsOfTheEngineAreSaidInPlainWords(t *testing.T) {
	w := openTest(t)
	for statement, code := range map[string]string{
		"SELECT groupArray(number) FROM numbers(10000000) SETTINGS max_memory_usage = 1000000":         TooLarge,
		"SELECT count() FROM numbers(100000000000) WHERE rand() = 7 SETTINGS max_execution_time = 0.1": Timeout,
	} {
		err := w.conn.Exec(context.Background(), statement)
		if fault := EngineFault(err); fault == nil || fault.Code != code {
			t.Errorf("%s: %v, expected %s", statement, err, code)
		}
	}
}
