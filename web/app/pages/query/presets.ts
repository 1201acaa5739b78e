import { monthsUntil } from '@/parts/period';
import { nothing, type Question } from './question';

/** An example question: what it asks for beside the region. */
interface Preset {
  title: { zh: string; en: string };
  ask: Partial<Question>;
  /** So many months up to the end of the period instead of the period itself. */
  months?: number;
}

/** Questions of the field, each with one click. */
export const presets: Preset[] = [
  { title: { zh: '各县区重大隐患按期整改率同比', en: 'Major hazards rectified on time by area, year on year' }, ask: { measures: ['hazard_major_on_time_rate', 'hazards_due_major'], dimensions: ['region'], compare: ['PREVIOUS_YEAR'], totals: true, order: [{ column: 'hazard_major_on_time_rate', desc: false }] } },
  { title: { zh: '近12个月各行业死亡人数', en: 'Deaths by sector, 12 months' }, ask: { measures: ['deaths_counted'], dimensions: ['sector'], grain: 'MONTH', totals: true }, months: 12 },
  { title: { zh: '近12个月发现隐患与验收销号', en: 'Hazards found and closed, 12 months' }, ask: { measures: ['hazards_found', 'hazards_verified'], grain: 'MONTH' }, months: 12 },
  { title: { zh: '各地区事故起数、死亡人数同比', en: 'Accidents and deaths by area, year on year' }, ask: { measures: ['accidents_counted', 'deaths_counted'], dimensions: ['region'], compare: ['PREVIOUS_YEAR'], totals: true } },
  { title: { zh: '各行业检查次数、立案数和罚款', en: 'Inspections, cases and penalties by sector' }, ask: { measures: ['inspections', 'cases_opened', 'penalties'], dimensions: ['sector'], totals: true, order: [{ column: 'inspections', desc: true }] } },
  { title: { zh: '逾期未整改重大隐患最多的地区', en: 'Areas with most overdue major hazards' }, ask: { measures: ['hazards_overdue_major', 'hazards_overdue'], dimensions: ['region'], order: [{ column: 'hazards_overdue_major', desc: true }], limit: 10, totals: true } },
  { title: { zh: '事故类型：起数与死亡', en: 'Types of accidents: number and deaths' }, ask: { measures: ['accidents_counted', 'deaths_counted'], dimensions: ['accident_type'], order: [{ column: 'accidents_counted', desc: true }], totals: true } },
  { title: { zh: '三项人员持证率（各地区）', en: 'Certified staff by area' }, ask: { measures: ['principal_certification_rate', 'manager_certification_rate', 'special_operator_certification_rate'], dimensions: ['region'], totals: true } },
  { title: { zh: '各检查方式查出隐患率', en: 'Inspections that found hazards, by mode' }, ask: { measures: ['inspections', 'inspection_hit_rate'], dimensions: ['inspection_mode'], compare: ['PREVIOUS_YEAR'], totals: true } },
];

/** The question of a preset about a region and period; last is the month in which the period ends. */
export function questionOf(preset: Preset, region: string, period: string, last: string): Question {
  return { ...nothing(), ...preset.ask, region, period: preset.months ? monthsUntil(last, preset.months) : period };
}
