// Package delivery sends issued bulletins (调度通报) to those who are to have them, by e-mail and webhook: each within its own scope,
// at least once, with a receipt of every try. Who got a bulletin is told when it is corrected or void, and the office's own
// recipients are told of drafts that the calendar made.
package delivery
