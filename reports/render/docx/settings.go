package docx

// fontTable is word/fontTable.xml: the fonts that the layout names, each with the one that takes its place where a computer
// lacks it (Word takes one name of at most 31 characters, whatever the standard says of lists), and what helps Word to find
// another: the family and the kind of stroke (PANOSE).
func fontTable() []byte {
	const latin, chinese = "00", "86" // character sets
	font := func(name, other, panose, charset, family, pitch string) element {
		return tag("w:font", val("w:altName", other), val("w:panose1", panose), val("w:charset", charset), val("w:family", family),
			val("w:pitch", pitch)).with("w:name", name)
	}
	return tag("w:fonts",
		font(roman, "Liberation Serif", "02020603050405020304", latin, "roman", "variable"),
		font(arial, "Liberation Sans", "020B0604020202020204", latin, "swiss", "variable"),
		font(fangSong, "仿宋", "02010609030101010101", chinese, "modern", "fixed"),
		font(kai, "楷体", "02010609030101010101", chinese, "modern", "fixed"),
		font(hei, "SimHei", "02010600030101010101", chinese, "auto", "variable"),
		font(song, "SimSun", "02010600030101010101", chinese, "auto", "variable"),
		font(bigSong, "华文中宋", "02010601030101010101", chinese, "auto", "variable"),
	).with("xmlns:w", wordNamespace).file()
}

// settings is word/settings.xml: page numbers differ between odd and even pages.
func (l *design) settings() []byte {
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
