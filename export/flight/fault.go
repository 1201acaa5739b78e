package flight

import (
	"context"
	"errors"
	"log/slog"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"anlan/access"
	"anlan/warehouse"
)

// statuses maps the codes of faults to those of gRPC.
var statuses = map[string]codes.Code{
	warehouse.BadRequest:  codes.InvalidArgument,
	warehouse.NotFound:    codes.NotFound,
	warehouse.Forbidden:   codes.PermissionDenied,
	warehouse.TooLarge:    codes.ResourceExhausted,
	warehouse.Timeout:     codes.DeadlineExceeded,
	warehouse.Unavailable: codes.Unavailable,
	warehouse.Conflict:    codes.FailedPrecondition,
	warehouse.Internal:    codes.Internal,
}

// refusal turns an error into what a client is told: the words of a fault, and nothing of the cause of what nobody expected, which goes to the log.
func refusal(ctx context.Context, log *slog.Logger, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := status.FromError(err); ok {
		return err
	}
	switch {
	case errors.Is(context.Cause(ctx), access.ErrWithdrawn):
		return errWithdrawn
	case errors.Is(context.Cause(ctx), errCancelled), errors.Is(context.Cause(ctx), errStopping):
		return context.Cause(ctx)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return status.Error(codes.DeadlineExceeded, "the time that the client allowed is over")
	case errors.Is(ctx.Err(), context.Canceled):
		return status.Error(codes.Canceled, "the client went away")
	}
	var fault *warehouse.Error
	if !errors.As(err, &fault) {
		log.ErrorContext(ctx, "flight call failed", "error", err)
		return status.Error(codes.Internal, "something went wrong here; the log of the server says more")
	}
	code, known := statuses[fault.Code]
	if !known {
		code = codes.Internal
	}
	if code == codes.Internal {
		log.ErrorContext(ctx, "flight call failed", "error", err)
	}
	return status.Error(code, fault.Message)
}

var (
	errCancelled = status.Error(codes.Canceled, "the query was cancelled")
	errStopping  = status.Error(codes.Unavailable, "the server is stopping")
	errWithdrawn = status.Error(codes.PermissionDenied, access.ErrWithdrawn.Error())
	errStalled   = status.Error(codes.DeadlineExceeded, "nothing was read for too long")
)
