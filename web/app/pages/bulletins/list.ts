import { computed, shallowRef, watch } from 'vue';
import { useAsk } from '@/api/ask';
import { faultFrom, query } from '@/api/client';
import type { Fault } from '@/api/fault';
import { type BulletinHeadFragment, type BulletinStage, BulletinsListDocument, type BulletinsListQuery, type BulletinsListQueryVariables, type Language } from '@/api/generated';
import { language } from '@/i18n';

/** What the list is asked for; year, text and regions below one are looked for here, page after page. */
export interface Wanted {
  region: string;
  /** Only those of the region itself; otherwise those of what lies below it too. */
  own: boolean;
  /** Codes directly below it, where they do not begin as its own does. */
  below: readonly string[];
  period: string;
  kind: string;
  stage: string;
  year: string;
  text: string;
}

const size = 50;
/** How many bulletins are looked through before the reader is asked. */
const enough = 1000;

/** The bulletins that are wanted, the latest first, a page at a time. */
export function useBulletins(wanted: () => Wanted) {
  const variables = (after: string | null): BulletinsListQueryVariables => {
    const { region, own, period, kind, stage } = wanted();
    const asked = { ...(own && region && { region }), ...(period && { period }), ...(kind && { kind }), ...(stage && { stage: stage as BulletinStage }) };
    return { query: asked, after, first: narrows() ? 100 : size, language: (language() === 'en' ? 'EN' : 'ZH') as Language };
  };
  const narrows = () => !wanted().own || wanted().year !== '' || wanted().text.trim() !== '';
  const first = useAsk(BulletinsListDocument, () => variables(null));
  type Page = BulletinsListQuery['bulletins'];
  const rest = shallowRef<Page[]>([]);
  const fault = shallowRef<Fault>();
  const reading = shallowRef(false);
  const pages = computed<Page[]>(() => (first.data.value ? [first.data.value.bulletins, ...rest.value] : []));
  const all = computed<BulletinHeadFragment[]>(() => pages.value.flatMap((page) => page.nodes));
  const more = computed(() => pages.value.at(-1)?.pageInfo.hasNextPage ?? false);
  const shown = computed(() => all.value.filter((b) => matches(b, wanted())));

  let turn = 0;
  async function read() {
    const mine = turn;
    reading.value = true;
    fault.value = undefined;
    try {
      const page = (await query(BulletinsListDocument, variables(pages.value.at(-1)?.pageInfo.endCursor ?? null))).bulletins;
      if (mine === turn) rest.value = [...rest.value, page];
    } catch (e) {
      if (mine === turn) fault.value = faultFrom(e);
    }
    if (mine === turn) reading.value = false;
  }
  watch(first.data, () => {
    turn++;
    rest.value = [];
    reading.value = false;
    fault.value = undefined;
  });
  // A year or a text is found wherever it stands.
  watch(
    () => narrows() && more.value && !reading.value && !fault.value && shown.value.length < size && all.value.length < enough,
    (on) => on && void read(),
    { immediate: true, flush: 'post' },
  );
  return { first, all, shown, more, read, reading, fault };
}

/** Codes of regions begin as that of the region which they lie in: 3703 for 370300. */
const stem = (region: string): string => (/^\d{6}$/.test(region) ? region.replace(/(00){1,3}$/, '') : region);

function matches(b: BulletinHeadFragment, { region, own, below, year, text }: Wanted): boolean {
  const code = b.case.region;
  if (!own && /^\d/.test(region) && !code.startsWith(stem(region)) && !below.includes(code)) return false;
  if (year !== '' && b.case.period.slice(0, 4) !== year) return false;
  const found = [b.title, b.documentNumber, b.signer, b.draftedBy, b.kindTitle.zh, b.kindTitle.en, b.regionTitle.zh, b.regionTitle.en, b.sectorTitle.zh, b.id].join(' ').toLowerCase();
  return text.toLowerCase().split(/\s+/).every((word) => found.includes(word));
}
