package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// The library writes the words of a font in an order of its own; the schema knows one (ISO/IEC 29500-1, 18.8.22, as Office reads it).
var (
	fontOrder = []string{"b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family", "charset", "scheme"}
	fontParts = regexp.MustCompile(`<(\w+)( [^>]*)?></\w+>`)
	fontWhole = regexp.MustCompile(`<font>.*?</font>`)
)

// ordered puts the words of a style sheet's fonts into the order of the schema. An empty colour is none.
func ordered(styles string) string {
	return fontWhole.ReplaceAllStringFunc(styles, func(font string) string {
		parts := fontParts.FindAllStringSubmatch(font, -1)
		parts = slices.DeleteFunc(parts, func(p []string) bool { return p[1] == "color" && p[2] == "" })
		slices.SortStableFunc(parts, func(a, b []string) int { return slices.Index(fontOrder, a[1]) - slices.Index(fontOrder, b[1]) })
		var out strings.Builder
		for _, p := range parts {
			out.WriteString(p[0])
		}
		return "<font>" + out.String() + "</font>"
	})
}

// withOrderedFonts packs a workbook anew; all but its style sheet is copied as it is.
func withOrderedFonts(book []byte) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		return nil, fmt.Errorf("read the workbook: %w", err)
	}
	var out bytes.Buffer
	pack := zip.NewWriter(&out)
	for _, f := range in.File {
		if f.Name != "xl/styles.xml" {
			if err := pack.Copy(f); err != nil {
				return nil, fmt.Errorf("pack the workbook: %w", err)
			}
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("read the styles: %w", err)
		}
		styles, err := io.ReadAll(r)
		if err != nil {
			return nil, fmt.Errorf("read the styles: %w", err)
		}
		w, err := pack.Create(f.Name)
		if err != nil {
			return nil, fmt.Errorf("pack the styles: %w", err)
		}
		if _, err := io.WriteString(w, ordered(string(styles))); err != nil {
			return nil, fmt.Errorf("pack the styles: %w", err)
		}
	}
	if err := pack.Close(); err != nil {
		return nil, fmt.Errorf("pack the workbook: %w", err)
	}
	return out.Bytes(), nil
}
