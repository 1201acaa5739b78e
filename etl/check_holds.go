package etl

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// HoldsTest wants a condition on the load as a whole to be true: one expression over aggregates of the record's columns.
type HoldsTest struct {
	Text string // as written
	sql  string
}

// Kind is holds.
func (HoldsTest) Kind() string { return "holds" }

// Subject is the condition.
func (t HoldsTest) Subject() string { return t.Text }

func (t HoldsTest) measure(ctx context.Context, l *loaded) (finding, error) {
	var holds *bool
	if err := l.run.conn.QueryRow(ctx, "SELECT CAST(("+t.sql+") AS Nullable(Bool)) FROM "+l.work).Scan(&holds); err != nil {
		return finding{}, err
	}
	if holds == nil {
		return skipped("true", "结果未知："+t.Text, "unknown for this load: "+t.Text), nil
	}
	f := finding{outcome: judged(*holds), measured: fmt.Sprint(*holds), value: new(0.0), expected: "true", zh: "成立：" + t.Text, en: "true: " + t.Text}
	if *holds {
		*f.value = 1
	} else {
		f.zh, f.en = "不成立："+t.Text, "not true: "+t.Text
	}
	return f, nil
}

// aggregateFunctions are those that a condition on a whole load may call, beside the pure ones.
var aggregateFunctions = functionSet(`count countIf sum sumIf avg avgIf min minIf max maxIf uniqExact uniqExactIf medianExact medianExactIf`)

// checkAggregate says everything that keeps a text from being one condition over aggregates. Columns are not looked at, but
// for where they stand: within an aggregate.
func checkAggregate(text string) []string {
	allowed := maps.Clone(pureFunctions)
	maps.Copy(allowed, aggregateFunctions)
	faults := checkCalls(text, allowed)
	if len(faults) > 0 {
		return faults
	}
	tokens, _ := tokenize(text) // checkCalls has read it
	bound := lambdaNames(tokens)
	var open []bool // for every open bracket: whether it is an aggregate's
	aggregates := 0
	for i, t := range tokens {
		switch {
		case t.is("(") || t.is("["):
			called := t.is("(") && i > 0 && tokens[i-1].kind == wordToken && aggregateFunctions[tokens[i-1].text]
			if called && slices.Contains(open, true) {
				faults = append(faults, tokens[i-1].text+" stands within another aggregate")
			}
			if called {
				aggregates++
			}
			open = append(open, called)
		case t.is(")") || t.is("]"):
			open = open[:len(open)-1]
		case isColumn(tokens, i, bound) && !slices.Contains(open, true):
			faults = append(faults, t.text+" is of one row; put it into an aggregate, as in max("+t.text+")")
		}
	}
	if aggregates == 0 {
		faults = append(faults, "a condition on the whole load needs an aggregate, as countIf(level = 'major') > 0")
	}
	return faults
}

func (pr *pipelineReader) readHolds(n yamlNode) LoadTest {
	t := HoldsTest{Text: n.text()}
	faults := checkAggregate(t.Text)
	sql, unknown := compileExpression(t.Text, pr.resolveFact)
	for _, reason := range append(faults, unknown...) {
		n.faultf("holds: %s", reason)
	}
	t.sql = sql
	return t
}
