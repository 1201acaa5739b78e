#!/bin/sh
# Makes ../shapes/shandong.N.topojson.gz from the polygons of counties (GeoJSON, property adcode): one file a step of detail, so that
# borders stay shared at every zoom. Cities and the province are merged from their counties when asked for, so they fit them exactly.
#   sh generate.sh COUNTIES.geojson
# Needs npm's mapshaper 0.7.70 and gzip. The steps: 0 up to zoom 6, 1 for 7 and 8, 2 for 9 and 10, 3 from 11 on; about one pixel each.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
counties=$1
step=0
for detail in "5% 0.001" "12% 0.001" "35% 0.0005" "100% 0.0005"; do
	set -- $detail
	out="$here/../shapes/shandong.$step.topojson"
	npx --yes mapshaper@0.7.70 "$counties" name=county snap -clean gap-fill-area=4km2 \
		-simplify "$1" weighted keep-shapes -clean gap-fill-area=1km2 \
		-each 'this.properties = {code: adcode}' \
		-o "$out" format=topojson no-quantization precision="$2" fix-geometry
	gzip -9nf "$out"
	step=$((step + 1))
done
