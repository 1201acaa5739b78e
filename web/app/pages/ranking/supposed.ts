import { computed, type ComputedRef } from 'vue';
import { useWord } from '@/route/state';
import type { WhatIfInput } from '@/api/generated';
import type { Line, Scheme } from './ranking';

/** A number that a slider moves: a figure of the subject, or a number of the scheme. */
export interface Slider {
  key: string;
  real: number;
  least: number;
  most: number;
  step: number;
  /** Of a ratio the denominator: the slider moves the numerator. */
  denominator: number | null;
  unit: string | null;
}

/** What is supposed, in the address: change=f.deaths_counted.2_n.deaths.marks.12; a figure is the subject's that is open. */
export function useSupposed() {
  const word = useWord('change');
  const values = computed(() => {
    const found = new Map<string, number>();
    for (const part of word.value.split('_and_')) {
      const at = part.lastIndexOf('=');
      if (at > 0 && Number.isFinite(Number(part.slice(at + 1)))) found.set(part.slice(0, at), Number(part.slice(at + 1)));
    }
    return found;
  });
  function set(key: string, value: number | null): void {
    const next = new Map(values.value);
    if (value == null) next.delete(key);
    else next.set(key, value);
    word.value = [...next].map(([k, v]) => `${k}=${v}`).join('_and_');
  }
  return { values, set, reset: () => (word.value = '') };
}

/** Figures that can be moved: those that lines rest on alone, the ones that cost the most first. */
export function figureSliders(lines: Line[]): (Slider & { line: Line })[] {
  return lines
    .filter((l) => l.applies && l.inputs.length === 1 && l.state != null && l.figure != null)
    .toSorted((a, b) => Number(b.lost) - Number(a.lost))
    .map((line) => {
      const denominator = line.denominator == null ? null : Number(line.denominator);
      const whole = denominator != null && Number.isInteger(denominator) && line.numerator != null && Number(line.numerator) <= denominator;
      const real = whole ? Number(line.numerator) : Number(line.figure);
      const percent = line.unit === '%';
      return { line, key: `f/${line.inputs[0]}${whole ? '/n' : ''}`, real, least: Math.min(0, real), most: whole ? denominator! : percent ? 100 : Math.max(10, Math.ceil(real * 2)), step: Number.isInteger(real) ? 1 : 0.1, denominator: whole ? denominator : null, unit: whole ? null : line.unit };
    });
}

/** Every number of the scheme, as the contract names them. */
export function numberSliders(scheme: Scheme | undefined): (Slider & { line: string | null; path: string })[] {
  return (scheme?.numbers ?? []).filter((n) => n.line != null).map((n) => {
    const real = Number(n.value);
    return { line: n.line, path: n.path, key: `n/${n.line}/${n.path}`, real, least: Math.min(0, real), most: real > 30 ? Math.max(100, real) : Math.max(20, real * 2), step: Number.isInteger(real) && real >= 5 ? 1 : 0.1, denominator: null, unit: null };
  });
}

/** What the server is asked to suppose; null while nothing is changed. */
export function supposition(values: ComputedRef<Map<string, number>>, subject: () => string): ComputedRef<WhatIfInput | null> {
  return computed(() => {
    const change: WhatIfInput = { numbers: [], figures: [], rescale: false };
    for (const [key, value] of values.value) {
      const [kind, name, ...rest] = key.split('/');
      if (kind === 'f' && name && subject() !== '') change.figures!.push({ subject: subject(), input: name, ...(rest[0] === 'n' ? { numerator: String(value) } : { value: String(value) }) });
      if (kind === 'n' && name) {
        change.numbers!.push({ line: name, path: rest.join('/'), value: String(value) });
        if (rest[0] === 'marks') change.rescale = true;
      }
    }
    return values.value.size > 0 && (change.numbers!.length > 0 || change.figures!.length > 0) ? change : null;
  });
}
