// Package schedule runs pipelines at their times: which due times there are, what holds one back, when a failed one is tried
// again, and which server runs it. gocron only makes it look at the state every few seconds; everything else is decided from
// the state and a clock, so that several servers, or one after a restart, come to the same answers.
package schedule
