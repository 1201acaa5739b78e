// Package risk rates areas, sectors and enterprises by four colours (风险分布图). It asks the warehouse for figures and applies
// models that are data; it writes no SQL.
//
// Every colour can be checked by hand: an index is the sum of its factors' contributions, exactly, and each factor names its
// figure, the rule in words, its weight and the records behind it. What is not known has no colour: it is never blue.
package risk
