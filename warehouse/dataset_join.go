package warehouse

import (
	_ "embed"
	"strings"
)

// dataJoin names what is read beside the table of a data set.
type dataJoin string

const (
	placesJoin dataJoin = "places" // p: the names of the recorded region and of those above it, on the day of the row
	ownersJoin dataJoin = "owners" // e: the names of enterprises that the scope shows
)

var (
	//go:embed sql/dataset_places.sql
	dataPlacesSQL string
	//go:embed sql/dataset_owners.sql
	dataOwnersSQL string
)

// join is the SQL of a join and the columns of the table that it goes by.
func (p *dataPlan) join(name dataJoin) (sql string, raw []string) {
	switch name {
	case placesJoin:
		return p.joinPlaces()
	case ownersJoin:
		p.args["enterprises"], p.args["provisional"] = p.version.Partitions("enterprise"), ProvisionalSystem
		where := strings.Join(append([]string{"true"}, p.scopeConditions()...), " AND ")
		return "\nLEFT ANY JOIN (" + strings.ReplaceAll(dataOwnersSQL, "/*scope*/", where) + ") AS e ON t.enterprise = e.owner", []string{"enterprise"}
	}
	return "", nil
}

// joinPlaces takes, for a row with a date, the names as they stood on that day; for one without, those of the tree's day.
func (p *dataPlan) joinPlaces() (sql string, raw []string) {
	p.treeArgs()
	p.args["regions"], p.args["parts_of"] = p.version.Partitions("region"), p.version.Partitions(p.source.table)
	places := strings.ReplaceAll(dataPlacesSQL, "/*table*/", p.source.table)
	if date := p.source.of.Date; date != "" {
		return "\nLEFT ASOF JOIN (" + places + ") AS p ON t.region = p.code AND t." + date + " >= p.since", []string{"region", date}
	}
	return "\nLEFT ANY JOIN (SELECT code, region_name, province, city, county, town FROM (" + places + ") WHERE since <= {tree_date:Date} ORDER BY since DESC LIMIT 1 BY code) AS p ON t.region = p.code", []string{"region"}
}

// treeArgs are the values of closureAt.
func (p *dataPlan) treeArgs() {
	p.args["closure"] = p.version.Partitions("region_closure")
	p.args["tree"], p.args["tree_date"] = string(p.query.Tree), p.query.TreeDate.String()
}
