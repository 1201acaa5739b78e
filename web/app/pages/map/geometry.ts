/** A place: degrees east, degrees north, in GCJ-02. */
export type Place = [number, number];

export type Geometry = { type: 'Polygon'; coordinates: Place[][] } | { type: 'MultiPolygon'; coordinates: Place[][][] } | { type: 'Point'; coordinates: Place };

export interface Feature<Properties> {
  properties: Properties;
  geometry: Geometry | null;
}

/** What /map/regions.geojson tells of a region. */
export interface Area {
  code: string;
  name: string;
  level: string;
  kind: string;
  geometry_from: 'shape' | 'given' | 'parent' | 'nowhere';
  label?: Place;
}

export interface RegionLayer {
  region: string;
  region_name: string;
  level: string;
  features: Feature<Area>[];
}

/** What /map/hexagons.geojson tells: figures by the names of measures. */
export interface HexagonLayer {
  as_of: string;
  version: number;
  resolution: number;
  enterprises: number;
  located: number;
  measures: { name: string; title: { zh: string; en: string }; unit: string }[];
  features: Feature<Record<string, number | string | null>>[];
}

/** Puts places on a drawing. Degrees east are shortened as at the middle of the drawing: shapes look as they do on maps of a province. */
export interface Projection {
  width: number;
  height: number;
  point: (place: Place) => Place;
}

const outlines = (g: Geometry | null): Place[][] => (g === null ? [] : g.type === 'Polygon' ? g.coordinates : g.type === 'MultiPolygon' ? g.coordinates.flat() : [[g.coordinates]]);

/** Fits all geometries into a width, and into a height at most; null where there is nothing to draw. */
export function fit(geometries: (Geometry | null)[], width: number, most: number): Projection | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of geometries.flatMap(outlines)) {
    for (const [x, y] of ring) {
      west = Math.min(west, x);
      east = Math.max(east, x);
      south = Math.min(south, y);
      north = Math.max(north, y);
    }
  }
  if (west > east || width <= 0) return null;
  const margin = 16;
  const shorten = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const wide = Math.max((east - west) * shorten, 0.02);
  const high = Math.max(north - south, 0.02);
  const scale = Math.min((width - 2 * margin) / wide, (most - 2 * margin) / high);
  const height = Math.max(high * scale + 2 * margin, 160);
  const left = (width - wide * scale) / 2;
  const top = (height - high * scale) / 2;
  return { width, height, point: ([x, y]) => [left + (x - west) * shorten * scale, top + (north - y) * scale] };
}

/** How tall a drawing may be, so that it is seen whole on the screen. */
export const tallest = (): number => Math.max(360, Math.min(620, innerHeight * 0.6));

/** The outline of a geometry as the d of an SVG path; empty for points. */
export function outline(g: Geometry | null, p: Projection): string {
  if (g === null || g.type === 'Point') return '';
  return outlines(g)
    .map((ring) => `M${ring.map((place) => p.point(place).map((n) => n.toFixed(1)).join(' ')).join('L')}Z`)
    .join('');
}

/** A mark with a letter on the drawing, and the middle of its name where that finds room. */
export interface Mark {
  code: string;
  name: string;
  x: number;
  y: number;
  label: Place | null;
}

const radius = 11;

/** Moves marks apart that would cover each other, then gives names to those that have room, in order. */
export function arrange(wanted: { code: string; name: string; at: Place }[], p: Projection): Mark[] {
  const marks = wanted.map(({ code, name, at }) => ({ code, name, x: at[0], y: at[1], label: null as Place | null }));
  for (let round = 0; round < 40; round++) {
    for (let i = 0; i < marks.length; i++) {
      for (let j = i + 1; j < marks.length; j++) {
        const [a, b] = [marks[i]!, marks[j]!];
        const [dx, dy] = [b.x - a.x || 0.1 * (j - i), b.y - a.y || 0.1];
        const apart = Math.hypot(dx, dy);
        const push = (2 * radius + 1 - apart) / 2;
        if (push <= 0) continue;
        a.x -= (dx / apart) * push;
        a.y -= (dy / apart) * push;
        b.x += (dx / apart) * push;
        b.y += (dy / apart) * push;
      }
    }
  }
  const taken = marks.map((m) => [m.x - radius, m.y - radius, m.x + radius, m.y + radius] as const);
  for (const mark of marks) {
    const half = ([...mark.name].length * 12) / 2;
    const beside = radius + 3 + half;
    const places: Place[] = [[0, radius + 8], [0, -radius - 8], [beside, 0], [-beside, 0]].map(([dx, dy]) => [mark.x + dx!, mark.y + dy!]);
    for (const [x, y] of places) {
      const box = [x - half, y - 7, x + half, y + 7] as const;
      const free = box[0] > 0 && box[1] > 0 && box[2] < p.width && box[3] < p.height && !taken.some((t) => t[0] < box[2] && t[2] > box[0] && t[1] < box[3] && t[3] > box[1]);
      if (!free) continue;
      mark.label = [x, y];
      taken.push(box);
      break;
    }
  }
  return marks;
}
