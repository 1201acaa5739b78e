package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"anlan/graph/encoding"
)

const (
	mediaJSON    = "application/json"
	mediaGraphQL = "application/graphql-response+json"
)

// httpTransport speaks GraphQL over HTTP: POST with application/json, which no other site can make a browser send without
// asking first, and GET for queries. It takes every request that the transports before it left.
type httpTransport struct {
	limits  Limits
	encoder *encoding.Encoder
}

func (httpTransport) Supports(*http.Request) bool { return true }

func (t httpTransport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	params, status, fault := t.read(w, r)
	if fault != nil {
		t.write(w, r, status, exec.DispatchError(r.Context(), gqlerror.List{fault}), nil)
		return
	}
	params.Headers = r.Header
	op, faults := exec.CreateOperationContext(r.Context(), params)
	if faults == nil {
		fault, status = methodFault(r, op.Operation)
		if fault != nil {
			faults = gqlerror.List{fault}
		}
	} else {
		status = requestStatus(r, faults)
	}
	if faults != nil {
		t.write(w, r, status, exec.DispatchError(graphql.WithOperationContext(r.Context(), op), faults), nil)
		return
	}
	ctx, hit := withDelivery(r.Context())
	responses, ctx := exec.DispatchOperation(ctx, op)
	t.write(w, r, http.StatusOK, responses(ctx), hit)
}

// read takes the parameters of a request from its body or address.
func (t httpTransport) read(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, int, *gqlerror.Error) {
	switch r.Method {
	case http.MethodGet:
		return readAddress(r)
	case http.MethodPost:
		if media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != mediaJSON || !isUTF8(params["charset"]) {
			return nil, http.StatusUnsupportedMediaType, coded(codeBadRequest, "a POST needs Content-Type: application/json in UTF-8")
		}
		body, status, fault := readBody(w, r, t.limits.Body)
		if fault != nil {
			return nil, status, fault
		}
		params, fault := decodeParams(body)
		return params, http.StatusBadRequest, fault
	}
	w.Header().Set("Allow", "GET, POST")
	return nil, http.StatusMethodNotAllowed, coded(codeBadRequest, "the contract is asked by GET and POST")
}

func isUTF8(charset string) bool { return charset == "" || strings.EqualFold(charset, "utf-8") }

// readBody reads no further than most bytes.
func readBody(w http.ResponseWriter, r *http.Request, most int64) ([]byte, int, *gqlerror.Error) {
	tooLarge := coded(codeTooLarge, "the body is larger than %d bytes", most)
	if r.ContentLength > most {
		w.Header().Set("Connection", "close")
		return nil, http.StatusRequestEntityTooLarge, tooLarge
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, http.StatusRequestEntityTooLarge, tooLarge
	case err != nil:
		return nil, http.StatusBadRequest, coded(codeBadRequest, "the body ended early")
	}
	return body, 0, nil
}

// decodeParams reads a request's JSON object. Messages never repeat the body.
func decodeParams(body []byte) (*graphql.RawParams, *gqlerror.Error) {
	if trimmed := bytes.TrimLeft(body, " \t\r\n"); len(trimmed) == 0 || trimmed[0] != '{' {
		if len(trimmed) > 0 && trimmed[0] == '[' {
			return nil, coded(codeBadRequest, "batches are not taken: a body is one JSON object")
		}
		return nil, coded(codeBadRequest, "the body is no JSON object")
	}
	var request struct {
		Query         *string        `json:"query"`
		OperationName *string        `json:"operationName"`
		Variables     map[string]any `json:"variables"`
		Extensions    map[string]any `json:"extensions"`
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	err := decoder.Decode(&request)
	if err == nil && len(bytes.TrimSpace(body[decoder.InputOffset():])) > 0 {
		return nil, coded(codeBadRequest, "something follows the JSON object in the body")
	}
	var wrong *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &wrong):
		return nil, coded(codeBadRequest, "query and operationName are texts, variables and extensions are objects")
	case errors.As(err, &syntax):
		return nil, coded(codeBadRequest, "the body is no valid JSON: see byte %d", syntax.Offset)
	case err != nil:
		return nil, coded(codeBadRequest, "the body is no valid JSON")
	case request.Query == nil:
		return nil, coded(codeBadRequest, "the body has no query")
	}
	params := &graphql.RawParams{Query: *request.Query, Variables: request.Variables, Extensions: request.Extensions}
	if request.OperationName != nil {
		params.OperationName = *request.OperationName
	}
	return params, nil
}

func readAddress(r *http.Request) (*graphql.RawParams, int, *gqlerror.Error) {
	values := r.URL.Query()
	params := &graphql.RawParams{Query: values.Get("query"), OperationName: values.Get("operationName")}
	if params.Query == "" {
		return nil, http.StatusBadRequest, coded(codeBadRequest, "the address has no query")
	}
	if variables := values.Get("variables"); variables != "" {
		decoder := json.NewDecoder(strings.NewReader(variables))
		decoder.UseNumber()
		if decoder.Decode(&params.Variables) != nil {
			return nil, http.StatusBadRequest, coded(codeBadRequest, "variables is no JSON object")
		}
	}
	return params, 0, nil
}

// methodFault refuses what a method or transport cannot carry.
func methodFault(r *http.Request, op *ast.OperationDefinition) (*gqlerror.Error, int) {
	switch {
	case op.Operation == ast.Subscription:
		return coded(codeBadRequest, "a subscription needs Accept: text/event-stream or a WebSocket"), http.StatusBadRequest
	case r.Method == http.MethodGet && op.Operation != ast.Query:
		return coded(codeBadRequest, "a mutation needs POST"), http.StatusMethodNotAllowed
	}
	return nil, 0
}

// requestStatus is 400 where the client understands it. A client of plain JSON gets 200 for a document that is wrong, as the
// specification wants, but not for one that passes a limit or asks for what the caller may not see.
func requestStatus(r *http.Request, faults gqlerror.List) int {
	for _, fault := range faults {
		switch fault.Extensions["code"] {
		case codeTooComplex:
			return http.StatusBadRequest
		case codeUnauthenticated:
			return http.StatusUnauthorized
		case codeForbidden:
			return http.StatusForbidden
		}
		if strings.Contains(fault.Message, "token limit") || strings.Contains(fault.Message, "nesting depth") {
			return http.StatusBadRequest
		}
	}
	if responseMedia(r) == mediaGraphQL {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// responseMedia is the first media type of Accept that is spoken here, else plain JSON.
func responseMedia(r *http.Request) string {
	for part := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		switch media, _, _ := mime.ParseMediaType(strings.TrimSpace(part)); media {
		case mediaJSON, "application/*", "*/*":
			return mediaJSON
		case mediaGraphQL:
			return mediaGraphQL
		}
	}
	return mediaJSON
}

// write sends an answer; one from the cache has its bytes ready.
func (t httpTransport) write(w http.ResponseWriter, r *http.Request, status int, response *graphql.Response, hit *delivery) {
	var body []byte
	var coding encoding.Coding
	if hit != nil && hit.answer != nil {
		coding = encoding.Negotiate(r, len(hit.answer.body))
		body = hit.answer.encoded(t.encoder, coding)
	} else {
		plain := responseBody(response)
		coding = encoding.Negotiate(r, len(plain))
		body = t.encoder.Encode(coding, plain)
	}
	header := w.Header()
	header.Set("Content-Type", responseMedia(r)+"; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	header.Add("Vary", "Accept, Accept-Encoding")
	if coding != encoding.Identity {
		header.Set("Content-Encoding", string(coding))
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) //nolint:gosec // JSON, and browsers are told to guess no type; the client may be gone
}

// responseBody writes a response. Without data the entry is left out: a request that was refused has none.
func responseBody(response *graphql.Response) []byte {
	body := make([]byte, 0, len(response.Data)+64)
	body = append(body, '{')
	if len(response.Errors) > 0 {
		errs, err := json.Marshal(response.Errors)
		if err != nil {
			errs = []byte(`[{"message":"the errors could not be written"}]`)
		}
		body = append(append(body, `"errors":`...), errs...)
		if response.Data != nil {
			body = append(body, ',')
		}
	}
	if response.Data != nil {
		body = append(append(body, `"data":`...), response.Data...)
	}
	return append(body, '}')
}

type deliveryKey struct{}

// delivery is where the cache leaves a whole answer for the transport.
type delivery struct{ answer *answer }

func withDelivery(ctx context.Context) (context.Context, *delivery) {
	d := &delivery{}
	return context.WithValue(ctx, deliveryKey{}, d), d
}
