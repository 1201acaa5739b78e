// Package html prints a document as one page that needs nothing else: it reads well on a phone, prints on A4 in the layout of
// GB/T 9704-2012, and every figure in it tells at a click what it is and where it comes from, without a server and, where scripts
// are off, without its script.
package html
