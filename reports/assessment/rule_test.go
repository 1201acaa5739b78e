package assessment

import (
	"testing"

	"github.com/shopspring/decimal"

	"anlan/warehouse"
)

// Each case scores one indicator of 20 marks in a scheme of 100; the other 80 are given in full.
func TestRules(t *testing.T) {
	cases := []struct {
		name  string
		rule  string
		cells map[string]cell
		given string
		zh    string
		en    string
	}{
		{
			// (90 − 80) / (100 − 80) = half of 20
			name: "in proportion between floor and target", rule: "{proportional: {floor: 80, target: 100}}",
			cells: onTime(90, 100), given: "10",
			zh: "line90%（90/100）；80%得0分，100%得满分，之间按比例计分；满分20分，得10分",
			en: "line: 90% (90/100); 80% earns nothing, 100% all marks, in proportion between them; 10 of 20 marks",
		},
		{
			// 1204/1292 = 93.188854…%; 13.188854… / 20 × 20 = 13.188854… → 13.19
			name: "an uneven rate is computed from whole numbers", rule: "{proportional: {floor: 80, target: 100}}",
			cells: onTime(1204, 1292), given: "13.19",
			zh: "line93.19%（1204/1292）；80%得0分，100%得满分，之间按比例计分；满分20分，得13.19分",
		},
		{name: "at the floor nothing", rule: "{proportional: {floor: 80, target: 100}}", cells: onTime(80, 100), given: "0"},
		{name: "below the floor nothing", rule: "{proportional: {floor: 80, target: 100}}", cells: onTime(1, 100), given: "0"},
		{name: "at the target all", rule: "{proportional: {floor: 80, target: 100}}", cells: onTime(100, 100), given: "20"},
		{name: "beyond the target no more than all", rule: "{proportional: {floor: 80, target: 90}}", cells: onTime(95, 100), given: "20"},
		{
			// less is better: (10 − 4) / 10 = 0.6 of 20
			name: "a target below the floor", rule: "{proportional: {floor: 10, target: 0}}", cells: map[string]cell{"deaths": is(4)}, given: "12",
			zh: "line4人；10人得0分，0人得满分，之间按比例计分；满分20分，得12分",
		},
		{
			name: "each death costs a mark", rule: "{deduct_per_unit: {costs: 1}}", cells: map[string]cell{"deaths": is(3)}, given: "17",
			zh: "line3人；每1人扣1分，应扣3分，扣完为止；满分20分，得17分",
			en: "line: 3; each 1 costs 1, which makes 3, until no marks are left; 17 of 20 marks",
		},
		{
			name: "until no marks are left", rule: "{deduct_per_unit: {costs: 1}}", cells: map[string]cell{"deaths": is(31)}, given: "0",
			zh: "line31人；每1人扣1分，应扣31分，扣完为止；满分20分，得0分",
		},
		{name: "three for every two", rule: "{deduct_per_unit: {each: 2, costs: 3}}", cells: map[string]cell{"deaths": is(4)}, given: "14"},
		{name: "no deaths cost nothing", rule: "{deduct_per_unit: {costs: 1}}", cells: map[string]cell{"deaths": is(0)}, given: "20"},
		{
			// 12 − 9 = 3 more, 0.2 each
			name: "each accident more than last year costs 0.2", rule: "{compare_previous_year: {costs: 0.2}}",
			cells: map[string]cell{"deaths": is(12), "deaths__previous_year": is(9)}, given: "19.4",
			zh: "line12人，去年同期9人，增加3人；比去年同期每多1人扣0.2分，应扣0.6分，扣完为止；满分20分，得19.4分",
			en: "line: 12, last year 9, 3 more; each 1 more than last year costs 0.2, which makes 0.6, until no marks are left; 19.4 of 20 marks",
		},
		{
			name: "fewer than last year cost nothing", rule: "{compare_previous_year: {costs: 0.2}}",
			cells: map[string]cell{"deaths": is(7), "deaths__previous_year": is(9)}, given: "20",
			zh: "line7人，去年同期9人，减少2人；比去年同期每多1人扣0.2分，应扣0分，扣完为止；满分20分，得20分",
		},
		{
			name: "from zero", rule: "{compare_previous_year: {costs: 5}}",
			cells: map[string]cell{"deaths": is(2), "deaths__previous_year": is(0)}, given: "10",
			zh: "line2人，去年同期0人，增加2人；比去年同期每多1人扣5分，应扣10分，扣完为止；满分20分，得10分",
		},
		{
			name: "no change", rule: "{compare_previous_year: {costs: 5}}",
			cells: map[string]cell{"deaths": is(2), "deaths__previous_year": is(2)}, given: "20",
			zh: "line2人，去年同期2人，持平；比去年同期每多1人扣5分，应扣0分，扣完为止；满分20分，得20分",
		},
		{
			name: "one larger accident loses the item", rule: "{all_or_nothing: {at_most: 0}}", cells: map[string]cell{"deaths": is(1)}, given: "0",
			zh: "line1人；要求不超过0人，未达到，该项不得分；满分20分，得0分",
		},
		{name: "none keeps it", rule: "{all_or_nothing: {at_most: 0}}", cells: map[string]cell{"deaths": is(0)}, given: "20"},
		{name: "以上 includes the number itself", rule: "{all_or_nothing: {at_least: 80}}", cells: onTime(80, 100), given: "20"},
		{name: "just below is below", rule: "{all_or_nothing: {at_least: 80}}", cells: onTime(7999, 10000), given: "0"},
		{
			name: "the best step that is reached", rule: "{steps: [{at_least: 95, gives: 20}, {at_least: 90, gives: 12}, {at_least: 80, gives: 5}]}",
			cells: onTime(90, 100), given: "12", zh: "line90%（90/100）；不低于90%得12分；满分20分，得12分",
		},
		{
			name: "below all steps", rule: "{steps: [{at_least: 95, gives: 20}, {at_least: 90, gives: 12}]}",
			cells: onTime(50, 100), given: "0", zh: "line50%（50/100）；未达到最低一档，不得分；满分20分，得0分",
		},
		{name: "steps downwards", rule: "{steps: [{at_most: 1, gives: 20}, {at_most: 3, gives: 8}]}", cells: map[string]cell{"deaths": is(2)}, given: "8"},
		{
			name: "what nobody reported loses all marks", rule: "{deduct_per_unit: {costs: 1}}",
			cells: map[string]cell{"deaths": not(warehouse.NotReported)}, given: "0", zh: "line未报送，该项不得分；满分20分，得0分",
		},
		{
			name: "reported in part says so", rule: "{deduct_per_unit: {costs: 1}}",
			cells: map[string]cell{"deaths": {number: is(2).number, state: warehouse.Partial}}, given: "18",
			zh: "line2人（部分单位未报送）；每1人扣1分，应扣2分，扣完为止；满分20分，得18分",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			metric := "deaths"
			if _, ok := c.cells["on_time_rate"]; ok {
				metric = "on_time_rate"
			}
			s := scheme(t, header+"groups:\n"+lines("results", "line "+metric+" 20 "+c.rule, "rest accidents 80 {all_or_nothing: {at_least: 0}}"))
			sheet := s.mark(map[string]figure{metric: figureOf(metric, c.cells), "accidents": figureOf("accidents", map[string]cell{"accidents": is(0)})})
			line := sheet.lines[0]
			if want := decimal.RequireFromString(c.given); !line.Given.Equal(want) || !line.Lost.Equal(decimal.NewFromInt(20).Sub(want)) || !line.Applies {
				t.Errorf("given %s, lost %s, applies %t; expected %s of 20", line.Given, line.Lost, line.Applies, want)
			}
			if c.zh != "" && line.Rule.ZH != c.zh {
				t.Errorf("rule in words\n got %s\nwant %s", line.Rule.ZH, c.zh)
			}
			if c.en != "" && line.Rule.EN != c.en {
				t.Errorf("rule in words\n got %s\nwant %s", line.Rule.EN, c.en)
			}
		})
	}
}
