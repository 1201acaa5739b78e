package main

import (
	"errors"
	"fmt"
	"strings"

	"anlan/etl"
	"anlan/warehouse"
	"anlan/warehouse/chdb"
	"anlan/warehouse/dial"
)

// explain adds what to do to errors that an operator can mend, and leaves out causes that only logs need.
func explain(err error) error {
	if locked, ok := errors.AsType[*chdb.LockedError](err); ok {
		if locked.Owner.Socket != "" {
			return fmt.Errorf("%w, a server. This command needs the folder alone: stop the server first", locked)
		}
		return fmt.Errorf("%w, which takes no commands: another command, or a server that starts. Try again when it has ended", locked)
	}
	if failure, ok := errors.AsType[*etl.RunError](err); ok { // it says all, and what came of the figures
		return failure
	}
	if code, ok := dial.Code(err); ok && warehouse.EngineFault(err) != nil {
		wrong, advice := plainly(err)
		return fmt.Errorf("%s: %s (the engine's error %d)", wrong, advice, code)
	}
	if fault, ok := errors.AsType[*warehouse.Error](err); ok && fault.Err == nil {
		return errors.New(fault.Message)
	}
	return err
}

// plainly gives what is wrong without the engine's statements and paths, and what to do where that is known.
func plainly(err error) (wrong, advice string) {
	_, fromEngine := dial.Code(err)
	wrong = err.Error()
	fault, ok := errors.AsType[*warehouse.Error](err)
	if ok && (fromEngine || fault.Err == nil) {
		wrong = fault.Message
	}
	mendable := warehouse.EngineFault(err)
	switch {
	case mendable == nil && !ok && fromEngine:
		return clipped(wrong), ""
	case mendable == nil:
		return wrong, ""
	}
	state, advice, _ := strings.Cut(mendable.Message, ": ")
	if !fromEngine {
		return wrong, advice
	}
	if !ok {
		return state, advice
	}
	return strings.TrimSuffix(wrong, mendable.Message) + state, advice
}

// clipped keeps the first line of a message, as far as it fits into two of a terminal.
func clipped(message string) string {
	const most = 160
	message, _, _ = strings.Cut(message, "\n")
	if letters := []rune(message); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return message
}
