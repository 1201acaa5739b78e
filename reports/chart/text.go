package chart

import (
	"strings"
	"unicode/utf8"
)

const millimetresPerPoint = 25.4 / 72

// Width estimates how wide a text is in millimetres at a size in points: a Chinese character is as wide as it is high, others
// are taken a little wider than most fonts have them, so that what is measured fits.
func Width(text string, size float64) float64 {
	ems := 0.0
	for _, r := range text {
		ems += advance(r)
	}
	return ems * size * millimetresPerPoint
}

func advance(r rune) float64 {
	switch {
	case wide(r):
		return 1
	case r == ' ' || r == '.' || r == ',' || r == '\'' || r == '|' || r == 'i' || r == 'l':
		return 0.32
	case r == 'W' || r == 'M' || r == '%' || r == 'm' || r == 'w':
		return 0.9
	case r >= 'A' && r <= 'Z':
		return 0.7
	}
	return 0.58
}

// wide tells Chinese characters and their punctuation from letters; dashes and dots of Chinese fonts are wide too.
func wide(r rune) bool { return r >= 0x1100 || r >= 0x2013 && r <= 0x2027 }

// wrap breaks a text into lines no wider than width: between any two Chinese characters, else at spaces, inside a word only
// when it alone is too wide.
func wrap(text string, width, size float64) []string {
	var lines []string
	line := ""
	put := func(piece string) {
		if line != "" && Width(strings.TrimRight(line+piece, " "), size) > width {
			lines = append(lines, strings.TrimRight(line, " "))
			line = ""
		}
		if line == "" {
			piece = strings.TrimLeft(piece, " ")
		}
		line += piece
	}
	for _, piece := range pieces(text) {
		if Width(piece, size) <= width {
			put(piece)
			continue
		}
		for _, r := range piece {
			put(string(r))
		}
	}
	if line = strings.TrimRight(line, " "); line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// pieces cuts a text where a line may end. Brackets stay with what they open and close, and 年, 月 and the like with their number.
func pieces(text string) []string {
	var all []string
	word := ""
	for _, r := range text {
		switch {
		case strings.ContainsRune("，。、；：）》”％", r) && (word != "" || len(all) > 0):
			if word != "" {
				word += string(r)
			} else {
				all[len(all)-1] += string(r)
			}
		case word == "" && len(all) > 0 && strings.ContainsAny(all[len(all)-1], "（《“〔") && utf8.RuneCountInString(all[len(all)-1]) == 1:
			all[len(all)-1] += string(r)
		case word != "" && strings.ContainsRune("年月日号周季旬时", r):
			all = append(all, word+string(r))
			word = ""
		case wide(r):
			if word != "" {
				all = append(all, word)
				word = ""
			}
			all = append(all, string(r))
		case r == ' ':
			all = append(all, word+" ")
			word = ""
		default:
			word += string(r)
		}
	}
	if word != "" {
		all = append(all, word)
	}
	return all
}

// block measures wrapped texts: the widest line and the most lines.
func block(texts []string, width, size float64) (widest float64, most int) {
	for _, text := range texts {
		lines := wrap(text, width, size)
		most = max(most, len(lines))
		for _, line := range lines {
			widest = max(widest, Width(line, size))
		}
	}
	return widest, most
}

// lineHeight is the distance of base lines in millimetres.
func lineHeight(size float64) float64 { return size * millimetresPerPoint * 1.2 }
