package docx

// fontNames are the fonts that the standard names, each with those that take its place where a computer lacks it, and what helps
// Word to find another: the family and the kind of stroke (PANOSE).
var fontNames = []struct{ name, others, panose, charset, family, pitch string }{
	{"Times New Roman", "Liberation Serif", "02020603050405020304", "00", "roman", "variable"},
	{"仿宋_GB2312", "仿宋,FangSong,STFangsong,华文仿宋", "02010609030101010101", "86", "modern", "fixed"},
	{"楷体_GB2312", "楷体,KaiTi,STKaiti,华文楷体", "02010609030101010101", "86", "modern", "fixed"},
	{"黑体", "SimHei,STHeiti,Noto Sans CJK SC", "02010600030101010101", "86", "auto", "variable"},
	{"宋体", "SimSun,STSong,Noto Serif CJK SC", "02010600030101010101", "86", "auto", "variable"},
	{"方正小标宋简体", "方正小标宋_GBK,FZXiaoBiaoSong-B05S,小标宋,华文中宋,STZhongsong", "02010601030101010101", "86", "auto", "variable"},
}

// fontTable is word/fontTable.xml.
func fontTable() []byte {
	var fonts []element
	for _, f := range fontNames {
		fonts = append(fonts, tag("w:font", val("w:altName", f.others), val("w:panose1", f.panose), val("w:charset", f.charset),
			val("w:family", f.family), val("w:pitch", f.pitch)).with("w:name", f.name))
	}
	return tag("w:fonts", fonts...).with("xmlns:w", wordNamespace).file()
}

// settings is word/settings.xml: page numbers differ between odd and even pages.
func (l *layout) settings() []byte {
	const word = "http://schemas.microsoft.com/office/word"
	compatible := func(name, value string) element {
		return tag("w:compatSetting").with("w:name", name, "w:uri", word, "w:val", value)
	}
	return tag("w:settings",
		tag("w:zoom").with("w:percent", "100"),
		tag("w:bordersDoNotSurroundHeader"), tag("w:bordersDoNotSurroundFooter"),
		val("w:defaultTabStop", "632"),
		tag("w:evenAndOddHeaders"),
		val("w:drawingGridHorizontalSpacing", "158"),
		val("w:characterSpacingControl", "compressPunctuation"),
		tag("w:compat", tag("w:spaceForUL"), tag("w:balanceSingleByteDoubleByteWidth"), tag("w:doNotLeaveBackslashAlone"), tag("w:ulTrailSpace"),
			tag("w:adjustLineHeightInTable"), tag("w:useFELayout"),
			compatible("compatibilityMode", "15"), compatible("overrideTableStyleFontSizeAndJustification", "1"),
			compatible("enableOpenTypeFeatures", "1"), compatible("doNotFlipMirrorIndents", "1")),
		val("w:themeFontLang", "en-US").with("w:eastAsia", "zh-CN"),
	).with("xmlns:w", wordNamespace).file()
}

const coreProperties = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"

// properties are docProps/core.xml and docProps/app.xml. Nobody is named as author, and no time is told: the document has its
// own date.
func (w *writer) properties() (core, app []byte) {
	core = tag("cp:coreProperties",
		tag("dc:title", text(w.doc.Title)),
		tag("dc:language", text(w.l.tag)),
		when(w.doc.Number != "", tag("dc:identifier", text(w.doc.Number))),
		when(w.doc.Mark != "", tag("cp:contentStatus", text(w.doc.Mark))),
	).with("xmlns:cp", packageBase+"metadata/core-properties", "xmlns:dc", "http://purl.org/dc/elements/1.1/").file()
	app = tag("Properties",
		tag("Application", text("Anlan")),
		when(w.doc.Signature.Agency != "", tag("Company", text(w.doc.Signature.Agency))),
	).with("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties").file()
	return core, app
}
