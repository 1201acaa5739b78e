import type { QueryCatalogueQuery } from '@/api/generated';

export type Metric = QueryCatalogueQuery['catalogue']['metrics'][number];
export type Dimension = QueryCatalogueQuery['catalogue']['dimensions'][number];
export type Title = { zh: string; en: string };

/** Whether figures of a metric can be broken down and filtered by a dimension. */
export const fits = (metric: Metric, dimension: string): boolean => metric.dimensions.includes(dimension);

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
