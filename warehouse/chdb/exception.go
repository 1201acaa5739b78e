package chdb

import (
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/proto"
)

// ErrClosed is what every request gets once Close has begun.
var ErrClosed = errors.New("the embedded engine is closed")

// Code returns ClickHouse's error code (60 is UNKNOWN_TABLE, 395 what throwIf throws) of an error of the engine or of a
// server, however deeply it is wrapped; ok is false when the error is none of ClickHouse's.
func Code(err error) (code int32, ok bool) {
	var ex *proto.Exception
	if errors.As(err, &ex) {
		return ex.Code, true
	}
	return 0, false
}

// Codes of ClickHouse (src/Common/ErrorCodes.cpp) that this package itself acts upon or answers with.
const (
	codeBadArguments    = 36
	codeNotImplemented  = 48
	codeUnknownTable    = 60
	codeSyntax          = 62
	codeUnknownDatabase = 81
	codeTimeout         = 159
	codeTooLarge        = 164
	codeSameQueryID     = 216
	codeUnknown         = 1002
)

var (
	codePattern = regexp.MustCompile(`^\s*Code: (\d+)\. `)
	namePattern = regexp.MustCompile(`\(([A-Z][A-Z0-9_]+)\)`)
)

// exception turns the engine's message, "Code: 60. DB::Exception: Unknown table … (UNKNOWN_TABLE)", into the type that the
// driver uses for a server's. A message without a code gets 1002, UNKNOWN_EXCEPTION.
func exception(message string) *proto.Exception {
	ex := &proto.Exception{Code: codeUnknown, Name: "DB::Exception"}
	if m := codePattern.FindStringSubmatch(message); m != nil {
		if n, err := strconv.ParseInt(m[1], 10, 32); err == nil {
			ex.Code = int32(n)
		}
		message = message[len(m[0]):]
	}
	ex.Message = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(message), ex.Name+":"))
	if all := namePattern.FindAllStringSubmatch(ex.Message, -1); all != nil {
		ex.CodeName = all[len(all)-1][1]
	}
	return ex
}

// refuse is an error of the adapter itself, in the form of one of the engine's.
func refuse(code int32, name, message string) *proto.Exception {
	return &proto.Exception{Code: code, Name: "DB::Exception", CodeName: name, Message: message + " (" + name + ")"}
}

// text is the exception as a server writes it into a body.
func text(ex *proto.Exception) string {
	return "Code: " + strconv.Itoa(int(ex.Code)) + ". " + ex.Name + ": " + ex.Message
}

// status is the HTTP status that a server answers an exception with.
func status(code int32) int {
	switch code {
	case codeUnknownTable, codeUnknownDatabase:
		return http.StatusNotFound
	case codeBadArguments, codeSyntax, codeSameQueryID, 6, 26, 27, 33, 38, 41, 46, 47, 53, 69, 70, 72, 115, 117, 456, 457, 636:
		return http.StatusBadRequest
	case codeNotImplemented:
		return http.StatusNotImplemented
	case codeTimeout:
		return http.StatusRequestTimeout
	case codeTooLarge:
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusInternalServerError
}
