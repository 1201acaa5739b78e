import { onBeforeUnmount, watch } from 'vue';
import type { ExportJobFragment, ExportState } from '@/api/generated';
import { ExportFollowDocument } from '@/api/generated';
import { follow } from '@/api/follow';
import { type DataSet, formats, type Question } from './question';

export type Job = ExportJobFragment;
export const over = (state: ExportState): boolean => state !== 'QUEUED' && state !== 'RUNNING';

/** What a job was asked with, of the newest data. */
export function askedWith(job: Job, sets: DataSet[]): Question {
  const f = job.filter;
  const set = sets.find((s) => s.name === job.dataSet);
  const usual = set?.columns.filter((c) => !c.sensitive).map((c) => c.name).join(',');
  const columns = job.columns.join(',');
  return {
    dataset: job.dataSet, format: formats.find((one) => one.type === job.format)?.name ?? 'parquet', columns: columns === usual ? '' : columns, region: f.region ?? '', tree: f.tree === 'STATUTORY' ? 'statutory' : '', sector: f.sector ?? '', period: '', from: f.from ?? '', to: f.to ?? '',
    where: f.where ?? '', order: f.order.join(','), limit: f.limit === null ? '' : String(f.limit), version: '', compression: job.compression?.toLowerCase() ?? '', charset: job.charset === 'GB18030' ? 'gb18030' : '', bom: job.bom ? '1' : '',
  };
}

/** Follows the jobs that are not over: live, and by looking again where the line for that breaks. */
export function useFollowing(jobs: () => Job[], change: (job: Job) => void, look: () => Promise<void>): void {
  const stops = new Map<string, () => void>();
  const lost = new Set<string>();
  watch(
    () => jobs().filter((job) => !over(job.state)).map((job) => job.id).join(),
    (ids) => {
      for (const [id, stop] of stops) {
        if (!ids.includes(id)) {
          stop();
          stops.delete(id);
        }
      }
      for (const id of ids.split(',').filter((one) => one !== '' && !stops.has(one))) {
        lost.delete(id);
        stops.set(id, follow(ExportFollowDocument, { id }, (data) => change(data.exportProgress), () => {
          lost.add(id);
          void look();
        }));
      }
    },
    { immediate: true },
  );
  const timer = window.setInterval(() => {
    if (!document.hidden && jobs().some((job) => lost.has(job.id) && !over(job.state))) void look();
  }, 3000);
  onBeforeUnmount(() => {
    clearInterval(timer);
    for (const stop of stops.values()) stop();
  });
}

