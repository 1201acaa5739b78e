import type zh from './zh';

export default {
  product: 'Anlan',
  slogan: 'Work-safety analytics warehouse',
  pages: { overview: 'Overview', ranking: 'Ranking', map: 'Risk map', bulletins: 'Bulletins', enterprise: 'Enterprise', data: 'Data', export: 'Export', query: 'Query', nowhere: 'No such page' },
  state: {
    PRESENT: '', PARTIAL: 'some units did not report', INCOMPLETE: 'some records do not tell', NOT_REPORTED: 'not reported', NO_DATA: 'no data', NO_DENOMINATOR: 'no denominator',
    NOTHING_DUE: 'nothing due', NOT_RECORDED: 'not recorded', ZERO_BASE: 'base is 0', NO_COMPARISON: 'not comparable',
  },
  against: { PREVIOUS_YEAR: 'year on year', PREVIOUS_PERIOD: 'period on period', YEAR_BEFORE_LAST: 'against the year before last' },
  fault: {
    token: 'A token is needed', forbidden: 'Not permitted', wrong: 'The question is wrong', missing: 'Not found', busy: 'The server is busy', unreachable: 'The server cannot be reached', broken: 'Something went wrong',
    tokenHelp: 'Enter the token that your administrator gave you.', forbiddenHelp: 'Your token does not see these data; ask your administrator.', wrongHelp: 'Change the choice and try again.', missingHelp: 'It may be gone, or lie outside what you see.',
    busyHelp: 'Try again in a moment; tell your administrator if it stays so.', unreachableHelp: 'Check the network; the server may be restarting.', brokenHelp: 'Tell your administrator this number.', requestId: 'Request', again: 'Try again',
  },
  token: { title: 'Token', keep: 'Remember on this computer', take: 'Enter', leave: 'Leave', enter: 'Token' },
  shell: { language: '中文', dark: 'Dark', light: 'Light', menu: 'Menu', skip: 'Skip to content', version: 'Data version', published: 'published', data: 'data until' },
  pick: { region: 'Region', period: 'Period', month: 'Month', cumulative: 'January to', quarter: 'Quarter', half: 'Half-year', year: 'Year', search: 'Name or code' },
  empty: 'No data',
  loading: 'Loading…',
  table: 'Table',
  chart: 'Chart',
} satisfies typeof zh;
