package delivery

import (
	"fmt"
	"strings"

	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/safety"
)

// telling is a story in one language, in parts that mails, pages and robots put together.
type telling struct {
	Subject string
	Opening string
	Facts   []fact
	// Listed is the title of the changes or holds below it.
	Listed string
	List   []string
	Link   string
	Links  []link // of files that do not go with the mail
	Footer string
	words  *wording
}

type fact struct{ Name, Value string }

type link struct{ Name, Address string }

// change is one figure as it was printed and as it is.
type change struct {
	Figure string `json:"figure"`
	Label  string `json:"label"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// mostListed is how many changes a mail lists; the correction's own attachment has all of them.
const mostListed = 30

// wording is what is said in a language.
type wording struct {
	number, signer, date, data, files, link, open, reason string
	corrected, voided, drafted, held                      string // marks of subjects
	issues, corrects, voids, drafts, holds                string // openings
	unchanged, changes, found, more                       string
	tooLarge, elsewhere, footer, quoted                   string
	moment                                                string
	day                                                   func(safety.Date) string
}

var wordings = map[document.Language]*wording{
	document.Chinese: {
		number: "文号", signer: "签发人", date: "成文日期", data: "数据截至", files: "附件", link: "查看", open: "打开", reason: "更正原因",
		corrected: "【更正】", voided: "【作废】", drafted: "【待核稿】", held: "【数据检查未通过】",
		issues: "现发送%s。", corrects: "%s已更正，现发送%s，原文同时废止。", voids: "%s已作废，请勿继续使用。",
		drafts: "%s的草稿已按日程生成，等待核稿。", holds: "%s的草稿已按日程生成，因数据检查未通过暂不能核稿。",
		unchanged: "印出的数据没有变化。", changes: "更正的数据", found: "未通过的检查", more: "……共%d处，其余见正文所附更正对照表",
		tooLarge: "文件共%s，超过邮件大小上限，请从下列链接下载", elsewhere: "文件共%s，超过邮件大小上限，请登录安澜下载",
		footer: "本邮件由安澜自动发送，编号%s；收到编号相同的邮件即为同一件，不必重复办理。", quoted: "《%s》", moment: "%s（第%d版数据），后续更正可能使数据变化",
		day: func(d safety.Date) string { return fmt.Sprintf("%d年%d月%d日", d.Year(), d.Month(), d.Day()) },
	},
	document.English: {
		number: "Number", signer: "Signed by", date: "Date", data: "Data up to", files: "Files", link: "Read it", open: "Open", reason: "Why",
		corrected: "[Corrected] ", voided: "[Void] ", drafted: "[To review] ", held: "[Held by a data check] ",
		issues: "Attached is %s.", corrects: "%s has been corrected. %s replaces it.", voids: "%s is void. Please do not use it any longer.",
		drafts: "A draft of %s was made by the calendar and waits to be reviewed.", holds: "A draft of %s was made by the calendar. It is held, because the data did not pass a check.",
		unchanged: "No printed figure changed.", changes: "Corrected figures", found: "Checks that failed", more: "… %d in all; the others are in the attachment “Corrected figures”",
		tooLarge: "the files are %s in all, more than a mail may hold; please fetch them here", elsewhere: "the files are %s in all, more than a mail may hold; please fetch them in Anlan",
		footer: "Sent by Anlan, number %s. Another mail of the same number is the same one.", quoted: "“%s”", moment: "%s (data version %d); later corrections may change figures",
		day: func(d safety.Date) string { return d.String() },
	},
}

// tell says a story in a language.
func (s *story) tell(language document.Language) telling {
	w, b := wordings[language], s.bulletin
	name := fmt.Sprintf(w.quoted, b.Title[language])
	t := telling{Subject: strings.TrimSpace(b.DocumentNumber + " " + b.Title[language]), Link: s.link(render.HTML, language), words: w}
	numbered := func(number, name string) string {
		if number == "" {
			return name
		}
		if language == document.English {
			return name + " (" + number + ")"
		}
		return name + "（" + number + "）"
	}
	this := numbered(b.DocumentNumber, name)
	switch {
	case s.event == Voided:
		t.Subject, t.Opening = w.voided+t.Subject, fmt.Sprintf(w.voids, this)
	case s.event == Drafted && len(s.holds()) > 0:
		t.Subject, t.Opening, t.Listed = w.held+t.Subject, fmt.Sprintf(w.holds, this), w.found
		for _, h := range s.holds() {
			text := h.Reason.ZH
			if language == document.English {
				text = h.Reason.EN
			}
			t.List = append(t.List, text)
		}
	case s.event == Drafted:
		t.Subject, t.Opening = w.drafted+t.Subject, fmt.Sprintf(w.drafts, this)
	case s.before != nil:
		t.Subject = w.corrected + t.Subject
		t.Opening = fmt.Sprintf(w.corrects, numbered(s.before.DocumentNumber, fmt.Sprintf(w.quoted, s.before.Title[language])), this)
		t.Listed, t.List = s.listed(w, language)
		if s.reads && t.Listed == "" {
			t.Opening += w.unchanged
		}
	default:
		t.Opening = fmt.Sprintf(w.issues, this)
		if language == document.English && !s.reads {
			t.Opening = this + " was issued."
		} else if !s.reads {
			t.Opening = this + "已印发。"
		}
	}
	s.facts(&t)
	s.enclosed(&t, language)
	return t
}

// facts are the number and the days of a bulletin.
func (s *story) facts(t *telling) {
	w, b := t.words, s.bulletin
	add := func(name, value string) {
		if value != "" {
			t.Facts = append(t.Facts, fact{name, value})
		}
	}
	if s.before != nil && s.reads {
		add(w.reason, b.Reason)
	}
	add(w.number, b.DocumentNumber)
	add(w.signer, b.Signer)
	if !b.Date.IsZero() {
		add(w.date, w.day(b.Date))
	}
	if s.event != Voided && !b.AsOf.IsZero() {
		add(w.data, fmt.Sprintf(w.moment, w.day(b.AsOf), b.DataVersion))
	}
}

// enclosed says which files go with a mail, or where they are.
func (s *story) enclosed(t *telling, language document.Language) {
	var names []string
	total := 0
	for _, f := range s.files {
		if f.Language != language {
			continue
		}
		names, total = append(names, f.Name), total+f.Bytes
		if address := s.link(f.Format, f.Language); address != "" && !s.attached {
			t.Links = append(t.Links, link{f.Name, address})
		}
	}
	switch {
	case len(names) == 0:
	case s.attached:
		t.Facts = append(t.Facts, fact{t.words.files, strings.Join(names, map[document.Language]string{document.Chinese: "；", document.English: "; "}[language])})
	case len(t.Links) > 0:
		t.Facts = append(t.Facts, fact{t.words.files, fmt.Sprintf(t.words.tooLarge, megabytes(total))})
	default:
		t.Facts = append(t.Facts, fact{t.words.files, fmt.Sprintf(t.words.elsewhere, megabytes(total))})
	}
}

func megabytes(n int) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

// changes are the figures that a correction prints otherwise, for who may read them.
func (s *story) changes() []change {
	if s.before == nil || s.bulletin.Content == nil {
		return nil
	}
	var list []change
	for _, c := range s.bulletin.Content.Corrected {
		list = append(list, change{c.Figure, c.Label, c.Before, c.After})
	}
	return list
}

// listed says the changes of figures in words.
func (s *story) listed(w *wording, language document.Language) (title string, list []string) {
	all := s.changes()
	for i, c := range all {
		if i == mostListed {
			list = append(list, fmt.Sprintf(w.more, len(all)))
			break
		}
		none := "未列示"
		if language == document.English {
			none = "not printed"
		}
		before, after := first(c.Before, none), first(c.After, none)
		if language == document.English {
			list = append(list, c.Label+": "+before+" → "+after)
		} else {
			list = append(list, c.Label+"："+before+" → "+after)
		}
	}
	if len(list) > 0 {
		title = w.changes
	}
	return title, list
}

func first(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// holds are the failed checks that keep a draft from being reviewed.
func (s *story) holds() []bulletin.Hold {
	if s.event != Drafted || s.bulletin.Content == nil {
		return nil
	}
	return s.bulletin.Content.Holds
}
