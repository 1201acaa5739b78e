package etl

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const trainingLedger = `pipeline: trainings_FORMAT
fact: training
system: FORMAT
source: {files: "trainings.FORMAT", withhold: [姓名, 手机]}
columns:
  id: 编号
  region: 区划
  trained_on: 日期
  person: {from: 身份证号, pseudonym: people}
  audience: {value: 一线职工}
`

// keys writes a key file and reads the folder.
func keysOf(t *testing.T, text string, mode os.FileMode) (Keys, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "people.key"), []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	return ReadKeys(dir)
}

const peopleKey = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n"

// withKeys opens the pipelines with a key.
func (b *bundle) withKeys(text string) {
	b.t.Helper()
	keys, err := keysOf(b.t, text, 0o600)
	if err != nil {
		b.t.Fatal(err)
	}
	o := b.loader.options
	o.Keys = keys
	if b.loader, err = Open(b.warehouse, o); err != nil {
		b.t.Fatal(err)
	}
}

// Names, numbers of identity cards and of telephones are nowhere in the warehouse, and the same person is the same pseudonym in every
// file and form.
func TestPersonalDataNeverReachesTheWarehouse(t *testing.T) {
	formats := []string{"csv", "jsonl", "parquet"}
	var pipelines []string
	for _, format := range formats[:2] {
		pipelines = append(pipelines, strings.ReplaceAll(trainingLedger, "FORMAT", format))
	}
	b := setup(t, pipelines...)
	b.file("trainings.csv", "编号,区划,日期,姓名,身份证号,手机\n"+
		"1,370303,2025-03-01,欧阳修,37030319800101123X,13905330001\n"+
		"2,370303,2025-03-02,欧阳修,37030319800101123x,13905330001\n"+
		"3,370303,2025-03-03,欧阳修,\"３７０３０３ 19800101 １２３Ｘ\",13905330001\n"+
		"4,370321,2025-03-04,苏东坡,370303198001011248,13905330002\n"+
		"5,999999,2025-13-05,苏东坡,370303198001011248,13905330002\n"+ // rejected: kept without clear text
		"6,370303,2025-03-06,苏东坡,370303198001011248\n"+ // cut short: no text at all is kept
		"7,370303,2025-03-07,,,\n")
	b.file("trainings.jsonl", `{"编号":"1","区划":"370303","日期":"2025-03-01","姓名":"欧阳修","身份证号":"37030319800101123X","手机":"13905330001","备注":"欧阳修本人"}
{"编号":"2","区划":"0","日期":"2025-03-01","姓名":"欧阳修","身份证号":"37030319800101123X"}
`)
	b.fail("trainings_csv", MissingKey, `the key "people"`)
	b.withKeys(peopleKey)
	csv, json := b.run("trainings_csv"), b.run("trainings_jsonl")
	if got := count(csv); got != "succeeded: read 7, loaded 5, updated 0, unchanged 0, rejected 2, duplicate 0" {
		t.Error(got)
	}
	p, _ := b.loader.options.Keys.pseudonym("people")
	ouyang, su := string(p.of([]byte("37030319800101123X"))), string(p.of([]byte("370303198001011248")))
	if got, want := b.ask("SELECT system, id, person FROM training WHERE {parts} ORDER BY system, id", "training"),
		fmt.Sprintf("('csv','1','%[1]s')\n('csv','2','%[1]s')\n('csv','3','%[1]s')\n('csv','4','%[2]s')\n('csv','7','')\n('jsonl','1','%[1]s')", ouyang, su); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	// HMAC-SHA256 of the folded text with the key, 128 bits of it, behind the key's own number.
	if want := "8263c4ff-fcc8b0fe9b8e0510fb7abde39bb9d9e5"; ouyang != want || su == ouyang {
		t.Errorf("the pseudonym is %s, expected %s", ouyang, want)
	}
	if csv.Rules["key people"] != p.id || json.Rules["key people"] != p.id {
		t.Errorf("the ledger says %v", csv.Rules)
	}
	everything := b.ask("SELECT * FROM training") + b.ask("SELECT * FROM quarantine") + b.ask("SELECT * FROM etl_run") + b.ask("SELECT * FROM substitution") + b.ask("SELECT * FROM source_column")
	for _, clear := range []string{"欧阳修", "苏东坡", "19800101", "1390533", "0123456789abcdef"} {
		if strings.Contains(everything, clear) {
			t.Errorf("%s is in the warehouse", clear)
		}
	}
	if got := b.ask("SELECT row, codes[1], raw = '', raw LIKE '%" + su + "%' FROM quarantine WHERE file = 'trainings.csv' ORDER BY row"); got != "(5,'unknown_region',0,1)\n(6,'too_few_fields',1,0)" {
		t.Errorf("quarantine %s", got)
	}
	// Another key, another pseudonym: nobody can tie the two.
	b.withKeys("another" + peopleKey)
	b.run("trainings_csv")
	if got := b.ask("SELECT count() FROM training WHERE {parts} AND person IN ('"+ouyang+"', '"+su+"') AND system = 'csv'", "training"); got != "(0)" {
		t.Errorf("%s records have the old pseudonyms", got)
	}
}

func TestPseudonymsOfOneKey(t *testing.T) {
	keys, err := keysOf(t, peopleKey, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := keys.pseudonym("people")
	once := p.of([]byte("张三"))
	if again := p.of(once); string(again) != string(once) {
		t.Errorf("a pseudonym of a pseudonym is %s, expected itself", again)
	}
	if same := p.of([]byte(" 张 三　")); string(same) != string(once) {
		t.Errorf("blanks make another pseudonym: %s", same)
	}
	if text := fmt.Sprintf("%v %+v %#v %s", keys, keys, keys, keys); strings.Contains(text, "abcdef") || strings.Contains(text, "97, 98") {
		t.Errorf("printed, the keys are %s", text)
	}
	for _, c := range []struct {
		text string
		mode os.FileMode
		says string
	}{{peopleKey, 0o644, "may be read by others"}, {"short", 0o600, "32 characters"}} {
		if _, err := keysOf(t, c.text, c.mode); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("got %v, expected … %s …", err, c.says)
		}
	}
	_, err = ParsePipeline("p.yaml", []byte(strings.NewReplacer("区划", "手机", "{from: 身份证号", "{sql: 身份证号", "FORMAT", "csv").Replace(trainingLedger)))
	const want = `p.yaml:5:1: the column "手机" is withheld and cannot be read; a pseudonym can be made of it
p.yaml:9:3: person: a pseudonym is made of a column (from): what sql would see is the clear text`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}
