// Package document is the model of an official document (公文) that every rendering is made from: Word, PDF, page, workbook
// and the rest print this, and compute nothing. Its layout words follow GB/T 9704-2012.
//
// Every number that comes from data is a [Figure] of the document, and a [Run] that prints it names it: so each printed figure
// leads to its question, its data version and its records, and all renderings print the same.
package document
