package etl

import (
	"cmp"
	"strings"

	"anlan/warehouse"
)

// ReasonText says why a row was rejected or a run failed in both languages, as the report of a load does. message is what the run
// wrote down, in English; where nobody knows its Chinese, the name of the reason stands before it.
func ReasonText(code, message string) warehouse.Text {
	if message == "" {
		return warehouse.Text{}
	}
	return warehouse.Text{ZH: reportZH.fault(code, message), EN: reportEN.fault(code, message)}
}

// RuleText is the title of a reason: the message of a pipeline's own check, or the name of a reason that all have. The code itself
// stands for what nobody names.
func RuleText(pipelines []*Pipeline, code string) warehouse.Text {
	text := warehouse.Text{ZH: cmp.Or(reportZH.codes[code], code), EN: strings.ReplaceAll(code, "_", " ")} // codes are English words
	for _, p := range pipelines {
		for _, checks := range [][]warehouse.Check{p.Checks, p.Fact.Checks} {
			for _, c := range checks {
				if c.Code == code && c.Message.ZH != "" && c.Message.EN != "" {
					return c.Message
				}
			}
		}
	}
	return text
}
