package flight_test

import (
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	"anlan/access"
	"anlan/export/flight"
	"anlan/safety"
)

// A query breaks off soon after its caller's token is taken away or may see less, also while its client takes nothing.
func TestATokenThatIsTakenAwayOrNarrowed(t *testing.T) {
	for what, change := range map[string]func(*tokens){
		"taken away": func(k *tokens) { k.expire("anlan_admin") },
		"narrowed": func(k *tokens) {
			k.give("anlan_admin", access.Caller{Name: "省局", Role: access.Admin, Scope: access.Scope{Regions: []safety.RegionCode{"370321"}}})
		},
		"demoted": func(k *tokens) {
			k.give("anlan_admin", access.Caller{Name: "省局", Role: access.Analyst, Scope: access.Everything()})
		},
	} {
		t.Run(what, func(t *testing.T) {
			known, e := callers(), &engine{rows: 5_000_000}
			s := serve(t, e, func(c *flight.Config) { c.Callers, c.LookAgain = known, 10*time.Millisecond })
			client, ctx := s.client(t), as(t.Context(), "anlan_admin")
			info, err := client.Execute(ctx, everything)
			if err != nil {
				t.Fatal(err)
			}
			reader := begun(ctx, t, client, info)
			change(known)
			ended(t, e)
			n := int64(0)
			for reader.Next() { // what was on its way
				n += reader.Record().NumRows()
			}
			if wantStatus(t, reader.Err(), codes.PermissionDenied, "taken back or has expired, or may see less"); n > 4_000_000 {
				t.Errorf("%d rows came", n)
			}
		})
	}
}
