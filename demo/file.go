package demo

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"anlan/safety"
	"anlan/warehouse"
)

const bufferSize = 1 << 20

// FileName names the file of a fact: enterprises.csv, hazards.csv, assessment_entries.csv.
func FileName(fact string) string {
	if stem, ok := strings.CutSuffix(fact, "y"); ok {
		return stem + "ies.csv"
	}
	return fact + "s.csv"
}

// Columns gives the columns of a fact's record file, in order: those of the fact that are not computed.
func Columns(fact *warehouse.Fact) []warehouse.FactColumn {
	return slices.DeleteFunc(slices.Clone(fact.Columns), func(c warehouse.FactColumn) bool { return c.Derive != "" })
}

// recordFile writes the rows of one fact and slips in the wrong ones that were planned.
type recordFile struct {
	file     *os.File
	out      *bufio.Writer
	err      error // the first failure; later writes do nothing
	columns  map[string]int
	truth    *FactTruth
	plan     []planned // by place
	injected int
	cutOff   bool // the file ends in a row that is cut off
	written  func()
}

// planned is a wrong row: it follows the first good row from that place on that it can be made of.
type planned struct {
	after int64
	fault fault
}

func createFile(dir string, fact *warehouse.Fact) (*recordFile, error) {
	f, err := os.Create(filepath.Join(dir, FileName(fact.Name)))
	if err != nil {
		return nil, err
	}
	r := &recordFile{file: f, out: bufio.NewWriterSize(f, bufferSize), columns: map[string]int{}}
	r.truth = &FactTruth{Rejected: map[string]int64{}, Faults: map[string]int64{}}
	var titles []string
	for i, c := range Columns(fact) {
		r.columns[c.Name] = i
		titles = append(titles, c.Title.ZH)
	}
	var header bytes.Buffer
	w := csv.NewWriter(&header)
	if err := w.Write(titles); err != nil {
		return nil, err
	}
	w.Flush()
	r.write(header.Bytes())
	return r, nil
}

// good writes a row that must be loaded.
func (r *recordFile) good(line []byte) {
	r.write(line)
	r.truth.Rows++
	r.truth.Good++
	r.written()
	repeated := false
	for len(r.plan) > 0 && r.plan[0].after <= r.truth.Good && bytes.IndexByte(line, '"') < 0 {
		f := r.plan[0].fault
		if f.sameKey && repeated {
			return // one row with its key is enough: of three it would depend on the order which count as repeated
		}
		repeated = repeated || f.sameKey
		r.inject(f, line)
		r.plan = r.plan[1:]
	}
}

// inject writes a wrong row made from a good one, which it must not be taken for: it gets an id of its own, and names no
// inspection, unless it is wrong by having the same id.
func (r *recordFile) inject(f fault, line []byte) {
	fields := strings.Split(strings.TrimSuffix(string(line), "\n"), ",")
	r.injected++
	if !f.sameKey {
		fields[r.columns["id"]] = wrongID(fields[r.columns["id"]], r.injected)
		if i, ok := r.columns["inspection"]; ok {
			fields[i] = ""
		}
	}
	wrong := f.corrupt(r.columns, fields)
	r.write([]byte(wrong + "\n"))
	r.truth.Rows++
	r.truth.Faults[f.name]++
	if f.reason == "" {
		r.truth.Duplicates++
		return
	}
	r.truth.Rejected[f.reason]++
}

// wrongID is an id that no good row has; of an enterprise it is a credit code whose check digit is right.
func wrongID(good string, n int) string {
	if code, err := safety.ParseCreditCode(good); err == nil {
		region, _ := code.RegionPrefix()
		return creditCode(region, firstWrong+n)
	}
	return fmt.Sprintf("%s-%04d", good, n)
}

// firstWrong is beyond the number of any good enterprise of a unit.
const firstWrong = 9_000_000

func (r *recordFile) write(b []byte) {
	if r.err == nil {
		_, r.err = r.out.Write(b)
		r.truth.Bytes += int64(len(b))
	}
}

// close ends the file, with a row that is cut off inside quotes where one was asked for.
func (r *recordFile) close() error {
	if r.cutOff {
		r.write([]byte(`截断系统,"JD-0001`))
		r.truth.Rows++
		r.truth.Faults["文件尾截断"]++
		r.truth.Rejected[unclosedQuote]++
	}
	if r.err == nil {
		r.err = r.out.Flush()
	}
	if err := r.file.Close(); r.err == nil {
		r.err = err
	}
	return r.err
}
