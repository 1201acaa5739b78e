// Package outbox says when what waits to be sent is tried again, and when it is given up. How it is sent is in the packages below:
// by e-mail, and by webhooks. What waits is kept by whoever has something to tell: they put it into the state first, so that
// nothing waits for the network and nothing is lost with the process.
package outbox
