// Package pdf prints a document as paged PDF in the official layout of GB/T 9704-2012 (党政机关公文格式), without a browser: it
// breaks lines by the rules of Chinese typesetting (避头尾), fills pages of 22 lines of 28 characters, and embeds of every font
// the characters that are printed. The text can be searched and copied as it was written.
//
// The same document gives the same bytes. Nothing is computed here but places: every text comes from the document.
package pdf
