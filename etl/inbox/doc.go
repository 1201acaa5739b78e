// Package inbox loads files that people or programs put into a folder: each once it is there in whole, once for its content, and
// moves it to done or failed beside a report that a clerk can read.
package inbox
