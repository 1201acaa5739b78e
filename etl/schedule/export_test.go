package schedule

import "context"

// Look looks at the state once, as every few seconds between Start and Stop.
func (s *Scheduler) Look(ctx context.Context) error { return s.once(ctx) }

// Prepare is Start without the machine's ticking.
func (s *Scheduler) Prepare(ctx context.Context) error {
	if err := s.register(ctx); err != nil {
		return err
	}
	return s.alive(ctx)
}

// OnTheirWay is how many tasks run here.
func (s *Scheduler) OnTheirWay() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.running)
}
