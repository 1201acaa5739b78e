package flight_test

import (
	"context"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	arrowflight "github.com/apache/arrow/go/v15/arrow/flight"

	"anlan/export/flight"
)

func TestAnswersThatBreakOffLeaveNothingBehind(t *testing.T) { breakOff(t, 50) }

// breakOff reads answers and breaks off somewhere: before the first row, in the middle, at the end, by leaving, by a deadline and by asking. What is left afterwards is
// what was there before: the goroutines of the server and of the clients, no query, no memory of Arrow (which serve checks).
func breakOff(t *testing.T, times int) {
	t.Helper()
	e := &engine{rows: 20_000, batch: 2000}
	s := serve(t, e, func(c *flight.Config) { c.Concurrent, c.Wait = 8, time.Minute })
	client := s.client(t)
	one := func(random *rand.Rand) {
		ctx, leave := context.WithCancel(t.Context())
		defer leave()
		if random.IntN(4) == 0 {
			ctx, leave = context.WithTimeout(ctx, time.Duration(random.IntN(5000))*time.Microsecond)
			defer leave()
		}
		info, err := client.Execute(ctx, everything)
		if err != nil {
			return
		}
		reader, err := client.DoGet(ctx, info.GetEndpoint()[0].GetTicket())
		if err != nil {
			return
		}
		defer reader.Release()
		last, how := random.IntN(14), random.IntN(3)
		for n := 0; reader.Next(); n++ {
			if n != last {
				continue
			}
			switch how {
			case 0:
				leave()
			case 1:
				_, _ = client.CancelFlightInfo(ctx, &arrowflight.CancelFlightInfoRequest{Info: info})
			}
		}
	}
	one(rand.New(rand.NewPCG(0, 0))) // what a connection needs stays
	ended(t, e)
	before := runtime.NumGoroutine()
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(worker)))
			for range times / 4 {
				one(random)
			}
		})
	}
	all.Wait()
	ended(t, e)
	for deadline := time.Now().Add(time.Minute); runtime.NumGoroutine() > before; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
	info, err := client.Execute(t.Context(), everything)
	if err != nil {
		t.Fatal(err)
	}
	if n, _, err := rows(t.Context(), client, info); err != nil || n != 20_000 {
		t.Errorf("after all of that: %d rows, %v", n, err)
	}
}
