// Package bulletin composes dispatch bulletins (调度通报). Kinds of bulletins are data: their sections in order, each a template
// over named questions. A composition is a document a language with every figure that it prints, for one region and period, of
// one data version.
package bulletin
