// Package safety holds the words of work-safety supervision: region and credit codes, dates and reporting
// periods with their comparisons, the working-day calendar, accident grades and types, and the vocabularies that
// turn the Chinese words of source files into codes.
//
// It knows no database, no transport and no clock: whoever needs "today" passes it in. Values are immutable and
// comparable, functions are pure and safe for concurrent use. Every text that a parser refuses comes back as a
// [*ParseError], whose message may be shown to the person who typed it.
package safety
