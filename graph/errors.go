package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"anlan/safety"
	"anlan/warehouse"
)

// Codes of an error's extensions beside those of the specification's tools (GRAPHQL_PARSE_FAILED,
// GRAPHQL_VALIDATION_FAILED).
const (
	codeBadRequest      = "BAD_REQUEST"
	codeUnauthenticated = "UNAUTHENTICATED"
	codeForbidden       = "FORBIDDEN"
	codeNotFound        = "NOT_FOUND"
	codeConflict        = "CONFLICT"
	codeTooLarge        = "TOO_LARGE"
	codeTooComplex      = "TOO_COMPLEX"
	codeTimeout         = "TIMEOUT"
	codeCancelled       = "CANCELLED"
	codeUnavailable     = "UNAVAILABLE"
	codeInternal        = "INTERNAL"
)

// codes maps the codes of the warehouse to those of the contract.
var codes = map[string]string{
	warehouse.BadRequest:  codeBadRequest,
	warehouse.NotFound:    codeNotFound,
	warehouse.Forbidden:   codeForbidden,
	warehouse.TooLarge:    codeTooLarge,
	warehouse.Timeout:     codeTimeout,
	warehouse.Unavailable: codeUnavailable,
	warehouse.Conflict:    codeConflict,
	warehouse.Internal:    codeInternal,
}

// retryable says whether the same request may succeed later.
var retryable = map[string]bool{codeTimeout: true, codeUnavailable: true, codeConflict: true}

// refusal is an error for a request that passes a limit.
func refusal(format string, args ...any) *gqlerror.Error {
	return coded(codeTooComplex, format, args...)
}

func coded(code, format string, args ...any) *gqlerror.Error {
	return &gqlerror.Error{Message: fmt.Sprintf(format, args...), Extensions: map[string]any{"code": code}}
}

// presenter turns whatever went wrong into what a caller may be told. Only messages that were written for callers pass;
// of everything else the caller learns the request id and the log the cause.
type presenter struct {
	log    *slog.Logger
	limits Limits
}

func (p presenter) present(ctx context.Context, err error) *gqlerror.Error {
	var shown gqlerror.Error
	var known *gqlerror.Error
	if errors.As(err, &known) {
		shown.Path, shown.Locations = known.Path, known.Locations
	}
	code, message := p.explain(ctx, err, known)
	shown.Message = shorten(message, p.limits.Message)
	shown.Extensions = map[string]any{"code": code, "retryable": retryable[code]}
	if id := RequestID(ctx); id != "" {
		shown.Extensions["requestId"] = id
	}
	return &shown
}

func (p presenter) explain(ctx context.Context, err error, known *gqlerror.Error) (code, message string) {
	var fault *warehouse.Error
	var refused *safety.ParseError
	switch {
	case errors.As(err, &fault):
		if fault.Code == warehouse.Internal || fault.Err != nil {
			p.log.ErrorContext(ctx, "answer a question", "code", fault.Code, "error", err, "requestId", RequestID(ctx))
		}
		if code, ok := codes[fault.Code]; ok {
			return code, fault.Message
		}
		return codeInternal, fault.Message
	case errors.As(err, &refused):
		return codeBadRequest, refused.Error()
	case errors.Is(err, context.DeadlineExceeded):
		return codeTimeout, fmt.Sprintf("the answer took longer than %v; ask for a shorter period or fewer dimensions", p.limits.Timeout)
	case errors.Is(err, context.Canceled):
		return codeCancelled, "the request was given up before its answer was ready"
	case known != nil && known.Err == nil && known.Extensions["code"] != nil:
		return p.explainRequest(known)
	}
	p.log.ErrorContext(ctx, "answer a question", "error", err, "requestId", RequestID(ctx))
	return codeInternal, "something went wrong here; the log of the server says more under this request id"
}

// plainWords replaces the words in which the parser names the JSON value of a variable.
var plainWords = strings.NewReplacer("map", "object", "slice", "list", "float64", "number", "int64", "number",
	"json.Number", "number", "<int Value>", "a number")

// explainRequest passes on what the parser, the validation and the limits say: it was written for callers, except that
// the parser calls JSON values by Go names.
func (p presenter) explainRequest(known *gqlerror.Error) (code, message string) {
	code, _ = known.Extensions["code"].(string)
	message = known.Message
	if len(known.Path) > 0 && known.Path[0] == ast.PathName("variable") {
		message = plainWords.Replace(message)
	}
	if code == errcode.ParseFailed && (strings.Contains(message, "token limit") || strings.Contains(message, "nesting depth")) {
		return codeTooComplex, fmt.Sprintf("the document has more than %d tokens or is nested too deep", p.limits.Tokens)
	}
	return code, message
}

// recover turns a panic into an error; what panicked goes to the log only.
func (p presenter) recover(ctx context.Context, panicked any) error {
	p.log.ErrorContext(ctx, "panic", "panic", fmt.Sprint(panicked), "stack", string(debug.Stack()), "requestId", RequestID(ctx))
	return warehouse.Fault(warehouse.Internal, "something went wrong here; the log of the server says more under this request id")
}

// capErrors bounds the number of errors in an answer: 10,000 bad directives give 20,000 of them.
func (p presenter) capErrors(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response != nil && len(response.Errors) > p.limits.Errors {
		more := len(response.Errors) - p.limits.Errors
		last := *response.Errors[p.limits.Errors-1]
		last.Message, last.Path, last.Locations = fmt.Sprintf("%d more errors are not shown", more+1), nil, nil
		response.Errors = append(response.Errors[:p.limits.Errors-1:p.limits.Errors-1], &last)
	}
	return response
}

func shorten(message string, most int) string {
	if utf8.RuneCountInString(message) <= most {
		return message
	}
	return string([]rune(message)[:most-1]) + "…"
}

// Refuse answers a request outside the contract, before anybody could ask anything, in the shape of GraphQL errors.
func Refuse(w http.ResponseWriter, r *http.Request, status int, code, message string) {
	fault := coded(code, "%s", message)
	fault.Extensions["retryable"] = retryable[code]
	if id := RequestID(r.Context()); id != "" {
		fault.Extensions["requestId"] = id
	}
	w.Header().Set("Content-Type", mediaJSON+"; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(responseBody(&graphql.Response{Errors: gqlerror.List{fault}}))
}
