// Package material gathers what a bulletin tells (素材): figures, records by name, the ranking, warnings, reports that are missing
// and the state of the data, all of one data version under one caller's scope. It asks the warehouse and its neighbours; it
// words nothing.
package material
