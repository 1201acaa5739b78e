package safety

// AccidentStatus is how far the record of an accident has come (事故状态).
type AccidentStatus string

// The states of an accident record. A struck-off accident counts nowhere.
const (
	AccidentFlash     AccidentStatus = "flash"      // 快报
	AccidentVerified  AccidentStatus = "verified"   // 核实
	AccidentStruckOff AccidentStatus = "struck_off" // 核销
)

var accidentStatuses = Vocabulary{Name: "accident_status", TitleZH: "事故状态", TitleEN: "accident status", Terms: []Term{
	{Code: "flash", ZH: "快报", EN: "flash report", Aliases: []string{"快报事故", "初报", "首报", "续报"}},
	{Code: "verified", ZH: "核实", EN: "verified", Aliases: []string{"已核实", "核实事故", "核定", "已核定"}},
	{Code: "struck_off", ZH: "核销", EN: "struck off", Aliases: []string{"已核销", "核销事故", "注销"}},
}}

// Vocabulary gives the words of accident states.
func (AccidentStatus) Vocabulary() Vocabulary { return accidentStatuses.clone() }

// TitleZH gives the Chinese word, empty for a value that is none of the constants.
func (s AccidentStatus) TitleZH() string { return accidentStatuses.byCode(string(s)).ZH }

// TitleEN gives the English word, empty for a value that is none of the constants.
func (s AccidentStatus) TitleEN() string { return accidentStatuses.byCode(string(s)).EN }
