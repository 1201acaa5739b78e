import { onBeforeUnmount, watch } from 'vue';
import type { ExportJobFragment, ExportState } from '@/api/generated';
import { ExportFollowDocument } from '@/api/generated';
import { follow } from '@/api/follow';
import { formats, type Question, words } from './question';

export type Job = ExportJobFragment;
export const over = (state: ExportState): boolean => state !== 'QUEUED' && state !== 'RUNNING';

const key = 'anlan.exports';
const most = 100;
const read = (): Record<string, Partial<Question>> => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, Partial<Question>>;
  } catch {
    return {};
  }
};

/** Keeps what a job was asked with: the server tells its rows, and not its columns and options. */
export function remember(id: string, question: Question): void {
  const given = Object.fromEntries(Object.entries(question).filter(([, value]) => value !== ''));
  const kept = Object.entries({ ...read(), [id]: given }).slice(-most);
  localStorage.setItem(key, JSON.stringify(Object.fromEntries(kept)));
}

/** What a job was asked with: as this browser kept it, else as far as the server tells. */
export function askedWith(job: Job): { question: Question; whole: boolean } {
  const nothing = Object.fromEntries(words.map((word) => [word, ''])) as Question;
  const kept = read()[job.id];
  if (kept) return { question: { ...nothing, ...kept, version: '' }, whole: true };
  const f = job.filter;
  const format = formats.find((one) => one.type === job.format)?.name ?? 'parquet';
  return { question: { ...nothing, dataset: job.dataSet, format, region: f.region ?? '', sector: f.sector ?? '', from: f.from ?? '', to: f.to ?? '', where: f.where ?? '', order: f.order.join(','), limit: f.limit === null ? '' : String(f.limit) }, whole: false };
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

