// Package ports finds ports of this machine for servers that must be told theirs before they listen.
package ports

import (
	"math/rand/v2"
	"net"
	"strconv"
)

// Ports between these are nobody's by custom, and below those that systems give to connections by themselves: a port that is
// free stays free, also while its server is being started again.
const first, beyond = 20_000, 32_000

// Free is a port of 127.0.0.1 that nobody listens on; each call finds another, as far as chance has it.
func Free() (string, error) {
	var err error
	for range 100 {
		port := strconv.Itoa(first + rand.IntN(beyond-first))
		var l net.Listener
		if l, err = net.Listen("tcp", net.JoinHostPort("127.0.0.1", port)); err == nil { //nolint:noctx // at once
			return port, l.Close()
		}
	}
	return "", err
}
