// What the map should say of a region and a month.
import { ask } from './given.mjs';

const colours = ['RED', 'ORANGE', 'YELLOW', 'BLUE'];
const grades = { RED: '重大风险', ORANGE: '较大风险', YELLOW: '一般风险', BLUE: '低风险', UNKNOWN: '数据不足', NO_DATA: '尚无数据' };
const letters = { RED: '红', ORANGE: '橙', YELLOW: '黄', BLUE: '蓝' };

export async function mapSays(region, period) {
  const { riskMap: map, riskMatrix: matrix, riskContributors: why } = await ask(
    `query($region: RegionCode!, $period: PeriodCode!) {
      riskMap(query: { region: $region, period: $period }) {
        model { document effectiveFrom colours { red orange yellow } overrides { title { zh } atLeast } }
        cells { ...cell } source { version asOf }
      }
      riskMatrix(query: { region: $region, period: $period }) { sectors areas { ...cell } cells { ...cell } }
      riskContributors(query: { region: $region, period: $period, first: 8 }) {
        cell { ...cell reason { zh } overrides { title { zh } atLeast } factors { factor { title { zh } } contribution } }
        sectors { name points share } enterprises { name points share } attributed source { version asOf }
      }
    }
    fragment cell on RiskCell { month region name state index inherent dynamic colour byIndex }`,
    { region, period },
  );
  const { red, orange, yellow } = map.model.colours;
  const ranges = [`${red}`, `${orange} ${red}`, `${yellow} ${orange}`, `${yellow}`];
  const listed = map.cells.toSorted((a, b) => place(a) - place(b) || Number(b.index ?? -1) - Number(a.index ?? -1) || a.region.localeCompare(b.region));
  const { cell } = why;
  const head = [
    `${grade(cell)} ${cell.index === null ? '' : `${number(cell.index)} ${number(cell.inherent)} ${number(cell.dynamic)}`}`,
    ...(cell.reason.zh ? [cell.reason.zh] : []),
    ...(cell.overrides.length > 0 ? [`直接提级 ${cell.overrides.map((o) => `${o.title.zh} ${grades[o.atLeast]}`).join(' ')} ${cell.byIndex && cell.byIndex !== cell.colour ? grades[cell.byIndex] : ''}`] : []),
    `${cell.month} ${why.source.asOf} ${why.source.version}`,
  ];
  const shares = (list) => list.slice(0, 5).map((p) => `${p.name} ${number(p.points)} ${Number(p.share).toFixed(1)}`);
  const factors = cell.factors.toSorted((a, b) => Number(b.contribution) - Number(a.contribution)).slice(0, 5);
  return {
    says: [
      ['.trail > span', [period]],
      ['section[aria-label=图例] li', [...colours.map((c, i) => `${grades[c]} ${ranges[i]} ${map.cells.filter((cell) => cell.colour === c).length}`), `斜线 ${map.cells.filter((cell) => !cell.colour).length}`]],
      ['section[aria-label=图例] > p', [`${map.model.document} ${map.model.effectiveFrom} ${map.model.overrides.map((o) => `${o.title.zh} ${grades[o.atLeast]}`).join(' ')}`]],
      ['.map-columns > div > section:first-child p', head],
      ['.map-columns tr[data-region]', listed.map((c) => `${c.name} ${grade(c)} ${c.index === null ? '' : `${number(c.index)} ${number(c.inherent)} ${number(c.dynamic)}`}`)],
      ['.tone[data-region]', listed.filter((c) => c.region.length > 6).map((c) => `${c.name} ${c.index === null ? '' : number(c.index)}`)],
      ['.reasons > :nth-child(1) li', factors.map((f) => `${f.factor.title.zh} ${number(f.contribution)}`)],
      ['.reasons > :nth-child(2) li', shares(why.sectors)],
      ['.reasons > :nth-child(3) li', shares(why.enterprises)],
      ['.note', cell.index === null ? [] : [number(why.attributed)]],
      ['td:has(> button.tone)', matrix.areas.flatMap((area, i) => [area, ...matrix.cells.slice(i * matrix.sectors.length, (i + 1) * matrix.sectors.length)].map((c) => `${c.name} ${letters[c.colour] ?? '无'} ${c.index === null ? '' : number(c.index)}`))],
      ['.map-columns > section p.small:nth-last-child(2)', ['坐标系GCJ-02']],
      ['.map-columns > section p.small:last-child', [`${map.source.asOf} ${map.source.version}`]],
    ],
    except: [],
  };
}

const number = (decimal) => Number(decimal).toFixed(2);
const grade = (cell) => grades[cell.colour ?? (cell.state === 'NO_DATA' ? 'NO_DATA' : 'UNKNOWN')];
const place = (cell) => (cell.colour ? colours.indexOf(cell.colour) : colours.length);
