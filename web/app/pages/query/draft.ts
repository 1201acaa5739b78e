import type { Question } from './question';

/** A question that was being written when its page was left: whose it is, and what it was made from. */
export interface Left {
  who: string;
  from: Question;
  draft: Question;
}

let left: Left | null = null;

/** Keeps a question while other pages are looked at; null keeps none. */
export const leave = (next: Left | null): void => void (left = next);

/** What the same caller left, if anything. */
export const leftOf = (who: string): Left | null => (left?.who === who ? left : null);
