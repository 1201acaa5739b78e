package source

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"anlan/etl/source/sheet"
)

// Where the header of a sheet is looked for, how many rows it may have, and how many columns.
const (
	headerWithin     = 200
	headerRowsAtMost = 3
	columnsAtMost    = 4096
)

// sheetTop is the beginning of a sheet: its first rows with their texts, by row and column.
type sheetTop struct {
	rows   []uint64 // those with cells, in order
	cells  map[uint64]map[int]string
	merged []sheet.Range
	width  int
}

// readTop reads the rows in which a header may stand.
func readTop(rows sheet.Rows, merged []sheet.Range) (*sheetTop, error) {
	t := &sheetTop{cells: map[uint64]map[int]string{}}
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) || err == nil && row.Number > headerWithin+headerRowsAtMost {
			break
		}
		if err != nil {
			return nil, err
		}
		texts := map[int]string{}
		for _, c := range row.Cells {
			if text := columnTitle(string(c.Text)); text != "" && c.Column < columnsAtMost {
				texts[c.Column] = text
				t.width = max(t.width, c.Column+1)
			}
		}
		if len(texts) > 0 {
			t.rows = append(t.rows, row.Number)
			t.cells[row.Number] = texts
		}
	}
	for _, m := range merged {
		if m.FirstRow <= headerWithin {
			t.merged = append(t.merged, m)
		}
	}
	return t, nil
}

// columnTitle is the text of a cell as the name of a column: without the blanks and line breaks that are set between Chinese
// characters to spread a word, other blanks as one.
func columnTitle(text string) string {
	var out strings.Builder
	var last rune
	blank := false
	for _, r := range strings.TrimSpace(text) {
		if unicode.IsSpace(r) || r == '\u3000' || r == '\u200b' || r == '\ufeff' {
			blank = true
			continue
		}
		if blank && !han(last) && !han(r) {
			out.WriteByte(' ')
		}
		blank, last = false, r
		out.WriteRune(r)
	}
	return out.String()
}

// han reports Chinese characters and the signs set among them.
func han(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef || r == '（' || r == '）'
}

// foldTitle is what two names that mean the same column have in common: width, case, blanks and the marks of required columns
// do not count.
func foldTitle(name string) string {
	name = strings.ToLower(width.Fold.String(name))
	name = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, name)
	return strings.Trim(name, "*:★")
}

// at is the text of a cell; cells of a merged range have that of its first.
func (t *sheetTop) at(row uint64, column int) string {
	for _, m := range t.merged {
		if row >= m.FirstRow && row <= m.LastRow && column >= m.FirstColumn && column <= m.LastColumn {
			return t.cells[m.FirstRow][m.FirstColumn]
		}
	}
	return t.cells[row][column]
}

// header is a way to read the header of a sheet.
type header struct {
	first, last uint64
	columns     []headerColumn
	found       int // of the required columns
	score       int
	natural     bool
	missing     []string
	wanted      int
	twice       string
}

type headerColumn struct {
	at   int    // in the sheet
	name string // as the pipeline calls it where it does
}

// known reports that the sheet is one of those that the pipeline is for.
func (h *header) known() bool { return h.found > 0 && 2*h.found >= h.wanted || h.wanted == 0 }

// why says what a sheet lacks.
func (h *header) why(name string) string {
	if h.found == 0 {
		return fmt.Sprintf("表“%s” has none of these columns", name)
	}
	return fmt.Sprintf("表“%s”, row %d, looks like it but lacks %s", name, h.first, quoteAll(h.missing))
}

// findHeader looks for the rows that name the most of the wanted columns.
func (t *sheetTop) findHeader(spec Spec) *header {
	var best *header
	w := spec.Workbook
	for _, row := range t.rows {
		if w.HeaderRow > 0 && row != uint64(w.HeaderRow) || row > headerWithin {
			continue
		}
		natural := t.naturalDepth(row)
		for depth := 1; depth <= headerRowsAtMost; depth++ {
			if w.HeaderRows > 0 && depth != w.HeaderRows {
				continue
			}
			h := t.read(row, row+uint64(depth)-1, spec)
			h.natural = depth == natural
			if len(spec.Keys) == 0 && (h.natural || w.HeaderRows > 0) {
				h.score = h.plausible()
			}
			if best == nil || h.better(best) {
				best = h
			}
		}
	}
	if best != nil {
		best.unique()
	}
	return best
}

// better prefers what names more columns, then what the merged cells say, then fewer rows, then what stands higher.
func (h *header) better(than *header) bool {
	if h.score != than.score {
		return h.score > than.score
	}
	return h.natural && !than.natural
}

// naturalDepth is how many rows the header has that begins in this row, by its merged cells; 0 when it cannot begin there.
func (t *sheetTop) naturalDepth(row uint64) int {
	depth := 1
	for _, m := range t.merged {
		switch {
		case m.FirstRow < row && m.LastRow >= row:
			return 0
		case m.FirstRow != row:
		case m.LastRow > row:
			depth = max(depth, int(m.LastRow-row)+1) //nolint:gosec // rows of one sheet
		case m.LastColumn-m.FirstColumn+1 < max(t.width*2/3, 2) && len(t.cells[row+1]) > 0 && len(t.cells[row]) > 2:
			depth = max(depth, 2)
		}
	}
	if depth > headerRowsAtMost {
		return 1
	}
	return depth
}

// read makes the columns of a header of the rows first to last and counts those that are wanted.
func (t *sheetTop) read(first, last uint64, spec Spec) *header {
	h := &header{first: first, last: last}
	for column := range t.width {
		var parts []string
		for row := first; row <= last; row++ {
			if t.continues(row, last, column) {
				continue
			}
			text := t.at(row, column)
			if text == "" && row < last {
				text = t.spread(row, column)
			}
			if text != "" && (len(parts) == 0 || parts[len(parts)-1] != text) {
				parts = append(parts, text)
			}
		}
		if len(parts) > 0 {
			h.columns = append(h.columns, headerColumn{at: column, name: strings.Join(parts, "/")})
		}
	}
	h.match(spec)
	return h
}

// continues reports a column over which the name of the one before it is merged, down to the last row of the header: 备注 over two
// columns names the first of them.
func (t *sheetTop) continues(row, last uint64, column int) bool {
	return slices.ContainsFunc(t.merged, func(m sheet.Range) bool {
		return row >= m.FirstRow && row <= m.LastRow && m.LastRow >= last && column > m.FirstColumn && column <= m.LastColumn
	})
}

// spread is the text of the group that a column belongs to whose upper cell is empty: that to the left, where the cells below
// both are filled and the group's cell was not merged.
func (t *sheetTop) spread(row uint64, column int) string {
	if t.at(row+1, column) == "" || len(t.cells[row]) < 2 {
		return ""
	}
	for left := column - 1; left >= 0 && t.at(row+1, left) != ""; left-- {
		if text := t.at(row, left); text != "" {
			if text == t.at(row+1, left) {
				return "" // one cell over both rows: no group
			}
			return text
		}
	}
	return ""
}

// match gives the columns the names that the pipeline has for them. A name without its group is enough where one column has it.
func (h *header) match(spec Spec) {
	byName, byLeaf := map[string][]int{}, map[string][]int{}
	for i, c := range h.columns {
		name, _, repeated := spec.Repeat.Split(c.name)
		full := foldTitle(name)
		if !repeated {
			byName[full] = append(byName[full], i)
		} else if byName[full] == nil {
			byName[full] = []int{i}
		}
		if j := strings.LastIndexByte(full, '/'); j >= 0 && !repeated {
			byLeaf[full[j+1:]] = append(byLeaf[full[j+1:]], i)
		}
	}
	required := spec.required()
	h.wanted = len(required)
	for _, key := range spec.Named {
		for _, i := range byName[foldTitle(key)] {
			if _, _, repeated := spec.Repeat.Split(h.columns[i].name); !repeated {
				h.columns[i].name = key
			}
		}
	}
	for _, key := range spec.Keys {
		folded := foldTitle(key)
		matches, worth := byName[folded], 2
		if len(matches) == 0 {
			matches, worth = byLeaf[folded], 1
		}
		wanted := slices.Contains(required, key)
		if len(matches) == 1 {
			h.score += worth
			if wanted {
				h.found++
			}
			if _, _, repeated := spec.Repeat.Split(h.columns[matches[0]].name); !repeated {
				h.columns[matches[0]].name = key
			}
			continue
		}
		if len(matches) > 1 && worth == 2 {
			h.twice = key
		}
		if wanted {
			h.missing = append(h.missing, key)
		}
	}
}

// plausible counts what looks like names of columns, for a file that nothing is known of.
func (h *header) plausible() int {
	seen := map[string]bool{}
	for _, c := range h.columns {
		if datumPattern.MatchString(c.name) || len(c.name) > 120 {
			return 0
		}
		seen[c.name] = true
	}
	if len(seen) < 2 {
		return 0
	}
	return len(seen)
}

// unique numbers names that stand twice.
func (h *header) unique() {
	seen := map[string]bool{}
	for i := range h.columns {
		name := h.columns[i].name
		for n := 2; seen[h.columns[i].name]; n++ {
			h.columns[i].name = fmt.Sprintf("%s(%d)", name, n)
		}
		seen[h.columns[i].name] = true
	}
}

// title is what stands above the header: a line a row.
func (h *header) title(t *sheetTop) string {
	var lines []string
	for _, row := range t.rows {
		if row >= h.first {
			break
		}
		columns := make([]int, 0, len(t.cells[row]))
		for c := range t.cells[row] {
			columns = append(columns, c)
		}
		slices.Sort(columns)
		var texts []string
		for _, c := range columns {
			texts = append(texts, t.cells[row][c])
		}
		lines = append(lines, strings.Join(texts, " "))
	}
	return strings.Join(lines, "\n")
}
