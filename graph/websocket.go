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
type webSocket struct {
	transport.Websocket
	sameOrigin func(*http.Request) bool
}

func newWebSocket(options Options) webSocket {
	return webSocket{sameOrigin: options.CheckOrigin, Websocket: transport.Websocket{
		Upgrader: websocket.Upgrader{
			HandshakeTimeout: 5 * time.Second,
			CheckOrigin:      func(*http.Request) bool { return true }, // Do has done so
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
	}}
}

// Do refuses what cannot become a WebSocket before the transport would.
func (t webSocket) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	switch {
	case !websocket.IsWebSocketUpgrade(r) || r.Header.Get("Sec-WebSocket-Version") != "13" || r.Method != http.MethodGet:
		Refuse(w, r, http.StatusBadRequest, codeBadRequest, "the request cannot become a WebSocket")
	case !t.sameOrigin(r):
		Refuse(w, r, http.StatusForbidden, codeForbidden, "pages of another site cannot open a WebSocket here")
	default:
		t.Websocket.Do(w, r, exec)
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
