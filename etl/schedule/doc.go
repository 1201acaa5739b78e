// Package schedule runs pipelines at their times, in Beijing. It only triggers: what a run does, and what is left of one that
// failed, is the loader's business.
package schedule
