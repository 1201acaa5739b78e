import type { EChartsCoreOption } from 'echarts/core';
import type { TrendQuery } from '@/api/generated';
import { number, printed } from '@/parts/number';

export interface Series {
  name: string;
  title: string;
  short: string;
  unit: string;
  column: TrendQuery['metrics']['columns'][number];
}

const colours = ['#2f6fc1', '#c2572b'];

/** Two lines over months; where a figure is not known the line has a gap. Rates do not begin at zero, counts do. */
export function trendOption(months: string[], series: Series[]): EChartsCoreOption {
  const rate = series.every((s) => s.column.unit === '%');
  return {
    color: colours,
    grid: { left: 8, right: 12, top: 30, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 16, itemHeight: 8, itemGap: 12, textStyle: { fontSize: 12 } },
    tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => (typeof value === 'number' ? (rate ? `${printed(value, '%').text}%` : number(value)) : '') },
    xAxis: { type: 'category', data: months, axisTick: { show: false }, axisLabel: { formatter: (month: string) => (month.endsWith('-01') ? month : String(Number(month.slice(5)))) } },
    yAxis: { type: 'value', scale: rate, max: rate ? 100 : undefined, minInterval: rate ? undefined : 1, splitNumber: 3, axisLabel: { formatter: rate ? '{value}%' : undefined } },
    series: series.map((s, i) => ({
      name: s.unit && !rate ? `${s.short}（${s.unit}）` : s.short,
      type: 'line',
      data: s.column.numbers,
      symbol: i === 0 ? 'circle' : 'triangle',
      symbolSize: 6,
      lineStyle: { width: 2, type: i === 0 ? 'solid' : 'dashed' },
    })),
  };
}
