// Package assessment answers the questions of the field that have a name: who ranks where and why (考核). It asks the
// warehouse for figures and applies rules that are data; it writes no SQL.
//
// Every answer can be checked by hand: marks are exact decimals, each mark lost names the figure, the rule in words,
// the document that the rule comes from and the records behind the figure.
package assessment
