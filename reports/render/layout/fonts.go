package layout

// Face is a part that letters play on the page.
type Face string

// The faces of an official document.
const (
	FangSong Face = "fangsong" // 仿宋: body
	Hei      Face = "hei"      // 黑体: headings of level 1, 密级
	Kai      Face = "kai"      // 楷体: headings of level 2, the signer's name
	Title    Face = "title"    // 小标宋: agency and title
	Song     Face = "song"     // 宋体: page numbers, tables
)

// Families are the names of the fonts that offices print a face with, the most official first. None of them may be shipped.
func Families(face Face) []string {
	switch face {
	case FangSong:
		return []string{"仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "方正仿宋_GB2312", "方正仿宋简体", "FZFangSong-Z02S", "华文仿宋", "STFangsong", "朱雀仿宋", "Zhuque Fangsong (technical preview)"}
	case Hei:
		return []string{"黑体", "SimHei", "方正黑体_GBK", "方正黑体简体", "FZHei-B01S", "华文黑体", "STHeiti"}
	case Kai:
		return []string{"楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "方正楷体简体", "FZKai-Z03S", "华文楷体", "STKaiti"}
	case Title:
		return []string{"方正小标宋_GBK", "方正小标宋简体", "方正小标宋_GB18030", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "华文中宋", "STZhongsong"}
	case Song:
		return []string{"宋体", "SimSun", "方正书宋_GBK", "华文宋体", "STSong"}
	}
	return nil
}

// Faces lists them.
func Faces() []Face { return []Face{FangSong, Hei, Kai, Title, Song} }
