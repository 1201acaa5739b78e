// Numbers as the pages print them, written down once more from the rules of the field: whole numbers whole, others to two places, rates
// to one, yuan in 万元 and 亿元; what is not known as its word.
const format = (least, most) => new Intl.NumberFormat('zh-CN', { minimumFractionDigits: least, maximumFractionDigits: most });
const [whole, fine, rate] = [format(0, 0), format(1, 2), format(1, 1)];

const states = {
  NOT_REPORTED: '未报送', NO_DATA: '无数据', NO_DENOMINATOR: '无分母', NOTHING_DUE: '无应办事项', NOT_RECORDED: '未登记', ZERO_BASE: '基期为0', NO_COMPARISON: '无法比较',
};

/** A number that stands alone. */
export const plain = (value) => (Number.isInteger(value) ? whole : fine).format(value);

/** A number with its unit. */
export function withUnit(value, unit) {
  if (unit === '元' && Math.abs(value) >= 1e8) return `${fine.format(value / 1e8)}亿元`;
  if (unit === '元' && Math.abs(value) >= 1e4) return `${fine.format(value / 1e4)}万元`;
  return `${unit === '%' || unit === '百分点' ? rate.format(value) : plain(value)}${unit ?? ''}`;
}

/** The first figure of a column, or the row's. */
export const figure = (column, row = 0) =>
  ['PRESENT', 'PARTIAL', 'INCOMPLETE'].includes(column.states[row]) && column.numbers[row] !== null ? withUnit(column.numbers[row], column.unit) : states[column.states[row]];

const signed = (value, unit) => `${value > 0 ? '+' : '−'}${withUnit(Math.abs(value), unit)}`;

/** How a figure changed, by its columns of a comparison. */
export function change(change, percent) {
  const value = change?.numbers[0];
  if (value == null || !['PRESENT', 'PARTIAL', 'INCOMPLETE'].includes(change.states[0])) return states[change?.states[0] ?? 'NO_COMPARISON'];
  if (value === 0) return '持平';
  const unit = ['元', '百分点'].includes(change.unit) ? change.unit : '';
  return `${signed(value, unit)} ${percent?.numbers[0] == null ? '' : signed(percent.numbers[0], '%')}`;
}

/** Marks to two places. */
export const marks = (text) => (text == null ? '' : Number(text).toFixed(2).replace('-', '−'));

/** 2026-09 in words. */
export const monthSaid = (code) => code.replace(/^(\d+)-0?(\d+)$/, '$1年$2月');
