// What the overview should say of a region and a month.
import { ask, schemeFor } from './given.mjs';
import { change, figure, marks, monthSaid } from './print.mjs';

const tiles = ['accidents_counted', 'deaths_counted', 'hazards_overdue_major', 'hazards_found', 'hazards_verified', 'inspections', 'penalties', 'trainings', 'hazard_on_time_rate'];
const certified = { 主要负责人: 'principal_certification_rate', 安管人员: 'manager_certification_rate', 特种作业: 'special_operator_certification_rate' };
const lines = [['accidents_counted', 'deaths_counted'], ['hazards_found', 'hazards_verified'], ['inspections', 'cases_opened'], ['hazard_on_time_rate', 'obligation_report_rate']];
const severities = { RED: '红色', ORANGE: '橙色', YELLOW: '黄色', BLUE: '蓝色' };
/** Where everything is at home in the demo: nobody ranks it among others. */
const alone = '370000';

export async function overviewSays(region, period) {
  const { metrics, place, below, alerts, alertCounts, late, sources, version } = await ask(
    `query($region: RegionCode!, $period: PeriodCode!, $measures: [Code!]!, $alerts: AlertQueryInput!, $scheme: String) {
      metrics(query: { measures: $measures, region: $region, period: $period, compare: [PREVIOUS_YEAR, PREVIOUS_PERIOD] }) { columns { name unit numbers states } source { version asOf } }
      place: region(code: $region) { fullName managingParent }
      below: assessment(scheme: $scheme, region: $region, period: $period) { ...standing }
      alerts(query: $alerts, first: 8) { nodes { severity reason { zh } } }
      alertCounts(query: $alerts) { severity unacknowledged }
      late: metrics(query: { measures: ["obligations_not_arrived", "obligation_report_rate"], dimensions: ["region"], region: $region, period: $period, order: [{ column: "obligations_not_arrived", desc: true }], limit: 6 }) { columns { name texts numbers states unit } }
      sources: alerts(query: { kinds: [SOURCE_LATE] }, first: 20) { nodes { severity reason { zh } } }
      version { watermarks { lastRecord } }
    } ${standing}`,
    {
      region, period, scheme: schemeFor(region), measures: [...tiles, ...Object.values(certified)],
      alerts: { region, state: 'UNACKNOWLEDGED', kinds: ['THRESHOLD', 'CHANGE', 'UNUSUAL', 'OVERDUE_MAJOR_HAZARD', 'CERTIFICATE_EXPIRING'], severities: [] },
    },
  );
  const column = (name) => metrics.columns.find((c) => c.name === name);
  const moved = (name, against) => change(column(`${name}__${against}__change`), column(`${name}__${against}__percent`));
  const { asOf, version: number } = metrics.source;
  const of = (name) => late.columns.find((c) => c.name === name);
  const owing = of('region').texts.map((_, i) => i).filter((i) => of('obligations_not_arrived').numbers[i] !== 0).slice(0, 3);
  const on = alertCounts.filter((c) => c.unacknowledged > 0);
  const more = on.reduce((sum, c) => sum + c.unacknowledged, 0) - alerts.nodes.length;
  const own = region === alone ? null : (await ask(`query($region: RegionCode!, $period: PeriodCode!, $scheme: String) { peers: assessment(scheme: $scheme, region: $region, period: $period) { ...standing } } ${standing}`, { region: place.managingParent, period, scheme: schemeFor(place.managingParent) })).peers;
  const listed = shortened(below.subjects);
  const made = (a) => `${a.previous ? monthSaid(a.previous.period) : ''} ${a.source.asOf} ${a.source.version}`;
  const trends = await trendOf(region, period);
  return {
    says: [
      ['.moment', [`${place.fullName} ${monthSaid(period)} ${asOf} ${number}`]],
      ['.tiles > section:not(:last-child)', tiles.map((name) => `${figure(column(name))} 同比 ${moved(name, 'previous_year')} 环比 ${moved(name, 'previous_period')}`)],
      ['.tiles > section:last-child tr', Object.entries(certified).map(([label, name]) => `${label} ${figure(column(name))} ${moved(name, 'previous_year')}`)],
      ['.panels > :nth-child(1) .own', own ? ownLine(own.subjects, region) : []],
      ['.panels > :nth-child(1) table tr', listed.map((s) => `${s.rank} ${s.name} ${s.grade?.title.zh ?? ''} ${marks(s.score)} ${movement(s)}`)],
      ['.panels > :nth-child(1) .note', listed.length > 0 ? [made(below)] : []],
      ['.panels > :nth-child(1) .caution', below.caution ? [below.caution.zh] : []],
      ['.panels > :nth-child(2) .head .tag', on.map((c) => `${severities[c.severity]} ${c.unacknowledged}`)],
      ['.panels > :nth-child(2) li', alerts.nodes.map((a) => `${severities[a.severity]} ${a.reason.zh}`)],
      ['.panels > :nth-child(2) p:not(.el-empty *)', more > 0 ? [`另有 ${more}`] : []],
      ['.panels > :nth-child(3) li:not(.alert)', owing.map((i) => `${of('region__title')?.texts[i]} ${figure(of('obligations_not_arrived'), i)} ${figure(of('obligation_report_rate'), i)}`)],
      ['.panels > :nth-child(3) li.alert', sources.nodes.map((a) => `${severities[a.severity]} ${a.reason.zh}`)],
      ['.panels > :nth-child(3) dd', version.watermarks.flatMap((w) => w.lastRecord ?? [])],
      ['.charts tbody tr', lines.flatMap((names) => trends[0].texts.map((month, i) => `${month} ${names.map((name) => figure(trends.find((c) => c.name === name), i)).join(' ')}`))],
    ],
    except: ['figure > div svg text', 'figcaption small'], // the ticks of axes; 近 12 个月
  };
}

const standing = 'fragment standing on Assessment { caution { zh } previous { period } source { version asOf } subjects { key name score rank rankChange peers grade { title { zh } } } }';

const movement = ({ rankChange: n }) => (n === null ? '无上期位次' : n > 0 ? `上升 ${n}` : n < 0 ? `下降 ${-n}` : '位次不变');

function ownLine(subjects, region) {
  const me = subjects.find((s) => s.key === region && s.rank !== null);
  const peers = subjects.filter((s) => s.rank !== null && s.peers === me?.peers);
  return peers.length > 1 ? [`第 ${me.rank} 名 ${peers.length} ${me.grade?.title.zh ?? ''} ${marks(me.score)} ${movement(me)}`] : [];
}

/** Of a long ranking the first and the last four. */
function shortened(subjects) {
  const ranked = subjects.filter((s) => s.rank !== null).sort((a, b) => a.rank - b.rank);
  return ranked.length <= 8 ? ranked : [...ranked.slice(0, 4), ...ranked.slice(-4)];
}

async function trendOf(region, period) {
  const [year, month] = period.split('-').map(Number);
  const day = (y, m, d) => new Date(Date.UTC(y, m, d)).toISOString().slice(0, 10);
  const { metrics } = await ask('query($region: RegionCode!, $period: PeriodCode!, $measures: [Code!]!) { metrics(query: { measures: $measures, region: $region, period: $period, grain: MONTH }) { columns { name unit texts numbers states } } }', {
    region, period: `${day(year, month - 12, 1)}..${day(year, month, 0)}`, measures: lines.flat(),
  });
  return metrics.columns;
}
