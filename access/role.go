package access

import "slices"

// Role is what a caller is to the office.
type Role string

// The roles.
const (
	Admin    Role = "admin"    // runs the installation
	Operator Role = "operator" // keeps the loads running; sees rejected rows, no records
	Office   Role = "office"   // the committee office (安委办): prepares assessments and puts their results through, drafts and reviews bulletins
	Analyst  Role = "analyst"  // takes whole data sets away
	Leader   Role = "leader"   // looks at rankings and maps, goes down to the records behind them, and signs what is issued
	Reader   Role = "reader"   // figures only: wall screens, spreadsheets
)

// Permission is one thing that may be done.
type Permission string

// The permissions.
const (
	ReadMetrics     Permission = "read_metrics"     // figures: metrics, rankings, assessments, regions
	ReadRecords     Permission = "read_records"     // single records and lists of them
	ExportData      Permission = "export_data"      // whole data sets
	ReadCertainty   Permission = "read_certainty"   // how sure a ranking is: for who can judge it, never printed
	PrepareResults  Permission = "prepare_results"  // results of assessments: compute, send out, answer appeals, adjust, publish what was approved
	ApproveResults  Permission = "approve_results"  // results of assessments: approve, send back, void
	AppealResults   Permission = "appeal_results"   // appeal against the result of the caller's own region, department or enterprise
	DraftBulletins  Permission = "draft_bulletins"  // bulletins (拟稿): draft, refresh, write in, correct
	ReviewBulletins Permission = "review_bulletins" // bulletins (核稿): review, send back, override what holds one
	IssueBulletins  Permission = "issue_bulletins"  // bulletins (签发): issue, send back, void
	HandleAlerts    Permission = "handle_alerts"    // acknowledge warnings
	RunJobs         Permission = "run_jobs"         // start and stop loads, see their runs
	ReadQuarantine  Permission = "read_quarantine"  // rejected rows as they stood in the source
	Administer      Permission = "administer"       // tokens, configuration, retention
)

// permits is the whole law: what is not in it is not allowed.
var permits = map[Role][]Permission{
	Admin:    {ReadMetrics, ReadRecords, ExportData, ReadCertainty, PrepareResults, ApproveResults, AppealResults, DraftBulletins, ReviewBulletins, IssueBulletins, HandleAlerts, RunJobs, ReadQuarantine, Administer},
	Operator: {ReadMetrics, RunJobs, ReadQuarantine},
	Office:   {ReadMetrics, ReadRecords, ExportData, PrepareResults, AppealResults, DraftBulletins, ReviewBulletins, HandleAlerts},
	Analyst:  {ReadMetrics, ReadRecords, ExportData, ReadCertainty},
	Leader:   {ReadMetrics, ReadRecords, ApproveResults, AppealResults, IssueBulletins, HandleAlerts},
	Reader:   {ReadMetrics},
}

// Roles lists the roles, the most powerful first.
func Roles() []Role { return []Role{Admin, Operator, Office, Analyst, Leader, Reader} }

// Permissions lists what a role may do; nothing for a role that does not exist.
func (r Role) Permissions() []Permission { return slices.Clone(permits[r]) }

// May reports whether a role may do something.
func (r Role) May(p Permission) bool { return slices.Contains(permits[r], p) }
