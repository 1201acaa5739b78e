import { computed, type ComputedRef, type Ref } from 'vue';
import type { RecordLabelsQuery, RecordPageQuery, RecordPlacesQuery } from '@/api/generated';
import { language, said } from '@/i18n';
import { moment, number } from '@/parts/number';

type Column = RecordPageQuery['recordTable']['columns'][number];

/** What codes of records are called: by vocabulary, or by the name of the column that carries them. */
export interface Labels {
  vocabulary: (name: string, code: string) => string;
  column: (name: string, code: string) => string;
}

export function useLabels(words: Ref<RecordLabelsQuery | undefined>, places?: Ref<RecordPlacesQuery | undefined>): ComputedRef<Labels> {
  return computed(() => {
    const terms = new Map(words.value?.vocabularies.flatMap((v) => v.terms.map((term) => [`${v.name} ${term.code}`, said(term.title)] as const)));
    const local = (n: { name: string; nameEn: string | null }) => (language() === 'en' && n.nameEn ? n.nameEn : n.name);
    const sectors = new Map(words.value?.sectors.map((s) => [s.code, local(s)]));
    const departments = new Map(words.value?.departments.map((d) => [d.code, local(d)]));
    const regions = new Map([...(places?.value?.counties ?? []), ...(places?.value?.towns ?? []), ...(places?.value?.region ? [places.value.region] : [])].map((r) => [r.code, r.name]));
    const region = (code: string) => {
      const county = code.length > 6 ? (regions.get(code.slice(0, 6)) ?? '') : '';
      const name = regions.get(code);
      return name ? county + name : county ? `${county} ${code}` : code;
    };
    return {
      vocabulary: (name, code) => terms.get(`${name} ${code}`) ?? code,
      column: (name, code) => {
        if (name === 'region') return region(code);
        if (name === 'sector') return sectors.get(code) ?? code;
        if (name === 'department') return departments.get(code) ?? code;
        return code;
      },
    };
  });
}

/** One cell in words; empty where the source does not say. */
export function cellText(column: Column, row: number, labels: Labels, t: (key: string) => string): string {
  switch (column.kind) {
    case 'BOOLEAN': {
      const yes = column.booleans[row];
      return yes == null ? '' : t(yes ? 'records.yes' : 'records.no');
    }
    case 'NUMBER': {
      const value = column.numbers[row];
      return value == null ? '' : number(Number(value));
    }
    case 'LIST':
      return (column.lists[row] ?? []).map((code) => (column.vocabulary ? labels.vocabulary(column.vocabulary, code) : code)).join('、');
    case 'MOMENT':
      return column.texts[row] ? moment(column.texts[row]) : '';
    default: {
      const text = column.texts[row];
      if (!text) return '';
      if (column.vocabulary) return labels.vocabulary(column.vocabulary, text);
      const here = language() === 'en' ? labels.column(column.name, text) : text; // names are Chinese
      return here === text ? (column.names[row] ?? text) : here;
    }
  }
}
