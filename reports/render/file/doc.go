// Package file prints a document in any format: it knows the renderer of each.
package file
