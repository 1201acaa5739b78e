package access

import "context"

// Caller is who asks. The zero Caller may do nothing.
type Caller struct {
	Name  string // of the token; for logs and audit
	Role  Role
	Scope Scope
	Local bool // a command of the user who runs the program, by its private door: it may name any file that this user can read
}

// Local is the administrator who works on the machine itself, as the user who runs the program.
func Local() Caller { return Caller{Name: "local", Role: Admin, Scope: Everything(), Local: true} }

// May reports whether the caller may do something. What may be seen of it is the Scope's concern.
func (c Caller) May(p Permission) bool { return c.Role.May(p) }

type callerKey struct{}

// With returns a context that carries the caller.
func With(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// From returns the caller of a request; ok is false when nobody was established, and nothing may be answered then.
func From(ctx context.Context) (c Caller, ok bool) {
	c, ok = ctx.Value(callerKey{}).(Caller)
	return c, ok
}
