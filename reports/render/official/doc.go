// Package official holds what papers in the official layout of GB/T 9704-2012 have in common, whatever file they are written to.
package official
