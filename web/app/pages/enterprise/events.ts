import type { EnterpriseEventsQuery, EnterpriseReportsQuery } from '@/api/generated';
import { printed } from '@/parts/number';
import type { Portrait, Words } from './enterprise';

/** Something that happened to an enterprise on a day. */
export interface Event {
  key: string;
  day: string;
  kind: 'inspection' | 'hazard' | 'accident' | 'report' | 'risk';
  text: string;
  grave: boolean;
  /** The kind of record that tells it; null where none does. */
  fact: string | null;
}

/** In the order of their gravity; also the order of the choice above the list. */
export const kinds = ['accident', 'hazard', 'inspection', 'report', 'risk'] as const;

type Say = (key: string, more?: Record<string, unknown>) => string;

/** What happened, the latest first: visits, hazards found and accepted, accidents, public reports, changes of colour. */
export function eventsOf(events: EnterpriseEventsQuery | undefined, reports: EnterpriseReportsQuery | undefined, history: Portrait['history'], words: Words, say: Say): Event[] {
  const term = (vocabulary: string, code: string | null | undefined) => (code == null ? '' : words.labels.value.vocabulary(vocabulary, code));
  const join = (...parts: (string | null | undefined | false)[]) => parts.filter(Boolean).join(say('enterprise.comma'));
  const yuan = (text: string) => {
    const money = printed(Number(text), '元');
    return `${money.text} ${money.unit}`;
  };
  const all: Event[] = [];
  for (const i of events?.inspections?.nodes ?? [])
    all.push({
      key: `inspection ${i.system} ${i.id}`, day: i.inspectedOn, kind: 'inspection', fact: 'inspection', grave: i.caseOpened === true,
      text: join(term('inspection_kind', i.kind) + (i.mode ? say('enterprise.brackets', { type: term('inspection_mode', i.mode) }) : ''), i.hazardsFound !== null && say('enterprise.event.found', { n: i.hazardsFound }), i.caseOpened && say('enterprise.event.case'), Number(i.penalty ?? 0) > 0 && say('enterprise.event.penalty', { money: yuan(i.penalty!) }), i.summary),
    });
  for (const h of events?.hazards?.nodes ?? []) {
    const what = `${term('hazard_level', h.level)}${say('enterprise.event.hazard')}`;
    all.push({ key: `found ${h.system} ${h.id}`, day: h.foundOn, kind: 'hazard', fact: 'hazard', grave: h.level === 'major', text: join(say('enterprise.event.hazardFound', { what, source: term('hazard_source', h.source) }), h.description) });
    if (h.verifiedOn) all.push({ key: `verified ${h.system} ${h.id}`, day: h.verifiedOn, kind: 'hazard', fact: null, grave: false, text: join(say('enterprise.event.hazardVerified', { what, day: h.foundOn }), h.description) });
  }
  for (const a of events?.accidents?.nodes ?? [])
    all.push({
      key: `accident ${a.system} ${a.id}`, day: a.occurredOn, kind: 'accident', fact: 'accident', grave: true,
      text: join(`${term('accident_grade', a.grade)}${say('enterprise.event.accident')}${a.type ? say('enterprise.brackets', { type: a.type }) : ''}`, a.deaths !== null && say('enterprise.event.deaths', { n: a.deaths }), a.seriousInjuries !== null && say('enterprise.event.injuries', { n: a.seriousInjuries }), term('accident_status', a.status), a.summary),
    });
  const column = (name: string) => reports?.recordTable.columns.find((c) => c.name === name);
  column('received_on')?.texts.forEach((day, i) => {
    const [channel, subject, verified, closed] = [column('channel')?.texts[i], column('subject')?.texts[i], column('verified')?.booleans[i], column('closed_on')?.texts[i]];
    if (day) all.push({ key: `report ${i}`, day, kind: 'report', fact: 'public_report', grave: verified === true, text: join(say('enterprise.event.report', { channel: term('report_channel', channel), subject: term('report_subject', subject) }), verified == null ? null : say(verified ? 'enterprise.event.proved' : 'enterprise.event.disproved'), closed ? say('enterprise.event.closed', { day: closed }) : say('enterprise.event.notClosed')) });
  });
  history.forEach((cell, i) => {
    const before = history[i - 1];
    if (!before?.colour || !cell.colour || before.colour === cell.colour) return;
    all.push({ key: `risk ${cell.month}`, day: monthEnd(cell.month), kind: 'risk', fact: null, grave: order[cell.colour] < order[before.colour], text: say('enterprise.event.colour', { from: say(`map.grade.${before.colour}`), to: say(`map.grade.${cell.colour}`) }) });
  });
  return all.sort((a, b) => b.day.localeCompare(a.day) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
}

const order = { RED: 0, ORANGE: 1, YELLOW: 2, BLUE: 3 };
function monthEnd(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}
