package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
)

// part is a file of the package with the type of its content.
type part struct {
	name, kind string
	content    []byte
}

const (
	wordType     = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	relationBase = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	packageBase  = "http://schemas.openxmlformats.org/package/2006/"
)

// relations are the files and addresses that a part leads to, in the order in which they were named.
type relations struct{ list []element }

// add gives the id by which the part names the target.
func (r *relations) add(kind, target string) string { return r.put(kind, target, "") }

// link is add for an address outside the package.
func (r *relations) link(address string) string { return r.put("hyperlink", address, "External") }

func (r *relations) put(kind, target, mode string) string {
	id := fmt.Sprintf("rId%d", len(r.list)+1)
	if kind != coreProperties {
		kind = relationBase + kind
	}
	r.list = append(r.list, tag("Relationship").with("Id", id, "Type", kind, "Target", target, "TargetMode", mode))
	return id
}

func (r *relations) file() []byte {
	return tag("Relationships", r.list...).with("xmlns", packageBase+"relationships").file()
}

// pack writes the package. Times are left out of it, so that the same parts are the same bytes.
func pack(parts []part) ([]byte, error) {
	types := []element{
		tag("Default").with("Extension", "rels", "ContentType", "application/vnd.openxmlformats-package.relationships+xml"),
		tag("Default").with("Extension", "xml", "ContentType", "application/xml"),
	}
	for _, p := range parts {
		if p.kind != "" {
			types = append(types, tag("Override").with("PartName", "/"+p.name, "ContentType", p.kind))
		}
	}
	list := part{name: "[Content_Types].xml", content: tag("Types", types...).with("xmlns", packageBase+"content-types").file()}

	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range append([]part{list}, parts...) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", p.name, err)
		}
		if _, err := f.Write(p.content); err != nil {
			return nil, fmt.Errorf("pack %s: %w", p.name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack the document: %w", err)
	}
	return out.Bytes(), nil
}
