package risk

import (
	"anlan/reports/strictyaml"
	"anlan/warehouse"
)

// metrics finds a metric of the catalogue.
type metrics func(name string) (*warehouse.Metric, error)

// ReadModel reads and checks a model against a catalogue. The error is [strictyaml.FaultErrors]: every fault of the file with
// its line.
func ReadModel(file string, text []byte, catalogue *warehouse.Catalogue) (*Model, error) {
	return read(file, text, catalogue.Metric)
}

func read(file string, text []byte, known metrics) (*Model, error) {
	m := &Model{file: file}
	d := strictyaml.Read(file, text, m)
	return m, d.Err()
}

// plan is what a model asks for.
type plan struct{}

// rating is what a cell's words need.
type rating struct{}
