// What the page of the ranking should say of a region and a month.
import { ask, schemeFor } from './given.mjs';
import { marks, monthSaid } from './print.mjs';

const units = { CITY: '个市', COUNTY: '个区县', TOWN: '个镇街' };
const grades = ['excellent', 'good', 'pass', 'fail'];

export async function rankingSays(region, period) {
  const { assessment: a, place } = await ask(
    `query($region: RegionCode!, $period: PeriodCode!, $scheme: String) {
      assessment(scheme: $scheme, region: $region, period: $period) {
        caution { zh } schemeVersion fullMarks level provisional previous { period } source { version asOf }
        subjects { key name score rank rankChange scoreChange unranked { zh } grade { name title { zh } } vetoes { title { zh } } }
      }
      place: region(code: $region) { fullName }
    }`,
    { region, period, scheme: schemeFor(region) },
  );
  const ranked = a.subjects.filter((s) => s.rank !== null).sort((x, y) => x.rank - y.rank);
  const bands = grades.flatMap((name) => {
    const those = ranked.filter((s) => s.grade?.name === name);
    return those.length > 0 ? [`${those.length}个${those[0].grade.title.zh}`] : [];
  });
  const movers = (way) => ranked.filter((s) => way * (s.rankChange ?? 0) > 0 && way * s.rankChange === Math.max(...ranked.map((r) => way * (r.rankChange ?? 0)))).slice(0, 3);
  const ends = (rank) => ranked.filter((s) => s.rank === rank).slice(0, 3).map((s) => `${s.name} ${marks(s.score)}`).join(' ');
  const [up, down] = [movers(1), movers(-1)];
  const vetoed = a.subjects.filter((s) => s.vetoes.length > 0).slice(0, 5);
  const facts = [
    ranked.length > 0 && `第1位 ${ends(ranked[0].rank)}`,
    ranked.length > 1 && `末位 ${ends(ranked.at(-1).rank)}`,
    up.length > 0 && `上升最多 ${up.map((s) => `${s.name} 升${s.rankChange}位`).join(' ')}`,
    down.length > 0 && `下降最多 ${down.map((s) => `${s.name} 降${-s.rankChange}位`).join(' ')}`,
    vetoed.length > 0 && `一票否决 ${vetoed.map((s) => `${s.name} ${s.vetoes[0].title.zh}`).join(' ')}`,
    up.length + down.length > 0 && `${monthSaid(a.previous.period)}`,
    ranked.length > 0 && ranked.every((s) => s.rankChange === null) && '没有上期可比',
  ].filter((fact) => fact !== false);
  const hidden = a.subjects.length - ranked.length;
  return {
    says: [
      ['.lead', [`${monthSaid(period)} ${place.fullName} ${ranked.length}${units[a.level]} ${bands.join(' ')}`]],
      ['.facts > li', facts],
      ['.state .caution', a.caution ? [a.caution.zh] : []],
      ['.state ~ .small', [`${a.schemeVersion} ${a.fullMarks} ${a.source.asOf} ${a.source.version}`]],
      ['.filters [role=status]', [`${a.subjects.length} ${a.subjects.length}`]],
      ['tr[data-subject]:has(.rank:not(:empty))', ranked.map((s) => `${s.rank} ${moved(s)} ${s.name} ${marks(s.score)} ${difference(s)} ${s.grade?.title.zh ?? ''}`)],
      ['tr.group:has(button)', hidden > 0 ? [`${hidden}个未排名 展开${hidden}个未排名的`] : []],
      ...(hidden > 0 ? [['tr.group ~ tr td.quiet', a.subjects.filter((s) => s.rank === null).slice(0, 3).map((s) => s.unranked.zh)]] : []),
    ],
    except: [],
  };
}

const moved = ({ rankChange: n }) => (n === null ? '上期未排名' : n > 0 ? `升${n}位` : n < 0 ? `降${-n}位` : '持平');

const difference = ({ scoreChange: n }) => (n === null ? '无法比较' : `${Number(n) > 0 ? '+' : ''}${marks(n)}`);
