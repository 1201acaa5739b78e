package server_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anlan/access"
	"anlan/graph"
	"anlan/reports/assessment"
	"anlan/reports/result"
	"anlan/server"
	"anlan/state"
	"anlan/warehouse"
)

// One line: hazards rectified in time, each per cent a mark. 优秀 from 90.
const rectifyScheme = `scheme: rectify
default: true
title: {zh: 整改考核, en: Rectification}
effective_from: 2020-01-01
full_marks: 100
bands:
  - {name: excellent, title: {zh: 优秀, en: Excellent}, from: 90}
  - {name: fail, title: {zh: 不合格, en: Fail}, from: 0}
groups:
  - name: hazards
    title: {zh: 隐患, en: Hazards}
    indicators:
      - {name: on_time, title: {zh: 按期整改, en: On time}, figure: hazard_on_time_rate, marks: 100, document: 第一条, not_reported: spread, rule: {proportional: {floor: 0, target: 100}}}
`

// office is a server over the records above, its state and its schemes.
type office struct {
	w       *warehouse.Warehouse
	store   *state.Store
	schemes string
	file    string   // of tokens
	tokens  []string // the city's office, its leader, 桓台县, Linyi
}

// serve begins a program of some version, with the schemes that are in the folder now.
func (o *office) serve(t *testing.T, version string) *running {
	t.Helper()
	assessments, err := assessment.Open(o.w, assessment.Options{SchemeDir: o.schemes})
	if err != nil {
		t.Fatal(err)
	}
	p := server.Parts{Sources: graph.FromWarehouse(o.w, assessments, nil), Ready: func(context.Context) error { return nil }, Version: version}
	p.Sources.Results = result.New(o.store, assessments, version)
	return start(t, server.Config{TokenFile: o.file}, p)
}

func newOffice(t *testing.T) *office {
	began := time.Now()
	w, err := warehouse.Open(t.Context(), warehouse.Config{
		Dir: t.TempDir(), KeepVersions: 1, KeepFor: time.Nanosecond,
		Now: func() time.Time { return time.Date(2025, 4, 1, 4, 0, 0, 0, time.UTC).Add(time.Since(began)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	store, err := state.Open(t.Context(), state.Config{File: filepath.Join(folder, "state.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(store.Close(), w.Close(context.Background())); err != nil {
			t.Error(err)
		}
	})
	load(t, w, "enterprise", enterpriseRows)
	load(t, w, "hazard", hazardRows)
	o := &office{w: w, store: store, schemes: filepath.Join(folder, "schemes")}
	o.file, o.tokens = tokens(t,
		access.Entry{Name: "淄博市安委办", Role: access.Office, Regions: []string{"370300"}}, access.Entry{Name: "主任", Role: access.Leader, Regions: []string{"370300"}},
		access.Entry{Name: "桓台县安委办", Role: access.Office, Regions: []string{"370321"}}, access.Entry{Name: "临沂市安委办", Role: access.Office, Regions: []string{"371300"}})
	if err := os.Mkdir(o.schemes, 0o700); err != nil {
		t.Fatal(err)
	}
	o.write(t, rectifyScheme)
	return o
}

func (o *office) write(t *testing.T, scheme string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(o.schemes, "rectify.yaml"), []byte(scheme), 0o600); err != nil {
		t.Fatal(err)
	}
}

// reads sends a document and reads its answer, which must have no errors.
func reads[T any](t *testing.T, r *running, token, document string) (answer T) {
	t.Helper()
	got := r.ask(t, token, document)
	var wire struct {
		Data   T
		Errors []struct{ Message string }
	}
	if err := json.Unmarshal([]byte(got.body), &wire); err != nil || len(wire.Errors) > 0 {
		t.Fatalf("%s\nis answered %s (%v)", document, got.body, err)
	}
	return wire.Data
}

// decides sends a mutation and gives the id of the result, or the fault.
func decides(t *testing.T, r *running, token, mutation string) (id, fault string) {
	t.Helper()
	for _, one := range reads[map[string]struct {
		Result *struct{ ID string }
		Faults []struct{ Code, Message string }
	}](t, r, token, "mutation { "+mutation+" { result { id } faults { code message } } }") {
		if len(one.Faults) > 0 {
			return "", one.Faults[0].Code
		}
		id = one.Result.ID
	}
	return id, ""
}

func bytesOf(t *testing.T, r *running, token, id string) string {
	t.Helper()
	body := reads[struct{ ResultBytes string }](t, r, token, `{ resultBytes(id: "`+id+`") }`).ResultBytes
	sum := sha256.Sum256([]byte(body))
	digest := reads[struct{ AssessmentResult struct{ Digest string } }](t, r, token, `{ assessmentResult(id: "`+id+`") { digest } }`).AssessmentResult.Digest
	if digest != hex.EncodeToString(sum[:]) {
		t.Errorf("the digest is %s, that of the bytes %x", digest, sum)
	}
	return body
}

const compute = `computeResult(query: {region: "370300", period: "2025Q1"})`

// The whole life of a result over the contract: 张店区 rectified its one hazard late (0 marks), 桓台县 in time (100). It is
// published. Then the record is corrected, the data that was counted is collected, the scheme's file is replaced, and a newer program
// serves: the bytes are the first ones, and a second run says exactly what changed.
func TestAPublishedResultOutlivesItsData(t *testing.T) {
	o := newOffice(t)
	city, leader, county, linyi := o.tokens[0], o.tokens[1], o.tokens[2], o.tokens[3]
	first := o.serve(t, "1.0")
	id, fault := decides(t, first, city, compute)
	if fault != "" {
		t.Fatal(fault)
	}
	for _, step := range []struct{ token, name, want string }{
		{county, "FEEDBACK", "not_found"}, {leader, "FEEDBACK", "forbidden"}, {city, "FEEDBACK", ""}, {city, "REVIEW", ""},
		{city, "APPROVE", "forbidden"}, {leader, "APPROVE", ""}, {linyi, "PUBLISH", "not_found"}, {city, "PUBLISH", ""},
	} {
		if _, fault := decides(t, first, step.token, `stepResult(id: "`+id+`", step: `+step.name+`)`); !strings.EqualFold(fault, step.want) {
			t.Fatalf("%s: %q, expected %q", step.name, fault, step.want)
		}
	}
	published := bytesOf(t, first, city, id)
	counted := versionOf(t, o.w)

	load(t, o.w, "hazard", strings.Replace(hazardRows[:strings.Index(hazardRows, "\n")+1]+"z,zh2,370303,LE1,government,general,2025-01-06,2025-01-20,2025-01-19,护栏缺失\n", "\r", "", 1))
	load(t, o.w, "accident", accidentRows)
	if _, err := o.w.Version(t.Context(), counted); err == nil {
		t.Fatalf("version %d is still there", counted)
	}
	changed := strings.Replace(rectifyScheme, "from: 90", "from: 95", 1)
	o.write(t, changed)
	second := o.serve(t, "2.0")
	if bytesOf(t, second, city, id) != published {
		t.Error("the bytes are others than those that were published")
	}
	again, fault := decides(t, second, city, compute)
	if fault != "" {
		t.Fatal(fault)
	}
	if bytesOf(t, second, city, id) != published {
		t.Error("after a second run the bytes are others")
	}
	var told []string
	for _, d := range reads[struct {
		ResultDifferences struct {
			List []struct{ Subject, What, Item, Part, Before, After string }
		}
	}](t, second, city, `{ resultDifferences(after: "`+again+`") { list { subject what item part before after } } }`).ResultDifferences.List {
		if d.Item != "scheme_sha256" && d.Item != "data_version" && d.Part != "rule" {
			told = append(told, strings.Join([]string{d.Subject, d.What, d.Item, d.Part, d.Before, d.After}, "|"))
		}
	}
	want := []string{
		"|BASIS|program||1.0|2.0",
		"370303|SCORE|||0|100", "370303|RANK|||2|1", "370303|GRADE|||fail|excellent",
		"370303|LINE|on_time|given|0|100", "370303|LINE|on_time|lost|100|0",
		"370303|FIGURE|hazard_on_time_rate|value|0|100", "370303|FIGURE|hazard_on_time_rate|numerator|0|1",
	}
	if !slices.Equal(told, want) {
		t.Errorf("the differences are\n%s\nexpected\n%s", strings.Join(told, "\n"), strings.Join(want, "\n"))
	}
	// What the county is told: all lines of the published run, its own sheet; nothing of the second one yet.
	seen := reads[struct {
		AssessmentResults struct{ Nodes []struct{ ID string } }
		AssessmentResult  struct {
			Document struct {
				Subjects []struct {
					Key   string
					Lines []struct{ Given string }
				}
			}
		}
	}](t, second, county, `{ assessmentResults { nodes { id } } assessmentResult(id: "`+id+`") { document { subjects { key score rank lines { given } } } } }`)
	if nodes := seen.AssessmentResults.Nodes; len(nodes) != 1 || nodes[0].ID != id {
		t.Errorf("the county is listed %v, expected the published one", nodes)
	}
	for _, s := range seen.AssessmentResult.Document.Subjects {
		if (len(s.Lines) > 0) != (s.Key == "370321") {
			t.Errorf("the county is told %d lines of %s", len(s.Lines), s.Key)
		}
	}
	if got := second.ask(t, linyi, `{ assessmentResults { nodes { id } } assessmentResult(id: "`+id+`") { id } resultBytes(id: "`+id+`") resultActs(id: "`+id+`") { kind } }`); strings.Contains(got.body, "3703") || strings.Contains(got.body, `"as_`) {
		t.Errorf("another city is told %s", got.body)
	}
}

func versionOf(t *testing.T, w *warehouse.Warehouse) uint64 {
	t.Helper()
	v, err := w.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v.Number
}
