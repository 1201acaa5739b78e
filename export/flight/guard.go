package flight

import (
	"context"
	"fmt"
	"net"
	"path"
	"runtime/debug"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"

	"anlan/access"
)

// unary lets calls with one answer in, and keeps account of them.
func (s *Server) unary(ctx context.Context, request any, info *grpc.UnaryServerInfo, handle grpc.UnaryHandler) (answer any, err error) {
	err = s.call(ctx, info.FullMethod, func(ctx context.Context) error {
		answer, err = handle(ctx, request)
		return err
	})
	return answer, err
}

// stream lets calls with many messages in, and keeps account of them.
func (s *Server) stream(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handle grpc.StreamHandler) error {
	return s.call(stream.Context(), info.FullMethod, func(ctx context.Context) error {
		return handle(server, &known{stream, ctx})
	})
}

// known is a stream whose caller is known.
type known struct {
	grpc.ServerStream
	ctx context.Context //nolint:containedctx // that of the call, as gRPC has it
}

func (k *known) Context() context.Context { return k.ctx }

// call answers one call: whoever may not enter is sent away, a panic is an error, and one line of the log says who asked what and how it went: never a token, and
// never the text of a query.
func (s *Server) call(ctx context.Context, method string, handle func(context.Context) error) (err error) {
	method = path.Base(method)
	ctx, tally := withAccount(ctx)
	start := time.Now()
	defer func() {
		if panicked := recover(); panicked != nil {
			s.config.Logger.ErrorContext(ctx, "panic", "panic", fmt.Sprint(panicked), "stack", string(debug.Stack()), "call", method)
			err = status.Error(codes.Internal, "something went wrong here; the log of the server says more")
		}
		code := status.Code(err)
		s.meter.add(method, code, tally, time.Since(start))
		s.config.Logger.InfoContext(ctx, "flight", "call", method, "status", code.String(), "caller", tally.caller, "dataset", tally.dataSet(),
			"rows", tally.rows.Load(), "bytes", tally.bytes.Load(), "ms", float64(time.Since(start).Microseconds())/1000, "remote", remote(ctx))
	}()
	if method != "Handshake" { // which is how a caller becomes known
		if ctx, err = (door{s.config.Callers}).enter(ctx); err != nil {
			return err
		}
		caller, _ := access.From(ctx)
		tally.caller = caller.Name
	}
	return refusal(ctx, s.config.Logger, handle(ctx))
}

func remote(ctx context.Context) string {
	from, ok := peer.FromContext(ctx)
	if !ok || from.Addr == nil {
		return ""
	}
	host, _, err := net.SplitHostPort(from.Addr.String())
	if err != nil {
		return from.Addr.String()
	}
	return host
}
