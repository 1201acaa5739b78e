package scheme

// Run is a peer group, or several, marked by a scheme: what movements, what-ifs and resampling start from.
type Run struct {
	Scheme   *Scheme
	Subjects []Subject
	Sheets   []Sheet // one for each subject, in their order
}

func (r Run) inputs() map[string]Input {
	index := map[string]Input{}
	if r.Scheme == nil {
		return index
	}
	for _, i := range r.Scheme.Inputs() {
		index[i.Name] = i
	}
	return index
}
