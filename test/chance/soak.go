//go:build soak

// Package chance lets property tests draw other cases each time.
package chance
