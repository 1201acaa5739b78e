package material

// Shared counts the questions that were answered for all regions at once.
func (g *Gatherer) Shared() (n int) {
	g.sharing.mu.Lock()
	defer g.sharing.mu.Unlock()
	for _, a := range g.sharing.answers {
		if a.table != nil && a.table() != nil {
			n++
		}
	}
	return n
}
