package export

import (
	"github.com/apache/arrow/go/v15/arrow"

	"anlan/access"
	"anlan/warehouse"
)

// ArrowSchema describes the records of an answer in the words of every Arrow document that leaves, before anything is read. It is for doors that send records by
// a protocol of their own.
func ArrowSchema(caller access.Caller, reading warehouse.DataReading) (*arrow.Schema, error) {
	x := &Export{exporter: &Exporter{}, caller: caller, reading: reading, request: Request{Query: reading.Query()}}
	return x.describe(nil)
}

// ArrowSettings say how the engine writes the records that ArrowSchema describes: uncompressed, texts as utf8, never as dictionaries.
func ArrowSettings() map[string]any { return arrowSettings("none") }
