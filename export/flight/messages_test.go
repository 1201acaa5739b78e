package flight_test

import (
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
)

// A client of gRPC takes messages of 4 MB unless it was told otherwise, and breaks off at a larger one.
func TestMessagesStayBelowWhatEveryClientTakes(t *testing.T) {
	long := strings.Repeat("长", 1_000_000) // 3 MB
	for name, c := range map[string]struct {
		rows, batch int
		text        func(int) string
	}{
		"many short rows in one batch":         {200_000, 200_000, nil},
		"long rows":                            {300, 300, func(int) string { return long[:300_000] }},
		"one long row among short ones":        {10_000, 10_000, func(row int) string { return map[bool]string{true: long, false: "短"}[row == 5000] }},
		"two long rows beside each other":      {64, 64, func(row int) string { return map[bool]string{true: long, false: "短"}[row == 30 || row == 31] }},
		"the longest row that a message holds": {3, 3, func(int) string { return strings.Repeat("x", 4<<20-65<<10) }},
	} {
		t.Run(name, func(t *testing.T) {
			client := serve(t, &engine{rows: c.rows, batch: c.batch, text: c.text}, nil).client(t)
			info, err := client.Execute(t.Context(), everything)
			if err != nil {
				t.Fatal(err)
			}
			if n, _, err := rows(t.Context(), client, info); err != nil || n != int64(c.rows) {
				t.Errorf("%d rows, %v", n, err)
			}
		})
	}
}

func TestARowThatNoMessageHoldsIsNamed(t *testing.T) {
	e := &engine{rows: 3000, text: func(row int) string {
		if row == 2345 {
			return strings.Repeat("x", 4<<20)
		}
		return "短"
	}}
	client := serve(t, e, nil).client(t)
	info, err := client.Execute(t.Context(), everything)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = rows(t.Context(), client, info)
	wantStatus(t, err, codes.ResourceExhausted, "row 2346 takes 4194")
}
