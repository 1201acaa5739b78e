package etl

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// hazardWorkbook is a ledger with a title, a header of two rows and two counties, of which one is called a little differently.
func hazardWorkbook(t *testing.T, dir string) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, county := range []string{"张店区", "桓台县"} {
		name := county
		if i == 0 {
			if err := f.SetSheetName("Sheet1", name); err != nil {
				t.Fatal(err)
			}
		} else if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		rows := [][]any{
			{county + "2025年3月隐患排查治理台账"},
			{"填报单位：" + county + "安委办", nil, nil, nil, "填报时间：2025年4月2日"},
			{"序号", "隐患编号", "企业名称", "统一社会\n信用代码", "隐患类别", "排查方式", "排查时间", "问题描述", "整改时限", "整改情况", nil, "投入（万元）"},
			{nil, nil, nil, nil, nil, nil, nil, nil, nil, "责任人", "完成时间", nil},
			{1, "YH-" + county + "-001", "示例机械厂", "91370303MA3C00000X", "一般", "督查", "2025.3.3", "灭火器压力不足", 45736, "张三", "2025年3月18日", 1.5},
			{2, "YH-" + county + "-002", "示例化工厂", "91370321MA3C00001X", "重大隐患", "自查", "2025-3-5", "储罐区缺少防雷检测", "20250405"},
			{"合计", nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, 1.5},
			{"填表人：李四", nil, nil, "审核人：王五"},
		}
		for r, row := range rows {
			for c, v := range row {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if err := f.SetCellValue(name, at, v); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, m := range []string{"A1:L1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:G4", "H3:H4", "I3:I4", "J3:K3", "L3:L4"} {
			from, to, _ := strings.Cut(m, ":")
			if err := f.MergeCell(name, from, to); err != nil {
				t.Fatal(err)
			}
		}
	}
	path := filepath.Join(dir, "隐患台账2025-03.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// A newcomer's first pipeline: what the columns of a ledger mean is guessed, what could not be is asked.
func TestDraftOfALedger(t *testing.T) {
	text, err := Draft(t.Context(), DraftOptions{Files: []string{hazardWorkbook(t, t.TempDir())}})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "draft_hazard.yaml", string(text))
	p, err := ParsePipeline("draft.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	if p.Fact.Name != "hazard" {
		t.Errorf("the fact is %s", p.Fact.Name)
	}
}

// The same in GBK text, with another separator, and with dates that do not begin with the year.
func TestDraftOfTextFiles(t *testing.T) {
	dir := t.TempDir()
	text, err := simplifiedchinese.GB18030.NewEncoder().String("检查编号;县区;检查对象;检查时间;检查类型;罚款（万元）;检查人\nJC-1;张店;企业;17/04/2025;日常抽查;1.5;张三\nJC-2;桓台;企业;03/04/2025;执法检查;;李四\n")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "jc.txt")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	draft, err := Draft(t.Context(), DraftOptions{Files: []string{path}, Fact: "inspection"})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "draft_inspection.yaml", string(draft))
	if _, err := Draft(t.Context(), DraftOptions{Files: []string{path}, Fact: "inspections"}); err == nil || !strings.Contains(err.Error(), `did you mean "inspection"?`) {
		t.Errorf("got %v", err)
	}
}

// Whatever is in the file, a draft that is taken as it stands keeps personal data out of the warehouse, and prints none.
func TestADraftKeepsPersonalDataOut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "特种作业培训.csv")
	write(t, path, "姓名,身份证号,证书编号,所在区市,培训时间,学时,是否合格,有效期,备注,执法人员,从业人员数\n"+
		"赵一,37030319800101123X,T37030319800101123X,张店区,2024.1.1,72学时,合格,2024.07.05-2030.07.04,13905330001,钱二,12\n"+
		"孙三,370303198001011248,T370303198001011248,桓台县,2024.1.2,无,不合格,2024.07.05-2030.07.04,139 0533 0002,李四,-\n")
	text, err := Draft(t.Context(), DraftOptions{Files: []string{path}})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "draft_training.yaml", string(text))
	for _, clear := range []string{"赵一", "孙三", "钱二", "李四", "37030319800101", "13905330001", "139 0533"} {
		if strings.Contains(string(text), clear) {
			t.Errorf("the draft shows %s", clear)
		}
	}
	p, err := ParsePipeline("draft.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(p.Source.Withhold, " "); got != "姓名 备注 执法人员" {
		t.Errorf("withheld %s", got)
	}
}

// The region is told by what it looks like, the enterprise from the department, the day from the time, and money by the line above it.
func TestDraftOfAccidents(t *testing.T) {
	dir := t.TempDir()
	f := excelize.NewFile()
	defer f.Close()
	for r, row := range [][]any{
		{"2024年一季度生产安全事故统计表（单位：万元）"},
		{"事故编号", "发生时间", "在哪里", "被检查单位", "死亡人数", "重伤人数", "直接经济损失", "经过"},
		{"SG-1", "2024年1月5日14时30分", "历下区", "某建筑公司", 1, "无", 120.5, "坠落"},
		{"SG-2", "2024-01-20 23:59", "章丘区", "某化工厂", 0, 1, "—", "起火"},
	} {
		at, _ := excelize.CoordinatesToCellName(1, r+1)
		if err := f.SetSheetRow("Sheet1", at, &row); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.NewSheet("填报说明"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellValue("填报说明", "A1", "一、本表由各区县填报。"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "事故.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	text, err := Draft(t.Context(), DraftOptions{Files: []string{path}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\n  id: 事故编号\n", "\n  region: {from: 在哪里, names: true}", "\n  enterprise: 被检查单位\n", "\n  occurred_on: 发生时间\n", "\n  occurred_at: 发生时间\n",
		"\n  serious_injuries: {from: 重伤人数, words: {无: \"?\"}}\n", "\n  direct_loss: {from: 直接经济损失, unit: 万元}\n", "表“填报说明” has other columns"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the draft lacks %q:\n%s", want, text)
		}
	}
}

// A ledger that numbers nothing: what is in the row tells records apart, not where it stands, so that a corrected file under another name
// does not double them.
func TestADraftOfALedgerWithoutNumbers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "隐患7月.csv")
	write(t, path, "序号,区县,企业名称,排查时间,隐患描述\n1,张店区,甲厂,2023-7-5,通道堵塞\n2,桓台县,乙厂,2023-7-5,通道堵塞\n")
	text, err := Draft(t.Context(), DraftOptions{Files: []string{path}})
	if err != nil {
		t.Fatal(err)
	}
	if want := "\n  id: {sql: \"hex(cityHash64(ifNull(`排查时间`, ''), ifNull(`企业名称`, ''), ifNull(`隐患描述`, ''), ifNull(`区县`, '')))\"}\n"; !strings.Contains(string(text), want) {
		t.Errorf("the draft lacks %q:\n%s", want, text)
	}
}
