// Package render turns documents into files. Each format has a folder of its own, prints the same figures, and computes none.
package render
