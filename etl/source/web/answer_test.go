package web

import (
	"compress/gzip"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"anlan/etl/source"
)

// serve answers every request with the text.
func serve(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) }
}

func TestValuesAreAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	b := setup(t, serve(`[{"id":12345678901234567890.123456789,"name":null,"enterprise":{"creditCode":"91370303MA3C0001XX","a.b":1e400},"tags":["a",2,null,"c"],
		"items":[{"v":1.10},{"v":"x;y"},{"w":3}],"ok":true,"deep":{"x":{"y":"  z  "}},"d.o.t":"literal","obj":{"k": [1, 2]}}]`))
	b.ask.Columns = []string{"id", "name", "enterprise.creditCode", "enterprise.a.b", "tags", "items.v", "ok", "deep.x.y", "d.o.t", "obj", "obj.k"}
	out := b.read()
	if out.err != nil || len(out.rows) != 1 {
		t.Fatalf("%v %v", out.rows, out.err)
	}
	want := []string{"12345678901234567890.123456789", "NULL", "91370303MA3C0001XX", "1e400", "a;2;;c", "1.10;x;y", "true", "z", "literal", `{"k": [1, 2]}`, "1;2"}
	if !reflect.DeepEqual(out.rows[0][:11], want) {
		t.Errorf("got  %q\nwant %q", out.rows[0][:11], want)
	}
}

func TestRecordsThatAreNone(t *testing.T) {
	t.Parallel()
	b := setup(t, serve(`[{"id":1}, 7, null, [], {"id":"a\u0000b"}, {"id":2,"name":"`+strings.Repeat("长", 400_000)+`"}, {"id":3,"name":"x"}]`))
	out := b.read()
	out.want(t, "1 3")
	bad := make([]string, 0, len(out.bad))
	for _, x := range out.bad {
		bad = append(bad, fmt.Sprintf("%d %s", x.Row, x.Code))
	}
	if got := strings.Join(bad, ", "); got != "2 bad_json, 3 bad_json, 4 bad_json, 5 nul_byte, 6 record_too_long" || out.stats.Rows != 7 || out.stats.Good != 2 {
		t.Errorf("%s; %+v", got, out.stats)
	}
}

func TestAKeyThatNoRecordHas(t *testing.T) {
	t.Parallel()
	b := setup(t, serve(`[{"id":1,"name":null}]`))
	b.ask.Columns = []string{"id", "name", "enterprise.name"}
	if out := b.read(); out.err != nil || !reflect.DeepEqual(out.stats.Missing, []string{"enterprise.name"}) {
		t.Errorf("%+v %v", out.stats, out.err)
	}
}

func TestPackedAnswers(t *testing.T) {
	t.Parallel()
	b := setup(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		fmt.Fprint(z, listOf(3, 0, 3))
		z.Close()
	})
	b.read().want(t, "0 1 2")
}

func TestAPackedAnswerThatWouldFillTheMemory(t *testing.T) {
	t.Parallel()
	b := setup(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		blank := []byte(strings.Repeat(" ", 1<<20))
		for range 200 {
			if _, err := z.Write(blank); err != nil {
				return
			}
		}
		z.Close()
	})
	b.spec.Limits.PageBytes = 1 << 20
	b.read().fails(t, source.TooMuch, "larger than 1048576 bytes")
}

func TestAnAnswerInGBK(t *testing.T) {
	t.Parallel()
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(`[{"id":1,"name":"隐患"}]`)
	if err != nil {
		t.Fatal(err)
	}
	contentType := "application/json;charset=GBK"
	b := setup(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		fmt.Fprint(w, gbk)
	})
	if out := b.read(); out.err != nil || out.rows[0][1] != "隐患" {
		t.Errorf("%v %v", out.rows, out.err)
	}
	contentType = "application/json"
	b.read().fails(t, source.WrongEncoding, "no UTF-8", "charset=gbk")
}

// Answers with status 200 that hold no list of records.
func TestAnswersThatAreNone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, answer, code string
		says               []string
	}{
		{"a login page", "<!DOCTYPE html><html><head><title>统一身份认证\n登录</title></head></html>", source.BadAnswer, []string{"a web page with the title “统一身份认证 登录”", "login page"}},
		{"XML", `<?xml version="1.0"?><rows/>`, source.BadAnswer, []string{"a web page came instead of JSON"}},
		{"nothing", " \n", source.BadAnswer, []string{"the answer is empty"}},
		{"half of it", `{"data":{"items":[{"id":1},{"i`, source.Truncated, []string{"breaks off after 30 bytes"}},
		{"plain words", "系统繁忙, 请稍后再试", source.BadAnswer, []string{"no JSON at byte", "it begins “系统繁忙"}},
		{"JSON and a warning behind it", `{"data":{"items":[]}}` + "\nWarning: division by zero", source.BadAnswer, []string{"more text, from byte 22", "Warning"}},
		{"another shape", `{"code":500,"msg":"token ` + token + ` 已过期","data":{}}`, source.BadAnswer, []string{"has no data.items", "it has code, data, msg", "It says: “token *** 已过期”"}},
		{"no list", `{"data":{"items":{"a":1,"b":2}}}`, source.BadAnswer, []string{"the data.items is no list of records; keys there: a, b"}},
		{"null", `{"message":"无权限","data":{"items":null}}`, source.BadAnswer, []string{"data.items is null", "success:", "无权限"}},
		{"NaN", `{"data":{"items":[{"id":NaN}]}}`, source.BadAnswer, []string{"no JSON at byte"}},
		{"deeper than anything", `{"data":{"items":` + strings.Repeat("[", 20_000), source.BadAnswer, []string{"no JSON", "depth"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t, serve(test.answer))
			b.spec.Records = "data.items"
			b.read().fails(t, test.code, append(test.says, "api:/api/hazards: GET /api/hazards, page 1")...)
		})
	}
}

// Many APIs say "wrong" with status 200 and a code of their own.
func TestTheAPIsOwnWordOfSuccess(t *testing.T) {
	t.Parallel()
	answer := `{"code":200,"data":null}`
	b := setup(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, answer) })
	b.spec.Records, b.spec.Success = "data", &Success{At: "code", Is: []string{"0", "200"}, Message: "msg"}
	b.read().want(t, "")
	answer = `{"code":"0","data":[{"id":5}]}`
	b.read().want(t, "5")
	answer = `{"code":401,"msg":"登录状态已过期","data":null}`
	b.read().fails(t, source.Refused, "the API answers code = 401, expected 0 or 200: 登录状态已过期")
	answer = `{"data":[]}`
	b.read().fails(t, source.BadAnswer, "has no code, which should say whether it is good; it has data")
}
