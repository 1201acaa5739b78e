// Package reference holds the dimensions that ship: China's regions of 2023-06-30 down to county, and to town in
// Shandong; changes of regions that a document is cited for; a list of sectors and one of departments.
//
// The files have the form of the users' own files (docs/dimensions.md), so a user's row takes the place of a shipped
// one. The start of a region that is not known is left empty. In municipalities (直辖市), and for counties that a
// province administers itself (省直辖县级行政区划), counties lie directly below the province: the table's 市辖区 and
// 省直辖 rows are no regions that anybody governs.
package reference

import _ "embed"

//go:generate sh -c "if [ -n \"$CHINA_DIVISION\" ]; then go run ./generate \"$CHINA_DIVISION\"; fi"

// Regions is the code table of 2023-06-30. Source: china-division 2.7.0, see LICENSE.china-division.txt.
//
//go:embed regions.csv
var Regions []byte

// RegionChanges is what changed before that day, as far as a document can be cited. Each row names it. The day is that
// of the approval; offices that count from the day of the announcement say so in a file of their own.
//
//go:embed region_changes.csv
var RegionChanges []byte

// Sectors is a list of key sectors (重点行业领域) to start from; the real lists differ by level of government.
//
//go:embed sectors.csv
var Sectors []byte

// Departments is the list of supervising departments that Sectors refers to.
//
//go:embed departments.csv
var Departments []byte
