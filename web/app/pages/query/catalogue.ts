import type { QueryCatalogueQuery } from '@/api/generated';

export type Metric = QueryCatalogueQuery['catalogue']['metrics'][number];
export type Dimension = QueryCatalogueQuery['catalogue']['dimensions'][number];
export type Title = { zh: string; en: string };

/** The kinds of records that have a dimension of their own; those that are not named here have all records of, or the catalogue of the place adds them. */
const owners: Record<string, string> = {
  inspection_kind: 'inspection', inspection_mode: 'inspection', inspection_subject: 'inspection', hazard_source: 'hazard', hazard_level: 'hazard', training_audience: 'training', training_programme: 'training',
  accident_type: 'accident', accident_type_edition: 'accident', accident_grade: 'accident', accident_reported_grade: 'accident', accident_status: 'accident',
  obligation_kind: 'obligation', obligation_item: 'obligation', obligation_status: 'obligation', unit_kind: 'obligation', inherent_risk: 'enterprise', industry: 'enterprise',
  risk_point_level: 'risk_point', control_level: 'risk_point', report_channel: 'public_report', report_subject: 'public_report',
  assessment_scheme: 'assessment_entry', assessment_item: 'assessment_entry', assessment_until: 'assessment_entry', assessment_subject: 'assessment_entry',
};

/** Whether figures of a metric can be broken down and filtered by a dimension, as far as is known before asking; the server has the last word. */
export const fits = (metric: Metric, dimension: string): boolean => (owners[dimension] ?? metric.fact) === metric.fact;

/** Metrics by the kind of records that they count, in the order of the catalogue; only those that a text is found in. */
export function grouped(metrics: Metric[], kinds: QueryCatalogueQuery['recordKinds'], text: string): { fact: string; title: Title; metrics: Metric[] }[] {
  const wanted = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Metric[]>();
  for (const metric of metrics) {
    const told = [metric.name, metric.title.zh, metric.title.en, metric.doc, metric.document, metric.unit].join(' ').toLowerCase();
    if (wanted.every((word) => told.includes(word))) groups.set(metric.fact, [...(groups.get(metric.fact) ?? []), metric]);
  }
  return [...groups].map(([fact, found]) => ({ fact, title: kinds.find((kind) => kind.name === fact)?.title ?? { zh: fact, en: fact }, metrics: found }));
}
