package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	model "anlan/reports/document"
	"anlan/reports/render"
	"anlan/reports/render/file"
	"anlan/reports/render/font"
)

type bulletinRenderCommand struct {
	Bulletin string   `arg:"" help:"Id of the bulletin, or a JSON file that was written of one."`
	Formats  []string `name:"format" short:"f" default:"docx" help:"docx, pdf, html, md, xlsx, json or all."`
	Lang     string   `default:"zh" enum:"zh,en" help:"Language: zh or en; a JSON file has its own."`
	Appendix bool     `help:"With a table of every printed figure: its question, exact number and data version."`
	Out      string   `short:"o" placeholder:"PATH" help:"File to write, or folder; - is standard output. The document's number and title in this folder when absent."`
}

// Run prints the path of each file that it wrote.
func (r *bulletinRenderCommand) Run(a *app) error {
	formats, err := formatsOf(r.Formats)
	if err != nil {
		return err
	}
	if r.Out == "-" && len(formats) > 1 {
		return usageError{errors.New("standard output takes one format")}
	}
	if len(formats) > 1 && r.Out != "" {
		r.Out = strings.TrimRight(r.Out, "/") + "/" // several files need a folder: it is made
	}
	if strings.HasSuffix(r.Bulletin, ".json") {
		return r.stored(a, formats)
	}
	return a.withContract(func(ctx context.Context, ask *contract) error {
		for _, format := range formats {
			f, err := ask.bulletinFile(ctx, r.Bulletin, format, r.Lang, r.Appendix)
			if err != nil {
				return err
			}
			if err := r.write(a, f.name, f.body); err != nil {
				return err
			}
		}
		return nil
	})
}

// stored prints the document of a JSON file again, without any data.
func (r *bulletinRenderCommand) stored(a *app, formats []render.Format) error {
	c, err := a.configuration()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(r.Bulletin)
	if err != nil {
		return usageError{err}
	}
	d := &model.Document{}
	if err := json.Unmarshal(text, d); err != nil {
		return usageError{fmt.Errorf("%s is no document of a bulletin: %w", r.Bulletin, err)}
	}
	if d.Title == "" || d.Language == "" {
		return usageError{fmt.Errorf("%s is no document of a bulletin: it has no title and language", r.Bulletin)}
	}
	fonts, err := font.Open(c.Bulletin.Fonts)
	if err != nil {
		return err
	}
	renderer := file.New(fonts)
	for _, format := range formats {
		body, err := renderer.Render(a.ctx, d, format, render.Options{Appendix: r.Appendix})
		if err != nil {
			return err
		}
		name := strings.TrimSuffix(filepath.Base(r.Bulletin), ".json") + "." + string(format)
		if err := r.write(a, name, body); err != nil {
			return err
		}
	}
	return nil
}

func (r *bulletinRenderCommand) write(a *app, name string, body []byte) error {
	if r.Out == "-" {
		_, err := a.stdout.Write(body)
		return err
	}
	path := filepath.Join(r.Out, name)
	if info, err := os.Stat(r.Out); r.Out != "" && (err != nil || !info.IsDir()) && !strings.HasSuffix(r.Out, "/") {
		path = r.Out
	}
	if err := writeWhole(path, body); err != nil {
		return err
	}
	_, err := fmt.Fprintln(a.stdout, path)
	return err
}

// formatsOf reads names of formats.
func formatsOf(names []string) ([]render.Format, error) {
	var list []render.Format
	for _, name := range names {
		if name == "all" {
			return render.Formats(), nil
		}
		known := false
		for _, f := range render.Formats() {
			if string(f) == name {
				list, known = append(list, f), true
			}
		}
		if !known {
			return nil, usageError{fmt.Errorf("there is no format %q; expected docx, pdf, html, md, xlsx, json or all", name)}
		}
	}
	return list, nil
}

// writeWhole puts a file in its place whole, or not at all.
func writeWhole(path string, body []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(path), ".part-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(part.Name())
			err = fmt.Errorf("write %s: %w", path, err)
		}
	}()
	_, err = part.Write(body)
	err = errors.Join(err, part.Sync(), part.Close())
	if err != nil {
		return err
	}
	if err = os.Chmod(part.Name(), 0o640); err != nil { //nolint:gosec // read by the group, as documents of an office are
		return err
	}
	return os.Rename(part.Name(), path)
}
