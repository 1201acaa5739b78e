package demo

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"

	"anlan/warehouse/reference"
)

// sector is what the demo needs to know of a sector; all numbers are invented.
type sector struct {
	code       string
	short      string // as enterprises are named
	department string
	industry   string // GB/T 4754
	highRisk   bool
	weight     float64
	accidents  float64 // accidents per enterprise, against the others
	major      float64 // share of hazards that are major
	leans      map[lean]float64
	types      []int    // places in typesOf1986 of the accidents that happen here
	hazards    []string // what is found
}

// sectors are those of the shipped list that the demo has enterprises of.
var sectors = []sector{
	{code: "hazardous_chemicals", short: "化工", industry: "2614", weight: 7, accidents: 1.2, major: 0.03,
		leans: map[lean]float64{chemical: 4, coast: 1.5}, types: []int{fire, explosion, poisoning, burn, fall},
		hazards: []string{"可燃气体报警器未定期标定", "储罐区围堰破损", "动火作业票审批不全", "重大危险源监测数据中断", "装置区静电接地脱落"}},
	{code: "coal_mine", short: "煤矿", industry: "0610", weight: 0, accidents: 2.5, major: 0.04,
		leans: map[lean]float64{coal: 1}, types: []int{roof, machine, transport, explosion},
		hazards: []string{"采煤工作面超前支护不足", "瓦斯传感器安设位置不当", "带式输送机缺保护装置", "探放水记录不全"}},
	{code: "noncoal_mine", short: "矿业", industry: "0921", weight: 1, accidents: 2, major: 0.03,
		leans: map[lean]float64{ore: 8}, types: []int{roof, fall, transport, struck},
		hazards: []string{"采空区未及时充填", "提升机制动记录缺失", "尾矿库干滩长度不足", "通风机反风试验超期"}},
	{code: "construction", short: "建筑", industry: "4710", weight: 14, accidents: 3, major: 0.02,
		types:   []int{fall, collapse, lifting, struck, shock},
		hazards: []string{"临边防护缺失", "脚手架连墙件不足", "塔吊限位器失灵", "基坑支护监测缺项", "临时用电未按三级配电"}},
	{code: "road_transport", short: "运输", industry: "5430", weight: 12, accidents: 9, major: 0.01,
		leans: map[lean]float64{coast: 1.4}, types: []int{transport},
		hazards: []string{"车辆动态监控离线", "驾驶员从业资格过期", "客运车辆灭火器失压", "平交路口缺减速设施"}},
	{code: "machinery", short: "机械", industry: "3441", weight: 12, accidents: 1, major: 0.012,
		types:   []int{machine, lifting, struck, shock},
		hazards: []string{"冲压设备双手按钮失效", "铝粉尘清扫记录缺失", "叉车作业区无人车分流"}},
	{code: "building_materials", short: "建材", industry: "3032", weight: 6, accidents: 1.3, major: 0.015,
		types:   []int{machine, fall, collapse, burn},
		hazards: []string{"筒型库清库作业未审批", "窑炉煤气报警器失效", "破碎机检修未上锁挂牌"}},
	{code: "light_industry", short: "轻工", industry: "1371", weight: 8, accidents: 0.8, major: 0.01,
		types:   []int{machine, poisoning, fire},
		hazards: []string{"液氨制冷机房通风不足", "污水处理池未设有限空间警示", "纸浆池盖板缺失"}},
	{code: "industry_trade", short: "工贸", industry: "3311", weight: 12, accidents: 1, major: 0.012,
		types:   []int{machine, fall, struck, poisoning, shock, lifting},
		hazards: []string{"有限空间未设警示标志", "除尘系统未设泄爆装置", "机械设备缺防护罩", "铝粉尘清扫记录缺失", "叉车作业区无人车分流"}},
	{code: "gas", short: "燃气", industry: "4511", weight: 4, accidents: 0.8, major: 0.03,
		types:   []int{explosion, poisoning, fire},
		hazards: []string{"燃气管道占压", "餐饮场所未装报警切断装置", "调压箱安全距离不足"}},
	{code: "fire_safety", short: "商贸", industry: "5211", weight: 16, accidents: 0.7, major: 0.012,
		types:   []int{fire},
		hazards: []string{"疏散通道堵塞", "消防设施未保持完好", "违规住人", "电动自行车违规停放充电"}},
	{code: "special_equipment", short: "特设", industry: "3511", weight: 6, accidents: 0.6, major: 0.015,
		types:   []int{lifting, vessel},
		hazards: []string{"压力容器超期未检", "电梯维保记录不实", "起重机械未办使用登记"}},
	{code: "metallurgy", short: "冶金", industry: "3130", weight: 2, accidents: 1.5, major: 0.035,
		types:   []int{burn, poisoning, lifting, machine},
		hazards: []string{"煤气区域报警仪缺失", "吊运熔融金属起重机不合规", "高炉炉缸测温点失效"}},
	{code: "fishing_vessels", short: "渔业", industry: "0411", weight: 0, accidents: 2, major: 0.02,
		leans: map[lean]float64{coast: 1}, types: []int{drowning},
		hazards: []string{"渔船救生衣不足", "渔船北斗终端离线", "职务船员配备不足"}},
	{code: "culture_tourism", short: "文旅", industry: "7861", weight: 4, accidents: 0.3, major: 0.008,
		types:   []int{fall, drowning},
		hazards: []string{"高空游乐设施日检缺失", "景区步道护栏松动", "玻璃栈道限流措施缺失"}},
}

// resolveSectors keeps the sectors that the shipped list knows and takes their departments and risk from it.
func resolveSectors() ([]sector, error) {
	rows, err := csv.NewReader(bytes.NewReader(reference.Sectors)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read the shipped sectors: %w", err)
	}
	code, department, highRisk := slices.Index(rows[0], "code"), slices.Index(rows[0], "department"), slices.Index(rows[0], "high_risk")
	if code < 0 || department < 0 || highRisk < 0 {
		return nil, fmt.Errorf("read the shipped sectors: expected the columns code, department and high_risk, found %v", rows[0])
	}
	resolved := slices.Clone(sectors)
	for i := range resolved {
		s := &resolved[i]
		at := slices.IndexFunc(rows, func(r []string) bool { return r[code] == s.code })
		if at < 0 {
			return nil, fmt.Errorf("the shipped list has no sector %s", s.code)
		}
		s.department, s.highRisk = rows[at][department], rows[at][highRisk] == "true"
	}
	return resolved, nil
}

// sectorWeights gives how likely an enterprise of a unit is in each sector.
func sectorWeights(list []sector, l lean) []float64 {
	weights := make([]float64, len(list))
	for i, s := range list {
		weights[i] = s.weight
		if more, ok := s.leans[l]; ok {
			weights[i] = max(s.weight, 4) * more
		}
	}
	return weights
}
