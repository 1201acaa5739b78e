import type zh from './map.zh';

export default {
  letter: { RED: 'R', ORANGE: 'O', YELLOW: 'Y', BLUE: 'B', UNKNOWN: '?', NO_DATA: '?' },
  grade: { RED: 'Red: major', ORANGE: 'Orange: larger', YELLOW: 'Yellow: ordinary', BLUE: 'Blue: low', UNKNOWN: 'Too little known', NO_DATA: 'No data yet' },
  range: { from: 'index ≥ {from}', between: '{from} ≤ index < {to}', below: 'index < {to}' },
  index: 'Risk index', points: ' points', inherent: 'Inherent', dynamic: 'Dynamic', area: 'Area', colour: 'Colour', why: 'Why', whyOf: '{name}: why this colour',
  trail: 'Areas above', sector: 'Sector', allSectors: 'All sectors', month: 'Month', before: 'Month before', after: 'Month after',
  layer: 'Layer', risk: 'Four colours', grid: 'Density grid', map: 'Risk map of {name}', gridMap: 'Density grid of {name}', areas: 'Areas, gravest first', legend: 'Legend', thresholds: 'Thresholds from', inForce: 'in force from {day}',
  help: 'Click an area to enter it; right-click, or “Why” in the table, tells the reasons. Keyboard: Enter goes in, Space says why.', helpLeaf: 'Nothing lies below {name} in the data: it is rated itself, as a tile where it has no border. Click it for the reasons.', describe: '{name}, {letter}, {grade}, risk index {index}', describeNone: '{name}, {grade}, not rated',
  count: '{n}', inside: 'Enter {name}', noShape: 'There are no borders for these areas; they are listed as tiles. Colours and letters mean the same as on the map.', hatched: 'Hatched: too little known or no data yet; not rated, which is not low',
  point: 'Dots: functional zones, or areas whose place is known roughly; no border is drawn',
  matrix: 'Area × sector', matrixHelp: 'Each field is the risk of the sector in the area: the letter is the colour, the number the index. Select a field to see why.', all: 'All sectors',
  reasons: '{name}: what makes the risk', factors: 'Factors', factor: 'Factor', score: 'Score', weight: 'Weight', contribution: 'Gives the index', rule: 'Computation', sectors: 'Sectors', enterprises: 'Enterprises', share: 'Share', records: 'Records',
  attributed: '{points} points of the index come from records that lie in a sector and an enterprise; the rest comes from rates and from what was not done.', noEnterprises: 'No records lie in an enterprise, or you may not read records.', overrides: 'Raised by', atLeast: 'at least {grade}', byIndex: 'by index {grade}',
  history: 'Last 12 months', ranking: 'Assessment ranking', enter: 'Enter this area', onlySector: 'Only this sector', close: 'Close',
  asOf: 'Data as of {day}', version: 'version {n}', running: 'the period is not over', model: 'Model', gcj: 'Coordinates GCJ-02; borders are for orientation only',
  gridMeasure: 'Density of', gridNote: 'Hexagons show density only: nobody is responsible for one and nothing is assessed by them.', located: '{located} of {all} enterprises have coordinates; the others are in no hexagon.', gridTable: 'Hexagons, most first (50 at most)', place: 'Centre', gridNone: 'none', registerToday: 'The register of enterprises is today’s.',
} satisfies typeof zh;
