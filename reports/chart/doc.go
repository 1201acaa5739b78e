// Package chart draws a chart of a document as a vector drawing: a list of shapes in millimetres that every rendering can
// paint, and SVG of it.
package chart
