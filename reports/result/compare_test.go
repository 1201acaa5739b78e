package result

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	_ "anlan/test/chance"
)

// Two results of the same scheme from any figures: what the list names is what a walk over the stored JSON finds to differ, and
// nothing else; told the other way round it is the same list with old and new exchanged.
func TestDifferencesAreThoseOfTheBytes(t *testing.T) {
	own := schemes(t)
	s := own[len(own)-1]
	rapid.Check(t, func(t *rapid.T) {
		before, after := drawResult(t, s), drawResult(t, s)
		list := differences(before, after)
		x, y := flattened(t, before), flattened(t, after)
		want := map[string]bool{}
		for _, key := range slices.Concat(slices.Collect(maps.Keys(x)), slices.Collect(maps.Keys(y))) {
			if x[key] != y[key] {
				want[key] = true
			}
		}
		got := map[string]bool{}
		for _, d := range list {
			switch d.What {
			case OfScore, OfRank, OfGrade:
				got[d.Subject+"/"+string(d.What)] = true
			case OfLine:
				if d.Part == "given" {
					got[d.Subject+"/line/"+d.Item] = true
				}
			case OfFigure:
				if d.Part == "value" {
					got[d.Subject+"/figure/"+d.Item] = true
				}
			case OfBasis, OfVeto: // not walked over
			case OfSubject: // neither its lines nor its figures are told one by one
				maps.DeleteFunc(want, func(key string, _ bool) bool { return strings.HasPrefix(key, d.Subject+"/") })
			}
		}
		if !maps.Equal(got, want) {
			t.Fatalf("listed %v\nof the bytes %v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
		}
		back := differences(after, before)
		if len(back) != len(list) {
			t.Fatalf("%d differences one way, %d the other", len(list), len(back))
		}
		for _, d := range list {
			d.Before, d.After = d.After, d.Before
			if !slices.ContainsFunc(back, func(b Difference) bool { b.Title = d.Title; return b == d }) {
				t.Fatalf("told the other way round there is no %+v in %+v", d, back)
			}
		}
	})
}

// flattened reads the JSON of a result without its types: what each subject's score, rank, grade, lines and figures are.
func flattened(t *rapid.T, d *Document) map[string]string {
	body, err := d.Encode()
	if err != nil {
		t.Fatal(err)
	}
	var wire struct {
		Subjects []map[string]any `json:"subjects"`
	}
	if err := json.Unmarshal(body, &wire); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, s := range wire.Subjects {
		key := s["key"].(string)
		out[key+"/score"] = fmt.Sprint(s["score"])
		out[key+"/rank"] = fmt.Sprint(s["rank"])
		out[key+"/grade"] = fmt.Sprint(s["grade"].(map[string]any)["name"])
		for _, line := range s["lines"].([]any) {
			l := line.(map[string]any)
			out[key+"/line/"+l["name"].(string)] = fmt.Sprint(l["given"])
		}
		for _, figure := range s["figures"].([]any) {
			f := figure.(map[string]any)
			out[key+"/figure/"+f["name"].(string)] = fmt.Sprint(f["state"], f["exact"])
		}
	}
	return out
}
