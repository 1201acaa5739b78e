package bulletin

import (
	"fmt"
	"strings"

	"anlan/reports/document"
	"anlan/warehouse"
)

func (w *writing) writeSections() error {
	for i := range w.kind.Sections {
		spec := &w.kind.Sections[i]
		source := SectionSource{
			Name: spec.Name, Title: spec.Title, Written: spec.Written, Required: spec.Required,
			Generated: map[document.Language]string{}, Text: map[document.Language]string{}, ByHand: map[document.Language]bool{},
			Stale: map[document.Language][]FigureChange{}, Figures: map[document.Language]map[string]string{},
		}
		section, err := w.section(fmt.Sprintf("sections[%d]", i), spec, &source)
		if err != nil {
			return err
		}
		if section != nil {
			w.sections = append(w.sections, *section)
		}
		w.sources = append(w.sources, source)
	}
	return nil
}

// section writes one section; nil when it is left out.
func (w *writing) section(at string, spec *Section, source *SectionSource) (*document.Section, error) {
	generated := ""
	if !spec.Written && w.holds(spec.When) {
		marked, err := w.tell(at + ".text")
		if err != nil {
			return nil, err
		}
		generated = w.withPartial(editable(marked))
	}
	source.Generated[w.language] = generated
	text := generated
	var stale []FigureChange
	if own, ok := w.texts[spec.Name][w.language]; ok && strings.TrimSpace(own.Text) != "" {
		text = renewed(own.Text, w.printed)
		source.ByHand[w.language], source.Figures[w.language] = true, w.signed(generated+text)
		if stale = w.stale(own, generated); len(stale) > 0 {
			source.Stale[w.language] = stale
		}
	}
	source.Text[w.language] = text
	official := w.kind.Languages[0]
	if w.language != official && (text == "" || len(stale) > 0) { // nobody translated it, or not what it says now
		text, stale = generated, nil
		if own := w.texts[spec.Name][official]; spec.Written {
			text, stale = renewed(own.Text, w.printed), w.stale(own, generated)
		}
	}
	section := &document.Section{Name: spec.Name, Title: in(w.language, spec.Title), Written: spec.Written || source.ByHand[w.language]}
	hint := in(w.language, spec.Hint)
	if text == "" && spec.Written && hint != "" && w.holds(spec.When) {
		section.Blocks = []document.Block{{Paragraph: &document.Paragraph{Runs: []document.Run{{Text: hint}}}}}
		return section, nil
	}
	blocks, faults := w.reader().blocks(withoutLost(text, stale))
	switch {
	case len(faults) > 0 && source.ByHand[w.language]:
		return nil, warehouse.Fault(warehouse.BadRequest, "section %s (%s): %s", spec.Name, w.language, strings.Join(faults, "; "))
	case len(faults) > 0:
		return nil, &sectionError{at + ".text." + string(w.language), fmt.Errorf("writes %s", strings.Join(faults, "; "))}
	case len(blocks) == 0:
		source.LeftOut = true
		return nil, nil //nolint:nilnil // there is none
	}
	section.Blocks = blocks
	return section, nil
}

// lostFigure stands in a draft where a person's text prints a figure that is not there any more.
const lostFigure = "〔？〕"

// withoutLost takes figures that are not there any more out of a person's text; [Composition.Gaps] names them.
func withoutLost(text string, stale []FigureChange) string {
	for _, change := range stale {
		if change.Lost {
			text = editableFigure.ReplaceAllStringFunc(text, func(found string) string {
				if strings.HasPrefix(found, "[["+change.Figure+"|") {
					return lostFigure
				}
				return found
			})
		}
	}
	return text
}

// signed is what the figures of an editable text say, with their signs.
func (w *writing) signed(text string) map[string]string {
	said := map[string]string{}
	ids, _ := figuresIn(text)
	for _, id := range ids {
		if f, ok := w.figures[id]; ok {
			said[id] = f.Signed()
		}
	}
	return said
}

// stale lists what changed since a person wrote: the figures that he saw, those that he printed, those that are new, and where none
// of them changed the words of the composed text that he saw.
func (w *writing) stale(own Written, generated string) (changes []FigureChange) {
	saw, seen := figuresIn(own.Seen)
	wrote, printed := figuresIn(own.Text)
	now, _ := figuresIn(generated)
	known := map[string]bool{}
	add := func(id, before string) {
		if known[id] {
			return
		}
		known[id] = true
		f, ok := w.figures[id]
		change := FigureChange{Figure: id, Label: f.Label, Before: before, After: f.Text}
		if signed, kept := own.Figures[id]; kept && ok && signed != f.Signed() {
			change.Before, change.After = signed, f.Signed()
		}
		_, isPrinted := printed[id]
		change.Lost = !ok && isPrinted
		if change.Before != change.After || change.Lost {
			changes = append(changes, change)
		}
	}
	for _, id := range wrote {
		add(id, printed[id])
	}
	for _, id := range saw {
		add(id, seen[id])
	}
	for _, id := range now {
		if _, isSeen := seen[id]; own.Seen != "" && !isSeen && !known[id] {
			f := w.figures[id]
			changes = append(changes, FigureChange{Figure: id, Label: f.Label, After: f.Signed()})
		}
	}
	if before, after := said(own.Seen), said(generated); len(changes) == 0 && before != after {
		changes = append(changes, FigureChange{Label: w.pick("自动生成的文字", "the composed text"), Before: before, After: after})
	}
	return changes
}

// said is an editable text as it reads.
func said(text string) string { return editableFigure.ReplaceAllString(text, "$2") }

// withPartial ends a composed text by saying that units, or records that do not tell, are missing from its figures, where that
// was not said before.
func (w *writing) withPartial(text string) string {
	now, base := map[warehouse.State]bool{}, map[warehouse.State]bool{}
	ids, _ := figuresIn(text)
	for _, id := range ids {
		f := w.figures[id]
		if !f.State.InPart() || w.partial[id] {
			continue
		}
		w.partial[id] = true
		of := strings.TrimSuffix(id, "/"+string(f.Role)+"/"+f.Against)
		if f.Against != "" && w.figures[of+"/"+string(document.Value)].State != f.State {
			base[f.State] = true
		} else {
			now[f.State] = true
		}
	}
	var notes []string
	for _, state := range []warehouse.State{warehouse.Partial, warehouse.Incomplete} {
		if note := w.partialNote(state, now[state], base[state]); note != "" {
			notes = append(notes, note)
		}
	}
	if len(notes) == 0 {
		return text
	}
	note := strings.Join(notes, w.pick("", " "))
	lines := linesOf(text)
	if last := lines[len(lines)-1]; insertion.MatchString(last) || heading.MatchString(last) {
		return text + "\n" + note
	}
	return text + w.pick("", " ") + note
}

// partialNote says what is missing from figures, of the period, of those it is compared with, or of both; empty for neither.
func (w *writing) partialNote(state warehouse.State, now, base bool) string {
	records := state == warehouse.Incomplete
	switch {
	case now && base && records:
		return w.pick("本期和比较基期均有部分记录未登记有关数据，所列数据不含其未登记部分，增减情况仅供参考。", "Some records of this period and of those it is compared with do not tell all figures; the figures are without what is not told, and the changes are indications only.")
	case now && base:
		return w.pick("本期和比较基期均有部分单位未报送，有关数据不含其未报送部分，增减情况仅供参考。", "Some units have not reported for this period or for those it is compared with; the figures are without them, and the changes are indications only.")
	case now && records:
		return w.pick("部分记录未登记有关数据，所列数据不含其未登记部分。", "Some records do not tell all figures; the figures are without what is not told.")
	case now:
		return w.pick("部分单位未报送，有关数据不含其未报送部分。", "Some units have not reported; the figures are without them.")
	case base && records:
		return w.pick("比较基期有部分记录未登记有关数据，增减情况仅供参考。", "Some records of the periods that are compared with do not tell all figures; the changes are indications only.")
	case base:
		return w.pick("比较基期有部分单位未报送，增减情况仅供参考。", "Some units did not report for the periods that are compared with; the changes are indications only.")
	}
	return ""
}
