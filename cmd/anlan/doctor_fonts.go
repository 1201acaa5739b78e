package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"anlan/reports/render/font"
	"anlan/reports/render/layout"
)

// fonts says what PDF files are set in, face by face, and which fonts of the office's folder are not used and why.
func (e *examination) fonts(c config) {
	library, err := font.Open(c.Bulletin.Fonts)
	if err != nil {
		e.report("fonts", "", err, "set bulletin.fonts to a folder that can be read")
		return
	}
	faces := map[layout.Face]string{layout.FangSong: "仿宋", layout.Hei: "黑体", layout.Kai: "楷体", layout.Title: "小标宋", layout.Song: "宋体"}
	var set []string
	for _, face := range layout.Faces() {
		set = append(set, faces[face]+" "+filepath.Base(library.Chain(face)[0].File))
	}
	e.report("fonts", strings.Join(set, ", "), nil, "")
	for _, refused := range library.Refused() {
		e.note("fonts", fmt.Sprintf("%s is not used: %v", refused.File, refused.Why))
	}
}
