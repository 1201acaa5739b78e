package result

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"anlan/access"
	"anlan/warehouse"
)

// Appeal files an appeal (申诉) of a subject against its own sheet, or one line of it, while the result is sent out or under
// review; the remark is its text. Whoever may see the whole sheet of the subject may appeal for it, in a role that allows it.
func (r *Results) Appeal(ctx context.Context, doing Doing, subject, line string) (*Run, error) {
	return r.act(ctx, doing, func(o *opened) (Act, *Document, error) {
		now := Stage(o.run.Stage)
		switch {
		case !doing.Caller.May(access.AppealResults) || !o.sight.sheet(subject):
			return Act{}, nil, warehouse.Fault(warehouse.Forbidden, "%s may appeal for its own subjects only", doing.Caller.Name)
		case now != Feedback && now != Review:
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "the result stands at %s: appeals are taken from feedback until it is approved", now)
		case strings.TrimSpace(doing.Remark) == "":
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "say what the appeal is")
		}
		meant := o.sight.stored(line)
		if err := o.about(subject, meant); err != nil {
			return Act{}, nil, err
		}
		return Act{Kind: Appeal, Stage: now, Detail: Detail{Subject: subject, Line: meant}}, nil, nil
	})
}

// Answer answers an appeal, named by the number of its act; the remark is the answer, upheld says whether the appeal was right.
// What it changes is an adjustment of its own.
func (r *Results) Answer(ctx context.Context, doing Doing, appeal int, upheld bool) (*Run, error) {
	return r.act(ctx, doing, func(o *opened) (Act, *Document, error) {
		open := o.open()
		i := slices.IndexFunc(open, func(a Act) bool { return a.Number == appeal })
		switch {
		case !o.sight.whole || !doing.Caller.May(access.PrepareResults):
			return Act{}, nil, mayNot(doing.Caller, string(Answer))
		case Stage(o.run.Stage) == Void:
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "the result is void: nothing of it is answered any more")
		case i < 0:
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "act %d is no appeal that waits for an answer; those that do: %s", appeal, numbers(open))
		case strings.TrimSpace(doing.Remark) == "":
			return Act{}, nil, warehouse.Fault(warehouse.BadRequest, "say what the answer is")
		}
		return Act{Kind: Answer, Stage: Stage(o.run.Stage), Detail: Detail{Subject: open[i].Subject, Line: open[i].Line, Of: appeal, Upheld: &upheld}}, nil, nil
	})
}

// open lists the appeals that nobody has answered.
func (o *opened) open() []Act {
	var open []Act
	for _, a := range o.acts {
		if a.Kind == Appeal {
			open = append(open, a)
		}
		if a.Kind == Answer {
			open = slices.DeleteFunc(open, func(one Act) bool { return one.Number == a.Of })
		}
	}
	return open
}

// about checks that the result has a subject, and the subject a line when one is named.
func (o *opened) about(subject, line string) error {
	s := o.whole.Subject(subject)
	if s == nil {
		return warehouse.Fault(warehouse.BadRequest, "%q was not assessed", subject)
	}
	if line != "" && s.Line(line) == nil {
		return warehouse.Fault(warehouse.BadRequest, "the sheet of %s has no line %q", s.Name, line)
	}
	return nil
}

func numbers(acts []Act) string {
	words := make([]string, len(acts))
	for i, a := range acts {
		words[i] = strconv.Itoa(a.Number)
	}
	if len(words) == 0 {
		return "none"
	}
	return strings.Join(words, ", ")
}
