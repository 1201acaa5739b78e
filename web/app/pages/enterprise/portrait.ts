import type { FilterInput, RecordQueryInput } from '@/api/generated';
import type { RecordChoice } from '@/parts/records/records';

/** What every part of a portrait asks about: one enterprise in the widest region of the caller's that holds it, twelve months, one version of the data and one day. */
export interface Case {
  enterprise: string;
  region: string;
  period: string;
  month: string;
  version: number;
  asOf: string;
}

/** The figures of a portrait by what they are about; each group needs sight of its records. */
export const groups = [
  { name: 'inspection', fact: 'inspection', measures: ['inspections', 'inspections_with_hazards', 'inspections_must_check_failed', 'cases_opened', 'penalties'] },
  { name: 'hazard', fact: 'hazard', measures: ['hazards_found', 'hazards_found_major', 'hazards_verified', 'hazards_open', 'hazards_open_major', 'hazards_overdue', 'hazard_on_time_rate'] },
  { name: 'training', fact: 'training', measures: ['trainings', 'exams_taken', 'exam_pass_rate', 'certificate_valid_rate'] },
  { name: 'accident', fact: 'accident', measures: ['accidents', 'deaths', 'serious_injuries', 'direct_loss'] },
  { name: 'report', fact: 'public_report', measures: ['public_reports', 'public_reports_verified', 'public_reports_open'] },
  { name: 'point', fact: 'risk_point', measures: ['risk_points', 'risk_points_major', 'risk_points_assigned'] },
] as const;

/** Figures that are bad as soon as there is one. */
export const alarming: readonly string[] = ['hazards_open_major', 'hazards_overdue', 'deaths', 'inspections_must_check_failed', 'public_reports_open'];

/** Figures of the peers that stand beside an enterprise's own: counts for each enterprise, rates as they are. */
export const compared = ['inspections', 'hazards_found', 'hazards_overdue', 'hazard_on_time_rate', 'certificate_valid_rate', 'accidents'] as const;

const filters = (of: Case) => [{ dimension: 'enterprise', values: [of.enterprise], not: false }];

/** The question of metrics for an enterprise. */
export const ask = (of: Case) => ({ region: of.region, period: of.period, version: of.version, asOf: of.asOf, filters: filters(of) satisfies FilterInput[] });

/** Its records of a kind, those that a metric counts or all of the period. */
export function choose(of: Case, fact: string, more: { metric?: string; from?: string; to?: string; always?: boolean } = {}): RecordChoice {
  const { metric, from, to, always } = more;
  return { fact, region: of.region, filters: filters(of), version: of.version, asOf: of.asOf, ...(metric && { metric }), ...(from && to ? { from, to } : always ? {} : { period: of.period }) };
}

/** The same as a question of the contract. */
export const recordsOf = (of: Case, fact: string, always = false): RecordQueryInput => {
  const choice = choose(of, fact, { always });
  return { fact, region: choice.region, filters: filters(of), version: of.version, asOf: of.asOf, ...(choice.period && { period: choice.period }) };
};
