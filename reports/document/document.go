package document

import (
	"time"

	"anlan/safety"
	"anlan/warehouse"
)

// Language is the language of a document.
type Language string

// The languages.
const (
	Chinese Language = "zh"
	English Language = "en"
)

// Document is one bulletin in one language, ready to be printed. Texts are plain, without markup and line breaks unless said.
type Document struct {
	Language Language `json:"language"`

	// 版头
	CopyNumber string `json:"copy_number,omitempty"` // 份号
	Secrecy    string `json:"secrecy,omitempty"`     // 密级和保密期限
	Urgency    string `json:"urgency,omitempty"`     // 紧急程度
	Agency     string `json:"agency"`                // 发文机关标志, printed in red: 桓台县安全生产委员会办公室文件
	Number     string `json:"number,omitempty"`      // 发文字号: 桓安办通报〔2023〕1号; empty until it is issued
	Signer     string `json:"signer,omitempty"`      // 签发人, of documents to higher bodies only

	// 主体
	Title       string       `json:"title"`
	Addressees  string       `json:"addressees,omitempty"` // 主送机关, without its colon
	Sections    []Section    `json:"sections"`
	Attachments []Attachment `json:"attachments,omitempty"`
	Signature   Signature    `json:"signature"`
	Remark      string       `json:"remark,omitempty"` // 附注, without its brackets: 此件公开发布

	// 版记
	Disclosure string      `json:"disclosure,omitempty"` // 信息公开形式: 主动公开
	CopyTo     string      `json:"copy_to,omitempty"`    // 抄送机关
	Printer    string      `json:"printer,omitempty"`    // 印发机关
	PrintedOn  safety.Date `json:"printed_on"`           // 印发日期; zero until it is issued

	// Mark is printed across every page of what is not in force: 草稿, 已作废.
	Mark    string   `json:"mark,omitempty"`
	Data    Data     `json:"data"`
	Queries []Query  `json:"queries"` // what was asked; figures name them
	Figures []Figure `json:"figures"` // every figure that the document prints, once each
}

// Section is a part of the body under a heading of its own.
type Section struct {
	Name   string  `json:"name"`             // of the kind; unique in the document
	Number string  `json:"number,omitempty"` // 一、; printed before the title
	Title  string  `json:"title,omitempty"`  // without a title the blocks stand alone
	Blocks []Block `json:"blocks"`
	// Written says that a person wrote it: its text is nobody's figures.
	Written bool `json:"written,omitempty"`
}

// Block is one part of a section: exactly one field is set.
type Block struct {
	Heading   *Heading   `json:"heading,omitempty"`
	Paragraph *Paragraph `json:"paragraph,omitempty"`
	Table     *Table     `json:"table,omitempty"`
	Chart     *Chart     `json:"chart,omitempty"`
}

// Heading is a heading below that of the section: level 2 （一） in 楷体, 3 "1." and 4 "（1）" as body.
type Heading struct {
	Level  int    `json:"level"`
	Number string `json:"number,omitempty"`
	Runs   []Run  `json:"runs"`
}

// Paragraph is one paragraph of body text, its first line indented by two characters.
type Paragraph struct {
	Runs []Run `json:"runs"`
}

// Run is a stretch of text. With Figure it prints that figure and nothing else.
type Run struct {
	Text   string `json:"text"`
	Figure string `json:"figure,omitempty"` // the id of a figure
	Bold   bool   `json:"bold,omitempty"`
}

// Align says on which side of its column a cell stands.
type Align string

// The sides.
const (
	Left   Align = "left"
	Center Align = "center"
	Right  Align = "right"
)

// Table is a table with one row of column titles, over which spans may stand.
type Table struct {
	Name    string   `json:"name"` // unique in the document: a sheet of the workbook
	Title   string   `json:"title,omitempty"`
	Unit    string   `json:"unit,omitempty"`  // 单位：起、人, where all columns have it
	Spans   []Span   `json:"spans,omitempty"` // titles over several columns
	Columns []Column `json:"columns"`
	Rows    []Row    `json:"rows"`
	Notes   []string `json:"notes,omitempty"` // printed below
	// Wide tables are printed across the page (landscape) where paper is.
	Wide bool `json:"wide,omitempty"`
}

// Span is a title over columns From to To, both inside, from 0.
type Span struct {
	Title string `json:"title"`
	From  int    `json:"from"`
	To    int    `json:"to"`
}

// Column is the head of a column. Weight is its share of the width, 1 when 0.
type Column struct {
	Title  string  `json:"title"`
	Unit   string  `json:"unit,omitempty"`
	Align  Align   `json:"align"`
	Weight float64 `json:"weight,omitempty"`
}

// Row has a cell a column.
type Row struct {
	Cells []Cell `json:"cells"`
	Total bool   `json:"total,omitempty"` // a sum of others: printed bold
}

// Cell is what stands in a row under a column.
type Cell struct {
	Runs []Run `json:"runs"`
}

// ChartKind says how a chart is drawn.
type ChartKind string

// The kinds of charts.
const (
	Bars  ChartKind = "bars"  // standing, one group a category
	Rows  ChartKind = "rows"  // lying, for long names: a ranking
	Lines ChartKind = "lines" // over time
)

// Chart is a drawing of figures.
type Chart struct {
	Name       string    `json:"name"` // unique in the document
	Title      string    `json:"title"`
	Kind       ChartKind `json:"kind"`
	Unit       string    `json:"unit,omitempty"`
	Categories []string  `json:"categories"`
	Series     []Series  `json:"series"`
	Notes      []string  `json:"notes,omitempty"`
}

// Series is one colour of a chart: a figure a category, empty where there is none.
type Series struct {
	Title   string   `json:"title"`
	Figures []string `json:"figures"` // ids
}

// Attachment is a document behind the document (附件).
type Attachment struct {
	Title    string    `json:"title"`
	Sections []Section `json:"sections"`
}

// Signature ends the body: who issues it, and when. The date is zero until it is issued.
type Signature struct {
	Agency string      `json:"agency"` // 发文机关署名
	Date   safety.Date `json:"date"`   // 成文日期
}

// Data says which data the figures come from.
type Data struct {
	Version     uint64      `json:"version"`
	PublishedAt time.Time   `json:"published_at"`
	AsOf        safety.Date `json:"as_of"`
	Catalogue   string      `json:"catalogue"` // the hash of the metrics' definitions
	Sentence    string      `json:"sentence"`  // 以上数据为…, printed after the body
}

// Query is one question that figures answer.
type Query struct {
	Name string `json:"name"`
	// Metric is the question as the warehouse was asked, with the version pinned; nil for what is no metric.
	Metric *warehouse.MetricQuery `json:"metric,omitempty"`
	// Rows says which of the records are those of a row that is no value: Unassigned, Other. Without an entry nobody can list them.
	Rows map[string][]warehouse.Filter `json:"rows,omitempty"`
	// Records is the list as the warehouse was asked, with the version pinned; nil for what is no list.
	Records *warehouse.RecordQuery `json:"records,omitempty"`
	// Other says in words what was asked where it is no metric query: a list of records, a result of an assessment.
	Other string `json:"other,omitempty"`
	// Link leads to the same on the server, from its root: /graphiql?… or a result; empty without one.
	Link string `json:"link,omitempty"`
}
