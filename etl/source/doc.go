// Package source turns files into a stream that the engine can stage: every record numbered, every value as text, an empty
// field as NULL. It knows files and bytes; what a column means is no concern of it.
//
// A file is either readable or not: a fault of the whole file is an [Error] with a code. A single bad record is handed to the
// caller as [Bad], with its bytes, and reading goes on behind it. Memory is bounded whatever the file holds.
package source
