// Package xlsx prints a document as a workbook: every table and chart of it a sheet of real numbers, shown with the places that the
// document prints, and a sheet that tells where each figure comes from.
package xlsx
