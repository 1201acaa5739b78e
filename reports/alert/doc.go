// Package alert watches the figures and the records: rules kept as data say what is to be warned of, an evaluation of one
// data version tells which of them speak, and a signal is kept from the moment that it is first seen until it is cleared,
// with who acknowledged it and what happened to it on the way.
//
// Signals are computed from all records, for everybody alike; who asks is told those of his own regions, sectors and data
// sets only. See docs/alerts.md.
package alert
