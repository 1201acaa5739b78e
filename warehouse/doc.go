// Package warehouse keeps the records of the field in ClickHouse and answers questions about them: migrations, dimensions,
// versioned snapshots, the catalogue of metrics and the planner that turns a MetricQuery into SQL.
//
// It is the only package tree that writes SQL over facts. Every question is asked under a Scope and against one pinned
// Version, so a figure, the records behind it and the same figure asked again next year agree.
package warehouse
