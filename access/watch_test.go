package access_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"anlan/access"
	"anlan/safety"
)

// Whoever becomes another caller loses nothing only where the other may do and see all of it.
func TestWhoCoversWhom(t *testing.T) {
	city := access.Caller{Role: access.Analyst, Scope: access.Scope{Regions: []safety.RegionCode{"370300"}, Sectors: []string{"mine", "road"}}}
	for what, c := range map[string]struct {
		now  access.Caller
		want bool
	}{
		"the same":             {city, true},
		"more":                 {access.Local(), true},
		"one sector less":      {access.Caller{Role: access.Analyst, Scope: access.Scope{Regions: city.Scope.Regions, Sectors: []string{"mine"}}}, false},
		"all sectors":          {access.Caller{Role: access.Analyst, Scope: access.Scope{Regions: city.Scope.Regions}}, true},
		"one county of it":     {access.Caller{Role: access.Analyst, Scope: access.Scope{Regions: []safety.RegionCode{"370321"}}}, false},
		"some facts":           {access.Caller{Role: access.Analyst, Scope: access.Scope{Regions: city.Scope.Regions, Facts: []string{"hazard"}}}, false},
		"a reader of as much":  {access.Caller{Role: access.Reader, Scope: city.Scope}, false},
		"nobody":               {access.Caller{}, false},
		"an analyst of nought": {access.Caller{Role: access.Analyst}, false},
	} {
		if got := c.now.Covers(city); got != c.want {
			t.Errorf("%s: %t", what, got)
		}
	}
}

// What a caller began ends once the caller is gone; without a way to look it goes on.
func TestWhatACallerBeganEndsWithTheCaller(t *testing.T) {
	ctx := access.With(t.Context(), access.Local())
	looks := 0
	watched, stop := access.Watch(access.Followed(ctx, func() (access.Caller, bool) { looks++; return access.Local(), looks < 3 }), time.Millisecond)
	defer stop()
	<-watched.Done()
	if !errors.Is(context.Cause(watched), access.ErrWithdrawn) || looks != 3 {
		t.Errorf("%v after %d looks", context.Cause(watched), looks)
	}
	free, stop := access.Watch(ctx, time.Nanosecond)
	if free.Err() != nil {
		t.Error("it ended by itself")
	}
	if stop(); free.Err() == nil {
		t.Error("it does not end")
	}
}
