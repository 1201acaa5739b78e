// Package web reads the records of HTTP APIs that answer in JSON: page by page, by page number, offset, cursor or link, patient
// with an API that is slow or asks to wait, and strict about everything that would lose a record without a word. It talks to
// the connection's own host only.
package web
