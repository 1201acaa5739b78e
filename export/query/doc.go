// Package query reads questions about data sets that people and programs write as text: the SQL of Flight clients, and the conditions, columns and orders of addresses. It is pure:
// text goes in, a warehouse.DataQuery comes out; no SQL is written here, and none of the text reaches the engine.
//
//	statement, err := query.Parse("SELECT region, count(*) FROM hazard WHERE level = ? GROUP BY region", sets)
//	question, err := statement.Bind([]warehouse.Literal{{Type: "String", Text: "major"}})
//
// What is read is described in docs/data-queries.md. Everything else is refused with a message that says where it stands and what would be right.
package query
