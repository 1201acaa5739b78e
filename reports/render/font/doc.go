// Package font gives renderings their letters: the fonts of the office's own folder first, then those that ship with the
// program; for every character the first font that has it, and of every font only the characters that a file prints.
package font
