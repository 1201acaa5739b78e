package server

import (
	"encoding/json"
	"net/http"

	"anlan/access"
	"anlan/export"
	"anlan/warehouse"
)

// listedSet is a data set as /export describes it.
type listedSet struct {
	Name    string                `json:"name"`
	Kind    warehouse.DataSetKind `json:"kind"`
	Title   warehouse.Text        `json:"title"`
	Doc     warehouse.Text        `json:"doc"`
	Key     []string              `json:"key"`
	Date    string                `json:"date,omitempty"` // the column that period, from and to bound
	Columns []listedColumn        `json:"columns"`
}

// listedColumn is one of its columns.
type listedColumn struct {
	Name      string         `json:"name"`
	Type      string         `json:"type"` // of ClickHouse
	Title     warehouse.Text `json:"title"`
	Unit      string         `json:"unit,omitempty"`
	Doc       string         `json:"doc,omitempty"`
	Source    string         `json:"source,omitempty"`
	Sensitive bool           `json:"sensitive,omitempty"` // not among the columns unless it is named by who may read it
}

// exportList answers /export with the data sets that the caller may take away.
func (s *Server) exportList(w http.ResponseWriter, r *http.Request) {
	caller, _ := access.From(r.Context())
	all := s.parts.Exports.Sets.DataSets()
	list := struct {
		DataSets []listedSet `json:"dataSets"`
	}{DataSets: []listedSet{}}
	for _, set := range all {
		seen := set.Fact == "" || caller.Scope.SeesFact(set.Fact)
		if seen && export.Permit(caller, all, warehouse.DataQuery{Set: set.Name}) == nil {
			list.DataSets = append(list.DataSets, listed(set))
		}
	}
	writeDocument(w, list)
}

func listed(set *warehouse.DataSet) listedSet {
	l := listedSet{Name: set.Name, Kind: set.Kind, Title: set.Title, Doc: set.Doc, Key: set.Key, Date: set.Date}
	for _, c := range set.Columns {
		l.Columns = append(l.Columns, listedColumn(c))
	}
	return l
}

// writeDocument answers with a document for people and programs.
func writeDocument(w http.ResponseWriter, document any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusOK)
	lines := json.NewEncoder(w)
	lines.SetIndent("", "  ")
	lines.SetEscapeHTML(false)
	_ = lines.Encode(document) //nolint:errchkjson // the client may be gone
}
