import { computed, type ComputedRef, inject, type InjectionKey, onBeforeUnmount, provide, type Ref, ref, type ShallowRef, shallowRef, watch } from 'vue';
import { type Asked, useAsk } from '@/api/ask';
import { faultFrom, query } from '@/api/client';
import type { Fault } from '@/api/fault';
import { type BulletinActKind, type BulletinDeedFragment, BulletinsActsDocument, type BulletinsActedFragment, BulletinsOneDocument, type BulletinsOneQuery, BulletinsPulseDocument, type Language, ViewerDocument } from '@/api/generated';
import { language as spoken } from '@/i18n';
import { useWord } from '@/route/state';

export type One = NonNullable<BulletinsOneQuery['bulletin']>;
export type Content = NonNullable<One['content']>;
export type Section = Content['sections'][number];
export type Text = Content['texts'][number];

/** What can be done with an open bulletin; a correction begins another one. */
export type Doing = Exclude<BulletinActKind, 'DRAFT' | 'SUPERSEDE'> | 'CORRECT' | 'RESEND';

/** Why an act changed nothing, and what others did meanwhile where that is why. */
export interface Trouble {
  doing: Doing;
  /** In the server's words. */
  message: string;
  conflict: boolean;
  since: BulletinDeedFragment[];
  fault?: Fault;
}

/** What lies on the desk: one bulletin, who looks at it, and what he does with it. */
export interface Desk {
  id: ComputedRef<string>;
  one: Asked<BulletinsOneQuery>;
  of: ComputedRef<One | null>;
  acts: Asked<{ bulletinActs: BulletinDeedFragment[] }>;
  /** The language that it is read and written in. */
  lang: Ref<Language>;
  /** Whether the caller may do that with the bulletin as it stands. */
  may: (doing: Doing) => boolean;
  holds: (permission: string) => boolean;
  name: ComputedRef<string>;
  trouble: ShallowRef<Trouble | undefined>;
  busy: Ref<Doing | undefined>;
  /** Does it, with the number of acts that the caller saw; gives the bulletin's id, or nothing when it was refused. */
  act: (doing: Doing, run: (seen: number) => Promise<BulletinsActedFragment>, seen?: number) => Promise<string | undefined>;
  /** Whether somebody acted since the page was read. */
  moved: Ref<boolean>;
  again: () => void;
}

const key: InjectionKey<Desk> = Symbol('desk');

/** The desk that the page laid out. */
export function useDesk(): Desk {
  const desk = inject(key);
  if (!desk) throw new Error('no bulletin is open here');
  return desk;
}

/** What an act needs: the stages that it begins at, and a permission of these. */
const rules: Record<Doing, { from: string[]; needs: string[] }> = {
  REFRESH: { from: ['DRAFT'], needs: ['draft_bulletins'] },
  EDIT: { from: ['DRAFT'], needs: ['draft_bulletins'] },
  CONFIRM: { from: ['DRAFT'], needs: ['draft_bulletins'] },
  OVERRIDE: { from: ['DRAFT'], needs: ['review_bulletins'] },
  REVIEW: { from: ['DRAFT'], needs: ['review_bulletins'] },
  SEND_BACK: { from: ['REVIEWED'], needs: ['review_bulletins', 'issue_bulletins'] },
  ISSUE: { from: ['REVIEWED'], needs: ['issue_bulletins'] },
  CORRECT: { from: ['ISSUED'], needs: ['draft_bulletins'] },
  VOID: { from: ['DRAFT', 'REVIEWED', 'ISSUED'], needs: ['draft_bulletins', 'issue_bulletins'] },
  RESEND: { from: ['ISSUED', 'VOID', 'DRAFT'], needs: ['draft_bulletins', 'issue_bulletins'] },
};

const pulse = 20_000;

/** Lays a bulletin on the desk of a page. */
export function layOut(): Desk {
  const id = useWord('id');
  const word = useWord('lang', () => (spoken() === 'en' ? 'EN' : 'ZH'));
  const viewer = useAsk(ViewerDocument, () => ({}));
  const asked = computed<Language>(() => (word.value === 'EN' ? 'EN' : 'ZH'));
  const one = useAsk(BulletinsOneDocument, () => (id.value === '' ? null : { id: id.value, language: asked.value }));
  const of = computed(() => (one.data.value?.bulletin?.id === id.value ? one.data.value.bulletin : null)); // nothing is done with the one before
  const acts = useAsk(BulletinsActsDocument, () => (id.value === '' ? null : { id: id.value }));
  const languages = computed(() => of.value?.content?.documents.map((d) => d.language) ?? []);
  const lang = computed<Language>({
    get: () => (languages.value.length > 0 && !languages.value.includes(asked.value) ? languages.value[0]! : asked.value),
    set: (next) => (word.value = next),
  });
  const holds = (permission: string) => viewer.data.value?.viewer.permissions.includes(permission) ?? false;
  const trouble = shallowRef<Trouble>();
  const busy = ref<Doing>();
  const moved = ref(false);

  function may(doing: Doing): boolean {
    const b = of.value;
    if (!b || b.acts === null || !b.content) return false;
    const rule = rules[doing];
    if (doing === 'VOID' && b.stage === 'ISSUED') return holds('issue_bulletins');
    return rule.from.includes(b.stage) && rule.needs.some(holds);
  }

  function again() {
    moved.value = false;
    one.again();
    acts.again();
  }

  async function act(doing: Doing, run: (seen: number) => Promise<BulletinsActedFragment>, seen = of.value?.acts ?? 0): Promise<string | undefined> {
    busy.value = doing;
    trouble.value = undefined;
    try {
      const { bulletin, faults } = await run(seen);
      const first = faults[0];
      if (!first) {
        again();
        return bulletin?.id ?? id.value;
      }
      const conflict = first.code === 'conflict';
      trouble.value = { doing, message: faults.map((f) => f.message).join('; '), conflict, since: conflict ? await actsSince(id.value, seen) : [] };
    } catch (e) {
      const fault = faultFrom(e);
      trouble.value = { doing, message: fault.message, conflict: false, since: [], fault };
    } finally {
      busy.value = undefined;
    }
    return undefined;
  }

  // Others work on it too: the page says so, and changes nothing by itself.
  const timer = window.setInterval(() => {
    const b = of.value;
    if (!b || document.hidden || busy.value) return;
    query(BulletinsPulseDocument, { id: b.id }, true).then(
      (answer) => (moved.value = of.value?.id === b.id && answer.bulletin != null && answer.bulletin.changedAt !== of.value.changedAt),
      () => undefined, // it is asked again
    );
  }, pulse);
  onBeforeUnmount(() => clearInterval(timer));
  watch(id, () => {
    trouble.value = undefined;
    moved.value = false;
  });

  const desk: Desk = { id, one, of, acts, lang, may, holds, name: computed(() => viewer.data.value?.viewer.name ?? ''), trouble, busy, act, moved, again };
  provide(key, desk);
  return desk;
}

/** What was done after the acts that somebody saw. */
export async function actsSince(id: string, seen: number): Promise<BulletinDeedFragment[]> {
  const answer = await query(BulletinsActsDocument, { id }, true).catch(() => undefined);
  return answer?.bulletinActs.filter((a) => a.number > seen) ?? [];
}

