package bulletin

import (
	"fmt"
	"strconv"

	"anlan/reports/document"
)

// number numbers the sections that have a title and the headings inside sections, in order: 一、（一）1.（1） in Chinese, 1. 1.1
// (1) (a) in English.
func number(language document.Language, sections []document.Section) {
	top := 0
	for i := range sections {
		s := &sections[i]
		if s.Title != "" {
			top++
			s.Number = headingNumber(language, []int{top})
		}
		var counts [4]int
		for _, b := range s.Blocks {
			if b.Heading == nil {
				continue
			}
			level := b.Heading.Level
			counts[0] = top
			counts[level-1]++
			for deeper := level; deeper < len(counts); deeper++ {
				counts[deeper] = 0
			}
			b.Heading.Number = headingNumber(language, counts[:level])
		}
	}
}

// headingNumber writes the number of a heading from the places of those above it and its own.
func headingNumber(language document.Language, places []int) string {
	own := places[len(places)-1]
	if language == document.Chinese {
		switch len(places) {
		case 1:
			return chinese(own) + "、"
		case 2:
			return "（" + chinese(own) + "）"
		case 3:
			return strconv.Itoa(own) + "."
		}
		return "（" + strconv.Itoa(own) + "）"
	}
	switch len(places) {
	case 1:
		return strconv.Itoa(own) + ". "
	case 2:
		if places[0] == 0 {
			return strconv.Itoa(own) + ". "
		}
		return fmt.Sprintf("%d.%d ", places[0], own)
	case 3:
		return fmt.Sprintf("(%d) ", own)
	}
	return fmt.Sprintf("(%c) ", 'a'+(own-1)%26)
}

// chinese writes 1 to 99 in Chinese figures.
func chinese(n int) string {
	digits := [10]string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 10:
		return digits[n%10]
	case n < 20:
		return "十" + digits[n%10]
	case n < 100:
		return digits[n/10%10] + "十" + digits[n%10]
	}
	return strconv.Itoa(n)
}
