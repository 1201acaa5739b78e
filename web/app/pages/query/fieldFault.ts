import { computed, type ComputedRef, inject, type InjectionKey } from 'vue';
import type { Field } from './faults';

/** What is wrong with the question and where, in words; empty while nothing is. */
export const fieldFaults: InjectionKey<ComputedRef<{ field: Field; text: string } | null>> = Symbol('faults of the form');

/** What is wrong with one field. */
export function useFieldFault(field: Field): ComputedRef<string> {
  const faults = inject(fieldFaults);
  return computed(() => (faults?.value?.field === field ? faults.value.text : ''));
}
