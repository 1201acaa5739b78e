package scheme

import (
	"anlan/reports/strictyaml"
)

// Read reads and checks a scheme. known gives the metrics of the catalogue; nil takes every name for one. The error is
// [strictyaml.FaultErrors]: every fault of the file with its line and what would be right. With faults the scheme must not be
// used to mark.
func Read(file string, text []byte, known Known) (*Scheme, error) {
	s := &Scheme{file: file, text: text, known: known, index: map[string]int{}, programs: map[string]*program{}, names: map[string]reference{}}
	c := &check{Document: strictyaml.Read(file, text, s), s: s}
	c.scheme()
	return s, c.Err()
}

// File is where the scheme was read.
func (s *Scheme) File() string { return s.file }

// Text is the file that the scheme was read from. It must not be changed.
func (s *Scheme) Text() []byte { return s.text }
