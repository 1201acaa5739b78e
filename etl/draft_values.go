package etl

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/width"

	"anlan/warehouse"
)

// yesOrNo guesses what a word says where yes or no is asked: 合格, 不合格, 已整改, 未通过. What it cannot tell is for a person.
func yesOrNo(word string) string {
	for _, no := range []string{"不", "未", "否", "无", "没", "非"} {
		if strings.HasPrefix(word, no) {
			return "否"
		}
	}
	for _, yes := range []string{"是", "已", "有", "合格", "通过", "完成", "达标"} {
		if strings.HasPrefix(word, yes) {
			return "是"
		}
	}
	return todo
}

// statedUnit is the line above a header that says what its numbers are in: 单位：万元, 单位：家次、条、万元.
var statedUnit = regexp.MustCompile(`单位\s*[:：]?\s*[^\s:：)）]*?(万元|千元|百万元|亿元|元)`)

// unit finds the unit of a column's numbers, and where it is said: in the name, in the cells, or above the header. "" is none.
func (d *draft) unit(c warehouse.FactColumn, s sampledColumn) (unit, where string) {
	known := unitsOf(c)
	if c.Unit == "" {
		return "", ""
	}
	if m := bracketed.FindStringSubmatch(s.name); m != nil {
		if u := strings.TrimPrefix(strings.TrimPrefix(m[1], "单位："), "单位:"); slices.Contains(known, u) {
			return u, "name"
		}
	}
	whole, leaf := bareName(s.name)
	for _, u := range []string{"百万元", "千万元", "万元", "千元", "亿元"} {
		if slices.Contains(known, u) && (strings.HasSuffix(whole, u) || strings.HasSuffix(leaf, u)) {
			return u, "name"
		}
	}
	if c.Unit == "元" {
		for _, p := range d.sample.places {
			if m := statedUnit.FindStringSubmatch(p.Title); m != nil && m[1] != "元" {
				return m[1], "title"
			}
		}
	}
	for _, v := range s.values {
		v = width.Narrow.String(v)
		for _, u := range known {
			if rest, ok := strings.CutSuffix(strings.ReplaceAll(v, "％", "%"), u); ok && plainNumber.MatchString(rest) {
				if unit == "" || len(u) > len(unit) {
					unit, where = u, "cells"
				}
			}
		}
	}
	if unit == "" && c.Unit == "%" && len(s.values) > 0 && shareOf(s.values, func(v string) bool { return strings.HasPrefix(v, "0.") || v == "0" || v == "1" }) == 1 {
		return "比例", "cells"
	}
	return unit, where
}

// wordless reports a text that is no mere word, such as 无, 暂无 or 整改中, among dates and numbers: it may mean nothing, nought, or not
// yet.
func wordless(text string) bool {
	return len([]rune(text)) > 6 || strings.ContainsAny(width.Narrow.String(text), "0123456789")
}

var plainNumber = regexp.MustCompile(`^[0-9][0-9,]*(\.[0-9]+)?\s*$`)

// titled is the one word of a vocabulary that files, sheets or titles name: 特种作业人员培训台账 says whom it is about.
func (d *draft) titled(vocabulary string) string {
	v, ok := warehouse.VocabularyNamed(vocabulary)
	if !ok {
		return ""
	}
	text := strings.Join(d.sample.files, " ")
	for _, p := range d.sample.places {
		text += " " + p.Sheet + " " + p.Title
	}
	found := ""
	for _, term := range v.Terms {
		if word := strings.TrimSuffix(term.ZH, "人员"); len(word) >= len("自查") && strings.Contains(text, word) {
			if found != "" {
				return ""
			}
			found = term.ZH
		}
	}
	return found
}

// Texts that name a region, as far as they show it.
var (
	regionTitle  = regexp.MustCompile(`^\p{Han}{1,14}(省|市|区|县|旗|镇|乡|街道|街道办事处|开发区|新区)$`)
	regionNumber = regexp.MustCompile(`^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d{4}(\d{3}|\d{6})?$`)
)

// datesBetween are values as 2024.07.05-2030.07.04, of which the last day is meant where something ends.
var datesBetween = regexp.MustCompile(`^\d{4}\D\d{1,2}\D\d{1,2}\D{0,3}[-—–~～至到]\D{0,3}\d{4}\D\d{1,2}\D\d{1,2}\D?$`)

// likeness is an expression over the columns that tell records apart where nothing numbers them: the day, who it is about, and what is
// said of it; "" when there are too few. A row's number would do so in one file only.
func (d *draft) likeness() string {
	var parts []string
	add := func(name string) { parts = append(parts, "ifNull(`"+strings.ReplaceAll(name, "`", "\\`")+"`, '')") }
	for _, column := range []string{d.fact.Date, "occurred_at", "enterprise", "description", "summary"} {
		at := d.mapped[column]
		if len(at) == 0 || column == "occurred_at" && slices.Equal(at, d.mapped[d.fact.Date]) {
			continue
		}
		if s := d.sample.columns[at[0]]; s.inputs == len(d.sample.places) {
			add(s.name)
		}
	}
	if len(parts) < 3 || len(d.mapped[d.fact.Date]) == 0 {
		return ""
	}
	for _, at := range d.mapped["region"] {
		add(d.sample.columns[at].name)
	}
	if len(d.regions) > 0 {
		parts = append(parts, "ifNull(_sheet, '')")
	}
	return "hex(cityHash64(" + strings.Join(parts, ", ") + "))"
}
