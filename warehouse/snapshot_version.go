package warehouse

import "time"

// Version is one published state of all data. It is immutable: the same number always means the same rows.
type Version struct {
	Number      uint64
	PublishedAt time.Time
	Run         string
	Note        string
	// Parts names, for every table, the partitions ("202504-2": month and generation) that make the version up.
	Parts      map[string][]string
	Watermarks []Watermark
}
