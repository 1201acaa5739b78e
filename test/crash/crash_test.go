package crash

import (
	"math/rand/v2"
	"testing"
	"time"

	"anlan/warehouse"
)

// A load that is killed at any moment leaves the old figures or the new ones, never anything between; the ledger says which,
// nothing of the load lies about, and running it again completes it.
func TestKilledWhileLoading(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and kills it eight times")
	}
	killWhileLoading(t, 8)
}

// facts are what is loaded, with the share of the kills that each gets.
var facts = []string{"hazard", "hazard", "accident"}

// siege is a warehouse whose loads get killed.
type siege struct {
	*testing.T

	program program
	loads   loads
	figures map[string][2]string // of a fact in its two states
	state   map[string]int       // the state that it is in
	last    map[string]string    // the last run that ended
	from    time.Duration        // kills fall between these ages of the program
	until   time.Duration
	early   int // kills before the run began
	late    int // loads that were over before the kill
	between int // kills of a run before it published
	behind  int // kills of a run after it published
}

func killWhileLoading(t *testing.T, kills int) {
	t.Helper()
	s := &siege{T: t, program: buildProgram(t), loads: writeLoads(t), figures: map[string][2]string{}, state: map[string]int{}, last: map[string]string{}}
	s.learn()
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 1))
	for tries := 0; s.between+s.behind < kills && tries < 10*kills && !t.Failed(); tries++ {
		s.attack(facts[random.IntN(len(facts))], s.from+time.Duration(random.Float64()*float64(s.until-s.from)), tries%3 == 0)
	}
	t.Logf("seed %d: killed %d times before publication and %d times behind it; %d kills came too early, %d too late", seed, s.between, s.behind, s.early, s.late)
	if s.between+s.behind < kills {
		t.Errorf("only %d loads were killed", s.between+s.behind)
	}
	for fact, files := range s.loads { // and the program itself goes on as if nothing had been
		s.state[fact] = 1 - s.state[fact]
		s.program.run(t, fact, files[s.state[fact]])
	}
	w := restart(t, s.program.data)
	defer w.close()
	w.tidy()
	for fact, state := range s.state {
		if got := w.figures(fact); got != s.figures[fact][state] {
			t.Errorf("the last load of %s gave other figures:\n%s", fact, got)
		}
	}
}

// learn loads every state without a kill, to know its figures, and measures how long the program loads.
func (s *siege) learn() {
	s.Helper()
	w := restart(s.T, s.program.data)
	for fact, files := range s.loads {
		w.load(fact, files[1]) // before the changed ones came once, 2023 is unknown and not zero; so are accidents before other records reach as far
	}
	for fact, files := range s.loads {
		var seen [2]string
		for _, state := range []int{0, 1} {
			w.load(fact, files[state])
			seen[state] = w.figures(fact)
		}
		if seen[0] == seen[1] {
			s.Fatalf("the two states of %s look the same", fact)
		}
		s.state[fact], s.figures[fact] = 1, seen
	}
	w.close()
	lived := s.program.run(s.T, "hazard", s.loads["hazard"][0])
	s.state["hazard"] = 0
	w = restart(s.T, s.program.data)
	defer w.close()
	for fact := range s.loads {
		s.last[fact] = w.lastRun(fact).ID
	}
	ran := time.Duration(w.lastRun("hazard").Seconds * float64(time.Second))
	s.from, s.until = lived-ran, lived
	s.Logf("the program lives %v, %v of them loading", lived.Round(time.Millisecond), ran.Round(time.Millisecond))
}

// attack kills one load of a fact's other state and looks at what is left. Then it may complete the load; otherwise the next
// attack on the fact finds what two loads have left.
func (s *siege) attack(fact string, after time.Duration, complete bool) {
	s.Helper()
	file := s.loads[fact][1-s.state[fact]]
	s.program.kill(s.T, fact, file, after)
	w := restart(s.T, s.program.data)
	defer w.close()
	w.tidy()
	run := w.lastRun(fact)
	published := run.ID != s.last[fact] && run.VersionAfter > run.VersionBefore
	switch {
	case run.ID == s.last[fact]:
		s.early++
		s.from = (s.from + after) / 2
		s.until = max(s.until, after*3/2) // on a machine that has become slower the next may come later
	case run.State == warehouse.RunSucceeded:
		s.late++
		s.until = (s.until + after) / 2
		s.from = min(s.from, after*3/4) // and on one that has become faster, sooner
	case run.State != warehouse.RunInterrupted:
		s.Errorf("a run that was killed after %v is %s: %s", after, run.State, run.Error)
	case published:
		s.behind++
	default:
		s.between++
	}
	for other, figures := range s.figures {
		want := s.state[other]
		if other == fact && published {
			want = 1 - want
		}
		if got := w.figures(other); got != figures[want] {
			s.Errorf("killed after %v while %s was loaded (run %s, %s, version %d → %d): %s has other figures, of the other state: %v\n%s",
				after, fact, run.ID, run.State, run.VersionBefore, run.VersionAfter, other, got == figures[1-want], got)
		}
	}
	s.last[fact] = run.ID
	if !complete && !published {
		return
	}
	again := w.load(fact, file)
	if published != (again.State == warehouse.RunUnchanged) {
		s.Errorf("loaded again after a run that had published (%v): %s", published, again.State)
	}
	s.last[fact] = again.ID
	s.state[fact] = 1 - s.state[fact]
	if got := w.figures(fact); got != s.figures[fact][s.state[fact]] {
		s.Errorf("loaded again, %s has other figures:\n%s", fact, got)
	}
	w.tidy()
}
