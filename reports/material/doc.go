// Package material gathers what a bulletin tells (素材): figures, records by name, the ranking, warnings, reports that are missing
// and the state of the data, all of one data version under one caller's scope. It asks the warehouse and its neighbours; it
// words nothing.
//
// Figures are exact: counts and sums as the engine has them, quotients from their two parts. Rows of what adds up always add up to the
// total, which is computed from the records: what lies in no part, and what a limit leaves out, has a row of its own. Questions that
// asks share are put once, and what many regions ask of themselves alike is asked once for all of them.
package material
