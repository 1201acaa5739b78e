import type { DataJobsQuery } from '@/api/generated';
import { since } from '../time';

type Pipeline = DataJobsQuery['pipelines'][number];
export type Job = DataJobsQuery['jobs'][number];
export type Outage = DataJobsQuery['outages'][number];

/** A pipeline as the page shows it: what it is, its latest run, its job and what is wrong with it. */
export interface Flow extends Pipeline {
  run: Pipeline['latestRun'];
  job: Job | undefined;
  outages: Outage[];
  /** Since how many seconds a due time that nothing holds back has gone by without a run; 0 when none has. */
  overdue: number;
  due: string | null;
  lastGood: string | null;
  staleAt: string | null;
}

/** Joins pipelines with their jobs and outages. */
export function flowsOf({ pipelines, jobs, outages, freshness }: DataJobsQuery): Flow[] {
  return pipelines.map((pipeline) => {
    const job = jobs.find((j) => j.pipeline === pipeline.name);
    // Windows of a backfill have a progress of their own.
    const due = job?.waiting.filter((w) => w.task.backfill === null).map((w) => w.task.due).sort()[0] ?? job?.nextDue ?? null;
    const fresh = freshness.pipelines.find((p) => p.name === pipeline.name);
    const late = due !== null && !job?.running ? since(due) : 0;
    return { ...pipeline, run: pipeline.latestRun, job, outages: outages.filter((o) => o.subject === pipeline.name), overdue: late > 60 ? late : 0, due, lastGood: fresh?.lastGood ?? null, staleAt: fresh?.staleAt ?? null };
  });
}
