package warehouse

import (
	"strings"
	"unicode"
)

// numberWords end titles of figures and say nothing of what is counted: 事故起数, 检查次数, 死亡人数.
var numberWords = []string{"起数", "次数", "期数", "条数", "人数", "人次", "学时", "金额", "数"}

// noun is what a title says that is counted or summed, so that a number and its unit can stand behind it: 事故起数（纳入统计） is
// 事故 (12起), 培训人次 is 培训 (300人次); in English the plural noun that stands behind the number: 12 accidents. A ratio is called by its
// title.
func (m *Metric) noun() Text {
	zh, _, _ := strings.Cut(m.Title.ZH, "（")
	en, _, _ := strings.Cut(m.Title.EN, " (")
	if m.Ratio == nil {
		for _, word := range numberWords {
			if bare, found := strings.CutSuffix(zh, word); found && bare != "" {
				zh = bare
				break
			}
		}
	}
	if second := strings.IndexFunc(en[min(1, len(en)):], unicode.IsUpper); second != 0 { // but GDP
		en = strings.ToLower(en[:1]) + en[1:]
	}
	return Text{ZH: zh, EN: en}
}

// unitsEN are English measure words; what is counted has none, its noun says it.
var unitsEN = map[string]string{"元": "yuan", "吨": "tonnes", "%": "%"}

// UnitText is the measure word that stands behind a number: 起; in English the plural noun itself, accidents, or yuan, tonnes and %.
func (m *Metric) UnitText() Text {
	if en, ok := unitsEN[m.Unit]; ok {
		return Text{ZH: m.Unit, EN: en}
	}
	return Text{ZH: m.Unit, EN: m.Noun.EN}
}
