package state

import (
	"testing"
	"time"
)

// Seals that were written stay valid: a run and its first act are sealed over these bytes for ever, here by sha256sum.
func TestSealsStayValid(t *testing.T) {
	at := time.UnixMilli(1777000000000)
	run := AssessmentRun{ID: "as_1", Case: "c", Number: 1, Scheme: "s", Region: "370300", Period: "2026Q1", Head: "{}", AddedAt: at}
	// printf '4:as_11:c1:11:s6:3703006:2026Q12:{}13:1777000000000' | sha256sum
	if got := run.seal(); got != "b715f24cd9a4923ddc58e3009d9f9dfcf354a31acaf5240e5b1eb7a1d2e5dff3" {
		t.Errorf("the run is sealed %s", got)
	}
	// printf '64:b715…4:as_11:17:compute7:initial6:张三13:17770000000009:一季度2:{}4:d0c5' | sha256sum
	act := Act{Of: "as_1", Number: 1, Kind: "compute", Stage: "initial", Who: "张三", At: at, Remark: "一季度", Detail: "{}", Document: "d0c5"}
	if got := act.seal(run.seal()); got != "497cd8edd364d2b53b66e703ef1360380501a16918056c634011057aac8b18ef" {
		t.Errorf("the act is sealed %s", got)
	}
}
