package bulletin

import (
	"fmt"
	"regexp"
	"strings"

	"anlan/reports/document"
)

// Text passes through three forms: marked (what templates give, see [document.Marked]), editable (what people see: [[id|12]]) and
// blocks. Marked and editable hold the same.

var (
	markedFigure   = regexp.MustCompile("\ue000([^\ue000\ue001\ue002]*)\ue001([^\ue000\ue001\ue002]*)\ue002")
	editableFigure = regexp.MustCompile(`\[\[([^\[\]|]+)\|([^\[\]|]*)\]\]`)
	insertion      = regexp.MustCompile(`^\[\[(table|chart):([^\[\]|]*)\]\]$`)
	heading        = regexp.MustCompile(`^(#+)[ \t　]+(.*)$`)
)

// editable turns marked text into the form that people edit, without what stands around lines.
func editable(marked string) string {
	return strings.Join(linesOf(markedFigure.ReplaceAllString(marked, "[[$1|$2]]")), "\n")
}

// linesOf gives the lines that hold something, without what stands around them.
func linesOf(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.Trim(line, " \t\r\n　"); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// reader turns editable text into blocks.
type reader struct {
	figure func(id string) (printed string, ok bool)
	// table and chart give nil, true for one that has nothing to show.
	table func(name string) (*document.Table, bool)
	chart func(name string) (*document.Chart, bool)
}

// blocks reads an editable text. Every fault names its line, from 1.
func (r reader) blocks(text string) (blocks []document.Block, faults []string) {
	n := 0
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Sprintf("line %d: ", n)+fmt.Sprintf(format, args...))
	}
	for line := range strings.Lines(text) {
		n++
		if line = strings.Trim(line, " \t\r\n　"); line == "" {
			continue
		}
		if found := insertion.FindStringSubmatch(line); found != nil {
			block, known := r.inserted(found[1], found[2])
			if !known {
				fault("there is no %s %q", found[1], found[2])
			}
			if block != (document.Block{}) {
				blocks = append(blocks, block)
			}
			continue
		}
		level := 0
		if found := heading.FindStringSubmatch(line); found != nil {
			if level, line = len(found[1]), found[2]; level < 2 || level > 4 || line == "" {
				fault("expected a heading as \"## title\", with two to four signs; found %d", level)
				continue
			}
		}
		runs, wrong := r.runs(line)
		for _, message := range wrong {
			fault("%s", message)
		}
		if level > 0 {
			blocks = append(blocks, document.Block{Heading: &document.Heading{Level: level, Runs: runs}})
		} else {
			blocks = append(blocks, document.Block{Paragraph: &document.Paragraph{Runs: runs}})
		}
	}
	return blocks, faults
}

// inserted is a table or chart; nothing for one that has nothing to show.
func (r reader) inserted(what, name string) (block document.Block, known bool) {
	if what == "table" {
		block.Table, known = r.table(name)
	} else {
		block.Chart, known = r.chart(name)
	}
	return block, known
}

func (r reader) runs(line string) (runs []document.Run, faults []string) {
	plain := func(text string) {
		if strings.Contains(text, "[[") || strings.Contains(text, "]]") {
			faults = append(faults, fmt.Sprintf("expected figures as [[id|text]], and tables and charts on a line of their own; found %q", text))
		}
		if text = document.Unmarked(text); text != "" {
			runs = append(runs, document.Run{Text: text})
		}
	}
	at := 0
	for _, found := range editableFigure.FindAllStringSubmatchIndex(line, -1) {
		plain(line[at:found[0]])
		id := line[found[2]:found[3]]
		printed, ok := r.figure(id)
		if ok {
			runs = append(runs, document.Run{Text: printed, Figure: id})
		} else {
			faults = append(faults, fmt.Sprintf("there is no figure %q", id))
		}
		at = found[1]
	}
	plain(line[at:])
	return runs, faults
}

// renewed puts what stands behind the figures of an editable text right. Figures that are not there are kept as they are.
func renewed(text string, figure func(id string) (string, bool)) string {
	return editableFigure.ReplaceAllStringFunc(text, func(found string) string {
		parts := editableFigure.FindStringSubmatch(found)
		if printed, ok := figure(parts[1]); ok {
			return "[[" + parts[1] + "|" + printed + "]]"
		}
		return found
	})
}

// figuresIn gives the figures of an editable text with what stands behind them, each once, in order.
func figuresIn(text string) (ids []string, printed map[string]string) {
	printed = map[string]string{}
	for _, found := range editableFigure.FindAllStringSubmatch(text, -1) {
		if _, seen := printed[found[1]]; !seen {
			ids = append(ids, found[1])
		}
		printed[found[1]] = found[2]
	}
	return ids, printed
}
