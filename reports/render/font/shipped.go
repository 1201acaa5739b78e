package font

import (
	"embed"
	"fmt"
	"io/fs"

	"anlan/reports/render/layout"
)

// The fonts that ship, under the SIL Open Font License 1.1; shipped/OFL.txt says where each comes from. None is a 仿宋: no
// free one can be had that a package carries, so body text is printed in 宋体 where the office has no fonts of its own.
//
//go:embed shipped/*.ttf
var shipped embed.FS

// standIns name the shipped fonts of a face, the first being the nearest.
func standIns(face layout.Face) []string {
	switch face {
	case layout.Hei:
		return []string{"AnlanHei-Medium", "AnlanSong-Regular"}
	case layout.Kai:
		return []string{"AnlanKai-Regular", "AnlanSong-Regular"}
	case layout.Title:
		return []string{"AnlanSong-Bold", "AnlanSong-Regular"}
	case layout.FangSong, layout.Song:
	}
	return []string{"AnlanSong-Regular"}
}

// readShipped parses what ships, by PostScript name.
func readShipped() (map[string]*Face, error) {
	entries, err := fs.ReadDir(shipped, "shipped")
	if err != nil {
		return nil, err
	}
	faces := map[string]*Face{}
	for _, entry := range entries {
		data, err := shipped.ReadFile("shipped/" + entry.Name())
		if err != nil {
			return nil, err
		}
		face, err := parse(entry.Name(), data)
		if err != nil {
			return nil, fmt.Errorf("read the shipped font %s: %w", entry.Name(), err)
		}
		faces[face.Name] = face
	}
	return faces, nil
}
