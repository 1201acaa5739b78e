// Package notice tells people, through a webhook, when a pipeline fails, goes stale, and is well again. What is to be told is
// put into the outbox of the state first, so that nothing waits for the network and nothing is lost with the process; one
// server at a time empties it. A notice is delivered at least once: its id tells a receiver of one that comes twice.
package notice
