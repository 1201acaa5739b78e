package bulletin_test

import (
	"errors"
	"strings"
	"testing"

	"anlan/access"
	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/warehouse"
)

// What a person's text makes of a bulletin is told to the person, with its section.
func TestAPersonsTextIsRefusedWithItsPlace(t *testing.T) {
	kind, _, _ := documented(t)
	c, _ := composer(t, huantai(), folder(t, kind))
	for text, want := range map[string]string{
		"形势{{figure}}平稳":                      `section requirements: "{{figure}}" is no text: figures are printed as [[id|text]]`,
		"一\n[[table:towns]]\n[[table:towns]]": "section requirements: the table towns stands in the bulletin already",
		"一\n\u2003":                           "section requirements has a line of nothing but spaces",
	} {
		r := may()
		r.Texts = bulletin.Texts{"requirements": {document.Chinese: {Text: text}}}
		_, err := c.Compose(t.Context(), access.Local(), r)
		fault, ok := errors.AsType[*warehouse.Error](err)
		if !ok || fault.Code != warehouse.BadRequest || !strings.Contains(fault.Message, want) {
			t.Errorf("%q: %v, expected a bad request with %q", text, err, want)
		}
	}
	r := may()
	r.Texts = bulletin.Texts{"requirements": {document.Chinese: {Text: "隐患整改率100%!"}}}
	if _, err := c.Compose(t.Context(), access.Local(), r); err != nil {
		t.Errorf("how people write is their own concern: %v", err)
	}
}
