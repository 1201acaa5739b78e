package safety_test

import (
	"fmt"

	"anlan/safety"
)

// A bulletin for the second quarter, drawn up while the quarter is running.
func ExamplePeriod_Comparison() {
	quarter, _ := safety.ParsePeriod("2025Q2")
	asOf, _ := safety.ParseDate("2025-05-17")

	figures, partial := quarter.Clip(asOf)
	lastYear, _ := quarter.Comparison(safety.YearOnYear, asOf)
	before, _ := quarter.Comparison(safety.PeriodOnPeriod, asOf)

	fmt.Println(figures.TitleZH(), partial)
	fmt.Println("同比", lastYear.TitleZH())
	fmt.Println("环比", before.TitleZH())
	// Output:
	// 2025年4月1日—5月17日 true
	// 同比 2024年4月1日—5月17日
	// 环比 2025年1月1日—2月17日
}

func ExampleChange_PhraseZH() {
	for _, c := range []safety.Change{
		safety.NewChange(18, 16, true),
		safety.NewChange(2, 0, true),
		safety.NewRateChange(98.5, 97.3, true),
	} {
		fmt.Println(c.PhraseZH(safety.YearOnYear, "起", 1))
	}
	// Output:
	// 上升12.5%
	// 去年同期为0，增加2起
	// 上升1.2个百分点
}

func ExampleParseTerm() {
	level, err := safety.ParseTerm[safety.HazardLevel]("重大事故隐患")
	fmt.Println(level, level.TitleEN(), err)
	_, err = safety.ParseTerm[safety.HazardLevel]("较大")
	fmt.Println(err)
	// Output:
	// major major <nil>
	// hazard level "较大": expected one of general 一般, major 重大
}

func ExampleCalendar_NthWorkday() {
	// Monthly figures are due on the third working day; October begins with the National Day holiday.
	due, _ := safety.ChineseCalendar().NthWorkday(202510, 3)
	fmt.Println(due, due.Weekday())
	// Output: 2025-10-11 Saturday
}
