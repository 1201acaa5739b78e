// Package sheet reads workbooks of spreadsheet programs row by row: XLSX (ECMA-376, as Excel 2007 and WPS write it) and XLS (BIFF8
// in an OLE2 container, as Excel 97 to 2003 write it). It gives every cell as the text of its value, not as it is displayed, and
// knows nothing of headers and records.
//
// Workbook libraries give either the displayed text of a streamed row (dates without a year, rounded numbers) or typed cells
// of a sheet that is in memory whole; a ledger of a million rows needs typed cells of a stream. So the sheet's XML is read
// here, in memory that does not grow with the sheet.
package sheet
