// Package docx prints a document as a Word file in the official layout of GB/T 9704-2012 (党政机关公文格式): A4, a text area of
// 156 × 225 mm, 22 lines of 28 characters, the red head, the title, the body, attachments, the signature with its place for the
// seal, and the imprint (版记) at the bottom of the last page. English documents keep the layout in Latin letters.
//
// The same document gives the same bytes. Nothing is computed here but places: every text comes from the document, and charts
// are painted as drawings that Word can edit.
package docx
