package flight

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"strings"

	"github.com/apache/arrow/go/v15/arrow/flight"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"anlan/access"
)

// Callers knows who shows a token; *access.Tokens is one.
type Callers interface {
	Authenticate(bearer string) (access.Caller, bool)
}

// door lets callers in: by their token where there are tokens, else as the administrator of this machine.
type door struct {
	callers Callers // nil: everybody here is the administrator
}

// Headers that carry tokens: the usual one, and that of the oldest handshake of Flight.
const (
	authorization = "authorization"
	authToken     = "auth-token-bin" //nolint:gosec // the name of a header
)

var errNoToken = status.Error(codes.Unauthenticated, "a valid token is needed: authorization: Bearer TOKEN, or any user name with the token as the password")

// enter gives a context that holds the caller of a call.
func (d door) enter(ctx context.Context) (context.Context, error) {
	if d.callers == nil {
		caller := access.Local()
		caller.Local = false // other users of this machine reach the address too
		return access.With(ctx, caller), nil
	}
	token, ok := shown(ctx)
	if !ok {
		return ctx, errNoToken
	}
	again := func() (access.Caller, bool) { return d.callers.Authenticate(token) }
	caller, ok := again()
	if !ok {
		return ctx, errNoToken
	}
	return access.Followed(access.With(ctx, caller), again), nil
}

// shown finds the token of a call.
func shown(ctx context.Context) (token string, ok bool) {
	headers, _ := metadata.FromIncomingContext(ctx)
	if shown := headers.Get(authorization); len(shown) > 0 {
		if password, ok := basic(shown[0]); ok {
			return password, true
		}
		return shown[0], true
	}
	if shown := headers.Get(authToken); len(shown) > 0 {
		return shown[0], true
	}
	return "", false
}

// basic gives the password of a Basic authorization, padded or not. The name of the user says nothing that the token does not.
func basic(header string) (password string, ok bool) {
	const scheme = "basic "
	if len(header) < len(scheme) || !strings.EqualFold(header[:len(scheme)], scheme) {
		return "", false
	}
	text, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.TrimSpace(header[len(scheme):]), "="))
	if err != nil {
		return "", true
	}
	_, password, _ = strings.Cut(string(text), ":")
	return password, true
}

// handshake hands a client that knows only a user name and a password what it shows from then on: its token, which is the password. Newer clients ask by a
// header, the oldest by a message.
func (d door) handshake(stream flight.FlightService_HandshakeServer) error {
	token, byHeader := shown(stream.Context())
	if !byHeader {
		request, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return errNoToken
		}
		if err != nil {
			return err
		}
		var login flight.BasicAuth
		if err := proto.Unmarshal(request.GetPayload(), &login); err != nil {
			return errNoToken
		}
		token = login.GetPassword()
	}
	token = bare(token)
	if d.callers == nil {
		token = "local" // it is not looked at
	} else if _, ok := d.callers.Authenticate(token); !ok {
		return errNoToken
	}
	if byHeader {
		return stream.SendHeader(metadata.Pairs(authorization, "Bearer "+token))
	}
	return stream.Send(&flight.HandshakeResponse{Payload: []byte(token)})
}

func bare(shown string) string {
	const scheme = "bearer "
	if len(shown) > len(scheme) && strings.EqualFold(shown[:len(scheme)], scheme) {
		shown = shown[len(scheme):]
	}
	return strings.TrimSpace(shown)
}
