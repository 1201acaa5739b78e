package safety

import "fmt"

// RegionLevel is the level of a region. Higher values lie deeper; the zero RegionLevel is unknown.
type RegionLevel uint8

// The levels of administration, and the grid (网格), a managed level below town or village that is in no code table.
const (
	LevelUnknown RegionLevel = iota
	LevelCountry
	LevelProvince
	LevelCity
	LevelCounty
	LevelTown
	LevelVillage
	LevelGrid
)

var regionLevels = Vocabulary{Name: "region_level", TitleZH: "区划层级", TitleEN: "region level", Terms: []Term{
	{Code: "country", ZH: "国家", EN: "country", Aliases: []string{"全国", "国家级"}},
	{Code: "province", ZH: "省", EN: "province", Aliases: []string{"省级", "省份", "自治区", "直辖市"}},
	{Code: "city", ZH: "市", EN: "city", Aliases: []string{"市级", "地级", "地级市", "设区的市", "设区市"}},
	{Code: "county", ZH: "区县", EN: "county", Aliases: []string{"县", "区", "县级", "区县级", "县区", "县（市、区）", "县市区"}},
	{Code: "town", ZH: "镇街", EN: "town", Aliases: []string{"乡镇", "镇", "街道", "乡", "乡级", "镇（街道）", "乡镇（街道）", "乡镇街道", "镇办"}},
	{Code: "village", ZH: "村居", EN: "village", Aliases: []string{"村", "社区", "村（社区）", "村社区", "村级"}},
	{Code: "grid", ZH: "网格", EN: "grid", Aliases: []string{"网格级"}},
}}

// RegionLevels lists the levels from country to grid.
func RegionLevels() []RegionLevel {
	return []RegionLevel{LevelCountry, LevelProvince, LevelCity, LevelCounty, LevelTown, LevelVillage, LevelGrid}
}

// ParseRegionLevel reads a code (country, province, city, county, town, village, grid) or a Chinese or English word.
func ParseRegionLevel(s string) (RegionLevel, error) {
	i, err := regionLevels.parse(s)
	return RegionLevel(i + 1), err
}

// String gives the code, "unknown" for LevelUnknown.
func (l RegionLevel) String() string {
	if l == LevelUnknown {
		return "unknown"
	}
	if code := regionLevels.at(int(l) - 1).Code; code != "" {
		return code
	}
	return fmt.Sprintf("RegionLevel(%d)", uint8(l))
}

// TitleZH gives 国家, 省, 市, 区县, 镇街, 村居 or 网格.
func (l RegionLevel) TitleZH() string { return regionLevels.at(int(l) - 1).ZH }

// TitleEN gives the English word.
func (l RegionLevel) TitleEN() string { return regionLevels.at(int(l) - 1).EN }

// MarshalText writes the code; nothing for LevelUnknown.
func (l RegionLevel) MarshalText() ([]byte, error) {
	if l == LevelUnknown {
		return nil, nil
	}
	return []byte(l.String()), nil
}

// UnmarshalText reads what [ParseRegionLevel] reads; the empty text is no level.
func (l *RegionLevel) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*l = LevelUnknown
		return nil
	}
	parsed, err := ParseRegionLevel(string(text))
	if err != nil {
		return err
	}
	*l = parsed
	return nil
}
