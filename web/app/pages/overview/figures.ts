import type { Comparison, SituationQuery } from '@/api/generated';

export type FigureColumn = SituationQuery['metrics']['columns'][number];

/** The figures of the first screen, in its order. */
export const main = ['accidents_counted', 'deaths_counted', 'hazards_overdue_major', 'hazards_found', 'hazards_verified', 'inspections', 'penalties', 'trainings', 'hazard_on_time_rate'];
export const certification = [
  { name: 'principal_certification_rate', label: 'overview.principal' },
  { name: 'manager_certification_rate', label: 'overview.manager' },
  { name: 'special_operator_certification_rate', label: 'overview.special' },
];

/** How a figure moved against last year and against the period before. */
export function changesOf(columns: FigureColumn[], name: string) {
  const at = (column: string) => columns.find((c) => c.name === column);
  return (['PREVIOUS_YEAR', 'PREVIOUS_PERIOD'] as Comparison[]).map((against) => {
    const base = `${name}__${against.toLowerCase()}`;
    return { against, change: at(`${base}__change`), percent: at(`${base}__percent`) };
  });
}
