package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"anlan/access"
)

// Private gives the door of this machine's commands: it answers /graphql, the files of bulletins and exports as the administrator, without a token. It must be
// served only where nobody but the user who runs the program comes: within the process. Streams, and loads that are started
// through it, end with lifetime; wait returns when the loads and exports have.
func (s *Server) Private(lifetime context.Context) (h http.Handler, wait func(), err error) {
	contract, err := s.contract(lifetime, nil)
	if err != nil {
		return nil, nil, err
	}
	return s.private(lifetime, contract), func() { contract.Wait(); s.exports.wait() }, nil
}

// private answers the contract to the administrator.
func (s *Server) private(lifetime context.Context, contract http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", endWith(lifetime, contract))
	for pattern, h := range s.bulletinRoutes() {
		mux.Handle(pattern, h)
	}
	for pattern, h := range s.exportRoutes() {
		mux.Handle(pattern, h)
	}
	mux.HandleFunc("/", nothingHere)
	return identified(s.recovered(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.log.Debug("command", "path", r.URL.Path)
		mux.ServeHTTP(w, r.WithContext(access.With(r.Context(), access.Local())))
	})))
}

// listenPrivate listens on a socket that only this user can open: its folder lets nobody else in. Whoever calls it owns the
// place: a socket that is there already was left by a process that was killed.
func listenPrivate(ctx context.Context, path string) (net.Listener, error) {
	folder := filepath.Dir(path)
	if err := errors.Join(os.MkdirAll(folder, 0o700), os.Chmod(folder, 0o700)); err != nil { //nolint:gosec // a folder needs the right to enter
		return nil, fmt.Errorf("make the folder of the socket: %w", err)
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("remove the socket that was left behind: %w", err)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "unix", path)
	if err != nil {
		return nil, fmt.Errorf("listen for commands: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return listener, nil
}
