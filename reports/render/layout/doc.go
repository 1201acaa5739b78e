// Package layout holds what GB/T 9704-2012 says of the page of an official document, and how texts that are no part of the
// model are worded, so that Word and PDF look the same. Lengths are in millimetres, sizes of letters in points.
package layout
