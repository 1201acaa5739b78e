package server

import (
	_ "embed"
	"html/template"

	"anlan/graph"
	"anlan/reports/dispatch"
	"anlan/reports/document"
	"anlan/reports/material"
	"anlan/reports/render"
)

//go:embed bulletin_figure.gohtml
var figureText string

var figurePage = template.Must(template.New("figure").Parse(figureText))

// figureView is what the page of a figure shows.
type figureView struct {
	Lang, Title, Bulletin, Text string
	File                        string // where the bulletin can be read
	Facts                       []figureFact
	Links                       []figureLink
}

type figureFact struct{ Name, Text string }

type figureLink struct{ Title, Address string }

// figureWords are the page's own words; what a figure means is said as in every rendering.
var figureWords = map[document.Language]struct{ printed, exact, meaning, question, data, id, again, records, base, bulletin string }{
	document.Chinese: {"公布数字", "精确值", "含义", "查询", "数据", "标识", "重新查询", "本期记录", "对比期记录", "通报"},
	document.English: {"Printed", "Exact", "Meaning", "Question", "Data", "Id", "Ask again", "Records of the period", "Records of the period that it is set against", "Bulletin"},
}

func (s *Server) figureView(t *dispatch.Traced, language document.Language, reads bool) figureView {
	own, words, f := figureWords[language], render.WordsOf(language), &t.Figure
	name := t.Bulletin.Title[language]
	if t.Bulletin.DocumentNumber != "" {
		name = t.Bulletin.DocumentNumber + " " + name
	}
	v := figureView{
		Lang: string(language), Title: f.Label, Bulletin: name, Text: f.Text + unitOf(f), File: graph.FileAddress(t.Bulletin.ID, render.HTML, language),
		Facts: []figureFact{{own.bulletin, name}, {own.printed, f.Text}, {own.exact, words.ExactText(f)}, {own.meaning, words.MeaningOf(f)}},
	}
	d := &document.Document{Data: t.Data}
	if q := t.Query; q != nil {
		d.Queries = []document.Query{*q}
		v.Facts = append(v.Facts, figureFact{own.question, words.Ask(*q)})
		if q.Link != "" {
			v.Links = append(v.Links, figureLink{own.again, q.Link})
		}
	}
	v.Facts = append(v.Facts, figureFact{own.data, words.DataLine(t.Data)}, figureFact{own.id, f.ID})
	if !reads {
		return v
	}
	for i, q := range d.Records(f, s.parts.Sources.Figures.Catalogue()) {
		title := own.records
		if i > 0 || f.Role == document.Base {
			title = own.base
		}
		v.Links = append(v.Links, figureLink{title, material.RecordLink(q)})
	}
	return v
}

// unitOf is the measure word behind a printed figure; percentages carry their sign.
func unitOf(f *document.Figure) string {
	if f.Exact == nil || f.Unit == "%" || f.Role == document.Percent || f.Role == document.Share {
		return ""
	}
	return " " + f.Unit
}
