package access

import "net/netip"

// Loopback reports whether a host can be reached from this machine only: what listens elsewhere needs tokens.
func Loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}
