// Package job makes large exports in parts that are kept as files: a job is taken on at once, a runner in each server makes the jobs one part after the other, and
// whoever asked fetches the files while they are kept.
//
//	Create -> state (queued) -> Run: claim by a lease -> part: temporary file, fsync, rename, recorded -> manifest -> done -> expired
//
// Whatever is recorded is on the disk, so a server that is killed costs the part that it was writing; another server, or the same one when it starts again, goes on
// with what is missing. Every file of a job is of one data version, which nobody collects while the job is not over.
package job
