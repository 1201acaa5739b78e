package scheme

// Run is a peer group, or several, marked by a scheme: what movements, what-ifs and resampling start from.
type Run struct {
	Inputs   []Input // of the scheme
	Subjects []Subject
	Sheets   []Sheet // one for each subject
}

func (r Run) inputs() map[string]Input {
	index := make(map[string]Input, len(r.Inputs))
	for _, i := range r.Inputs {
		index[i.Name] = i
	}
	return index
}
