package file_test

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"testing"

	"anlan/reports/render"
	"anlan/reports/render/file"
	"anlan/reports/render/font"
	"anlan/warehouse"
)

// Several bulletins are printed at once by one renderer, and each is what it is alone.
func TestSeveralPrintAtOnce(t *testing.T) {
	fonts, err := font.Open("")
	if err != nil {
		t.Fatal(err)
	}
	files := file.New(fonts)
	var wait sync.WaitGroup
	for i := range 4 {
		d := documents(names).Example(i)
		for _, format := range render.Formats() {
			alone, err := file.New(fonts).Render(context.Background(), d, format, render.Options{Appendix: true})
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				wait.Go(func() {
					if got, err := files.Render(context.Background(), d, format, render.Options{Appendix: true}); err != nil || !bytes.Equal(got, alone) {
						t.Errorf("%s is another one among others: %v", format, err)
					}
				})
			}
		}
	}
	wait.Wait()
	var fault *warehouse.Error
	if _, err := files.Render(context.Background(), documents(names).Example(0), "rtf", render.Options{}); !errors.As(err, &fault) || fault.Code != warehouse.BadRequest {
		t.Errorf("an unknown format: %v", err)
	}
}
