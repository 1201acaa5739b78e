// Package relay gives pages of a list the shape of Relay's cursor connections.
package relay

import (
	"context"

	"anlan/export/job"
	"anlan/reports/alert"
	"anlan/reports/dispatch"
	"anlan/reports/result"
	"anlan/warehouse"
)

// Connection is one page of a list whose pages all come from one data version.
type Connection[T any] struct {
	Nodes   []T
	Version uint64
	cursors []string
	hasNext bool
	count   func(context.Context) (uint64, error)
}

// Edge is an element of a page with its cursor.
type Edge[T any] struct {
	Cursor string
	Node   T
}

// PageInfo says where a page ends.
type PageInfo struct {
	HasNextPage bool
	EndCursor   string // empty on an empty page
}

// NewConnection makes a page of elements, a cursor each. count gives the length of the whole list and is called only when
// somebody asks for it; nil for lists that nobody counts.
func NewConnection[T any](nodes []T, cursors []string, hasNext bool, version uint64, count func(context.Context) (uint64, error)) *Connection[T] {
	return &Connection[T]{Nodes: nodes, Version: version, cursors: cursors, hasNext: hasNext, count: count}
}

// Edges gives the elements with their cursors.
func (c *Connection[T]) Edges() []Edge[T] {
	edges := make([]Edge[T], len(c.Nodes))
	for i, node := range c.Nodes {
		edges[i] = Edge[T]{Cursor: c.cursors[i], Node: node}
	}
	return edges
}

// PageInfo says where the page ends.
func (c *Connection[T]) PageInfo() PageInfo {
	info := PageInfo{HasNextPage: c.hasNext}
	if len(c.cursors) > 0 {
		info.EndCursor = c.cursors[len(c.cursors)-1]
	}
	return info
}

// TotalCount counts the whole list.
func (c *Connection[T]) TotalCount(ctx context.Context) (uint64, error) { return c.count(ctx) }

// The pages of the contract and their elements.
type (
	// AccidentConnection is a page of accidents.
	AccidentConnection = Connection[warehouse.AccidentRecord]
	// AccidentEdge is an accident record with its cursor.
	AccidentEdge = Edge[warehouse.AccidentRecord]
	// AlertConnection is a page of warnings.
	AlertConnection = Connection[alert.Signal]
	// AlertEdge is a warning with its cursor.
	AlertEdge = Edge[alert.Signal]
	// AssessmentResultConnection is a page of results of assessments.
	AssessmentResultConnection = Connection[result.Run]
	// AssessmentResultEdge is a result of an assessment with its cursor.
	AssessmentResultEdge = Edge[result.Run]
	// BulletinConnection is a page of bulletins.
	BulletinConnection = Connection[dispatch.Bulletin]
	// BulletinEdge is a bulletin with its cursor.
	BulletinEdge = Edge[dispatch.Bulletin]
	// CheckResultConnection is a page of results of checks.
	CheckResultConnection = Connection[warehouse.CheckResult]
	// CheckResultEdge is a result of a check with its cursor.
	CheckResultEdge = Edge[warehouse.CheckResult]
	// CorrectionConnection is a page of corrections.
	CorrectionConnection = Connection[warehouse.Correction]
	// CorrectionEdge is a correction with its cursor.
	CorrectionEdge = Edge[warehouse.Correction]
	// EnterpriseConnection is a page of enterprises.
	EnterpriseConnection = Connection[warehouse.EnterpriseRecord]
	// EnterpriseEdge is an enterprise record with its cursor.
	EnterpriseEdge = Edge[warehouse.EnterpriseRecord]
	// ExportConnection is a page of exports.
	ExportConnection = Connection[job.Job]
	// ExportEdge is an export with its cursor.
	ExportEdge = Edge[job.Job]
	// HazardConnection is a page of hazards.
	HazardConnection = Connection[warehouse.HazardRecord]
	// HazardEdge is a hazard record with its cursor.
	HazardEdge = Edge[warehouse.HazardRecord]
	// InspectionConnection is a page of inspections.
	InspectionConnection = Connection[warehouse.InspectionRecord]
	// InspectionEdge is an inspection record with its cursor.
	InspectionEdge = Edge[warehouse.InspectionRecord]
	// ObligationConnection is a page of obligations.
	ObligationConnection = Connection[warehouse.ObligationRecord]
	// ObligationEdge is an obligation record with its cursor.
	ObligationEdge = Edge[warehouse.ObligationRecord]
	// QuarantineConnection is a page of rejected rows.
	QuarantineConnection = Connection[warehouse.QuarantineRow]
	// QuarantineEdge is a rejected row with its cursor.
	QuarantineEdge = Edge[warehouse.QuarantineRow]
	// RunConnection is a page of runs.
	RunConnection = Connection[warehouse.Run]
	// RunEdge is a run with its cursor.
	RunEdge = Edge[warehouse.Run]
	// TrainingConnection is a page of trainings.
	TrainingConnection = Connection[warehouse.TrainingRecord]
	// TrainingEdge is a training record with its cursor.
	TrainingEdge = Edge[warehouse.TrainingRecord]
)
