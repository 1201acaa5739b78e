import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue';
import { send } from '@/api/ask';
import { query } from '@/api/client';
import { type BulletinDeedFragment, BulletinsEditDocument, BulletinsOneDocument, type BulletinStage } from '@/api/generated';
import { actsSince, type Desk, type Text } from './desk';
import { drop, keep, keptName, readKept } from './kept';

/** What others made of a section while it was written here. */
export interface Clash {
  /** What they did. */
  since: BulletinDeedFragment[];
  /** The text in force now; nothing where the section has none. */
  theirs: string;
  stage: BulletinStage;
  acts: number;
}

/** Writing a section: what is written, what it replaces, and what others did meanwhile. Nothing that was written is lost. */
export function useEditing(desk: Desk, section: string) {
  const language = desk.lang.value;
  const name = keptName(desk.name.value, desk.id.value, section, language);
  const stored = computed<Text | undefined>(() => desk.of.value?.content?.texts.find((one) => one.section === section && one.language === language));
  const before = readKept(name);
  const base = ref(stored.value?.text ?? '');
  const seen = ref(desk.of.value?.acts ?? 0);
  const text = ref(before && before.text !== base.value ? before.text : base.value);
  /** When the text was written that was brought back. */
  const restored = ref(before && before.text !== base.value ? before.at : '');
  if (restored.value !== '') seen.value = before!.seen; // who wrote it saw no more than that
  const dirty = computed(() => text.value.trim() !== base.value.trim());
  const noRoom = ref(false);
  const clash = shallowRef<Clash>();

  let timer = 0;
  const store = () => {
    clearTimeout(timer);
    if (dirty.value) noRoom.value = !keep(name, { text: text.value, base: base.value, seen: seen.value, at: new Date(Date.now() + 8 * 3_600_000).toISOString() });
    else drop(name);
  };
  watch(text, () => {
    clearTimeout(timer);
    timer = window.setTimeout(store, 300);
  });
  const leaving = (event: BeforeUnloadEvent) => {
    store();
    if (dirty.value) event.preventDefault();
  };
  addEventListener('beforeunload', leaving);
  onBeforeUnmount(() => {
    removeEventListener('beforeunload', leaving);
    store();
  });

  /** Takes what is stored as what is replaced from now on; with keepText what was written while it was saved stays. */
  function saved(now: string, acts: number, keepText = false) {
    base.value = now;
    if (!keepText) text.value = now;
    seen.value = acts;
    restored.value = '';
    clash.value = undefined;
    store();
  }

  /** Looks at what stands there now, after others acted. */
  async function look() {
    const [since, answer] = await Promise.all([actsSince(desk.id.value, seen.value), query(BulletinsOneDocument, { id: desk.id.value, language }, true).catch(() => undefined)]);
    const b = answer?.bulletin;
    if (b) clash.value = { since, theirs: b.content?.texts.find((one) => one.section === section && one.language === language)?.text ?? '', stage: b.stage, acts: b.acts ?? 0 };
  }

  /** Saves the text; gives whether it was. */
  async function save(now = text.value): Promise<boolean> {
    store();
    const before = text.value;
    let acts = 0;
    const made = await desk.act('EDIT', async (expected) => {
      const answer = (await send(BulletinsEditDocument, { id: desk.id.value, section, language, text: now.trim(), seen: expected })).editBulletin;
      acts = answer.bulletin?.acts ?? 0;
      return answer;
    }, seen.value);
    if (made) {
      const answer = await query(BulletinsOneDocument, { id: desk.id.value, language }, true).catch(() => undefined);
      const written = answer?.bulletin?.content?.texts.find((one) => one.section === section && one.language === language)?.text;
      saved(written ?? now, acts, text.value !== before);
      return true;
    }
    if (desk.trouble.value?.conflict || desk.trouble.value?.message.includes('never changes again') || desk.trouble.value?.message.includes('send it back')) await look();
    return false;
  }

  /** Saves the own text over what others wrote, which was shown. */
  async function overwrite(): Promise<boolean> {
    seen.value = clash.value?.acts ?? seen.value;
    return save();
  }
  /** Takes what is stored, and throws the own text away. */
  function discard() {
    saved(clash.value?.theirs ?? stored.value?.text ?? '', clash.value?.acts ?? desk.of.value?.acts ?? 0);
    desk.trouble.value = undefined;
    desk.again();
  }
  return { language, stored, base, text, restored, dirty, noRoom, clash, save, overwrite, discard };
}
