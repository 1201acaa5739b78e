package scheme

import (
	"context"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
	"golang.org/x/sync/errgroup"

	"anlan/warehouse"
)

// Certainty says how sure a ranking is: what it could have been had chance fallen otherwise with the same work. It is for
// analysts; no notice prints it.
type Certainty struct {
	Draws      int
	Intervals  []Interval  // one for each ranked subject, in the order of the sheets
	Neighbours []Neighbour // who stands beside whom, by peer group and rank
	Method     warehouse.Text
}

// Interval is the ranks and scores that a subject reached in nine of ten draws.
type Interval struct {
	Key                 string
	Rank                int // as it is
	BestRank, WorstRank int // 5 % of the draws were better than the one and 5 % worse than the other
	LowScore, HighScore decimal.Decimal
	// SameGrade is the share of draws, in per cent, in which the subject keeps its grade.
	SameGrade decimal.Decimal
}

// Neighbour is two subjects of a peer group, one directly behind the other.
type Neighbour struct {
	Ahead, Behind string
	Difference    decimal.Decimal // of their scores
	// Kept is the share of draws, in per cent, in which the one ahead ranked better; a draw in which both share a rank
	// counts half.
	Kept decimal.Decimal
	// WithinNoise says that the order is not safe: it held in fewer than 95 of 100 draws.
	WithinNoise bool
}

// MostDraws bounds a resampling.
const MostDraws = 2000

// Certainty resamples a run: in every draw each subject's figures are drawn anew (see [Resampled]) and the whole group is
// marked again by the run's scheme. The same run, draws and seed give the same answer. It ends early with the context's error.
func (r Run) Certainty(ctx context.Context, draws int, seed uint64) (Certainty, error) {
	wordless := func(subjects []Subject) []Sheet { return r.Scheme.mark(subjects, true) }
	return r.certainty(ctx, wordless, draws, seed)
}

func (r Run) certainty(ctx context.Context, mark func([]Subject) []Sheet, draws int, seed uint64) (Certainty, error) {
	if draws < 1 || draws > MostDraws {
		return Certainty{}, warehouse.Fault(warehouse.BadRequest, "draws must be from 1 to %d, %d are not", MostDraws, draws)
	}
	noise := newNoise(r)
	results := make([][]drawn, draws)
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(2)
	for n := range draws {
		work.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			results[n] = outcomes(mark(noise.draw(r.Subjects, seed, uint64(n))))
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		return Certainty{}, fmt.Errorf("resample: %w", err)
	}
	out := Certainty{Draws: draws, Method: methodWords}
	for i, sheet := range r.Sheets {
		if sheet.Rank > 0 {
			out.Intervals = append(out.Intervals, interval(sheet, i, results))
		}
	}
	out.Neighbours = r.neighbours(results)
	return out, nil
}

// drawn is what a subject got in one draw.
type drawn struct {
	score *decimal.Decimal
	rank  int
	grade string
}

func outcomes(sheets []Sheet) []drawn {
	out := make([]drawn, len(sheets))
	for i, s := range sheets {
		out[i] = drawn{s.Score, s.Rank, s.Grade.Name}
	}
	return out
}

func interval(sheet Sheet, at int, results [][]drawn) Interval {
	out := Interval{Key: sheet.Key, Rank: sheet.Rank}
	var ranks []int
	var scores []decimal.Decimal
	same := 0
	for _, draw := range results {
		if d := draw[at]; d.rank > 0 {
			ranks, scores = append(ranks, d.rank), append(scores, *d.score)
			if d.grade == sheet.Grade.Name {
				same++
			}
		}
	}
	if len(ranks) == 0 {
		return out
	}
	slices.Sort(ranks)
	slices.SortFunc(scores, decimal.Decimal.Cmp)
	low, high := fifth(len(ranks))
	out.BestRank, out.WorstRank = ranks[low], ranks[high]
	out.LowScore, out.HighScore = scores[low], scores[high]
	out.SameGrade = percentOf(2*same, len(results))
	return out
}

// fifth gives the places of the 5th and the 95th percentile in a sorted list of n.
func fifth(n int) (low, high int) {
	low = (n*5+99)/100 - 1
	return low, n - 1 - low
}

// percentOf prints a count of halves as per cent of n, to one place.
func percentOf(halves, n int) decimal.Decimal {
	return decimal.NewFromInt(int64(halves)*50).DivRound(decimal.NewFromInt(int64(n)), 1)
}

// neighbours compares every ranked subject with the next one of its peer group.
func (r Run) neighbours(results [][]drawn) []Neighbour {
	groups := map[string][]int{}
	var order []string
	for i, s := range r.Sheets {
		if s.Rank == 0 {
			continue
		}
		peers := r.Subjects[i].Peers
		if groups[peers] == nil {
			order = append(order, peers)
		}
		groups[peers] = append(groups[peers], i)
	}
	var out []Neighbour
	for _, peers := range order {
		group := groups[peers]
		slices.SortStableFunc(group, func(a, b int) int { return r.Sheets[a].Rank - r.Sheets[b].Rank })
		for i := 1; i < len(group); i++ {
			out = append(out, r.compare(group[i-1], group[i], results))
		}
	}
	return out
}

func (r Run) compare(ahead, behind int, results [][]drawn) Neighbour {
	a, b := r.Sheets[ahead], r.Sheets[behind]
	halves := 0
	for _, draw := range results {
		switch a, b := orLast(draw[ahead].rank), orLast(draw[behind].rank); {
		case a < b:
			halves += 2
		case a == b:
			halves++
		}
	}
	return Neighbour{
		Ahead: a.Key, Behind: b.Key, Difference: a.Score.Sub(*b.Score),
		Kept: percentOf(halves, len(results)), WithinNoise: halves*100 < 2*95*len(results),
	}
}

var methodWords = warehouse.Text{
	ZH: "按现有数据重复抽样：比率按其分母作二项分布抽样，起数、人数、条数等按泊松分布抽样，人工评分、台账性数据和对比基数不变，每次抽样后按同一细则重新计分排名",
	EN: "Resampled from the figures as they are: rates by a binomial distribution over their denominators, counts of events by a Poisson distribution; entered marks, registers and bases of comparison stay; every draw is marked and ranked by the same scheme",
}
