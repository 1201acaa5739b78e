package etl

import (
	"regexp"
	"strings"
)

// chinesePattern turns one kind of message into Chinese. Messages are kept in English, with the Chinese names of columns in
// them: that is what logs, the API and tests go by; a clerk reads the report.
type chinesePattern struct {
	pattern *regexp.Regexp
	text    string // with $1 …
}

// labelled is how messages name a column: the fact's name, its title, the source's column where that differs.
const labelled = `^[a-z_0-9]+ \((.+?)\)(?:, column "(.+?)")?: ?`

// rowPatterns are the messages about a value of a row; $1 is the column's title, $2 the source's column, $3 the value.
var rowPatterns = []chinesePattern{
	{regexp.MustCompile(labelled + ` ?is required and is empty$`), "是必填项，这里是空的"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” is no date; expected .*?(, from 1900-01-01 on)?$`), "“$3”不是有效日期；应为真实存在的日期，如 2023-07-05、2023/7/5、2023.7.5、2023年7月5日 或 20230705"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” is no time; expected .*$`), "“$3”不是有效时间；应如 2023-07-05 08:30:00"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” is no date or time in the form (.*)$`), "“$3”不符合规定的日期格式 $4"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” is neither yes nor no; .*$`), "“$3”不是“是”或“否”；应填 是 或 否"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” is no whole number that fits; .*$`), "“$3”不是整数；只应填数字，如 12"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” is no number that fits; .*$`), "“$3”不是数字；只应填数字，如 1200.50，不带单位"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” is neither a code nor a name of a region(?: within (?:.*?))?; .*$`), "“$3”不是行政区划的代码或名称；应如 370303、张店区、淄博市张店区、桓台县起凤镇"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” may be (.*); write the name with that of the region above, or the code$`), "“$3”有多个区划同名：$4；请连同上级区划一起写，或填代码"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” is no quantity in (.*?) that fits; .*$`), "“$3”不是以 ${4} 计的数量；只应填数字，如 1200.5，或在数字后写明单位"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” is the number of no enterprise that was loaded$`), "“$3”不在已登记的企业中"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” is no code of a region; .*$`), "“$3”不是行政区划代码；应为 6 位代码、乡镇 9 位、村 12 位，或已登记的功能区代码"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” is no (?:sector|department|enterprise)[^;]*; expected (.*)$`), "“$3”不在名录中；应为：$4"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” (?:is not known; expected one of|holds a word that is not known; expected words among) (.*)$`), "“$3”不是规定的用语；应为：$4"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” lies outside of the days that can be kept, (\S+) to (\S+)$`), "“$3”超出可保存的日期范围（$4 至 $5）"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” lies in the future \(after (\S+)\)$`), "“$3”是将来的日期（晚于 $4）"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” is less than (\S+)$`), "“$3”小于允许的最小值 $4"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” is more than (\S+)$`), "“$3”大于允许的最大值 $4"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” is no unified social credit code.*$`), "“$3”不是有效的统一社会信用代码；应为 18 位，末位为校验码（GB 32100-2015）"},
	{regexp.MustCompile(labelled + ` ?“(?s:(.*?))” stands again, with other values, in row (\d+) of (.*); the last one counts$`), "“$3”在 $5 第 $4 条记录中又出现一次，内容不同；以最后一次为准"},
}

// otherPatterns are whole messages.
var otherPatterns = []chinesePattern{
	{regexp.MustCompile(`^(\d+) checks? of the load failed, so nothing was published (?s:.*) It would have brought (\d+) new records, replaced (\d+), deleted (\d+) and left (\d+) as they are; figures that would have changed: (\d+)(?s:.*)$`),
		"有 $1 项整批核对未通过，因此没有发布任何数据，各项见“整批核对”。若发布，将新增 $2 条、替换 $3 条、删除 $4 条，$5 条不变，会变动 $6 个统计数字"},
	{regexp.MustCompile(`^(\d+) checks? of the load failed, so nothing was published (?s:.*)$`), "有 $1 项整批核对未通过，因此没有发布任何数据，各项见“整批核对”"},
	{regexp.MustCompile(`^(.*?) “(.*?)” is not among the records of (.*)$`), "$1“$2”在 $3 中没有对应的记录"},
	{regexp.MustCompile(`^(\d+) of (\d+) rows were rejected, more than the pipeline allows \((.*)\); see the quarantine of run (.*)$`), "$2 行中有 $1 行被退回，超过流程允许的比例（$3），详见运行 $4 的隔离区"},
	{regexp.MustCompile(`^the source lacks (\d+) of the (\d+) records that the warehouse has of it \((.*?) %\), more than at_most of the pipeline \((.*?) %\), so nothing was published: is the file cut short\? Missing are (.*?)(?:; all are listed .*)?$`),
		"来源应是完整的，却缺少系统中 $2 条记录里的 $1 条（$3%，流程允许 $4%），因此没有发布任何数据：文件是否不完整？缺少的如 $5"},
	{regexp.MustCompile(`the column "([^"]*)" of (?:the source|the join (\S+)) is new: since run \S+ \((\S+?)\) it had been otherwise`), "来源多了一列“$1”（$3 以来没有）"},
	{regexp.MustCompile(`the column "([^"]*)" of (?:the source|the join (\S+)) is (\S+) and was (\S+): since run \S+ \((\S+?)\) it had been otherwise`), "来源的列“$1”类型由 $4 变为 $3（$5 以来如此）"},
	{regexp.MustCompile(`\. Nothing was published\. Look at the pipeline: .*$`), "。没有发布任何数据，请管理员查看流程"},
	{regexp.MustCompile(`; its text is not kept, because it may hold personal data$`), "；内容可能含个人信息，未予保存"},
	{regexp.MustCompile(`: the column "([^"]*)" is missing; was it renamed to "([^"]*)"\?`), "：缺少列“$1”，是否改名成了“$2”？"},
	{regexp.MustCompile(`: the column "([^"]*)" is missing`), "：缺少列“$1”"},
	{regexp.MustCompile(`: no record has the key "([^"]*)"`), "：所有记录都没有“$1”这一项"},
	{regexp.MustCompile(`^(.*): is empty: not even a header$`), "$1：文件是空的，连表头也没有"},
	{regexp.MustCompile(`^(.*): row 1 seems to hold data \("(.*)"\), not the names of the columns; expected (.*)$`), "$1：第 1 行像是数据（“$2”）而不是列名；应有列：$3"},
	{regexp.MustCompile(`^(.*): columns that the pipeline does not know: (.*)$`), "$1：有流程不认识的列：$2"},
	{regexp.MustCompile(`^(.*): row (\d+) \(line (\d+)\), column "(.*?)": the bytes (.*?) are not UTF-8; the likely encoding is (?s:.*)$`), "$1：第 $3 行“$4”列的文字编码不是 UTF-8，可能是 GBK/GB18030；请另存为 UTF-8，或让管理员在流程中注明编码"},
	{regexp.MustCompile(`^(.*): is UTF-8 text, but the pipeline says gb18030$`), "$1：文件是 UTF-8 编码，而流程规定为 GB18030"},
	{regexp.MustCompile(`^(.*): is (an Excel workbook|an old Excel workbook)(.*?); save it as UTF-8 text$`), "$1：这是 Excel 工作簿，请另存为 UTF-8 的 CSV"},
	{regexp.MustCompile(`^(.*): ends before its end or is damaged: .*$`), "$1：文件不完整或已损坏，请重新传送"},
	{regexp.MustCompile(`^(.*): names column "(.*)" twice, at (\d+) and (\d+)(.*)$`), "$1：表头中“$2”出现两次，在第 $3 列和第 $4 列"},
	{regexp.MustCompile(`^the record has (\d+) fields, the header (\d+): the columns from "(.*)" on are missing$`), "本行只有 $1 列，表头有 $2 列：从“$3”列起缺失"},
	{regexp.MustCompile(`^the record has (\d+) fields, the header (\d+): is a delimiter inside an unquoted field\?$`), "本行有 $1 列，表头只有 $2 列：是否有内容里含逗号而没有加引号？"},
	{regexp.MustCompile(`^a quote is opened and never closed$`), "有一个引号没有配对"},
	{regexp.MustCompile(`^field (\d+) goes on behind its closing quote$`), "第 $1 列在右引号之后还有内容"},
	{regexp.MustCompile(`^a quote inside field (\d+), which does not begin with one$`), "第 $1 列中间有引号，而开头没有"},
	{regexp.MustCompile(`^the record holds a zero byte$|^a value holds a zero character$`), "含有空字符（文件可能已损坏）"},
	{regexp.MustCompile(`^the (?:record|line|row) is longer than (\d+) bytes$`), "本行超过 $1 字节"},
	{regexp.MustCompile(`^not a JSON object: (?:the line is no object|null)$`), "本行不是 JSON 对象"},
	{regexp.MustCompile(`^not a JSON object: unexpected end of JSON input$`), "本行的 JSON 不完整"},
	{regexp.MustCompile(`^not a JSON object: .*$`), "本行不是合法的 JSON"},
	{regexp.MustCompile(`^[ -~]+ \((.*\p{Han}.*)\)$`), "$1"}, // a rule's message in both languages
	{regexp.MustCompile(`^the run was ended before it was done; nothing of it was published$`), "运行被中途终止，没有发布任何数据"},
	{regexp.MustCompile(`^no file in the source folder is named (.*)$`), "来源文件夹（配置项 etl.source_dir）中没有名为 $1 的文件"},
	{regexp.MustCompile(`^no file in the inbox is named (.*)$`), "收件箱中没有名为 $1 的文件"},
}

// cutShort ends a list that is longer than what is told of it; filesNamed begins a message with patterns of files.
var (
	cutShort   = regexp.MustCompile(`, ([^,]*) … \((\d+) in all\)`)
	filesNamed = regexp.MustCompile(`^no file in the (?:source folder|inbox) is named `)
)

// inChinese translates a message; false when it is of a kind that is not known here.
func inChinese(message string) (string, bool) {
	for _, p := range rowPatterns {
		m := p.pattern.FindStringSubmatchIndex(message)
		if m == nil {
			continue
		}
		column := message[m[2]:m[3]]
		if m[4] >= 0 {
			column = message[m[4]:m[5]]
		}
		told := string(p.pattern.ExpandString(nil, p.text, message, m))
		return "“" + column + "”列：" + cutShort.ReplaceAllString(told, ", $1 等 $2 项"), true
	}
	text := message
	if filesNamed.MatchString(message) {
		text = strings.ReplaceAll(message, " or ", "、")
	}
	for _, p := range otherPatterns {
		text = p.pattern.ReplaceAllString(text, p.text)
	}
	return strings.ReplaceAll(text, "; ", "；"), text != message
}
