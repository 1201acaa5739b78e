package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"anlan/etl/source"
)

func number(r *http.Request, name string) int {
	n, _ := strconv.Atoi(r.URL.Query().Get(name))
	return n
}

func TestOneAnswerHasEverything(t *testing.T) {
	t.Parallel()
	b := setup(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+token || r.Header.Get("Accept") != "application/json" {
			w.WriteHeader(http.StatusUnauthorized)
		}
		fmt.Fprint(w, listOf(3, 0, 9))
	})
	out := b.read()
	out.want(t, "0 1 2")
	if raw := out.rows[1][2]; raw != `{"id":1,"name":"第1条"}` {
		t.Errorf("raw %s", raw)
	}
	if sum := sha256.Sum256([]byte(listOf(3, 0, 9))); out.in.SHA256() != hex.EncodeToString(sum[:]) || out.in.Size() != int64(len(listOf(3, 0, 9))) {
		t.Errorf("sha256 %s, size %d", out.in.SHA256(), out.in.Size())
	}
}

// Every kind of paging, with every way to know the end, gives each record once and in order.
func TestPaging(t *testing.T) {
	t.Parallel()
	const n = 25
	ids := make([]string, 0, n)
	for i := range n {
		ids = append(ids, strconv.Itoa(i))
	}
	all := strings.Join(ids, " ")
	for _, test := range []struct {
		name     string
		paging   Paging
		requests int
		api      func(w http.ResponseWriter, r *http.Request)
	}{
		{"page, until one is empty", Paging{Kind: ByPage, Param: "page", First: 1, SizeParam: "size", Size: 10}, 4, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"data":{"items":%s}}`, listOf(n, 10*(number(r, "page")-1), number(r, "size")))
		}},
		{"page from 0, until the total", Paging{Kind: ByPage, Param: "p", First: 0, Total: "data.total"}, 3, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"data":{"items":%s,"total":%d}}`, listOf(n, 10*number(r, "p"), 10), n)
		}},
		{"page, a total as text", Paging{Kind: ByPage, Param: "p", First: 0, Total: "data.total"}, 3, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"data":{"items":%s,"total":"%d"}}`, listOf(n, 10*number(r, "p"), 10), n)
		}},
		{"page, until the last one", Paging{Kind: ByPage, Param: "p", First: 0, Last: "last"}, 3, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"data":{"items":%s},"last":%t}`, listOf(n, 10*number(r, "p"), 10), number(r, "p") == 2)
		}},
		{"page, the API gives fewer than asked for", Paging{Kind: ByPage, Param: "page", First: 1, SizeParam: "size", Size: 1000}, 6, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"data":{"items":%s}}`, listOf(n, 5*(number(r, "page")-1), min(5, number(r, "size"))))
		}},
		{"offset, until there is no more", Paging{Kind: ByOffset, Param: "from", SizeParam: "n", Size: 7, More: "more"}, 4, func(w http.ResponseWriter, r *http.Request) {
			from := number(r, "from")
			fmt.Fprintf(w, `{"data":{"items":%s},"more":%t}`, listOf(n, from, number(r, "n")), from+number(r, "n") < n)
		}},
		{"cursor in the answer", Paging{Kind: ByCursor, Param: "after", From: "data.next"}, 3, func(w http.ResponseWriter, r *http.Request) {
			from := number(r, "after")
			next := `null`
			if from+10 < n {
				next = strconv.Itoa(from + 10)
			}
			fmt.Fprintf(w, `{"data":{"items":%s,"next":%s}}`, listOf(n, from, 10), next)
		}},
		{"cursor, with an empty page in the middle", Paging{Kind: ByCursor, Param: "after", From: "data.next"}, 4, func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Query().Get("after") {
			case "":
				fmt.Fprintf(w, `{"data":{"items":%s,"next":"a+/="}}`, listOf(10, 0, 10))
			case "a+/=":
				fmt.Fprint(w, `{"data":{"items":[],"next":"b"}}`)
			case "b":
				fmt.Fprintf(w, `{"data":{"items":%s,"next":"c"}}`, listOf(20, 10, 10))
			default:
				fmt.Fprintf(w, `{"data":{"items":%s,"next":""}}`, listOf(n, 20, 10))
			}
		}},
		{"link in the header", Paging{Kind: ByLink}, 3, func(w http.ResponseWriter, r *http.Request) {
			page := number(r, "page")
			if page < 2 {
				w.Header().Add("Link", `</api/hazards?page=0>; rel="first"`)
				w.Header().Add("Link", fmt.Sprintf(`<http://%s/api/hazards?page=%d&x=a,b>; title="x, <y>"; rel="next last"`, r.Host, page+1))
			}
			fmt.Fprintf(w, `{"data":{"items":%s}}`, listOf(n, 10*page, 10))
		}},
		{"link in the answer, relative", Paging{Kind: ByLink, From: "_links.next.href"}, 3, func(w http.ResponseWriter, r *http.Request) {
			page := number(r, "page")
			link := `{}`
			if page < 2 {
				link = fmt.Sprintf(`{"next":{"href":"?page=%d"}}`, page+1)
			}
			fmt.Fprintf(w, `{"data":{"items":%s},"_links":%s}`, listOf(n, 10*page, 10), link)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t, test.api)
			b.spec.Records, b.spec.Paging = "data.items", test.paging
			b.spec.Query = []Param{{"state", "open"}}
			b.read().want(t, all)
			if len(b.asked) != test.requests || !strings.Contains(b.asked[0], "state=open") {
				t.Errorf("%d requests, want %d: %v", len(b.asked), test.requests, b.asked)
			}
		})
	}
}

func TestPagingByPost(t *testing.T) {
	t.Parallel()
	var bodies []string
	b := setup(t, func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		bodies = append(bodies, r.Header.Get("Content-Type")+" "+string(text))
		var asked struct {
			Page struct {
				Number int `json:"number"`
				Size   int `json:"size"`
			} `json:"page"`
		}
		if json.Unmarshal(text, &asked) != nil || r.Method != http.MethodPost {
			w.WriteHeader(http.StatusBadRequest)
		}
		fmt.Fprint(w, listOf(3, 2*(asked.Page.Number-1), 2))
	})
	b.spec.Method = http.MethodPost
	b.spec.Body = map[string]any{"area": "370300", "from": "{window_from}", "to": "{window_to}", "page": map[string]any{"sort": "id"}, "levels": []any{json.Number("1.50"), true, nil}}
	b.spec.Paging = Paging{Kind: ByPage, Param: "page.number", First: 1, SizeParam: "page.size", Size: 2}
	b.ask.From = "2025-04-01"
	b.read().want(t, "0 1 2")
	if want := `application/json {"area":"370300","from":"2025-04-01","levels":[1.50,true,null],"page":{"number":1,"size":2,"sort":"id"}}`; bodies[0] != want {
		t.Errorf("sent %s\nwant %s", bodies[0], want)
	}
	if strings.Contains(b.spec.Body["from"].(string), "2025") || len(b.spec.Body["page"].(map[string]any)) != 1 {
		t.Errorf("the template changed: %v", b.spec.Body)
	}
	bodies, b.spec.Form, b.spec.Paging = nil, true, Paging{}
	b.spec.Body = map[string]any{"area": "370300", "from": "{window_from}"}
	b.ask.From = ""
	b.read()
	if want := "application/x-www-form-urlencoded area=370300"; bodies[0] != want {
		t.Errorf("sent %s\nwant %s", bodies[0], want)
	}
}

// What would lose records, or never end, is an error that says so.
func TestPagingThatGoesWrong(t *testing.T) {
	t.Parallel()
	total := 30
	for _, test := range []struct {
		name   string
		paging Paging
		limits func(*Limits)
		api    func(w http.ResponseWriter, r *http.Request)
		code   string
		says   []string
	}{
		{"the parameter is not known", Paging{Kind: ByPage, Param: "pageNo", First: 1}, nil, func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `{"items":%s}`, listOf(9, 0, 9))
		}, source.BadAnswer, []string{"GET /api/hazards, page 2", "the same as the one before", "the parameter pageNo", "paging.total"}},
		{"a cursor comes again", Paging{Kind: ByCursor, Param: "c", From: "next"}, nil, func(w http.ResponseWriter, r *http.Request) {
			next := map[string]string{"": "a", "a": "b", "b": "a"}[r.URL.Query().Get("c")]
			fmt.Fprintf(w, `{"next":%q,"items":%s}`, next, listOf(1, 0, 1))
		}, source.BadAnswer, []string{"page 3", "circle"}},
		{"a link leads back", Paging{Kind: ByLink}, nil, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Link", `</api/hazards?p=2>; rel=next`)
			fmt.Fprintf(w, `{"items":%s}`, listOf(1, 0, 1))
		}, source.BadAnswer, []string{"circle"}},
		{"a link to another host", Paging{Kind: ByLink}, nil, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Link", `<http://169.254.169.254/latest/meta-data?t=1>; rel="next"`)
			fmt.Fprintf(w, `{"items":%s}`, listOf(1, 0, 1))
		}, source.Refused, []string{"another host (http://169.254.169.254)", "credentials"}},
		{"a link to another port", Paging{Kind: ByLink, From: "next"}, nil, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"items":[],"next":"http://127.0.0.1:1/x"}`)
		}, source.Refused, []string{"another host"}},
		{"a link to a file", Paging{Kind: ByLink, From: "next"}, nil, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"items":[],"next":"file:///etc/passwd"}`)
		}, source.Refused, []string{"another host"}},
		{"the total falls", Paging{Kind: ByPage, Param: "p", First: 0, Total: "total"}, nil, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"total":%d,"items":%s}`, total-number(r, "p"), listOf(total, 10*number(r, "p"), 10))
		}, source.Changed, []string{"total fell from 30 to 29", "may be missing"}},
		{"fewer than the total", Paging{Kind: ByOffset, Param: "o", Total: "total"}, nil, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"total":%d,"items":%s}`, total, listOf(20, number(r, "o"), 10))
		}, source.Truncated, []string{"end after 20 records, but total says 30"}},
		{"one answer is not all", Paging{Total: "total"}, nil, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"total":%d,"items":%s}`, total, listOf(20, 0, 20))
		}, source.Truncated, []string{"20 records, but total says 30"}},
		{"the total is the number of pages", Paging{Kind: ByPage, Param: "p", First: 0, Total: "total"}, nil, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"total":3,"items":%s}`, listOf(total, 10*number(r, "p"), 10))
		}, source.BadAnswer, []string{"page 1: 10 records came, but total says that there are 3", "the number of pages"}},
		{"the number of pages, of small ones", Paging{Kind: ByPage, Param: "p", First: 0, Total: "total"}, nil, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"total":15,"items":%s}`, listOf(total, 2*number(r, "p"), 2))
		}, source.BadAnswer, []string{"page 8: 16 records came, but total says that there are 15"}},
		{"one answer is more than all", Paging{Total: "total"}, nil, func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `{"total":1,"items":%s}`, listOf(20, 0, 20))
		}, source.BadAnswer, []string{"20 records came, but total says that there are 1"}},
		{"a total that is none", Paging{Kind: ByPage, Param: "p", First: 1, Total: "total"}, nil, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, `{"total":"many","items":[]}`)
		}, source.BadAnswer, []string{"total should be the number of all records, and is “many”"}},
		{"more is no word", Paging{Kind: ByPage, Param: "p", First: 1, More: "more"}, nil, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, `{"items":[{"id":1}]}`)
		}, source.BadAnswer, []string{"more should be true or false"}},
		{"no end of pages", Paging{Kind: ByPage, Param: "p", First: 1}, func(l *Limits) { l.Pages = 7 }, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"items":[{"id":%d,"name":""}]}`, number(r, "p"))
		}, source.TooMuch, []string{"after 7 pages", "max_pages"}},
		{"too many records", Paging{Kind: ByPage, Param: "p", First: 0}, func(l *Limits) { l.Records = 15 }, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"items":%s}`, listOf(total, 10*number(r, "p"), 10))
		}, source.TooMuch, []string{"more than 15 records", "max_records"}},
		{"too large a page", Paging{}, func(l *Limits) { l.PageBytes = 1000 }, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"items":%s}`, listOf(99, 0, 99))
		}, source.TooMuch, []string{"larger than 1000 bytes", "max_page_bytes"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t, test.api)
			b.spec.Records, b.spec.Paging = "items", test.paging
			if test.limits != nil {
				test.limits(&b.spec.Limits)
			}
			b.read().fails(t, test.code, test.says...)
		})
	}
}
