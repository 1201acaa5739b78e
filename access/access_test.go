package access_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anlan/access"
)

// What each role may do, row by row: a change of the law must be made here too.
func TestWhatEachRoleMayDo(t *testing.T) {
	type row struct{ metrics, records, export, certainty, prepare, approve, appeal, draft, review, issue, alerts, jobs, quarantine, admin bool }
	law := map[access.Role]row{
		access.Admin:    {true, true, true, true, true, true, true, true, true, true, true, true, true, true},
		access.Operator: {metrics: true, jobs: true, quarantine: true},
		access.Analyst:  {metrics: true, records: true, export: true, certainty: true},
		access.Office:   {metrics: true, records: true, export: true, prepare: true, appeal: true, draft: true, review: true, alerts: true},
		access.Leader:   {metrics: true, records: true, approve: true, appeal: true, issue: true, alerts: true},
		access.Reader:   {metrics: true},
		"":              {},
		"nobody":        {},
	}
	for role, want := range law {
		got := row{
			role.May(access.ReadMetrics), role.May(access.ReadRecords), role.May(access.ExportData), role.May(access.ReadCertainty),
			role.May(access.PrepareResults), role.May(access.ApproveResults), role.May(access.AppealResults),
			role.May(access.DraftBulletins), role.May(access.ReviewBulletins), role.May(access.IssueBulletins), role.May(access.HandleAlerts),
			role.May(access.RunJobs), role.May(access.ReadQuarantine), role.May(access.Administer),
		}
		if got != want {
			t.Errorf("%q may %+v, want %+v", role, got, want)
		}
	}
	for _, role := range access.Roles() {
		if _, ok := law[role]; !ok {
			t.Errorf("%q is in no row", role)
		}
	}
}

func TestNobodySeesAnythingByForgetting(t *testing.T) {
	var scope access.Scope
	if !scope.Empty() || scope.SeesFact("hazard") {
		t.Error("the zero scope sees something")
	}
	if _, ok := access.From(context.Background()); ok {
		t.Error("a request without a caller has one")
	}
	if (access.Caller{}).May(access.ReadMetrics) {
		t.Error("the zero caller may read")
	}
	if limited := (access.Scope{All: true, Facts: []string{"hazard"}}); limited.SeesFact("accident") || !limited.SeesFact("hazard") {
		t.Error("the list of facts is not kept")
	}
}

func TestATokenIsShownOnceAndKeptAsAHash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tokens.yaml")
	token, err := access.Add(path, access.Entry{Name: "淄博市安委办", Role: access.Leader, Regions: []string{"370300", "ZB-GXQ"}, Sectors: []string{"mine"}, Facts: []string{"hazard"}})
	if err != nil {
		t.Fatal(err)
	}
	second, err := access.Add(path, access.Entry{Name: "运维", Role: access.Operator, Regions: []string{"*"}})
	if err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(path)
	if strings.Contains(string(text), token) || strings.Contains(string(text), strings.TrimPrefix(token, "anlan_")) {
		t.Error("the file holds the token itself")
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("the file may be read by others: %v", info.Mode())
	}
	tokens, err := access.LoadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	caller, ok := tokens.Authenticate("Bearer " + token)
	if !ok || caller.Name != "淄博市安委办" || caller.Role != access.Leader || caller.Local || caller.Scope.All {
		t.Fatalf("got %+v, %v", caller, ok)
	}
	if want := []string{"370300", "ZB-GXQ"}; len(caller.Scope.Regions) != 2 || string(caller.Scope.Regions[0]) != want[0] || string(caller.Scope.Regions[1]) != want[1] {
		t.Errorf("regions %v", caller.Scope.Regions)
	}
	if !slices.Equal(caller.Scope.Sectors, []string{"mine"}) || !slices.Equal(caller.Scope.Facts, []string{"hazard"}) {
		t.Errorf("scope %+v", caller.Scope)
	}
	if caller, ok := tokens.Authenticate(second); !ok || !caller.Scope.All {
		t.Errorf("the bare token: %+v, %v", caller, ok)
	}
	for _, wrong := range []string{"", "Bearer ", token + "x", token[:len(token)-1], strings.ToUpper(token), access.Hash(token)} {
		if caller, ok := tokens.Authenticate(wrong); ok {
			t.Errorf("%q is %+v", wrong, caller)
		}
	}
}

func TestATokenIsGoodToTheEndOfItsLastDayInBeijing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tokens.yaml")
	token, err := access.Add(path, access.Entry{Name: "临时", Role: access.Reader, Regions: []string{"370000"}, Expires: "2026-06-30"})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 6, 30, 15, 59, 59, 0, time.UTC) // 23:59:59 in Beijing
	tokens, err := access.Open(access.Config{Path: path, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := tokens.Authenticate(token); !ok {
		t.Error("refused on its last day")
	}
	now = now.Add(time.Second)
	if _, ok := tokens.Authenticate(token); ok {
		t.Error("taken on the day after")
	}
}

func TestEveryFaultOfATokenFileIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tokens.yaml")
	write(t, path, `tokens:
  - {name: "", hash: "sha256:12", role: boss, regions: []}
  - {name: a, hash: "`+access.Hash("x")+`", role: reader, regions: ["37a"], expires: 2026-02-30}
  - {name: a, hash: "`+access.Hash("x")+`", role: reader, regions: ["*"]}
`)
	_, err := access.LoadFile(path)
	if err == nil {
		t.Fatal("no fault")
	}
	for _, want := range []string{
		`token 1 "": name: expected`, `token 1 "": hash: expected`, `token 1 "": role "boss": expected`, `token 1 "": regions: expected`,
		`token 2 "a": regions: region code "37a"`, `token 2 "a": expires: date "2026-02-30"`,
		`token 3 "a": name: another token has it`, `token 3 "a": hash: another token has it`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not named: %s\nin: %v", want, err)
		}
	}
	write(t, path, "tokens:\n  - {name: a, hsah: x}\n")
	if _, err := access.LoadFile(path); err == nil || !strings.Contains(err.Error(), "hsah") {
		t.Errorf("an unknown key: %v", err)
	}
	if _, err := access.LoadFile(filepath.Join(t.TempDir(), "none.yaml")); err == nil {
		t.Error("a missing file is taken")
	}
}

func TestChangesOfTheFileAreFollowed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tokens.yaml")
	first, _ := access.Add(path, access.Entry{Name: "a", Role: access.Reader, Regions: []string{"*"}})
	tokens, err := access.LoadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	second, _ := access.Add(path, access.Entry{Name: "b", Role: access.Reader, Regions: []string{"*"}})
	if _, ok := tokens.Authenticate(second); !ok {
		t.Error("an added token is not known")
	}
	write(t, path, "tokens: [{")
	if _, ok := tokens.Authenticate(first); !ok {
		t.Error("a file with faults took the good tokens away")
	}
	write(t, path, "tokens:\n  - {name: b, hash: \""+access.Hash(second)+"\", role: reader, regions: [370300]}\n")
	if _, ok := tokens.Authenticate(first); ok {
		t.Error("a token that was taken out is still good")
	}
	if caller, ok := tokens.Authenticate(second); !ok || caller.Scope.All {
		t.Errorf("the narrower scope is not followed: %+v", caller)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, ok := tokens.Authenticate(second); ok {
		t.Error("a deleted file leaves tokens")
	}
}

func TestAddRefusesAndWritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tokens.yaml")
	if _, err := access.Add(path, access.Entry{Name: "a", Role: "boss", Regions: []string{"*"}}); err == nil {
		t.Error("a role that does not exist is taken")
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file was written all the same")
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
