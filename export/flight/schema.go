package flight

import (
	"fmt"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"

	"anlan/export/arrowipc"
	"anlan/warehouse"
)

// schemaName is the one schema that the data sets lie in. There are no catalogs: clients then write no more than the name of a table.
const schemaName = "anlan"

// tableSchema describes the columns that SELECT * of a data set has.
func tableSchema(set *warehouse.DataSet) (*arrow.Schema, error) {
	var columns []warehouse.DataColumn
	for _, c := range set.Columns {
		if !c.Sensitive {
			columns = append(columns, c)
		}
	}
	fields, err := fieldsOf(set, columns)
	if err != nil {
		return nil, err
	}
	about := newNotes()
	about.add("dataset", set.Name)
	about.text("title", set.Title)
	metadata := about.metadata()
	return arrow.NewSchema(fields, &metadata), nil
}

// resultSchema describes the records of an answer, before any of them is there.
func resultSchema(reading warehouse.DataReading) (*arrow.Schema, error) {
	set, version := reading.Set(), reading.Version()
	fields, err := fieldsOf(set, reading.Columns())
	if err != nil {
		return nil, err
	}
	about := newNotes()
	about.add("dataset", set.Name)
	about.text("title", set.Title)
	about.add("data_version", strconv.FormatUint(version.Number, 10))
	metadata := about.metadata()
	return arrow.NewSchema(fields, &metadata), nil
}

func fieldsOf(set *warehouse.DataSet, columns []warehouse.DataColumn) ([]arrow.Field, error) {
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		t, nullable, err := arrowipc.TypeOf(c.Type)
		if err != nil {
			return nil, fmt.Errorf("describe column %s of %s: %w", c.Name, set.Name, err)
		}
		fields[i] = arrow.Field{Name: c.Name, Type: t, Nullable: nullable, Metadata: columnNotes(set, c).metadata()}
	}
	return fields, nil
}

// columnNotes are what a column says of itself: in the words of every export, and in those that drivers of Flight SQL look for.
func columnNotes(set *warehouse.DataSet, c warehouse.DataColumn) *notes {
	n := newNotes()
	n.text("title", c.Title)
	n.add("unit", c.Unit)
	n.add("description", c.Doc)
	n.add("source", c.Source)
	if c.Sensitive {
		n.add("sensitive", "true")
	}
	n.add(flightsql.SchemaNameKey, schemaName)
	n.add(flightsql.TableNameKey, set.Name)
	n.add(flightsql.TypeNameKey, c.Type)
	n.add(flightsql.IsReadOnlyKey, "1")
	return n
}

// notes gather metadata in order, without what is empty.
type notes struct{ keys, values []string }

func newNotes() *notes { return &notes{} }

func (n *notes) add(key, value string) {
	if value != "" {
		n.keys, n.values = append(n.keys, key), append(n.values, value)
	}
}

// text adds a title in both languages.
func (n *notes) text(key string, t warehouse.Text) {
	n.add(key, t.ZH)
	n.add(key+"_en", t.EN)
}

func (n *notes) metadata() arrow.Metadata { return arrow.NewMetadata(n.keys, n.values) }
