// Package etl brings files into the warehouse: a pipeline, which is a YAML file, says which files, how their columns become
// the columns of a fact, and what a row must satisfy. A run stages the files as text, converts and checks them in the engine,
// keeps every row that fails with all its reasons, and publishes the rest whole or not at all. Loading the same file twice
// changes nothing.
//
// Every figure stays as it was when a run fails, and the ledger of the warehouse says what happened.
package etl
