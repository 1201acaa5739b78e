package etl

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"anlan/etl/source"
	"anlan/warehouse"
)

// A load that an operator can make possible says how, and that the figures stand; of what only the log understands it says
// so.
func TestAFailedRunSaysWhatToDo(t *testing.T) {
	t.Parallel()
	full := fmt.Errorf("convert and check: %w", syscall.ENOSPC)
	for _, c := range []struct {
		err        error
		code, says string
	}{
		{full, warehouse.Unavailable, "the disk is full: free space in the data folder, then try again; nothing was published, the figures are as they were"},
		{&warehouse.Error{Code: warehouse.Unavailable, Message: "could not publish the data version", Err: full}, warehouse.Unavailable, "the disk is full"},
		{&source.Error{Code: source.Unreadable, Message: "a.csv: no right to read it", Err: syscall.EACCES}, source.Unreadable, "no right to read it"},
		{warehouse.Fault(warehouse.Conflict, "another program loads"), warehouse.Conflict, "another program loads"},
		{errors.New("Unknown identifier x"), warehouse.Internal, "the log says why"},
	} {
		if got := explain(t.Context(), c.err); got.Code != c.code || !strings.Contains(got.Message, c.says) || !errors.Is(got, c.err) {
			t.Errorf("%v is told as %s: %s, expected %s: %s", c.err, got.Code, got.Message, c.code, c.says)
		}
	}
}
