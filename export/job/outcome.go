package job

import (
	"context"
	"errors"
	"syscall"
	"time"

	"anlan/state"
	"anlan/warehouse"
)

// passing are the codes of faults that may pass by themselves.
var passing = map[string]bool{warehouse.Unavailable: true, warehouse.Timeout: true, warehouse.Internal: true}

// outcome says what becomes of a job after a try: it is done, tried again, or failed, in words that say what to do.
func (j *Jobs) outcome(kept state.ExportJob, err error) state.ExportOutcome {
	now := j.config.Now()
	if err == nil {
		return state.ExportOutcome{State: state.ExportDone, At: now, ExpiresAt: now.Add(j.config.Keep)}
	}
	o := state.ExportOutcome{State: state.ExportFailed, At: now, Code: warehouse.Internal, Message: "the data could not be read to their end: ask for it anew; if it fails again, the log of the server says why"}
	var known *warehouse.Error
	again := true
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		o.Code, o.Message, again = warehouse.TooLarge, "the disk of exports is full: make room or delete exports, and ask for it anew", false
	case errors.As(err, &known):
		o.Code, o.Message, again = known.Code, known.Message, passing[known.Code] && kept.Attempts <= mostBeginnings
		if known.Code == warehouse.NotFound {
			o.Message += ": ask for it anew, of the newest data"
		}
	case errors.Is(err, context.DeadlineExceeded):
		o.Code, o.Message = warehouse.Timeout, "it took too long: ask for less"
	case errors.Is(err, syscall.EACCES), errors.Is(err, syscall.EROFS):
		o.Code, o.Message, again = warehouse.Unavailable, "the folder of exports cannot be written to: let the user who runs this server write to it (export.dir)", false
	}
	if again && kept.Attempts < mostAttempts {
		o.State, o.NotBefore = state.ExportQueued, now.Add(time.Duration(kept.Attempts)*10*time.Second)
		o.Message = "it is tried again: " + o.Message
	}
	return o
}
