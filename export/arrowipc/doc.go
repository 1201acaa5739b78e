// Package arrowipc puts descriptions into the Arrow documents that the engine writes. Only the schema is taken apart; record batches pass as they are, without being
// decoded, so that a stream costs what copying it costs.
package arrowipc
