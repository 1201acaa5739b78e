// Answers the dashboard's questions from the contract itself: what a test does not say is null where the contract allows it, else empty.
import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, graphql, isEnumType, isListType, isNonNullType, isObjectType } from 'graphql';

const schema = buildSchema(readFileSync(new URL('../../schema.graphqls', import.meta.url), 'utf8'));
const scalars = { Int: 0, Float: 0, Boolean: false, Count: 0, Date: '2026-05-31', DateTime: '2026-06-01T08:00:00+08:00', Decimal: '0' };

function least(type) {
  if (!isNonNullType(type)) return null;
  const inner = type.ofType;
  if (isListType(inner)) return [];
  const named = getNamedType(inner);
  if (isObjectType(named)) return {};
  if (isEnumType(named)) return named.getValues()[0].value;
  return scalars[named.name] ?? '';
}

function fieldResolver(source, args, context, info) {
  const told = source?.[info.fieldName];
  const value = typeof told === 'function' ? told(args) : told;
  return value === undefined ? least(info.returnType) : value;
}

const title = (zh) => ({ zh, en: zh });
const column = (name, kind, numbers, unit = '项') => ({ name, title: title(name), unit, kind, type: 'NUMBER', numbers, states: numbers.map((n) => (n === null ? 'NOT_REPORTED' : 'PRESENT')) });

/** A server with data: every figure of May 2026 is 4711, but penalties, which nobody reported. */
export const loaded = {
  viewer: { name: 'local', role: 'admin', permissions: ['read_metrics', 'read_records', 'run_jobs'], allRegions: true },
  version: { number: 7, watermarks: [{ system: '隐患系统', fact: 'hazard', lastRecord: '2026-05-31' }] },
  regions: [{ code: 'CN', name: '中国', fullName: '中国', level: 'COUNTRY' }],
  region: ({ code }) => (code === '370300' ? { code, name: '淄博市', fullName: '山东省淄博市', level: 'CITY', managingParent: '370000' } : { code, name: '张店区', fullName: '山东省淄博市张店区', level: 'COUNTY', managingParent: '370300' }),
  metrics: ({ query }) => {
    if (query.dimensions?.includes('region')) return { columns: [{ name: 'region', kind: 'DIMENSION', texts: query.level === 'PROVINCE' ? ['370000'] : query.level === 'CITY' ? ['370300'] : ['370302', '370303'] }, ...query.measures.map((name) => column(name, 'MEASURE', query.level === 'COUNTY' ? [3, 2] : [5]))] };
    if (query.grain) return { columns: [{ name: 'period', kind: 'DIMENSION', texts: ['2026-04', '2026-05'] }, ...query.measures.map((name) => column(name, 'MEASURE', [1, 2]))] };
    const figure = (name) => (name === 'penalties' ? null : 4711);
    return { source: { version: 7, asOf: '2026-05-31' }, columns: query.measures.flatMap((name) => [column(name, 'MEASURE', [figure(name)]), column(`${name}__previous_year__change`, 'CHANGE', [-3])]) };
  },
  assessment: ({ region }) => ({
    schemeTitle: title('县区考核'), source: { version: 7, asOf: '2026-05-31' },
    subjects: region === '370300' ? ['370302', '370303'].map((key, i) => ({ key, name: key, rank: i + 1, score: '90.00', grade: { name: 'good', title: title('良好') } })) : [],
  }),
};

/** A server on which nothing was loaded yet. */
export const empty = { ...loaded, version: { number: 1, watermarks: [] } };

/** A route of playwright that answers as that server does. */
export const answer = (rootValue) => async (route) => {
  const { query: source, variables: variableValues } = route.request().postDataJSON();
  return route.fulfill({ json: await graphql({ schema, rootValue, source, variableValues, fieldResolver }) });
};

/** A route of playwright that refuses whoever asks without a token. */
export const refuse = (route) =>
  route.fulfill({ status: 401, json: { errors: [{ message: 'a token is needed', extensions: { code: 'UNAUTHENTICATED' } }] } });
