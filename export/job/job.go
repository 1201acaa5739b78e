package job

import (
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"anlan/access"
	"anlan/export"
	"anlan/state"
	"anlan/warehouse"
)

// State is how a job is.
type State string

// The states of jobs.
const (
	Queued    State = state.ExportQueued
	Running   State = state.ExportRunning
	Done      State = state.ExportDone
	Failed    State = state.ExportFailed
	Cancelled State = state.ExportCancelled
	Expired   State = state.ExportExpired
)

// Over reports whether nothing more happens to the job by itself but that its files go.
func (s State) Over() bool { return s != Queued && s != Running }

// Job is an export in parts as its owners see it. Times are zero until they come.
type Job struct {
	ID          string
	State       State
	DataSet     string
	Title       warehouse.Text
	Format      export.Format
	Filter      export.ManifestFilter
	Columns     []string       // in order
	Options     export.Options // as they were asked for
	DataVersion uint64

	CreatedAt, StartedAt, EndedAt, ExpiresAt time.Time

	RowsDone, RowsTotal   uint64 // RowsTotal is about, unless RowsExact
	RowsExact             bool
	BytesDone, BytesTotal uint64 // BytesTotal is about until the job is done
	PartsDone, PartsTotal int

	Manifest string // its address; empty unless the job is done
	Reason   string // why it is not done and what to do; empty while it is on its way
}

// Compression is what was asked for within the file; empty for the usual one of the format.
func (j *Job) Compression() string { return j.Options.Compression }

// Charset is that of a CSV file; empty for UTF-8.
func (j *Job) Charset() string { return j.Options.Charset }

// Bom says that a CSV file begins with a byte order mark.
func (j *Job) Bom() bool { return j.Options.BOM }

// Limits say what bounds exports, and where else data sets leave.
type Limits struct {
	WorkbookRows uint64
	Keep         time.Duration // of the files of a job
	Flight       string        // the address of Flight SQL, grpc:// or grpc+tls://; empty where it is not answered
}

// KeptHours is how long the files of a job are kept.
func (l Limits) KeptHours() float64 { return l.Keep.Hours() }

// Part is a file of a job.
type Part struct {
	Name    string
	Address string
	Rows    uint64
	Bytes   uint64
	SHA256  string
}

// Estimate says how large an export is about to be.
type Estimate struct {
	Rows        uint64
	Exact       bool
	Bytes       uint64
	Parts       int
	DataVersion uint64
}

// Address is that of a job's file.
func Address(id, name string) string { return "/exports/" + id + "/" + url.PathEscape(name) }

// ManifestName is what the manifest of a job is called among its files.
const ManifestName = "manifest.json"

// order is what a job makes, and for whom, as the state keeps it.
type order struct {
	Request export.Request
	Caller  access.Caller
}

func (o order) text() (request, caller string, err error) {
	asked, err := json.Marshal(o.Request) //nolint:musttag // read by this program alone
	if err != nil {
		return "", "", fmt.Errorf("write down an export: %w", err)
	}
	by, err := json.Marshal(o.Caller) //nolint:musttag // read by this program alone
	if err != nil {
		return "", "", fmt.Errorf("write down an export: %w", err)
	}
	return string(asked), string(by), nil
}

func orderOf(kept state.ExportJob) (o order, err error) {
	if err = json.Unmarshal([]byte(kept.Request), &o.Request); err == nil { //nolint:musttag // written by this program
		err = json.Unmarshal([]byte(kept.AskedBy), &o.Caller) //nolint:musttag // written by this program
	}
	if err != nil {
		err = fmt.Errorf("read the export %s: %w", kept.ID, err)
	}
	return o, err
}

// view is a job as its owners see it.
func view(kept state.ExportJob) (Job, error) {
	var m export.Manifest
	if err := json.Unmarshal([]byte(kept.Manifest), &m); err != nil {
		return Job{}, fmt.Errorf("read the manifest of the export %s: %w", kept.ID, err)
	}
	j := Job{
		ID: kept.ID, State: State(kept.State), DataSet: kept.DataSet, Title: m.Title, Format: m.Format, Filter: m.Filter, DataVersion: kept.Version,
		CreatedAt: kept.CreatedAt, StartedAt: kept.StartedAt, EndedAt: kept.EndedAt, ExpiresAt: kept.ExpiresAt,
		RowsDone: kept.RowsDone, RowsTotal: kept.TotalRows, RowsExact: kept.Exact,
		BytesDone: kept.BytesDone + kept.Writing, BytesTotal: kept.TotalBytes, PartsDone: kept.PartsDone, PartsTotal: kept.Parts, Reason: kept.Message,
	}
	j.Options = m.Options
	for _, c := range m.Columns {
		j.Columns = append(j.Columns, c.Name)
	}
	switch {
	case j.State == Done:
		j.RowsTotal, j.RowsExact, j.BytesTotal = kept.RowsDone, true, kept.BytesDone
		j.Manifest = Address(j.ID, ManifestName)
	case !j.State.Over():
		j.BytesTotal = max(j.BytesTotal, j.BytesDone)
		if !j.RowsExact {
			j.RowsTotal = max(j.RowsTotal, j.RowsDone)
		}
	}
	return j, nil
}
