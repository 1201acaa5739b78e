/** An axis that the values fit on, with three or four even ticks: counts begin at zero and stay whole, rates end at a hundred at most. */
export function niceScale(values: number[], rate: boolean): { low: number; high: number; ticks: number[] } {
  const most = Math.max(...values, rate ? 0 : 1);
  const high = rate && most <= 100 && values.length > 0 ? 100 : most;
  const least = rate ? Math.min(...values, high - 1) : 0;
  const step = niceStep((high - least) / 3, !rate);
  const top = rate && high === 100 ? 100 : Math.ceil(high / step) * step;
  const ticks = [];
  for (let tick = top; ; tick -= step) {
    ticks.unshift(tick);
    if (tick <= least) break;
  }
  return { low: ticks[0]!, high: top, ticks };
}

function niceStep(rough: number, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((n) => n * power >= rough)! * power;
  return whole ? Math.max(1, Math.round(step)) : step;
}

/** The stretches of places that have a number, each without a gap. */
export function runs(numbers: (number | null)[]): number[][] {
  const found: number[][] = [];
  numbers.forEach((number, i) => {
    if (number === null) return;
    if (i > 0 && numbers[i - 1] !== null && found.length > 0) found.at(-1)!.push(i);
    else found.push([i]);
  });
  return found;
}
