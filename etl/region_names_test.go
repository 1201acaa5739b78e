package etl

import (
	"strings"
	"testing"

	"anlan/safety"
	"anlan/warehouse"
)

// regionsOfZibo are the shipped regions with the user's zone and what the county table lacks.
func regionsOfZibo(t *testing.T) *warehouse.Regions {
	t.Helper()
	b := setupWith(t, "code,name,level,kind,statutory_parent,managing_parent,valid_from,valid_to,successors,document\n"+
		"ZB-GXQ,淄博高新技术产业开发区,county,zone,370300,,,,,\n"+
		"ZB-WCH,文昌湖省级旅游度假区,county,zone,370300,,,,,\n"+
		"ZB-JKQ,经开区,county,zone,370300,,,,,\n"+
		"ZB-SZ,市直,county,direct,370300,,,,,\n"+
		"370371,高新区,county,zone,370300,,,2012-12-31,ZB-GXQ,\n"+
		"370303008,,,,,ZB-GXQ,2012-01-01,,,\n")
	v, err := b.warehouse.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	regions, err := b.warehouse.Regions(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	return regions
}

// What stands in ledgers of Zibo, and which region it is on 1 March 2025.
func TestRegionsByTheNamesOfLedgers(t *testing.T) {
	names := newRegionNames(regionsOfZibo(t))
	zibo := RegionRule{Names: true, Within: "370300"}
	china := RegionRule{Names: true}
	towns := RegionRule{Names: true, Within: "370304", Level: safety.LevelTown}
	for _, c := range []struct {
		text string
		rule RegionRule
		want string
	}{
		{"张店区", zibo, "370303"}, {"淄博市张店区", zibo, "370303"}, {"山东省/淄博市/张店区", zibo, "370303"}, {"山东省淄博市市辖区张店区", zibo, "370303"},
		{"张店", zibo, "370303"}, {"淄博张店", zibo, "370303"}, {"山东 淄博 张店", zibo, "370303"}, {" 张店　区 ", zibo, "370303"}, {"370303", zibo, "370303"},
		{"桓台县起凤镇", zibo, "370321101"}, {"桓台起凤", zibo, "370321101"}, {"起凤镇", zibo, "370321101"}, {"淄博市", zibo, "370300"},
		{"高新区", zibo, "ZB-GXQ"}, {"淄博高新区", zibo, "ZB-GXQ"}, {"淄博高新技术产业开发区", zibo, "ZB-GXQ"}, {"淄博市高新技术产业开发区", zibo, "ZB-GXQ"},
		{"文昌湖度假区", zibo, "ZB-WCH"}, {"文昌湖", zibo, "ZB-WCH"}, {"文昌湖区", zibo, "ZB-WCH"}, {"文昌湖旅游度假区", zibo, "ZB-WCH"}, {"高新技术产业开发区", zibo, "ZB-GXQ"}, {"高新技术开发区", zibo, "ZB-GXQ"}, {"经济开发区", zibo, "ZB-JKQ"}, {"淄博经济技术开发区", zibo, "ZB-JKQ"}, {"市直", zibo, "ZB-SZ"}, {"zb-gxq", zibo, "?"}, {"ZB-GXQ", zibo, "ZB-GXQ"},
		// A town that the zone manages is found below either.
		{"张店区四宝山街道", zibo, "370303008"}, {"高新区四宝山街道办事处", zibo, "370303008"}, {"四宝山", zibo, "370303008"},
		// 博山镇 lies in 博山区: the short name is the district's.
		{"博山", zibo, "370304"}, {"博山镇", zibo, "370304113"}, {"博山", towns, "370304113"}, {"博山区博山", zibo, "370304113"},
		// Elsewhere, nowhere, too much.
		{"历下区", zibo, "?"}, {"张店区柳泉路10号", zibo, "?"}, {"区", zibo, "?"}, {"山东省", zibo, "?"}, {"山东省", china, "370000"},
		{"内蒙古", china, "150000"}, {"广西", china, "450000"}, {"延边州", china, "?"}, {"延边", china, "222400"}, {"北京市北京市朝阳区", china, "110105"}, {"北京市朝阳区", china, "110105"},
		{"朝阳区", china, "110105 220104"}, {"市中区", RegionRule{Names: true, Within: "370000"}, "370103 370402"},
		{"济南市市中区", china, "370103"}, {"历下区", china, "370102"},
		// 莱芜 in 2025 is the district; the city of that name is gone, and its whole name still says which it was.
		{"莱芜", china, "370116"}, {"莱芜市", china, "371200"}, {"山东省莱芜市莱城区", china, "370116"}, {"济阳县", china, "370115"},
		{"济阳", china, "370115 370115001 370811012"}, {"济南济阳", china, "370115"}, // a street in Jining is named so too
	} {
		reader := regionReader{regionNames: names, rule: c.rule}
		got := "?"
		for _, m := range reader.read(strings.TrimSpace(c.text)) {
			if m.from.After(safety.NewDate(2025, 3, 1)) {
				break
			}
			switch {
			case m.code != "":
				got = string(m.code)
			case m.ambiguous:
				all, _ := names.find(c.text, c.rule)
				got = joinCodes(names.choose(all, safety.NewDate(2025, 3, 1)))
			default:
				got = "?"
			}
		}
		if got != c.want {
			t.Errorf("%q within %q is %s, expected %s", c.text, c.rule.Within, got, c.want)
		}
	}
}

func joinCodes(codes []safety.RegionCode) string {
	var out []string
	for _, c := range codes {
		out = append(out, string(c))
	}
	return strings.Join(out, " ")
}

// Codes: what is known on the day stays, what can be put right for certain is, the rest is none.
func TestRegionCodesArePutRightOnlyWhereTheyMust(t *testing.T) {
	names := newRegionNames(regionsOfZibo(t))
	for _, c := range []struct{ text, day, want, why string }{
		{"370303", "2025-03-01", "370303", "as it is"},
		{"371202", "2018-12-25", "371202", "莱城区 on its last day"},
		{"371202", "2018-12-26", "370116 repaired", "and on the day after, when 莱芜区 had taken its place"},
		{"370116", "2015-01-01", "370116", "a code given to old records later: both trees know what it was"},
		{"371200", "2025-03-01", "371200", "莱芜市 was divided: nobody can tell which half is meant, and the trees count it for Jinan"},
		{"371081", "2025-03-01", "371081", "文登市, divided likewise"},
		{"370303000000", "2025-03-01", "370303 repaired", "filled up with zeros"},
		{"3703", "2025-03-01", "370300 repaired", "cut short"},
		{"370303.0", "2025-03-01", "370303 repaired", "taken for a number"},
		{"３７０３０３", "2025-03-01", "370303 repaired", "full width"},
		{"370303008000", "2025-03-01", "370303008 repaired", "a town in twelve digits"},
		{"370303008001", "2025-03-01", "370303008 repaired", "a village that is not in the table, in a town that is"},
		{"370303777", "2025-03-01", "370303 repaired", "a town that is not in the table, in a county that is"},
		{"371202001", "2025-03-01", "370116 repaired", "a town of an abolished county"},
		{"371202001", "2018-01-01", "371202 repaired", "and before"},
		{"370371", "2010-01-01", "370371", "高新区 under its old code"},
		{"370371", "2025-03-01", "ZB-GXQ repaired", "which the user's file says became ZB-GXQ"},
		{"370372", "2025-03-01", "370300 repaired", "a zone that was not loaded: its city"},
		{"370301", "2025-03-01", "", "市辖区 is no region"},
		{"370282", "2025-03-01", "", "即墨市, which the table does not have"},
		{"990000", "2025-03-01", "", "no province"},
		{"3703031", "2025-03-01", "", "seven digits"},
	} {
		day, err := safety.ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		for _, noRepair := range []bool{false, true} {
			want := c.want
			if noRepair && strings.HasSuffix(want, " repaired") {
				if want = ""; names.regions.Known(safety.RegionCode(c.text)) {
					want = c.text
				}
			}
			got := ""
			for _, m := range (regionReader{regionNames: names, rule: RegionRule{NoRepair: noRepair}}).read(c.text) {
				if !m.from.After(day) {
					got = strings.TrimSpace(string(m.code) + " " + m.how)
				}
			}
			if got != want {
				t.Errorf("%s on %s (repair %v) is %q, expected %q: %s", c.text, c.day, !noRepair, got, want, c.why)
			}
		}
	}
}

// What is not known and kept counts for the nearest region above that is certain.
func TestTheNearestRegionOfWhatIsNotKnown(t *testing.T) {
	names := newRegionNames(regionsOfZibo(t))
	for _, c := range []struct{ text, want, why string }{
		{"临沂经济技术开发区", "371300", "a zone that was not loaded, of Linyi"},
		{"山东省临沂市兰山区没有街道", "371302", "a street that is not in the table"},
		{"张店没有街道", "370000", "张店 alone may be a town elsewhere: the pipeline's own region"},
		{"370282", "370200", "即墨市, by its digits"},
		{"370399", "370300", "a county that never was"},
		{"市中区", "370000", "济南's or 枣庄's: they meet in the province"},
		{"北京市没有区", "370000", "a place elsewhere: the pipeline's own region"},
		{"没有", "370000", "nothing is known"},
	} {
		got := (regionReader{regionNames: names, rule: RegionRule{Names: true, Within: "370000"}, keep: true}).read(c.text)
		if last := got[len(got)-1]; string(last.code) != c.want || last.how != asKept {
			t.Errorf("%s is %+v, expected %s: %s", c.text, last, c.want, c.why)
		}
	}
	if got := (regionReader{regionNames: names, rule: RegionRule{Names: true}, keep: true}).read("没有"); got[0].code != "" {
		t.Errorf("without a region that the pipeline is about nothing is certain: %+v", got)
	}
}
