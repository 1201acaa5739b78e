package webhook

import (
	"strings"
	"unicode/utf8"
)

const mostText = 3000 // bytes, below the 4096 that robots take with what stands around it

// Plain keeps a text from being read as Markdown, and short.
func Plain(s string) string {
	if len(s) > mostText {
		cut := mostText
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "…"
	}
	return strings.NewReplacer("[", "［", "]", "］", "<", "＜", ">", "＞", "`", "'", "*", "＊", "#", "＃", "\n", " ").Replace(s)
}
