package graph

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/gorilla/websocket"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"anlan/access"
)

// maxOperations is how many operations one WebSocket may run at once.
const maxOperations = 20

// newWebSocket speaks graphql-transport-ws. Browsers let every page open a WebSocket, so the page's origin is checked; they
// cannot send headers with it, so the token comes in the connection's parameters.
func newWebSocket(options Options) transport.Websocket {
	return transport.Websocket{
		Upgrader: websocket.Upgrader{
			CheckOrigin:      options.CheckOrigin,
			HandshakeTimeout: 5 * time.Second,
			// The reason of a refused handshake is for the log of the server alone.
			Error: func(w http.ResponseWriter, _ *http.Request, status int, _ error) {
				http.Error(w, http.StatusText(status), status)
			},
		},
		InitTimeout:           5 * time.Second,
		KeepAlivePingInterval: options.Ping,
		PingPongInterval:      options.Ping,
		InitFunc: func(ctx context.Context, init transport.InitPayload) (context.Context, *transport.InitPayload, error) {
			ctx = context.WithValue(ctx, operationsKey{}, make(chan struct{}, maxOperations))
			if _, ok := access.From(ctx); ok {
				return ctx, nil, nil
			}
			ctx, err := options.Authenticate(ctx, init.Authorization())
			return ctx, nil, err
		},
	}
}

type operationsKey struct{}

// connectionLimit bounds the operations that run on one WebSocket.
type connectionLimit struct{ present graphql.ErrorPresenterFunc }

func (connectionLimit) ExtensionName() string                   { return "ConnectionLimit" }
func (connectionLimit) Validate(graphql.ExecutableSchema) error { return nil }

func (l connectionLimit) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	slots, ok := ctx.Value(operationsKey{}).(chan struct{})
	if !ok {
		return next(ctx)
	}
	select {
	case slots <- struct{}{}:
		context.AfterFunc(ctx, func() { <-slots }) // each operation of a connection has a context that ends with it
		return next(ctx)
	default:
		fault := l.present(ctx, coded(codeTooLarge, "a connection runs at most %d operations at once", maxOperations))
		return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{fault}})
	}
}
