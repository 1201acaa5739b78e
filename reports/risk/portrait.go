package risk

import (
	"context"

	"anlan/safety"
	"anlan/warehouse"
)

// PortraitQuery asks for the portrait of one enterprise.
type PortraitQuery struct {
	Model      string // empty means the default one for enterprises
	Enterprise string // its number, as its records have it
	System     string // of its registration; empty where one number is one enterprise
	// Period is the months of the history; zero means the twelve months up to today.
	Period  safety.Period
	Version uint64
	AsOf    safety.Date
}

// Portrait is what is known of one enterprise (企业画像).
type Portrait struct {
	Model      *Model
	Enterprise warehouse.EnterpriseRecord
	// Risk is its risk at the end of the last month; History that of every month.
	Risk    Cell
	History []Cell
	// Figures are its figures by month: hazards, inspections, training, accidents.
	Figures []MonthFigure
	// Certificates says for each audience how many certificates are valid, expired and about to expire; never whose.
	Certificates []Certificates
	// Records asks for the records behind it, under the caller's own scope.
	Records []RecordList
	Source  warehouse.Source
}

// MonthFigure is one figure of one month.
type MonthFigure struct {
	Month  safety.Month
	Metric string
	Title  warehouse.Text
	Unit   string
	Figure Figure
}

// Certificates counts the certificates of one audience on the day of the portrait.
type Certificates struct {
	Audience string // a code of the vocabulary training_audience
	Valid    Figure
	Expired  Figure // passed their last day within a year, and no newer one is known
	Expiring Figure // valid, and end within 90 days
}

// RecordList is a list of records behind a portrait, with its length.
type RecordList struct {
	Title warehouse.Text
	Query warehouse.RecordQuery
	Total uint64
}

// Portrait gives the portrait of an enterprise; not_found when there is none or it lies outside the scope.
func (r *Reports) Portrait(ctx context.Context, scope warehouse.Scope, q PortraitQuery) (*Portrait, error) {
	return nil, warehouse.Fault(warehouse.NotFound, "there is no enterprise %q", q.Enterprise)
}
